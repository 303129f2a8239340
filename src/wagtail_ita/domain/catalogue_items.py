"""What one row of a catalogue says about an item, and how rows of several years hang together."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext_lazy as _

from wagtail_ita.domain.certainty import Certainty
from wagtail_ita.domain.languages import in_language


class ItemKind(enum.Enum):
    """Which page an item needs."""

    ITEM = "item"
    MEASURES_REPORT = "measures_report"


class YearRule(enum.Enum):
    """Which year the content of an item is about, seen from the assessment year N.

    Attributes:
        label: Lazy translation for editors.
        offset: What to add to N for the reported fiscal year; ``None`` where the rule
            does not name one fiscal year.
    """

    label: str
    offset: int | None

    CURRENT = ("current", _("Of the assessed fiscal year."), 0)
    CURRENT_FIRST_HALF = (
        "current_first_half",
        _("Of the first six months of the assessed fiscal year."),
        0,
    )
    COVERS_CURRENT = (
        "covers_current",
        _("Over several years, one of which is the assessed fiscal year."),
        None,
    )
    PREVIOUS = ("previous", _("Of the fiscal year before the assessed one."), -1)
    PREVIOUS_ACADEMIC = (
        "previous_academic",
        _("Of the academic year before."),
        None,
    )

    def __new__(cls, rule: str, label: str, offset: int | None) -> YearRule:
        member = object.__new__(cls)
        member._value_ = rule
        member.label = label
        member.offset = offset
        return member


class Column(enum.Enum):
    """A column of a row that can be less sure than its code and title."""

    SUB_INDICATOR = "sub_indicator"
    GROUP = "group"
    COMPONENTS = "components"


class LinkKind(enum.Enum):
    """What became of an item from one list to a later one."""

    SAME = "same"
    RENAMED = "renamed"
    MERGED = "merged"
    REPLACED = "replaced"


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemReference:
    """Names one item anywhere: a code alone means another document every year."""

    scheme: str
    year: int
    code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemLink:
    """Another name of an item: where it stood in another list, and how sure that is."""

    scheme: str
    year: int
    code: str
    kind: LinkKind
    certainty: Certainty

    @property
    def reference(self) -> ItemReference:
        """The item that the link leads to."""
        return ItemReference(scheme=self.scheme, year=self.year, code=self.code)


@dataclass(frozen=True, slots=True, kw_only=True)
class CatalogueItem:
    """One row of a catalogue. Thai titles are as published; English ones are translations.

    Attributes:
        components: What the row asks for, as published; empty where no text was found.
        examples: What one agency published under the row. Shows practice, asks nothing.
        year_rule: Year of the content, where the row itself says so.
        certainty: How sure code, title and year rule are.
        weaker: Columns that are less sure than that.
        also_known_as: What the item was in earlier lists; a later list names this one.
    """

    code: str
    indicator: int
    sub_indicator: str
    sub_indicator_title_th: str
    sub_indicator_title_en: str
    group_th: str
    group_en: str
    title_th: str
    title_en: str
    components: tuple[str, ...]
    examples: tuple[str, ...]
    year_rule: YearRule | None
    kind: ItemKind
    source: str
    certainty: Certainty
    weaker: Mapping[Column, Certainty] = field(hash=False)
    note_th: str
    note_en: str
    also_known_as: tuple[ItemLink, ...]

    def title(self, language: str) -> str:
        """Return the official Thai title for Thai, its translation for other languages."""
        return in_language(language, thai=self.title_th, english=self.title_en)

    def note(self, language: str) -> str:
        """Return what a webmaster should know about the row; mostly empty."""
        return in_language(language, thai=self.note_th, english=self.note_en)
