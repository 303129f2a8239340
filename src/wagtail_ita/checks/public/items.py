"""The item pages that the check looks for, and what it says about each of them."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlsplit

from django.utils.translation import gettext_lazy as _

from wagtail_ita.checks.public import kinds
from wagtail_ita.checks.public.crawl import MOST_CLICKS, MOST_PAGES, ClickPath, Walk
from wagtail_ita.checks.public.markup import squeeze
from wagtail_ita.checks.public.site import Seen, place_key
from wagtail_ita.checks.public.visits import Visit
from wagtail_ita.domain.catalogue import Catalogue, CatalogueItem, YearRule, reported_year_for
from wagtail_ita.domain.digits import to_arabic
from wagtail_ita.domain.findings import Finding, Place, Sentence, Severity
from wagtail_ita.domain.years import BE_OFFSET

_ADDRESS: Final = re.compile(r"https?://\S+")


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemPlace(Place):
    """The item that a finding is about; with no code and no title, the site as a whole."""

    item: str = ""
    title: str = ""
    url: str = ""

    @property
    def label(self) -> str:
        return self.item or self.title


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """An item page as an assessor looks for it.

    Attributes:
        url: Its address on the site that is looked at.
        titles: Titles of which a link should show one, the official one first.
        years: Years of the Buddhist era of which the page should name one.
        year_is_ruled: Whether the list says which year the item is about.
    """

    place: ItemPlace
    url: str
    titles: tuple[str, ...]
    years: tuple[int, ...]
    year_is_ruled: bool

    @property
    def key(self) -> str:
        return place_key(self.url)


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicItem:
    """What the look from outside found out about an item that is in order, too.

    Attributes:
        click_path: The clicks that lead to it from the home page; ``None`` when none do.
    """

    code: str
    title: str
    url: str
    status: int
    click_path: ClickPath | None


def make_targets(
    pages: Sequence[Any], *, origin: str, catalogue: Catalogue | None, year: int, language: str
) -> list[Target]:
    """Return what to look for, for the live pages of an index."""
    shared = Counter(page.code for page in pages)
    targets = []
    for page in pages:
        path = (page.get_url_parts() or (None, None, None))[2]
        url = f"{origin}{path}" if path else ""
        item = catalogue.get(page.code) if catalogue and page.code else None
        reported = getattr(page, "reported_year", None)
        targets.append(
            Target(
                place=ItemPlace(item=page.code, title=page.title, url=url),
                url=url,
                titles=_titles(page, item, language, is_alone=shared[page.code] == 1),
                years=tuple(dict.fromkeys(filter(None, (year, reported, _reported(item, year))))),
                year_is_ruled=bool(reported or (item and item.year_rule)),
            )
        )
    return targets


def _titles(
    page: Any, item: CatalogueItem | None, language: str, *, is_alone: bool
) -> tuple[str, ...]:
    if item is None:
        return (page.title,)
    official = (item.title(language), item.title_th)
    # Of several pages of one item the index shows the title of each.
    return tuple(dict.fromkeys(official if is_alone else (*official, page.title)))


def _reported(item: CatalogueItem | None, year: int) -> int | None:
    if item is None:
        return None
    if item.year_rule is YearRule.PREVIOUS_ACADEMIC:
        return year - 1
    return reported_year_for(item, year)


# ---------------------------------------------------------------------------------- the checks


def check_item(target: Target, seen: Seen, walk: Walk) -> Iterator[Finding]:
    """Yield what is wrong with an item's page and the way to it; its links are checked apart."""
    place, visit = target.place, seen.visit
    if seen.asks_login and not _names_title(seen, target):
        yield kinds.PAGE_LOGIN.at(place, item=place.label, url=target.url)
        return
    if not visit.is_ok:
        yield kinds.PAGE_STATUS.at(
            place, item=place.label, url=target.url, status=visit.status, reason=reason_of(visit)
        )
        return
    if place_key(visit.final_url) != target.key or _host(visit.final_url) != _host(target.url):
        yield kinds.PAGE_REDIRECT.at(
            place, item=place.label, url=target.url, final_url=visit.final_url
        )
    if seen.page is None or seen.page.is_broken or visit.reply.cut:
        yield kinds.PAGE_NO_HTML.at(place, item=place.label, url=target.url)
    yield from _check_way(target, walk)
    yield from _check_year(target, seen)


def reason_of(visit: Visit) -> Any:
    """Return, lazily translated, why an address does not show its content."""
    if visit.trouble is not None:
        return visit.trouble.reason
    return Sentence(_("the answer is status %(status)s"), {"status": visit.status})


def _names_title(seen: Seen, target: Target) -> bool:
    content = plain(seen.page.content) if seen.page else ""
    return any(plain(title) in content for title in (*target.titles, target.place.title))


def _check_way(target: Target, walk: Walk) -> Iterator[Finding]:
    place = target.place
    if target.key not in walk.paths:
        if walk.is_cut:
            yield kinds.WALK_CUT.at(place, item=place.label, url=target.url, pages=MOST_PAGES)
        else:
            yield kinds.PAGE_UNLINKED.at(
                place, item=place.label, url=target.url, clicks=MOST_CLICKS
            )
    texts = walk.texts.get(target.key, [])
    if texts and not any(_is_official(text, target) for text in texts):
        yield kinds.LINK_TEXT.at(
            place,
            item=place.label,
            url=target.url,
            text=max(texts, key=len),
            expected=squeeze(f"{place.item} {target.titles[0]}"),
        )


def _is_official(text: str, target: Target) -> bool:
    shown = plain(text)
    return _shows_code(shown, target.place.item) and any(
        plain(title) in shown for title in target.titles
    )


def _shows_code(shown: str, code: str) -> bool:
    number = plain(code).lstrip("abcdefghijklmnopqrstuvwxyz")
    letters = plain(code).removesuffix(number)
    # A zero for the letter O is how codes are often typed, and read.
    letters = re.escape(letters).replace("o", "[o0]")
    return bool(re.search(rf"(?<![0-9a-z]){letters}[.\-]?0*{re.escape(number)}(?![0-9])", shown))


def _check_year(target: Target, seen: Seen) -> Iterator[Finding]:
    content = _ADDRESS.sub(" ", to_arabic(seen.page.content)) if seen.page else ""
    wanted = "|".join(f"{year}|{year - BE_OFFSET}" for year in target.years)
    if seen.page and not re.search(rf"(?<![0-9])(?:{wanted})(?![0-9])", content):
        yield kinds.YEAR.at(
            target.place,
            severity=None if target.year_is_ruled else Severity.NOTE,
            item=target.place.label,
            url=target.url,
            years=", ".join(map(str, target.years)),
        )


def plain(text: str) -> str:
    """Return text without what tells two spellings of the same words apart."""
    visible = "".join(char for char in text if unicodedata.category(char) != "Cf")
    return "".join(to_arabic(unicodedata.normalize("NFKC", visible)).casefold().split())


def _host(url: str) -> str:
    try:
        return (urlsplit(url).hostname or "").lower()
    except ValueError:
        return ""
