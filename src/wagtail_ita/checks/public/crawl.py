"""The walk from the home page: which clicks lead to an item, and what the links say."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field
from typing import Final

from wagtail_ita.checks.public.files import extension_of
from wagtail_ita.checks.public.markup import LinkKind
from wagtail_ita.checks.public.site import Seen, SeenSite, place_key
from wagtail_ita.checks.public.visits import looks_like_login

MOST_CLICKS: Final = 4
MOST_PAGES: Final = 1000
"""A calendar or a search without an end must not keep the check for ever."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Click:
    """One click on the way: the text of the link, and where it leads."""

    text: str
    url: str


ClickPath = tuple[Click, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Walk:
    """What the walk found.

    Attributes:
        paths: Shortest way to each place that was reached, by ``place_key``.
        texts: Texts of all the links that were seen to lead to it.
        is_cut: Whether the walk was ended before all pages in reach were seen.
    """

    paths: dict[str, ClickPath] = field(default_factory=dict)
    texts: dict[str, list[str]] = field(default_factory=dict)
    is_cut: bool = False


def walk(
    site: SeenSite,
    *,
    home_url: str,
    targets: Collection[str],
    known_pages: Collection[str] = (),
    most_pages: int = MOST_PAGES,
    progress: Callable[[int, str], None] | None = None,
) -> Walk:
    """Follow the links from the home page, breadth first, until all targets are reached.

    Args:
        site: Opens the pages.
        home_url: Where the walk begins.
        targets: Places to reach, as ``place_key`` spells them.
        known_pages: Addresses of pages whose links are read in any case, since theirs are the
            texts that count: the index page.
        most_pages: How many pages are opened.
        progress: Called with the number of pages opened and the address of the next.
    """
    return _Walker(site, frozenset(targets), most_pages, progress).run(home_url, known_pages)


class _Walker:
    def __init__(
        self,
        site: SeenSite,
        targets: frozenset[str],
        most_pages: int,
        progress: Callable[[int, str], None] | None,
    ) -> None:
        self._site = site
        self._targets = targets
        self._most_pages = most_pages
        self._progress = progress
        self._opened: set[str] = set()
        self._paths: dict[str, ClickPath] = {}
        self._texts: dict[str, list[str]] = {}

    def run(self, home_url: str, known_pages: Collection[str]) -> Walk:
        is_cut = self._go(home_url)
        for url in known_pages:
            if place_key(url) not in self._opened:
                self._read(url, None)
        return Walk(paths=self._paths, texts=self._texts, is_cut=is_cut)

    def _go(self, home_url: str) -> bool:
        """Walk level by level; tell whether there was more than could be seen."""
        level: dict[str, ClickPath] = {home_url: ()}
        self._paths[place_key(home_url)] = ()
        for _clicks in range(MOST_CLICKS):
            following: dict[str, ClickPath] = {}
            for url, path in sorted(level.items(), key=self._likely_first):
                if self._targets <= self._paths.keys():
                    return False
                if len(self._opened) >= self._most_pages:
                    return True
                following.update(self._read(url, path))
            level = following
        return False

    def _likely_first(self, entry: tuple[str, ClickPath]) -> bool:
        """Sort the pages above a target to the front, which ends most walks early."""
        key = place_key(entry[0]).rstrip("/")
        return not any(target.startswith(f"{key}/") for target in self._targets)

    def _read(self, url: str, path: ClickPath | None) -> dict[str, ClickPath]:
        """Open one page; return where its links lead that no link led before."""
        if self._progress:
            self._progress(len(self._opened), url)
        self._opened.add(place_key(url))
        seen = self._site.see(url)
        if path is not None and seen.visit.is_ok:
            # A link may lead to a target by way of a redirect.
            self._paths.setdefault(place_key(seen.visit.final_url), path)
        found: dict[str, ClickPath] = {}
        for text, there in self._links(seen):
            key = place_key(there)
            if key in self._targets and text not in self._texts.setdefault(key, []):
                self._texts[key].append(text)
            if path is not None and key not in self._paths:
                self._paths[key] = (*path, Click(text=text, url=there))
                if not extension_of(there):
                    found[there] = self._paths[key]
        return found

    def _links(self, seen: Seen) -> Iterator[tuple[str, str]]:
        """Yield text and address of the links on a page that stay on the site."""
        page = seen.page
        if page is None or not seen.visit.is_ok:
            return
        for link in page.links:
            if link.kind is not LinkKind.LINK or not link.href or link.href.startswith("#"):
                continue
            there = self._site.absolute(seen.visit.final_url, page, link.href)
            if there and self._site.own_address(there) and not looks_like_login(there):
                yield link.text, there
