"""Files that are made once for each content, and kept for everybody who asks later."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable
from typing import Final

from wagtail_ita import __version__
from wagtail_ita.caching import LenientCache
from wagtail_ita.conf import get_settings
from wagtail_ita.transfer import shelf
from wagtail_ita.transfer.formats.base import Format
from wagtail_ita.transfer.published import Published

_MAKING_SECONDS: Final = 60
_LOOK_AGAIN_SECONDS: Final = 0.2


def file_key(format_name: str, version: int, content: str) -> str:
    """Return what names one file for good: another content or program has another key."""
    parts = (__version__, format_name, version, content, get_settings())
    return hashlib.sha256(repr(parts).encode("utf-8", "surrogatepass")).hexdigest()


def page_group(page_key: object, filename: str) -> str:
    """Return the group of the files that a page has, one after the other, under one name."""
    return f"{page_key}/{filename}"


def report_key(form: Format, report: Published) -> str:
    """Return the key of a report in a format."""
    return file_key(form.name, form.version, report.fingerprint)


def report_file(form: Format, report: Published) -> bytes:
    """Return a report in a format, made now or kept from before.

    Raises:
        FormatUnavailableError: Its extra is not installed.
    """
    return _read(report_content(form, report))


def report_content(form: Format, report: Published) -> bytes | shelf.Stored:
    """Return the same as ``report_file``; a large file that is kept, as a stream."""
    return kept_content(
        report_key(form, report),
        lambda: form.make(report.complete()),
        group=page_group(report.page_key, form.filename),
    )


def kept(key: str, make: Callable[[], bytes], *, group: str) -> bytes:
    """Return what is kept under a key; make it where there is nothing.

    When many ask for a new file at once, one makes it and the others wait for it. Should that
    take a minute, or fail, each makes its own. Where it cannot be kept, it is still returned.

    Args:
        key: As ``file_key`` makes it.
        make: Makes the file.
        group: As ``page_group`` makes it. What is kept takes the place of the group's last file,
            so that no file outlives its content.
    """
    return _read(kept_content(key, make, group=group))


def kept_content(key: str, make: Callable[[], bytes], *, group: str) -> bytes | shelf.Stored:
    """Return the same as ``kept``; a large file that is kept, as a stream."""
    found = shelf.find(group, key)
    if found is not None:
        return found
    cache = LenientCache()
    making = f"wagtail_ita.making.{key}"
    until = time.monotonic() + _MAKING_SECONDS
    while not (mine := cache.add(making, True, _MAKING_SECONDS)) and time.monotonic() < until:
        time.sleep(_LOOK_AGAIN_SECONDS)
    try:
        # Whoever had to wait finds what the first one made.
        found = shelf.find(group, key)
        if found is not None:
            return found
        content = make()
        shelf.put(group, key, content)
    finally:
        if mine:
            cache.delete(making)
    return content


def _read(content: bytes | shelf.Stored) -> bytes:
    return content if isinstance(content, bytes) else b"".join(content)
