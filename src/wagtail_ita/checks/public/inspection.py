"""The whole look from outside at one index: home page, way, pages, links."""

from __future__ import annotations

import enum
import logging
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from wagtail_ita.checks.public import kinds
from wagtail_ita.checks.public.addresses import (
    DEFAULT_PORTS,
    Address,
    Guard,
    RefusedError,
    parse_address,
)
from wagtail_ita.checks.public.crawl import Walk, walk
from wagtail_ita.checks.public.fetching import SECONDS, Fetcher
from wagtail_ita.checks.public.items import (
    ItemPlace,
    PublicItem,
    Target,
    check_item,
    make_targets,
    reason_of,
)
from wagtail_ita.checks.public.links import LinkCheck
from wagtail_ita.checks.public.outside import open_all
from wagtail_ita.checks.public.site import SeenSite
from wagtail_ita.checks.public.visitors import ClientVisitor, HttpVisitor, Visitor
from wagtail_ita.domain.findings import Finding, Place
from wagtail_ita.selectors import index_items

logger = logging.getLogger(__name__)


class Stage(enum.Enum):
    """What the check is doing. ``label`` is its lazy translation."""

    label: str

    WALK = ("walk", _("Following the links from the home page"))
    ITEMS = ("items", _("Looking at the pages of the items"))
    LINKS = ("links", _("Opening links to other websites"))

    def __new__(cls, key: str, label: str) -> Stage:
        member = object.__new__(cls)
        member._value_ = key
        member.label = label
        return member


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far the check is.

    Attributes:
        total: How much there is to do; ``None`` where nobody knows.
        what: The address or the code that it is at.
    """

    stage: Stage
    done: int
    total: int | None
    what: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Inspection:
    """Everything that the look from outside found out.

    Attributes:
        findings: What is wrong: first with the site, then item by item in the order of codes.
        items: The items that were looked for, with the clicks that lead to each.
    """

    findings: tuple[Finding, ...] = ()
    items: tuple[PublicItem, ...] = ()


def check_public(
    index: Any,
    *,
    base_url: str | None = None,
    fetch_outside: bool = True,
    progress: Callable[[Progress], None] | None = None,
) -> tuple[Finding, ...]:
    """Look at the live items of an index as an assessor does; see :func:`inspect_public`."""
    return inspect_public(
        index, base_url=base_url, fetch_outside=fetch_outside, progress=progress
    ).findings


def inspect_public(
    index: Any,
    *,
    base_url: str | None = None,
    fetch_outside: bool = True,
    progress: Callable[[Progress], None] | None = None,
    allowed_hosts: Collection[str] = (),
    seconds: float = SECONDS,
) -> Inspection:
    """Look at the live items of an index from outside. What goes wrong is a finding.

    Args:
        index: Index page of one assessment year.
        base_url: Address of the deployed site, such as ``https://www.example.go.th``. Without
            one the pages are asked for inside this process.
        fetch_outside: Whether links to other websites are opened.
        progress: Called in this thread while the check goes on.
        allowed_hosts: Private hosts, as ``host:port``, that links may lead to nevertheless. Only
            for tests, whose servers are on 127.0.0.1: no caller should take it from a person.
        seconds: How long one request may take.
    """
    inspector = _Inspector(index, fetch_outside, progress or (lambda _progress: None))
    try:
        inspector.run(base_url, allowed_hosts, seconds)
    except Exception:
        logger.exception("The public check of %r could not be finished.", index)
        inspector.say(kinds.CHECK_FAILED.at(ItemPlace(title=str(getattr(index, "title", "")))))
    return inspector.result()


class _Inspector:
    """One run. Keeps the findings by item, since links are judged long after their pages."""

    def __init__(
        self, index: Any, fetch_outside: bool, progress: Callable[[Progress], None]
    ) -> None:
        self._index = index
        self._fetch_outside = fetch_outside
        self._progress = progress
        self._findings: list[Finding] = []
        self._targets: list[Target] = []
        self._items: list[PublicItem] = []

    def say(self, *findings: Finding) -> None:
        self._findings.extend(findings)

    def result(self) -> Inspection:
        order: dict[Place, int] = {
            target.place: number for number, target in enumerate(self._targets)
        }
        found = sorted(self._findings, key=lambda each: order.get(each.place, -1))
        return Inspection(findings=tuple(_without_repetition(found)), items=tuple(self._items))

    # ----------------------------------------------------------------------------- preparation

    def run(self, base_url: str | None, allowed_hosts: Collection[str], seconds: float) -> None:
        origin = self._origin(base_url)
        if origin is None:
            return
        guard = Guard(allowed=[*allowed_hosts, *(_own_hosts(origin) if base_url else ())])
        fetcher = Fetcher(guard, seconds=seconds)
        visitor: Visitor
        if base_url:
            visitor = HttpVisitor(origin, fetcher, leaves=self._fetch_outside)
            if origin.scheme == "http":
                self.say(kinds.SITE_INSECURE.at(ItemPlace(), url=visitor.origin))
        else:
            visitor = ClientVisitor(origin, fetcher if self._fetch_outside else None)
        site = SeenSite(visitor)
        self._look_for_items(site)
        # In this process the scheme is that of Wagtail's record, which says little about HTTPS.
        links = LinkCheck(
            site,
            guard,
            own_host=origin.host,
            is_encrypted=bool(base_url) and origin.scheme == "https",
        )
        self._look_at_pages(site, links)
        self._open_outside(links, fetcher)

    def _origin(self, base_url: str | None) -> Address | None:
        """Return the address of the site, or say why there is none."""
        place = ItemPlace(title=self._index.title)
        root_url, path = (self._index.get_url_parts() or (None, None, None))[1:]
        if not self._index.live or not root_url or not path:
            self.say(kinds.SITE_NO_ADDRESS.at(place, title=self._index.title))
            return None
        url = base_url or root_url
        try:
            return parse_address(url)
        except RefusedError:
            self.say(kinds.SITE_BAD_ADDRESS.at(place, url=url))
            return None

    def _look_for_items(self, site: SeenSite) -> None:
        pages = [page for page in index_items(self._index) if page.live]
        self._targets = make_targets(
            pages,
            origin=site.visitor.origin,
            catalogue=self._index.catalogue,
            year=self._index.assessment_year,
            language=self._index.locale.language_code,
        )

    # ----------------------------------------------------------------------------- the steps

    def _look_at_pages(self, site: SeenSite, links: LinkCheck) -> None:
        origin = site.visitor.origin
        index_url = f"{origin}{self._index.get_url_parts()[2]}"
        home_url = f"{origin}{self._home_path()}"
        home = site.see(home_url).visit
        if not home.is_ok:
            self.say(kinds.HOME_STATUS.at(ItemPlace(), url=home_url, reason=reason_of(home)))
        found = walk(
            site,
            home_url=home_url,
            targets=[target.key for target in self._targets],
            known_pages=[index_url],
            progress=lambda done, url: self._progress(
                Progress(stage=Stage.WALK, done=done, total=None, what=url)
            ),
        )
        self._look_at_index(site, links, index_url)
        for number, target in enumerate(self._targets):
            self._progress(
                Progress(
                    stage=Stage.ITEMS,
                    done=number,
                    total=len(self._targets),
                    what=target.place.label,
                )
            )
            self._look_at_item(site, links, target, found)

    def _home_path(self) -> str:
        """Return the path of the home page in the language of the index."""
        root = self._index.get_site().root_page
        home = root.get_translation_or_none(self._index.locale) or root
        return (home.get_url_parts() or (None, None, None))[2] or "/"

    def _look_at_index(self, site: SeenSite, links: LinkCheck, url: str) -> None:
        place = ItemPlace(title=self._index.title, url=url)
        seen = site.see(url)
        if seen.asks_login:
            self.say(kinds.PAGE_LOGIN.at(place, item=place.label, url=url))
        elif not seen.visit.is_ok:
            reason = reason_of(seen.visit)
            status = seen.visit.status
            self.say(
                kinds.PAGE_STATUS.at(place, item=place.label, url=url, status=status, reason=reason)
            )
        elif seen.page:
            self.say(*links.check_placeholders(place, seen.page))

    def _look_at_item(self, site: SeenSite, links: LinkCheck, target: Target, found: Walk) -> None:
        place = target.place
        status = 0
        try:
            if not target.url:
                self.say(kinds.SITE_NO_ADDRESS.at(place, item=place.label, title=place.title))
                return
            seen = site.see(target.url)
            status = seen.visit.status
            self.say(*check_item(target, seen, found))
            if seen.visit.is_ok:
                self.say(*links.check_page(place, seen))
        except Exception:
            # One page must not keep the others from being looked at.
            logger.exception("The public check of %s could not be finished.", place.label)
            self.say(kinds.CHECK_FAILED.at(place, item=place.label))
        finally:
            self._items.append(
                PublicItem(
                    code=place.item,
                    title=place.title,
                    url=target.url,
                    status=status,
                    click_path=found.paths.get(target.key) if target.url else None,
                )
            )

    def _open_outside(self, links: LinkCheck, fetcher: Fetcher) -> None:
        if not self._fetch_outside:
            return
        urls = list(dict.fromkeys(each.url for each in links.outside))
        outcomes = open_all(
            urls,
            fetcher,
            progress=lambda done, url: self._progress(
                Progress(stage=Stage.LINKS, done=done, total=len(urls), what=url)
            ),
        )
        self.say(*links.judge(outcomes))


def _own_hosts(origin: Address) -> Iterator[str]:
    """Yield what of the site's own host may be opened although it is private."""
    yield f"{origin.host}:{origin.port}"
    if origin.port in DEFAULT_PORTS.values():
        yield from (f"{origin.host}:{port}" for port in DEFAULT_PORTS.values())


def _without_repetition(findings: Iterable[Finding]) -> Iterator[Finding]:
    """Leave out what was said of the same address at the same place before."""
    seen: set[tuple[Any, ...]] = set()
    for finding in findings:
        key = (finding.code, finding.place, finding.params.get("url"), finding.params.get("text"))
        if key not in seen:
            seen.add(key)
            yield finding
