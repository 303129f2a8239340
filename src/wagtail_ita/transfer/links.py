"""The files that a page offers to download, for its list of links."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from wagtail_ita.models import ITAIndexMixin, ITAReportMixin
from wagtail_ita.transfer.feed import FEED_NAME
from wagtail_ita.transfer.formats.dcat_terms import DCAT_NAME
from wagtail_ita.transfer.formats.items import ITEMS_FORMATS
from wagtail_ita.transfer.formats.registry import FORMATS, format_at
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
        catalogue: Address of the description of an index as open data.
        by_browser: Whether there is no PDF of ours, and the browser has to make it.
    """

    links: tuple[DownloadLink, ...] = ()
    feed: str = ""
    catalogue: str = ""
    by_browser: bool = False


def file_names(page: Any) -> tuple[str, ...]:
    """Return the names of the files beside a page that can be made here."""
    names = getattr(page, "download_names", ())
    return tuple(name for name in names if (form := format_at(name)) is None or form.is_available)


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
    beside = {name: f"{url}{name}" for name in page.download_names}
    return Downloads(
        links=links,
        feed=beside.get(FEED_NAME, ""),
        catalogue=beside.get(DCAT_NAME, ""),
        by_browser=by_browser,
    )
