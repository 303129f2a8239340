"""A plan as the second step shows it: the lines of the source, and the parts in groups."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from wagtail_ita.domain.dates import format_date, period_text
from wagtail_ita.domain.digits import THAI, in_digits
from wagtail_ita.domain.indicators import get_indicator
from wagtail_ita.domain.ratings import get_level
from wagtail_ita.domain.records import ApprovalRecord, EvidenceRecord, PeriodRecord
from wagtail_ita.domain.richtext import to_text
from wagtail_ita.transfer.importing import (
    ImportPlan,
    MeasurePlan,
    PartPlan,
    State,
    measure_name,
    removal_path,
)
from wagtail_ita.transfer.reading import ReadReport

_RICH: Final = frozenset({"introduction", "conclusion", "output", "outcome"})


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceLine:
    """A line of the source with its marks."""

    number: int
    text: str
    is_unsure: bool
    is_leftover: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One part of the plan."""

    part: PartPlan
    found: list[str]
    present: list[str]
    is_chosen: bool

    @property
    def id(self) -> str:
        return "part-" + self.part.path.replace(".", "-")

    @property
    def state_label(self) -> str:
        return {
            State.NEW: pgettext("import", "new"),
            State.SAME: pgettext("import", "the same"),
            State.CHANGED: pgettext("import", "different"),
            State.ONLY_PAGE: pgettext("import", "only on the page"),
        }[self.part.state]

    @property
    def shows_present(self) -> bool:
        return self.part.state in (State.CHANGED, State.ONLY_PAGE)

    @property
    def line_numbers(self) -> str:
        return " ".join(map(str, self.part.lines))

    @property
    def origin(self) -> str:
        return origin_label(self.part.lines)


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasureGroup:
    """One measure of the file."""

    plan: MeasurePlan
    rows: list[Row]
    is_separate: bool

    @property
    def heading(self) -> str:
        return measure_name(self.plan.number, self.plan.found)

    @property
    def origin(self) -> str:
        return origin_label(self.plan.lines)

    @property
    def has_choice(self) -> bool:
        return any(row.part.is_choice for row in self.rows)


@dataclass(frozen=True, slots=True, kw_only=True)
class Removal:
    """A measure that only the page has."""

    path: str
    title: str
    is_chosen: bool


class Screen:
    """Everything that the template of the second step asks for."""

    def __init__(
        self, plan: ImportPlan, read: ReadReport, chosen: Collection[str], *, digits: str
    ) -> None:
        self.plan = plan
        self._chosen = chosen
        self._digits = digits
        parsed = read.parsed
        unsure = {
            line for part in plan.every_part if part.unsure and part.found for line in part.lines
        }
        leftover = {each.line_number for each in parsed.leftovers}
        self.lines = [
            SourceLine(
                number=number,
                text=text,
                is_unsure=number in unsure,
                is_leftover=number in leftover,
            )
            for number, text in enumerate(read.document.lines, start=1)
        ]
        self.leftovers = parsed.leftovers
        self.remarks = [*plan.notices, *read.document.remarks]
        self.notices = parsed.notices
        self.front = [*self._rows(plan.parts, "", exclude=("scores.", "memo."))]
        self.scores = [*self._rows(plan.parts, "scores.")]
        self.memo = [*self._rows(plan.parts, "memo.")]
        self.measures = [
            MeasureGroup(
                plan=each,
                rows=[*self._rows(each.parts, "")],
                is_separate=each.separate_path in chosen,
            )
            for each in plan.measures
        ]
        self.removals = [
            Removal(
                path=removal_path(each),
                title=each.title or "–",
                is_chosen=removal_path(each) in chosen,
            )
            for each in plan.kept
        ]

    @property
    def groups(self) -> list[tuple[str, str, list[Row]]]:
        """The parts that are no measure's: id, heading and rows."""
        groups = [
            ("front", _("Beginning and end"), self.front),
            ("scores", _("Scores of indicators"), self.scores),
            ("memo", _("Memo"), self.memo),
        ]
        return [group for group in groups if group[2]]

    @property
    def counts(self) -> dict[str, int]:
        """How many measures and steps were found, for the sum at the top."""
        measures = self.plan.parsed.record.measures
        return {"measures": len(measures), "steps": sum(len(each.steps) for each in measures)}

    @property
    def conflicts(self) -> int:
        return sum(part.is_conflict for part in self.plan.every_part)

    @property
    def unsure(self) -> int:
        return sum(part.unsure and part.is_choice for part in self.plan.every_part)

    @property
    def has_choice(self) -> bool:
        """Whether the file has anything that the page has not."""
        return bool(self.plan.choices)

    def _rows(
        self, parts: tuple[PartPlan, ...], prefix: str, exclude: tuple[str, ...] = ()
    ) -> Iterator[Row]:
        for part in parts:
            if part.path.startswith(prefix) and not part.path.startswith(exclude or ("\0",)):
                yield Row(
                    part=part,
                    found=[*_shown(part.field, part.found, self._digits)],
                    present=[*_shown(part.field, part.present, self._digits)],
                    is_chosen=part.path in self._chosen,
                )


def origin_label(lines: tuple[int, ...]) -> str:
    """Return where in the source something stands, as words."""
    if not lines:
        return ""
    if lines[0] == lines[-1]:
        return _("line %(number)d") % {"number": lines[0]}
    return _("lines %(first)d–%(last)d") % {"first": lines[0], "last": lines[-1]}


def _language() -> str:
    return get_language() or "th"


def _shown(name: str, value: Any, digits: str) -> Iterator[str]:
    """Yield a value as lines to read; what is text keeps the digits that it was written with."""
    if isinstance(value, tuple):
        for number, each in enumerate(value, start=1):
            if name == "steps":
                yield f"{in_digits(number, digits)}. {each}"
            else:
                yield _entry(each, digits)
    elif isinstance(value, PeriodRecord):
        yield period_text(value, language=_language(), thai_digits=digits == THAI)
    elif name in _RICH:
        yield from to_text(value or "").split("\n")
    elif value not in (None, ""):
        yield from _scalar(name, value, digits).split("\n")


def _scalar(name: str, value: Any, digits: str) -> str:
    if name == "level":
        level = get_level(value)
        return level.label(_language()) if level else str(value)
    if name == "indicator":
        return f"{in_digits(value, digits)}. {get_indicator(value).name(_language())}"
    if name == "date":
        return in_digits(format_date(value, language=_language()), digits)
    if isinstance(value, Decimal):
        return in_digits(f"{value:.2f}", digits)
    return in_digits(value, digits) if isinstance(value, int) else str(value)


def _entry(entry: Any, digits: str) -> str:
    if isinstance(entry, ApprovalRecord):
        day = format_date(entry.date, language=_language()) if entry.date else ""
        day = in_digits(day, digits)
        return " · ".join(
            filter(None, (entry.heading, entry.opinion, entry.name, entry.position, day))
        )
    if isinstance(entry, EvidenceRecord):
        return " · ".join(filter(None, (entry.title, entry.url))) or "–"
    return str(entry)
