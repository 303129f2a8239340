"""Puts the pages of a year under the headings of its catalogue, in official order."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from wagtail_ita.domain.catalogue import Catalogue, CatalogueItem
from wagtail_ita.domain.codes import CodeError, normalise_code
from wagtail_ita.domain.indicators import Indicator, get_indicator
from wagtail_ita.domain.languages import in_language

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry(Generic[T]):
    """An item of the catalogue with one of its pages; ``None`` while it has none."""

    item: CatalogueItem
    page: T | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Group(Generic[T]):
    """The entries under one group heading."""

    title_th: str
    title_en: str
    entries: tuple[Entry[T], ...]

    def title(self, language: str) -> str:
        """Return the heading in a language."""
        return in_language(language, thai=self.title_th, english=self.title_en)


@dataclass(frozen=True, slots=True, kw_only=True)
class SubSection(Generic[T]):
    """The groups of one sub-indicator."""

    number: str
    title_th: str
    title_en: str
    groups: tuple[Group[T], ...]

    def title(self, language: str) -> str:
        """Return the heading in a language."""
        return in_language(language, thai=self.title_th, english=self.title_en)


@dataclass(frozen=True, slots=True, kw_only=True)
class IndicatorSection(Generic[T]):
    """The sub-indicators of one indicator."""

    indicator: Indicator
    subsections: tuple[SubSection[T], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Grouped(Generic[T]):
    """All pages of a year: those that the catalogue knows, and the others."""

    sections: tuple[IndicatorSection[T], ...]
    others: tuple[T, ...]

    @property
    def entries(self) -> Iterator[Entry[T]]:
        """Every entry in the order in which it is shown."""
        for section in self.sections:
            for subsection in section.subsections:
                for group in subsection.groups:
                    yield from group.entries


def group_entries(
    catalogue: Catalogue | None,
    pages_by_code: Mapping[str, Sequence[T]],
    include_missing: bool,
) -> Grouped[T]:
    """Return the pages in the order of the catalogue.

    A heading appears once, where its first entry stands, even if a list comes back to it.
    Two pages with one code make two entries. What the catalogue lacks is among the others.

    Args:
        catalogue: The year's list; without one every page is among the others.
        pages_by_code: The pages of each item code, however the code is written.
        include_missing: Whether items without a page make entries, too.
    """
    pages, others = _sort_out(catalogue, pages_by_code)
    # Indicator -> sub-indicator -> group -> entries, each in order of appearance.
    tree: dict[int, dict[str, dict[str, list[Entry[T]]]]] = {}
    for item in catalogue.items if catalogue else ():
        found: Sequence[T | None] = pages.get(item.code, [])
        for page in found or ([None] if include_missing else []):
            groups = tree.setdefault(item.indicator, {}).setdefault(item.sub_indicator, {})
            groups.setdefault(item.group_th, []).append(Entry(item=item, page=page))
    sections = tuple(
        IndicatorSection(
            indicator=get_indicator(number),
            subsections=tuple(_subsection(groups) for groups in subsections.values()),
        )
        for number, subsections in tree.items()
    )
    return Grouped(sections=sections, others=tuple(others))


def _sort_out(
    catalogue: Catalogue | None, pages_by_code: Mapping[str, Sequence[T]]
) -> tuple[dict[str, list[T]], list[T]]:
    known = {item.code for item in catalogue.items} if catalogue else set()
    pages: dict[str, list[T]] = {}
    others: list[T] = []
    for written, found in pages_by_code.items():
        try:
            code = normalise_code(written)
        except CodeError:
            code = ""
        (pages.setdefault(code, []) if code in known else others).extend(found)
    return pages, others


def _subsection(groups: Mapping[str, list[Entry[T]]]) -> SubSection[T]:
    first = next(iter(groups.values()))[0].item
    return SubSection(
        number=first.sub_indicator,
        title_th=first.sub_indicator_title_th,
        title_en=first.sub_indicator_title_en,
        groups=tuple(
            Group(title_th=title, title_en=entries[0].item.group_en, entries=tuple(entries))
            for title, entries in groups.items()
        ),
    )
