"""``feed.xml``: what was published and corrected in a year, as an Atom feed (RFC 4287).

It holds what an anonymous visitor may open at this moment, and nothing else.
"""

from __future__ import annotations

import datetime as dt
import re
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from django.template.defaultfilters import linebreaks
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import override, pgettext

from wagtail_ita.clock import in_zone
from wagtail_ita.domain.differences import ChangeKind, MeasureChange
from wagtail_ita.domain.digits import to_thai
from wagtail_ita.models import Correction, ITAReportMixin, PublicVersions, Visibility
from wagtail_ita.selectors import versions_of
from wagtail_ita.transfer.published import NotPublicError, agency_of

FEED_NAME: Final = "feed.xml"
FEED_TYPE: Final = "application/atom+xml"
FEED_VERSION: Final = 1
MAX_ENTRIES: Final = 100

PUBLICATION: Final = "publication"
CORRECTION: Final = "correction"

# What XML 1.0 cannot hold, not even escaped.
_NOT_XML: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
# A page that was put there by a script may have no date at all, and Atom wants one.
_UNKNOWN: Final = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedEntry:
    """One publication or correction.

    Attributes:
        id: Stays the same when the page moves or the site gets another address.
        summary: Simple HTML; empty for a publication.
        category: ``publication`` or ``correction``.
    """

    id: str
    title: str
    url: str
    category: str
    published: dt.datetime
    updated: dt.datetime
    summary: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class YearFeed:
    """The feed of one index page, the newest entry first."""

    id: str
    title: str
    agency: str
    url: str
    language: str
    updated: dt.datetime
    entries: tuple[FeedEntry, ...]


def feed_of(index: Any, *, visibility: Visibility | None = None) -> YearFeed:
    """Return the feed of a live index page, fresh from the database.

    The number of queries is the same for any number of pages and corrections.

    Raises:
        NotPublicError: The page is not live.
    """
    if not index.live:
        raise NotPublicError(index.title)
    pages = index.public_items(visibility or Visibility())
    versions = versions_of([page for page in pages if isinstance(page, ITAReportMixin)])
    agency = agency_of(index)
    language = index.locale.language_code
    with override(language):
        writer = _Writer(
            language=language,
            thai_digits=bool(agency and agency.digits_for(language) == "thai"),
        )
        found = [
            entry
            for page, title in _titled(index, pages, language)
            for entry in writer.entries(page, title, versions.get(page.pk))
        ]
        name = agency.agency_name if agency else ""
    # Of two of the same moment the one that stands first on the index page comes first.
    found.sort(key=lambda entry: entry.updated, reverse=True)
    moments = [each.updated for each in found]
    if index.last_published_at:
        moments.append(in_zone(index.last_published_at))
    return YearFeed(
        id=_identifier(index, language),
        title=index.title,
        agency=name or index.title,
        url=index.full_url or "",
        language=language,
        updated=max(moments, default=_UNKNOWN),
        entries=tuple(found[:MAX_ENTRIES]),
    )


def render_feed(year: YearFeed) -> bytes:
    """Write a feed as XML in UTF-8."""
    feed = _Feed(
        title=_clean(year.title),
        link=year.url,
        description="",
        language=year.language,
        author_name=_clean(year.agency),
        feed_url=f"{year.url}{FEED_NAME}",
        feed_guid=year.id,
        latest=year.updated,
    )
    for entry in year.entries:
        feed.add_item(
            title=_clean(entry.title),
            link=entry.url,
            description=_clean(entry.summary) or None,
            unique_id=entry.id,
            pubdate=entry.published,
            updateddate=entry.updated,
            author_name=_clean(year.agency),
            categories=(entry.category,),
        )
    written: str = feed.writeString("utf-8")
    return f"{written}\n".encode()


class _Feed(Atom1Feed):
    """Django's feed, without a summary of itself and with a date that is not today's."""

    def latest_post_date(self) -> dt.datetime:
        latest: dt.datetime = self.feed["latest"]
        return latest

    def add_root_elements(self, handler: Any) -> None:
        # Atom wants no empty subtitle.
        self.feed["subtitle"] = self.feed["subtitle"] or None
        super().add_root_elements(handler)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Writer:
    """Makes the entries of a page, in the language that is active."""

    language: str
    thai_digits: bool

    def entries(
        self, page: Any, title: str, versions: PublicVersions | None
    ) -> Iterator[FeedEntry]:
        corrections = versions.corrections if versions else ()
        url = page.full_url or ""
        yield FeedEntry(
            id=_identifier(page, self.language),
            title=title,
            url=url,
            category=PUBLICATION,
            published=_first_published(page),
            updated=_last_published(page, versions),
        )
        for correction in corrections:
            if correction.version.is_withheld:
                continue
            yield FeedEntry(
                id=_identifier(page, self.language, correction.number),
                title=title,
                url=url,
                category=CORRECTION,
                published=in_zone(correction.date),
                updated=in_zone(correction.date),
                summary=self.summary(correction),
            )

    def summary(self, correction: Correction) -> str:
        lines = [self.change(shown.change, shown.title) for shown in correction.changes]
        listed = format_html_join("", "<li>{}</li>", ((line,) for line in lines))
        note = linebreaks(escape(correction.note), autoescape=False) if correction.note else ""
        return f"{note}<ul>{listed}</ul>" if lines else str(note)

    def change(self, change: MeasureChange, title: str) -> str:
        number = to_thai(str(change.number)) if self.thai_digits else str(change.number)
        label = _("Measure %(number)s “%(title)s”") if title else _("Measure %(number)s")
        if change.kind is ChangeKind.CHANGED:
            what = ", ".join(str(part.label) for part in change.parts)
        elif change.kind is ChangeKind.ADDED:
            what = pgettext("measure", "added")
        else:
            what = pgettext("measure", "removed")
        return f"{label % {'number': number, 'title': title}}: {what}"


def _titled(index: Any, pages: list[Any], language: str) -> Iterator[tuple[Any, str]]:
    """Yield the pages in the order of the index, with code and official title."""
    grouped = index.grouped_items(pages)
    named: set[str] = set()
    for entry in grouped.entries:
        if entry.page is not None:
            # As on the page: a second page of the same code goes by its own title.
            is_second = entry.item.code in named
            title = entry.page.title if is_second else entry.item.title(language)
            yield entry.page, f"{entry.item.code} {title}"
        named.add(entry.item.code)
    for page in grouped.others:
        yield page, f"{page.code} {page.title}".strip()


def _first_published(page: Any) -> dt.datetime:
    moment = page.first_published_at or page.last_published_at or page.latest_revision_created_at
    return in_zone(moment) if moment else _UNKNOWN


def _last_published(page: Any, versions: PublicVersions | None) -> dt.datetime:
    """Return when a page was published last; a correction is an entry of its own."""
    if versions and versions.versions:
        corrected = {each.number for each in versions.corrections}
        return max(
            in_zone(each.published_at) for each in versions.versions if each.number not in corrected
        )
    return in_zone(page.last_published_at) if page.last_published_at else _first_published(page)


def _identifier(page: Any, language: str, number: int | None = None) -> str:
    """Return what names an entry for good: an address may change, and Atom's id may not."""
    parts = ["wagtail-ita", str(page.translation_key), language]
    if number is not None:
        parts.append(str(number))
    return uuid.uuid5(uuid.NAMESPACE_URL, ":".join(parts)).urn


def _clean(text: str) -> str:
    return _NOT_XML.sub("", text)
