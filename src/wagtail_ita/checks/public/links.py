"""Where the links of an item's page lead."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import unquote, urlsplit

from wagtail_ita.checks.public import link_kinds as kinds
from wagtail_ita.checks.public.addresses import Guard, RefusedError, clean_url
from wagtail_ita.checks.public.files import FileFault, extension_of
from wagtail_ita.checks.public.items import ItemPlace, reason_of
from wagtail_ita.checks.public.markup import Link, LinkKind, ParsedPage
from wagtail_ita.checks.public.outside import Outcome
from wagtail_ita.checks.public.site import LOGIN_STATUSES, Seen, SeenSite
from wagtail_ita.checks.public.targets import TargetKind, is_drive, is_same_agency, kind_of
from wagtail_ita.checks.public.visits import Trouble, Visit, trouble_of
from wagtail_ita.domain.findings import Finding, FindingType

_SHOWN: Final = 200
_FILE_FAULTS = {
    FileFault.EMPTY: kinds.FILE_EMPTY,
    FileFault.OTHER: kinds.FILE_OTHER,
    FileFault.LOCKED: kinds.FILE_LOCKED,
}
# With these the content is gone for good; any other answer may be one to programs only.
_GONE = frozenset({404, 410})


@dataclass(frozen=True, slots=True, kw_only=True)
class OutsideLink:
    """A link that leaves the site, still to be opened."""

    place: ItemPlace
    link: Link
    url: str
    host: str


class LinkCheck:
    """Judges links: those of the site at once, the others when they have been opened.

    Attributes:
        outside: The links that leave the site and may be opened.
    """

    def __init__(self, site: SeenSite, guard: Guard, *, own_host: str, is_encrypted: bool) -> None:
        self.outside: list[OutsideLink] = []
        self._site = site
        self._guard = guard
        self._own_host = own_host
        self._is_encrypted = is_encrypted
        self._menu_links: set[tuple[str, str]] = set()

    # ------------------------------------------------------------------------------ one page

    def check_page(self, place: ItemPlace, seen: Seen) -> Iterator[Finding]:
        """Yield what is wrong with the links in the content of a page."""
        page = seen.page
        if page is None:
            return
        for link in dict.fromkeys(page.links):
            kind = kind_of(link.href)
            if not link.in_content:
                yield from self._check_menu_link(link, kind)
            elif kind is TargetKind.WEB:
                yield from self._check_web_link(place, link, page, seen.visit.final_url)
            else:
                yield from _check_other_link(place, link, kind, page)

    def check_placeholders(self, place: ItemPlace, page: ParsedPage) -> Iterator[Finding]:
        """Yield the links of a page that lead nowhere, and no more: for the index page."""
        for link in dict.fromkeys(page.links):
            kind = kind_of(link.href)
            if not link.in_content:
                yield from self._check_menu_link(link, kind)
            elif kind is not TargetKind.WEB:
                yield from _check_other_link(place, link, kind, page)

    def _check_menu_link(self, link: Link, kind: TargetKind) -> Iterator[Finding]:
        """Yield a menu's link that leads nowhere, once for all the pages that have the menu."""
        key = (link.text, link.href or "")
        if kind is TargetKind.NOTHING and key not in self._menu_links:
            self._menu_links.add(key)
            yield _finding(kinds.MENU_LINK_EMPTY, ItemPlace(), link, link.href or "")

    def _check_web_link(
        self, place: ItemPlace, link: Link, page: ParsedPage, page_url: str
    ) -> Iterator[Finding]:
        url = self._site.absolute(page_url, page, link.href or "")
        if url is None:
            yield _finding(kinds.LINK_MALFORMED, place, link, link.href or "")
            return
        if (address := self._site.own_address(url)) is not None:
            if self._is_encrypted and address.scheme == "http":
                yield _finding(kinds.LINK_INSECURE, place, link, url)
            yield from self._check_own(place, link, url)
            return
        try:
            address = self._guard.precheck(url)
        except RefusedError as error:
            yield _finding(kinds.BY_TROUBLE[trouble_of(error.refusal)], place, link, url)
            return
        if address.scheme == "http":
            yield _finding(kinds.LINK_INSECURE, place, link, url)
        yield from self._check_host(place, link, url=url, host=address.host)
        self.outside.append(OutsideLink(place=place, link=link, url=address.url, host=address.host))

    def _check_host(
        self, place: ItemPlace, link: Link, *, url: str, host: str
    ) -> Iterator[Finding]:
        if is_drive(host):
            yield _finding(kinds.LINK_DRIVE, place, link, url, host=host)
        elif not is_same_agency(host, self._own_host):
            yield _finding(kinds.LINK_OUTSIDE, place, link, url, host=host)

    # ------------------------------------------------------------------------------ the answers

    def _check_own(self, place: ItemPlace, link: Link, url: str) -> Iterator[Finding]:
        seen = self._site.see(url)
        if seen.asks_login:
            yield _finding(kinds.LINK_LOGIN, place, link, url)
        elif seen.visit.trouble is None and seen.visit.status != 200:
            # The answer of the site itself is to be taken at its word.
            yield _finding(kinds.LINK_DEAD, place, link, url, reason=reason_of(seen.visit))
        elif seen.visit.trouble is not None:
            yield from _check_answer(place, link, url, seen.visit)
        elif seen.fault:
            yield _file_finding(seen.fault, place, link, url, seen.visit)
        elif link.kind is LinkKind.IMAGE and not seen.is_image:
            yield _finding(kinds.FILE_OTHER, place, link, url, extension="image")
        if self._site.own_address(seen.visit.final_url) is None:
            yield from self._check_end(place, link, seen.visit)

    def judge(self, outcomes: Mapping[str, Outcome]) -> Iterator[Finding]:
        """Yield what is wrong with the links that left the site, now that they were opened."""
        for each in self.outside:
            outcome = outcomes.get(each.url)
            if outcome is None:
                continue
            place, link, visit = each.place, each.link, outcome.visit
            yield from _check_answer(place, link, each.url, visit)
            if visit.is_ok and outcome.fault:
                yield _file_finding(outcome.fault, place, link, each.url, visit)
            if not is_drive(each.host):
                yield from self._check_end(place, link, visit)

    def _check_end(self, place: ItemPlace, link: Link, visit: Visit) -> Iterator[Finding]:
        """Yield a drive behind a short address."""
        host = (_split(visit.final_url).hostname or "").lower()
        if is_drive(host):
            yield _finding(kinds.LINK_DRIVE, place, link, visit.url, host=host)


def _check_other_link(
    place: ItemPlace, link: Link, kind: TargetKind, page: ParsedPage
) -> Iterator[Finding]:
    href = clean_url(link.href or "")
    if kind is TargetKind.NOTHING:
        yield _finding(kinds.LINK_EMPTY, place, link, href)
    elif kind is TargetKind.UNUSABLE:
        yield _finding(kinds.LINK_UNUSABLE, place, link, href)
    elif kind is TargetKind.ANCHOR:
        name = href[1:]
        # "#top" needs no anchor: browsers know it.
        if not {name, unquote(name)} & page.anchors and name.lower() != "top":
            yield _finding(kinds.LINK_ANCHOR, place, link, href)


def _check_answer(place: ItemPlace, link: Link, url: str, visit: Visit) -> Iterator[Finding]:
    if visit.trouble is Trouble.LOGIN or visit.status in LOGIN_STATUSES:
        yield _finding(kinds.LINK_LOGIN, place, link, url)
    elif visit.trouble is not None:
        kind = kinds.BY_TROUBLE.get(visit.trouble)
        if kind:
            yield _finding(kind, place, link, url, reason=reason_of(visit))
    elif visit.status in _GONE:
        yield _finding(kinds.LINK_DEAD, place, link, url, reason=reason_of(visit))
    elif visit.status != 200:
        yield _finding(kinds.LINK_UNSURE, place, link, url, reason=reason_of(visit))


def _file_finding(
    fault: FileFault, place: ItemPlace, link: Link, url: str, visit: Visit
) -> Finding:
    extension = extension_of(url, visit.reply.filename) or extension_of(visit.final_url)
    return _finding(_FILE_FAULTS[fault], place, link, url, extension=extension.upper())


def _finding(kind: FindingType, place: ItemPlace, link: Link, url: str, **params: Any) -> Finding:
    shown = url if len(url) <= _SHOWN else f"{url[:_SHOWN]}…"
    text = link.text if len(link.text) <= _SHOWN else f"{link.text[:_SHOWN]}…"
    return kind.at(place, item=place.label, text=text or shown, url=shown, **params)


def _split(url: str) -> Any:
    try:
        return urlsplit(url)
    except ValueError:
        return urlsplit("")
