"""Which templates this site has, by one name for all of them.

What is kept of a page in a cache that outlives the program must not outlive a template of it.
"""

from __future__ import annotations

import hashlib
from functools import lru_cache
from pathlib import Path

from django.core.signals import setting_changed
from django.template.autoreload import get_template_directories


@lru_cache(maxsize=1)
def templates_fingerprint() -> str:
    """Return what changes whenever a template file does; files are read once in a process.

    The content counts and not the date, which differs between two servers of one site.
    """
    digest = hashlib.sha256()
    for folder in sorted(map(Path, get_template_directories())):
        for path in sorted(folder.rglob("*.html")):
            digest.update(str(path.relative_to(folder)).encode("utf-8", "surrogatepass"))
            digest.update(path.read_bytes())
    return digest.hexdigest()


def _forget(*, setting: str, **kwargs: object) -> None:
    if setting == "TEMPLATES":
        templates_fingerprint.cache_clear()


setting_changed.connect(_forget, dispatch_uid="wagtail_ita.template_sources")
