"""The files that a page offers to download, for its list of links."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from wagtail_ita.models import ITAIndexMixin, ITAReportMixin
from wagtail_ita.transfer.feed import FEED_NAME
from wagtail_ita.transfer.formats.items import ITEMS_FORMATS
from wagtail_ita.transfer.formats.registry import FORMATS
from wagtail_ita.transfer.pack import PACK_NAME


@dataclass(frozen=True, slots=True, kw_only=True)
class DownloadLink:
    """One file: where it is, and what it is."""

    url: str
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Downloads:
    """What a page offers.

    Attributes:
        feed: Address of the feed of an index.
        by_browser: Whether there is no PDF of ours, and the browser has to make it.
    """

    links: tuple[DownloadLink, ...] = ()
    feed: str = ""
    by_browser: bool = False


def downloads_of(page: Any, request: Any = None) -> Downloads:
    """Return what a page offers; nothing while it is not live. Asks the database nothing."""
    url = page.get_url(request) if getattr(page, "live", False) else None
    if not url:
        return Downloads()
    if isinstance(page, ITAReportMixin):
        files = {form.filename: form.title for form in FORMATS.values() if form.is_available}
        by_browser = "report.pdf" not in files
    elif isinstance(page, ITAIndexMixin):
        files = {form.filename: form.title for form in ITEMS_FORMATS.values()}
        by_browser = False
    else:
        return Downloads()
    files[PACK_NAME] = _("Everything in one file, with the evidence (ZIP)")
    links = tuple(
        DownloadLink(url=f"{url}{name}", title=str(title))
        for name, title in files.items()
        # A page class of a site may offer less.
        if name in page.download_names
    )
    feed = f"{url}{FEED_NAME}" if FEED_NAME in page.download_names else ""
    return Downloads(links=links, feed=feed, by_browser=by_browser)
