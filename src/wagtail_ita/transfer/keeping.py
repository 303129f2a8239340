"""Files that are made once and kept in a cache of the site."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable
from typing import Any, Final

from django.core.cache import caches

from wagtail_ita import __version__
from wagtail_ita.conf import get_settings
from wagtail_ita.transfer.formats.base import Format
from wagtail_ita.transfer.published import Published

# A file of what is no longer live is never asked for again; then it goes by itself.
_KEPT_SECONDS: Final = 7 * 24 * 60 * 60
_MAKING_SECONDS: Final = 60
_LOOK_AGAIN_SECONDS: Final = 0.2


def file_key(format_name: str, version: int, content: str) -> str:
    """Return what names one file for good: another content or program has another key."""
    parts = (__version__, format_name, version, content, get_settings())
    return hashlib.sha256(repr(parts).encode("utf-8", "surrogatepass")).hexdigest()


def report_key(form: Format, report: Published) -> str:
    """Return the key of a report in a format."""
    return file_key(form.name, form.version, report.fingerprint)


def report_file(form: Format, report: Published) -> bytes:
    """Return a report in a format, made now or kept from before.

    Raises:
        FormatUnavailableError: Its extra is not installed.
    """
    return kept(report_key(form, report), lambda: form.make(report.complete()))


def kept(key: str, make: Callable[[], bytes]) -> bytes:
    """Return what is kept under a key; make it where there is nothing.

    When many ask for a new file at once, one makes it and the others wait for it. Should that
    take a minute, or fail, each makes its own.
    """
    cache = caches[get_settings().DOWNLOADS_CACHE]
    name, making = f"wagtail_ita.file.{key}", f"wagtail_ita.making.{key}"
    found = _look(cache, name)
    if found is not None:
        return found
    is_first = cache.add(making, True, _MAKING_SECONDS)
    until = time.monotonic() + _MAKING_SECONDS
    while not is_first and time.monotonic() < until:
        time.sleep(_LOOK_AGAIN_SECONDS)
        found = _look(cache, name)
        if found is not None:
            return found
        is_first = cache.add(making, True, _MAKING_SECONDS)
    try:
        data = make()
        cache.set(name, data, _KEPT_SECONDS)
    finally:
        cache.delete(making)
    return data


def _look(cache: Any, name: str) -> bytes | None:
    found: bytes | None = cache.get(name)
    return found
