"""Packs that a worker makes ahead of the visitor, where the site has the space for them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from wagtail_ita.conf import get_settings
from wagtail_ita.models import ITAReportMixin, Visibility
from wagtail_ita.transfer import shelf
from wagtail_ita.transfer.keeping import file_key, page_group
from wagtail_ita.transfer.pack.contents import Pack, report_pack, year_pack

PACK_NAME = "evidence.zip"
_VERSION = 1


def page_pack(page: Any, *, visibility: Visibility | None = None) -> Pack:
    """Return the pack that is offered beside a live report or index page.

    Raises:
        NotPublicError: The page is not live.
    """
    of_page = report_pack if isinstance(page, ITAReportMixin) else year_pack
    return of_page(page, visibility=visibility)


def pack_key(pack: Pack) -> str:
    """Return the key of a pack: another content has another."""
    return file_key("pack", _VERSION, pack.fingerprint)


def pack_content(page: Any, pack: Pack) -> bytes | shelf.Stored | Iterator[bytes]:
    """Return the pack that is kept, or else the stream of one that is made while it is read."""
    kept = shelf.find(pack_group(page), pack_key(pack)) if get_settings().KEEP_PACKS else None
    return pack.stream() if kept is None else kept


def keep_pack(page: Any) -> None:
    """Make the pack of a live report or index page and keep it, unless it is kept already.

    One that lacks a file is not kept: the next visitor may find the file there again. Nor is one
    of which something was taken back or changed while it was made.

    Raises:
        NotPublicError: The page is not live.
    """
    pack = page_pack(page)
    group, key = pack_group(page), pack_key(pack)
    kept = shelf.find(group, key)
    if kept is None:
        shelf.put_stream(
            group, key, pack.stream(), holds=lambda: not pack.missing and _is_current(page, key)
        )
    elif isinstance(kept, shelf.Stored):
        kept.close()


def _is_current(page: Any, key: str) -> bool:
    live = type(page)._default_manager.filter(pk=page.pk, live=True).first()
    return live is not None and pack_key(page_pack(live)) == key


def forget_pack(page_key: object) -> None:
    """Delete the pack that is kept of a page, because something in it was taken back."""
    shelf.clear_group(page_group(page_key, PACK_NAME))


def pack_group(page: Any) -> str:
    """Return where the storage of made files has the pack of a page."""
    return page_group(page.pk, PACK_NAME)
