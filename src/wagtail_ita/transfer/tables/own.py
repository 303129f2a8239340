"""Our own table of measures: the template that we hand out and the CSV that we publish.

Its columns have stable English names, or the heads of the template. What is in it is taken as
it is: a cell of steps has a step on each line, dates are single days, and nothing is guessed.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import lru_cache
from typing import Final, TypeVar

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from wagtail_ita.domain.codes import CodeError, normalise_code
from wagtail_ita.domain.dates import DateError, parse_date
from wagtail_ita.domain.records import EvidenceRecord, MeasureRecord, PeriodRecord
from wagtail_ita.domain.richtext import to_html
from wagtail_ita.domain.years import FiscalYear, YearError
from wagtail_ita.transfer.formats.cells import unguard_cell
from wagtail_ita.transfer.parsed import NoticeCode
from wagtail_ita.transfer.tables.cells import read_indicator, read_links
from wagtail_ita.transfer.tables.grid import Grid, Spot
from wagtail_ita.transfer.text.building import MeasureDraft, tell_missing
from wagtail_ita.transfer.text.contents import Contents, indicator_of

HEADS: Final[Mapping[str, str]] = {
    "id": gettext_noop("Identifier (leave empty)"),
    "indicator": gettext_noop("Indicator (1 to 10)"),
    "title": gettext_noop("Name of the measure, project or activity"),
    "description": gettext_noop("What the measure is for"),
    "steps": gettext_noop("Steps (one on each line)"),
    "period_start": gettext_noop("First day"),
    "period_end": gettext_noop("Last day"),
    "period_note": gettext_noop("Period in words"),
    "responsible": gettext_noop("Responsible parties (one on each line)"),
    "output": gettext_noop("Output of the measure"),
    "outcome": gettext_noop("Outcome of the measure"),
}
COLUMNS: Final = tuple(HEADS)
# Of the CSV that we publish. The year of the assessment is that of the index, not of the report.
_OF_REPORT: Final = ("code", "reported_year", "assessment_year", "evidence")
EXPLANATIONS: Final = gettext_noop("How to fill in")
_LANGUAGES: Final = ("th", "en")
_FEWEST: Final = 6
_T = TypeVar("_T")


@lru_cache
def heads(language: str) -> Mapping[str, str]:
    """The heads of the template in a language, by the names of its columns."""
    with translation.override(language):
        return {name: _(head) for name, head in HEADS.items()}


def is_explanation(grid: Grid) -> bool:
    """Whether a sheet is the one of the template that only explains the other."""
    names = []
    for language in _LANGUAGES:
        with translation.override(language):
            names.append(_(EXPLANATIONS))
    return grid.name in names


def find_columns(row: tuple[Spot, ...]) -> dict[str, int]:
    """The columns of our own table that a row names; empty when it is no head of it."""
    texts = {spot.text: spot.column for spot in row if spot.lines}
    candidates = [{name: name for name in (*COLUMNS, *_OF_REPORT)}, *map(heads, _LANGUAGES)]
    for names in candidates:
        found = {name: texts[head] for name, head in names.items() if head in texts}
        if "title" in found and len(found) >= _FEWEST:
            return found
    return {}


def read_own(grid: Grid, columns: Mapping[str, int], head: int, contents: Contents) -> None:
    """Read the measures below the head of our own table."""
    for number in range(head + 1, len(grid.rows)):
        if grid.filled(number):
            _Row(grid, number, columns, contents).read()
    named = set(columns.values())
    unknown = [spot for spot in grid.rows[head] if spot.lines and spot.column not in named]
    for spot in unknown:
        contents.notes.tell(
            grid.line_number(head),
            NoticeCode.COLUMN_UNKNOWN,
            _("The column “%(column)s” has no place in a report, so it was left over.")
            % {"column": spot.text},
        )
        for number in range(head + 1, len(grid.rows)):
            contents.notes.leave(grid.rows[number][spot.column].lines)


class _Row:
    """One row of our own table."""

    def __init__(
        self, grid: Grid, number: int, columns: Mapping[str, int], contents: Contents
    ) -> None:
        self._cells = {name: grid.rows[number][index] for name, index in columns.items()}
        self._line_number = grid.line_number(number)
        self._contents = contents
        self._path = f"measures.{len(contents.measures)}"

    def read(self) -> None:
        """Add the measure of the row."""
        start, end = self._date("period_start"), self._date("period_end")
        heading = read_indicator(self._cells["indicator"]) if "indicator" in self._cells else None
        indicator = self._checked("indicator", lambda _text: indicator_of(heading))
        measure = MeasureRecord(
            id=self._text("id", path=""),
            title=" ".join(self._text("title").split()),
            description=self._text("description"),
            steps=self._entries("steps"),
            period=PeriodRecord(
                start=start, end=end, note=self._text("period_note", path="period")
            ),
            responsible=self._entries("responsible"),
            output=to_html(self._text("output")),
            outcome=to_html(self._text("outcome")),
        )
        draft = MeasureDraft(
            path=self._path,
            line_number=self._line_number,
            area=_("Line %(number)d") % {"number": self._line_number},
        )
        tell_missing(measure, draft, self._contents.notes)
        evidence = self._evidence(measure.id)
        self._contents.measures.append(replace(measure, indicator=indicator, evidence=evidence))
        self._read_facts()

    def _evidence(self, id_: str) -> tuple[EvidenceRecord, ...]:
        """Links of a new measure; what a published one has is on its page, as it was chosen."""
        spot = self._cells.get("evidence")
        if spot is None:
            return ()
        links, linked, others = read_links(spot.lines)
        if id_:
            self._contents.notes.leave(spot.lines)
            return ()
        self._contents.notes.take(f"{self._path}.evidence", linked)
        self._contents.notes.leave(others)
        return tuple(links)

    def _read_facts(self) -> None:
        code, year = self._cells.get("code"), self._cells.get("reported_year")
        if code and code.lines and not self._contents.code:
            try:
                self._contents.code = normalise_code(code.text)
            except CodeError:
                self._contents.notes.leave(code.lines)
            else:
                self._contents.notes.take("code", code.lines)
        if year and year.lines and self._contents.reported_year is None:
            try:
                self._contents.reported_year = FiscalYear.parse(year.text).be
            except YearError:
                self._contents.notes.leave(year.lines)
            else:
                self._contents.notes.take("reported_year", year.lines)

    def _text(self, name: str, *, path: str | None = None) -> str:
        spot = self._cells.get(name)
        if spot is None or not spot.raw.strip():
            return ""
        if path != "":
            self._contents.notes.take(f"{self._path}.{path or name}", spot.lines)
        return unguard_cell(spot.raw).strip()

    def _entries(self, name: str) -> tuple[str, ...]:
        lines = (line.strip() for line in self._text(name).splitlines())
        return tuple(line for line in lines if line)

    def _date(self, name: str) -> dt.date | None:
        return self._checked(name, parse_date, path="period")

    def _checked(self, name: str, read: Callable[[str], _T | None], *, path: str = "") -> _T | None:
        spot = self._cells.get(name)
        if spot is None or not spot.lines:
            return None
        where = f"{self._path}.{path or name}"
        try:
            value = read(spot.text)
        except DateError:
            value = None
        if value is None:
            self._contents.notes.leave(spot.lines)
            self._contents.notes.tell(
                self._line_number,
                NoticeCode.VALUE_UNKNOWN,
                _("“%(text)s” in the column “%(column)s” was not understood, so it was left over.")
                % {"text": spot.text[:80], "column": _(HEADS[name])},
                path=where,
            )
        else:
            self._contents.notes.take(where, spot.lines)
        return value
