"""What the areas of a report hold: measures, and a score each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from django.utils.translation import gettext as _

from wagtail_ita.domain.digits import to_arabic
from wagtail_ita.domain.indicators import INDICATORS
from wagtail_ita.domain.records import MeasureRecord
from wagtail_ita.transfer.parsed import NoticeCode
from wagtail_ita.transfer.text.areas import Area, Heading, indicator_by_name
from wagtail_ita.transfer.text.facts import exact_scores
from wagtail_ita.transfer.text.lines import Line
from wagtail_ita.transfer.text.measures import read_measures
from wagtail_ita.transfer.text.notebook import Notebook

_HIGHEST = 100


class Contents:
    """Measures and scores of a report, gathered in the order of the source."""

    def __init__(self, notes: Notebook, *, width: int = 0) -> None:
        self.measures: list[MeasureRecord] = []
        self.scores: dict[int, Decimal] = {}
        self.overall_score: Decimal | None = None
        self.level = ""
        self.code = ""
        self.reported_year: int | None = None
        self.notes = notes
        self.width = width
        self._heading: Heading | None = None

    def read_area(self, area: Area, *, in_order: bool = True) -> None:
        """Read an area in running text."""
        heading = area.heading
        if heading is None:
            self.tell_no_areas()
        else:
            self.open_area(heading, in_order=in_order)
        first = len(self.measures)
        found = read_measures(
            area.lines, first=first, area=area_name(heading), width=self.width, notes=self.notes
        )
        for measure in found:
            self.add(measure, heading)
        if heading:
            self._tell_area(area.lines, heading, found)

    def open_area(self, heading: Heading, *, in_order: bool = True) -> None:
        """Take the score of a heading, and tell what is doubtful about it.

        Args:
            heading: What opens the area.
            in_order: Whether its number must follow the one before; in tables it need not.
        """
        if heading.rest:
            self.notes.leave([heading.line.part(heading.rest)])
        known = indicator_of(heading)
        if known and heading.score is not None:
            self.add_score(known, heading.score, heading.line)
        self._tell_number(heading, in_order=in_order)
        if known and _is_doubtful(heading):
            self._tell(
                heading,
                NoticeCode.AREA_NAME,
                _("Area %(number)d is headed “%(name)s”, but indicator %(number)d is “%(known)s”.")
                % {
                    "number": heading.number,
                    "name": heading.name,
                    "known": INDICATORS[known - 1].name_th,
                },
            )
        self._heading = heading

    def add(self, measure: MeasureRecord, heading: Heading | None) -> None:
        """Add a measure of an area."""
        path = f"measures.{len(self.measures)}.indicator"
        indicator = indicator_of(heading)
        if heading and indicator:
            self.notes.take(path, [heading.line])
            if _is_doubtful(heading):
                self.notes.doubt(path)
        self.measures.append(replace(measure, indicator=indicator))

    def add_score(self, indicator: int, score: Decimal, line: Line) -> None:
        """Add the score of an indicator, unless it has another one already."""
        path = f"scores.{indicator}"
        words = {"area": _("Area %(number)d") % {"number": indicator}, "score": score}
        if score > _HIGHEST:
            self.notes.tell(
                line.number,
                NoticeCode.SCORE_IMPOSSIBLE,
                _("%(area)s: a score of %(score)s is above 100, so it was not taken.") % words,
                path=path,
            )
        elif self.scores.setdefault(indicator, score) != score:
            self.notes.tell(
                line.number,
                NoticeCode.SCORE_DIFFERS,
                _("%(area)s has two different scores; the first was taken.") % words,
                path=path,
            )
        else:
            self.notes.take(path, [line])

    def set_total(self, score: Decimal, line: Line) -> None:
        """Take the total that a table of scores gives."""
        if score <= _HIGHEST and self.overall_score is None:
            self.overall_score = score
            self.notes.take("overall_score", [line])
        else:
            self.notes.leave([line])

    def set_level(self, code: str, line: Line) -> None:
        """Take the rating level that a table of scores gives."""
        self.level = code
        self.notes.take("level", [line])

    def tell_no_areas(self) -> None:
        """Tell that no heading gives measures their indicator."""
        self.notes.tell(
            None,
            NoticeCode.AREA_MISSING,
            _("The report has no headings of areas, so no measure has an indicator yet."),
        )

    def _tell_number(self, heading: Heading, *, in_order: bool) -> None:
        before = self._heading.number if self._heading else None
        follows = before is None or heading.number == before + 1
        if indicator_of(heading) is None or (in_order and not follows):
            self._tell(
                heading,
                NoticeCode.AREA_NUMBER,
                _(
                    "The number of this area, %(number)d, does not follow the one before, or no "
                    "indicator has it."
                )
                % {"number": heading.number},
            )

    def _tell(self, heading: Heading, code: NoticeCode, message: str) -> None:
        path = f"measures.{len(self.measures)}.indicator"
        self.notes.tell(heading.line.number, code, message, path=path)

    def _tell_area(
        self, lines: Sequence[Line], heading: Heading, found: Sequence[MeasureRecord]
    ) -> None:
        if not found:
            self.notes.tell(
                heading.line.number,
                NoticeCode.AREA_EMPTY,
                _("%(area)s: no measure was found under this heading.")
                % {"area": area_name(heading)},
            )
        stated = exact_scores(lines)
        if heading.score is None or not stated:
            return
        if all(Decimal(to_arabic(mention.value)) != heading.score for mention in stated):
            self.notes.tell(
                stated[0].line_number,
                NoticeCode.SCORE_DIFFERS,
                _("%(area)s: the heading gives a score of %(score)s, the text one of %(other)s.")
                % {
                    "area": area_name(heading),
                    "score": heading.score,
                    "other": stated[0].value,
                },
                path=f"scores.{heading.number}",
            )


def indicator_of(heading: Heading | None) -> int | None:
    """Number of the indicator that a heading names, if there is such an indicator."""
    return heading.number if heading and 1 <= heading.number <= len(INDICATORS) else None


def area_name(heading: Heading | None) -> str:
    """An area as notices name it."""
    name: str = _("Area %(number)d") % {"number": heading.number} if heading else _("Measures")
    return name


def _is_doubtful(heading: Heading) -> bool:
    return bool(heading.name) and indicator_by_name(heading.name) != heading.number
