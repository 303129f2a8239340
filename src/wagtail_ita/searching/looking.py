"""Looks for words in what the public reads of a year: its items and its reports.

The site's search index, whichever it is, says on which pages the words may be; what is shown is
then read off these pages, so that nothing is found that a visitor does not see there today. The
number of queries is the same however many pages are found.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any, Final

from django.db import DatabaseError
from django.db.models import Q
from wagtail.search.backends import get_search_backend
from wagtail.search.backends.database.fallback import DatabaseSearchBackend
from wagtail.search.query import And, Phrase, SearchQuery

from wagtail_ita.blocks.preloading import base_page_model, preloaded_targets
from wagtail_ita.domain.codes import code_sort_key
from wagtail_ita.domain.marking import Line
from wagtail_ita.domain.searching import FoundText, Term, look, marked_title, parse_query, passage
from wagtail_ita.models import (
    ITAReportMixin,
    Reader,
    SearchPart,
    Visibility,
    item_page_models,
    language_of,
    shown_title,
)
from wagtail_ita.selectors import versions_of
from wagtail_ita.words import term_words

logger = logging.getLogger("wagtail_ita.searching")

MOST_PAGES: Final = 200
"""Pages that are looked at for one question."""

_MOST_PASSAGES: Final = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """Where on a page the words are.

    Attributes:
        part: Names the part of the page and its anchor.
        line: What stands around them, with them marked.
    """

    part: SearchPart
    line: Line

    @property
    def text(self) -> str:
        return _text(self.line)


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A page that has what was looked for.

    Attributes:
        index: The year that the page is in.
        title: As it is shown, with what was found marked.
        more: In how many further parts of the page the words are.
    """

    page: Any
    index: Any
    title: Line
    passages: tuple[Passage, ...] = ()
    more: int = 0

    @property
    def title_text(self) -> str:
        return _text(self.title)


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What was found, in the order of the list.

    Attributes:
        is_cut: Whether there may be more pages than were looked at.
    """

    hits: tuple[Hit, ...] = ()
    is_cut: bool = False


def site_query(text: str) -> SearchQuery | None:
    """Return the query that finds our pages by Thai words, for a search of the site's own.

    ``None`` where the text has neither letter nor digit.
    """
    phrases = [Phrase(term_words(term)) for term in parse_query(text)]
    return And(phrases) if len(phrases) > 1 else next(iter(phrases), None)


def search_year(
    index: Any,
    query: str,
    *,
    item: str | None = None,
    visibility: Visibility | None = None,
    years: Sequence[Any] | None = None,
    digits: str = "arabic",
) -> Found:
    """Return the public pages of a year that have all words of a question.

    Args:
        index: The year's index page.
        query: As the visitor typed it.
        item: Code of the item to look in; all of them if none is given.
        visibility: What visitors may see, where it is known already.
        years: The index pages to look in instead of one; they have to be public.
        digits: ``thai`` or ``arabic``, for dates and scores in passages.
    """
    terms = parse_query(query)
    if not terms:
        return Found()
    visibility = visibility or Visibility()
    years = (index,) if years is None else years
    keys, is_cut = _candidates(query, years)
    pages = [
        page for page in pages_of(years, visibility, keys=keys) if item is None or page.code == item
    ]
    reader = Reader(language=language_of(index), digits=digits, visibility=visibility)
    return Found(hits=tuple(_hits(pages, terms, reader)), is_cut=is_cut)


def pages_of(
    years: Sequence[Any],
    visibility: Visibility,
    *,
    keys: Iterable[int] | None = None,
    code: str | None = None,
) -> list[Any]:
    """Return public item pages of some years, in the order of the years and of their lists."""
    if not years:
        return []
    wanted = _below(years)
    if keys is not None:
        wanted &= Q(pk__in=list(keys))
    if code is not None:
        wanted &= Q(code=code)
    pages = [
        page
        for model in item_page_models()
        for page in model._default_manager.filter(wanted, live=True)
        # A class that a site derives from an item page is found by its own query.
        if page.specific_class is model
    ]
    places = {year.path: number for number, year in enumerate(years)}
    for page in pages:
        page.index_page = years[places[page.year_path]]
    return sorted(
        filter(visibility.allows_page, pages),
        key=lambda page: (places[page.year_path], code_sort_key(page.code), page.path),
    )


def _text(line: Line) -> str:
    return "".join(run.text for run in line)


def _below(years: Iterable[Any]) -> Q:
    return reduce(or_, (Q(path__startswith=year.path, depth=year.depth + 1) for year in years), Q())


def live_pages(years: Sequence[Any]) -> Any:
    """Return the live pages of some years, as the base model has them, in the order of the tree."""
    pages = base_page_model()._default_manager
    return pages.filter(_below(years), live=True).order_by("path")


def _candidates(query: str, years: Sequence[Any]) -> tuple[list[int] | None, bool]:
    """Return the keys of pages on which the words may be, and whether there are more.

    ``None`` where nobody knows: then each page has to be read.
    """
    if not years:
        return [], False
    if isinstance(get_search_backend(), DatabaseSearchBackend):
        # Oracle, or an SQLite without an index: it knows nothing of our words.
        return None, False
    pages = live_pages(years)
    try:
        # By relevance SQLite would ask the index once more for each page.
        results = pages.search(site_query(query), order_by_relevance=False)
        keys = [page.pk for page in results[: MOST_PAGES + 1]]
    except DatabaseError:
        # Without its database the page cannot be shown either.
        raise
    # A server beside the database is away. Each client of one has errors of its own.
    except Exception:
        logger.exception("The search engine does not answer; the pages are read instead.")
        return None, False
    return keys[:MOST_PAGES], len(keys) > MOST_PAGES


def _hits(pages: list[Any], terms: Sequence[Term], reader: Reader) -> Iterable[Hit]:
    versions = versions_of(
        [page for page in pages if isinstance(page, ITAReportMixin)], with_approvals=True
    )
    streams = [getattr(page, name) for page in pages for name in page.evidence_fields]
    with preloaded_targets(streams):
        for page in pages:
            if page.pk in versions:
                page.public_versions = versions[page.pk]
            hit = _hit(page, terms, reader)
            if hit is not None:
                yield hit


def _hit(page: Any, terms: Sequence[Term], reader: Reader) -> Hit | None:
    looked = ((part, look(part.text, terms)) for part in page.ita_search_parts(reader))
    found = [_FoundPart(part, lines) for part, lines in looked if lines]
    if len(_terms_of(found)) < len(terms):
        return None
    # The head of a page is in the title that is shown.
    head = [each for each in found if each.part.is_head]
    inside = [each for each in found if not each.part.is_head]
    shown = _most_telling(inside, _terms_of(head))
    title = shown_title(page, page.catalogue_item, reader.language)
    return Hit(
        page=page,
        index=page.index_page,
        title=marked_title(title, terms),
        passages=tuple(Passage(part=each.part, line=passage(each.lines)) for each in shown),
        more=len(inside) - len(shown),
    )


@dataclass(frozen=True, slots=True)
class _FoundPart:
    part: SearchPart
    lines: tuple[FoundText, ...]


def _terms_of(found: Iterable[_FoundPart]) -> frozenset[int]:
    return frozenset(term for each in found for line in each.lines for term in line.terms)


def _most_telling(found: list[_FoundPart], known: frozenset[int]) -> list[_FoundPart]:
    """Return a few parts that have all terms between them, in the order of the page."""
    chosen: list[int] = []
    for number, each in enumerate(found):
        terms = _terms_of([each])
        if len(chosen) < _MOST_PASSAGES and not terms <= known:
            chosen.append(number)
            known |= terms
    rest = [number for number in range(len(found)) if number not in chosen]
    chosen += rest[: _MOST_PASSAGES - len(chosen)]
    return [found[number] for number in sorted(chosen)]
