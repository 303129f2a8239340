"""A measure while the cells of a table are dealt out to it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from django.utils.translation import gettext as _

from wagtail_ita.domain.elements import Element
from wagtail_ita.transfer.parsed import Leftover, NoticeCode
from wagtail_ita.transfer.tables.cells import read_dates, read_indicator, read_links, read_score
from wagtail_ita.transfer.tables.grid import Spot
from wagtail_ita.transfer.tables.roles import Role
from wagtail_ita.transfer.text.areas import Heading
from wagtail_ita.transfer.text.building import MeasureDraft, build_measure
from wagtail_ita.transfer.text.contents import Contents, area_name, indicator_of
from wagtail_ita.transfer.text.labels import read_label
from wagtail_ita.transfer.text.lines import Line
from wagtail_ita.transfer.text.markers import MarkerStyle, read_marker, strip_bullet

_RESULTS: Final = (Element.OUTPUT, Element.OUTCOME)


@dataclass(slots=True, kw_only=True)
class TableDraft:
    """The cells of one measure by what they hold.

    Attributes:
        line_number: Where it begins in the source.
        heading: The area it stands under, before its own cells are looked at.
        spots: The cells of each role, in the order of the table.
        leftovers: What has no place in a measure.
    """

    line_number: int
    heading: Heading | None = None
    spots: dict[Role, list[Spot]] = field(default_factory=dict)
    leftovers: list[Leftover] = field(default_factory=list)

    def add(self, role: Role, spot: Spot) -> None:
        """Add a cell, unless it is there already or says what the one above it says."""
        present = self.spots.setdefault(role, [])
        if spot.lines and all(spot is not one and spot.text != one.text for one in present):
            present.append(spot)

    def lines(self, *roles: Role) -> list[Line]:
        """The lines of the cells of some roles."""
        return [line for role in roles for spot in self.spots.get(role, ()) for line in spot.lines]

    def text(self, role: Role) -> str:
        """The words of the cells of a role."""
        return " ".join(line.text for line in self.lines(role))


def finish(draft: TableDraft, contents: Contents) -> None:
    """Make the measure of a draft and add it to the contents of the report."""
    path = f"measures.{len(contents.measures)}"
    heading = _heading(draft, contents)
    measure = MeasureDraft(
        path=path,
        line_number=draft.line_number,
        area=_name(draft, heading),
        parts=_parts(draft, path, contents),
    )
    start, end = draft.text(Role.START), draft.text(Role.END)
    if start or end:
        measure.period = read_dates(start, end, draft.text(Role.PERIOD))
    record = build_measure(measure, width=contents.width, notes=contents.notes)
    links, linked, others = read_links(draft.lines(Role.EVIDENCE))
    contents.notes.take(f"{path}.evidence", linked)
    contents.notes.leave(others)
    contents.notes.leave_parts(draft.leftovers)
    contents.add(replace(record, evidence=tuple(links)), heading)


def _name(draft: TableDraft, heading: Heading | None) -> str:
    if heading:
        return area_name(heading)
    name: str = _("Line %(number)d") % {"number": draft.line_number}
    return name


def _heading(draft: TableDraft, contents: Contents) -> Heading | None:
    """The area of a measure: what its own cell says, or else what it stands under."""
    own = draft.spots.get(Role.INDICATOR, [])
    found = [heading for spot in own if (heading := read_indicator(spot))]
    heading = found[0] if found else draft.heading
    scores = draft.lines(Role.SCORE)
    if own and not found:
        contents.notes.leave(draft.lines(Role.INDICATOR))
        contents.notes.tell(
            own[0].lines[0].number,
            NoticeCode.INDICATOR_UNKNOWN,
            _("“%(text)s” names none of the ten indicators, so the measure has none yet.")
            % {"text": own[0].text[:80]},
            path=f"measures.{len(contents.measures)}.indicator",
        )
    if found:
        contents.open_area(found[0], in_order=False)
    number = indicator_of(heading)
    for line in scores:
        score = read_score(line.text)
        if score is None or number is None:
            contents.notes.leave([line])
        else:
            contents.add_score(number, score, line)
    return heading


def _parts(draft: TableDraft, path: str, contents: Contents) -> dict[Element, list[Line]]:
    parts: dict[Element, list[Line]] = {}
    for role, spots in draft.spots.items():
        if role.element and spots:
            parts.setdefault(role.element, []).extend(draft.lines(role))
    if Role.DESCRIPTION in draft.spots and Role.MEASURE in draft.spots:
        parts[Element.MEASURE] = draft.lines(Role.MEASURE, Role.DESCRIPTION)
    if Element.MEASURE in parts:
        parts[Element.MEASURE] = _name_lines(parts[Element.MEASURE], path, contents)
    _split_results(parts)
    return parts


def _name_lines(lines: Sequence[Line], path: str, contents: Contents) -> list[Line]:
    """The lines of the name without a label or number in front of it."""
    first, rest = lines[0], list(lines[1:])
    label = read_label(first.text)
    if label and label.element is Element.MEASURE and label.content and label.firm:
        return [first.part(label.content), *rest]
    marker = read_marker(strip_bullet(first.text))
    if marker is None or marker.style is MarkerStyle.WORD:
        return list(lines)
    numbers = [found.number for line in rest if (found := read_marker(strip_bullet(line.text)))]
    if marker.number + 1 in numbers:
        contents.notes.tell(
            first.number,
            NoticeCode.ROW_UNSURE,
            _(
                "Line %(number)d: one cell seems to name several measures. They were kept "
                "together as one; divide them in the editor if need be."
            )
            % {"number": first.number},
            path=f"{path}.title",
        )
    return [first.part(strip_bullet(first.text)[marker.end :]), *rest]


def _split_results(parts: dict[Element, list[Line]]) -> None:
    """Part output and outcome where one cell has both under labels of their own."""
    for element in _RESULTS:
        other = _RESULTS[1 - _RESULTS.index(element)]
        if element not in parts or other in parts:
            continue
        dealt: dict[Element, list[Line]] = {}
        where = element
        for line in parts[element]:
            label = read_label(line.text)
            if label and label.firm and label.element in _RESULTS:
                where, line = label.element, line.part(label.content)
            dealt.setdefault(where, []).append(line)
        parts.update(dealt)
        if element not in dealt:
            del parts[element]


def leftovers_of(head: str, spots: Iterable[Spot]) -> list[Leftover]:
    """Cells of a column that has no place in a measure, each with the head of its column."""
    return [
        Leftover(line_number=line.number, text=f"{head}: {line.text}" if head else line.text)
        for spot in spots
        for line in spot.lines
    ]
