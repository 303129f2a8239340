"""Tables with a row for each measure, or several rows where steps have a row each."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from wagtail_ita.domain.elements import Element
from wagtail_ita.transfer.parsed import NoticeCode
from wagtail_ita.transfer.tables.cells import read_indicator
from wagtail_ita.transfer.tables.drafts import TableDraft, finish, leftovers_of
from wagtail_ita.transfer.tables.grid import Grid, Spot
from wagtail_ita.transfer.tables.layouts import Column, RowsLayout, signature
from wagtail_ita.transfer.tables.roles import Role
from wagtail_ita.transfer.text.areas import Heading, read_heading
from wagtail_ita.transfer.text.contents import Contents
from wagtail_ita.transfer.text.labels import is_other_part
from wagtail_ita.transfer.text.lines import Line
from wagtail_ita.transfer.text.measures import ends_report
from wagtail_ita.transfer.text.sections import begins_conclusion

# A row that lacks the name of a measure but has so many of its elements is a measure.
_ENOUGH_ELEMENTS = 4


class RowsReader:
    """Walks the rows of tables of measures; one table may go on in the next.

    Attributes:
        heading: The area that the last measure stands under.
        behind: Lines behind the last measure: a conclusion, a signature.
    """

    _grid: Grid
    _columns: tuple[Column, ...]
    _signature: tuple[str, ...]
    _names: list[int]

    def __init__(self, contents: Contents) -> None:
        self.heading: Heading | None = None
        self.behind: list[Line] = []
        self._contents = contents
        self._draft: TableDraft | None = None
        self._carried: Heading | None = None
        self._told: set[tuple[Element, str]] = set()

    def read(self, grid: Grid, layout: RowsLayout) -> None:
        """Read a table; what it begins with may be the rest of the measure before."""
        self._grid = grid
        self._columns = layout.columns
        self._signature = layout.signature
        self._names = [c.index for c in layout.columns if c.reading.role is Role.MEASURE]
        for number in range(max(layout.head, default=-1) + 1, len(grid.rows)):
            self._read_row(number)

    def close(self) -> None:
        """End the measure at hand."""
        draft, self._draft = self._draft, None
        if draft:
            self._doubt_columns()
            self._carry_area(draft)
            finish(draft, self._contents)

    def tell_unknown_columns(self, grid: Grid, layout: RowsLayout) -> None:
        """Tell which columns have no place in a report."""
        for column in layout.columns:
            if column.reading.role is None:
                self._contents.notes.tell(
                    grid.line_number(max(layout.head, default=0)),
                    NoticeCode.COLUMN_UNKNOWN,
                    _("The column “%(column)s” has no place in a report, so it was left over.")
                    % {"column": column.text},
                )

    def _read_row(self, number: int) -> None:
        filled = self._grid.filled(number)
        if not filled or signature(self._grid.rows[number]) == self._signature:
            return
        if len(filled) == 1 and self._read_alone(filled[0]):
            return
        if self._begins_measure(number, filled):
            self._open(number)
        elif self._draft is None:
            self.behind += self._grid.lines([number])
        else:
            self._doubt_row(number, filled)
        self._deal(number)

    def _read_alone(self, spot: Spot) -> bool:
        """A row of one cell: the heading of an area, or what stands behind the table."""
        heading = read_heading(Line(number=spot.lines[0].number, text=spot.text))
        if heading:
            self.close()
            self.heading = heading
            self._contents.open_area(heading, in_order=False)
            return True
        ends = any(
            ends_report(line.text) or begins_conclusion(line.text) or is_other_part(line.text)
            for line in spot.lines
        )
        if ends or self.behind:
            self.close()
            self.behind += spot.lines
        return ends or bool(self.behind)

    def _begins_measure(self, number: int, filled: Sequence[Spot]) -> bool:
        row = self._grid.rows[number]
        names = [row[index] for index in self._names]
        if any(spot.lines and spot.row == number for spot in names):
            return not self._says_again(names)
        if any(spot.lines for spot in names):
            return False
        columns = [column for column in self._columns if row[column.index] in filled]
        if any(column.reading.role is Role.NUMBER for column in columns):
            return True
        elements = {column.reading.role.element for column in columns if column.reading.role}
        return len(elements - {None}) >= _ENOUGH_ELEMENTS

    def _says_again(self, names: Sequence[Spot]) -> bool:
        """Whether a row says the name of the measure above once more, as unmerged cells do."""
        if self._draft is None:
            return False
        above = [spot.text for spot in self._draft.spots.get(Role.MEASURE, ())]
        return [spot.text for spot in names if spot.lines] == above

    def _open(self, number: int) -> None:
        self.close()
        self._contents.notes.leave(self.behind)
        self.behind = []
        line_number = self._grid.line_number(number)
        self._draft = TableDraft(line_number=line_number, heading=self.heading)

    def _deal(self, number: int) -> None:
        draft, row = self._draft, self._grid.rows[number]
        if draft is None:
            return
        for column in self._in_order(row):
            spot, role = row[column.index], column.reading.role
            if role is None:
                if spot.row == number:
                    draft.leftovers += leftovers_of(column.text, [spot])
            elif role is not Role.NUMBER:
                draft.add(role, spot)
        self._keep_headless(draft, row, number)

    def _keep_headless(self, draft: TableDraft, row: Sequence[Spot], number: int) -> None:
        known = {column.index for column in self._columns}
        loose = [spot for spot in row if spot.row == number and spot.column not in known]
        draft.leftovers += leftovers_of("", dict.fromkeys(loose))

    def _in_order(self, row: Sequence[Spot]) -> list[Column]:
        """The columns; of two with names the one whose cell reaches over fewer rows first."""
        if len(self._names) < 2:
            return list(self._columns)
        reach = self._grid.reach
        return sorted(
            self._columns,
            key=lambda column: reach(row[column.index]) if column.index in self._names else 0,
        )

    def _doubt_row(self, number: int, filled: Sequence[Spot]) -> None:
        """A row without a name goes with the measure above; only merged cells make that sure."""
        row = self._grid.rows[number]
        if any(row[index].lines for index in self._names):
            return
        for column in self._columns:
            role = column.reading.role
            element = role.element if role else None
            if element and element is not Element.STEPS and row[column.index] in filled:
                self._tell(
                    self._grid.line_number(number),
                    NoticeCode.ROW_UNSURE,
                    _("This row names no measure, so it was taken as a part of the one above."),
                    element,
                )

    def _doubt_columns(self) -> None:
        """Point out elements that two columns fill, or that a column fills by its number only."""
        for element in Element:
            columns = [
                column
                for column in self._columns
                if column.reading.role
                and column.reading.role.element is element
                and column.reading.role not in (Role.START, Role.END, Role.DESCRIPTION)
            ]
            if len(columns) > 1:
                message = _("The columns %(columns)s are about one element; both were kept.") % {
                    "columns": ", ".join(f"“{column.text}”" for column in columns)
                }
                self._tell_once(NoticeCode.COLUMN_REPEATED, message, element)
            elif columns and not columns[0].reading.sure:
                message = _(
                    "It is not sure that the column “%(column)s” is about “%(element)s”; "
                    "check what was taken from it."
                ) % {"column": columns[0].text, "element": element.label}
                self._tell_once(NoticeCode.LABEL_UNKNOWN, message, element)

    def _tell_once(self, code: NoticeCode, message: str, element: Element) -> None:
        """Every measure of the table is in doubt, but one sentence says so."""
        if (element, message) in self._told:
            self._contents.notes.doubt(self._path(element))
        else:
            self._told.add((element, message))
            head = self._grid.first_line
            self._tell(head, code, message, element)

    def _tell(self, line_number: int, code: NoticeCode, message: str, element: Element) -> None:
        self._contents.notes.tell(line_number, code, message, path=self._path(element))

    def _path(self, element: Element) -> str:
        key = "title" if element is Element.MEASURE else element.key
        return f"measures.{len(self._contents.measures)}.{key}"

    def _carry_area(self, draft: TableDraft) -> None:
        """Without merged cells people write the indicator into the first of its rows only."""
        own = draft.spots.get(Role.INDICATOR, [])
        found = next((heading for spot in own if (heading := read_indicator(spot))), None)
        if found:
            self._carried = found
        elif not own and draft.heading is None and self._carried:
            draft.heading = self._carried
            path = f"measures.{len(self._contents.measures)}.indicator"
            self._contents.notes.tell(
                draft.line_number,
                NoticeCode.ROW_UNSURE,
                _("This row names no indicator, so that of the measure above was taken."),
                path=path,
            )
