"""Tables with a row for each element: the label, and beside it the text."""

from __future__ import annotations

from django.utils.translation import gettext as _

from wagtail_ita.transfer.parsed import NoticeCode
from wagtail_ita.transfer.tables.drafts import TableDraft, finish, leftovers_of
from wagtail_ita.transfer.tables.grid import Grid, Spot
from wagtail_ita.transfer.tables.layouts import FormLayout
from wagtail_ita.transfer.tables.roles import Reading, Role, read_role
from wagtail_ita.transfer.text.areas import Heading, read_heading
from wagtail_ita.transfer.text.contents import Contents
from wagtail_ita.transfer.text.lines import Line


def read_form(
    grid: Grid,
    layout: FormLayout,
    contents: Contents,
    *,
    heading: Heading | None,
    title: Spot | None = None,
) -> Heading | None:
    """Read the measures of a form.

    Args:
        grid: The table.
        layout: Where its labels and texts are.
        contents: Takes the measures.
        heading: The area it stands under.
        title: The name of the measure, where it stands in front of the table.

    Returns:
        The area that the last measure stands under.
    """
    reader = _Form(grid, layout, contents, heading, title)
    for number in range(len(grid.rows)):
        reader.read(number)
    reader.close()
    return reader.heading


def names_measure(grid: Grid, layout: FormLayout) -> bool:
    """Whether one of the rows of a form has the name of its measure."""
    return any(read_role(row[layout.labels].text).role is Role.MEASURE for row in grid.rows)


class _Form:
    """Walks the rows of a form; every column of texts is a measure of its own."""

    def __init__(
        self,
        grid: Grid,
        layout: FormLayout,
        contents: Contents,
        heading: Heading | None,
        title: Spot | None,
    ) -> None:
        self.heading = heading
        self._grid = grid
        self._layout = layout
        self._contents = contents
        self._title = title
        self._drafts: list[TableDraft] = []
        self._roles: set[Role] = set()
        self._reading = Reading(role=None)

    def read(self, number: int) -> None:
        row, filled = self._grid.rows[number], self._grid.filled(number)
        if not filled or self._read_area(filled):
            return
        label = row[self._layout.labels]
        if label.row == number and label.lines:
            self._reading = read_role(label.text)
            self._begin(number, label)
        if not self._drafts:
            self._contents.notes.leave(self._grid.lines([number]))
            return
        self._deal(number, label)

    def close(self) -> None:
        drafts, self._drafts, self._roles = self._drafts, [], set()
        for draft in drafts:
            if any(spots for role, spots in draft.spots.items() if role.element):
                finish(draft, self._contents)

    def _read_area(self, filled: list[Spot]) -> bool:
        if len(filled) != 1:
            return False
        heading = read_heading(Line(number=filled[0].lines[0].number, text=filled[0].text))
        if heading:
            self.close()
            self.heading = heading
            self._contents.open_area(heading, in_order=False)
        return heading is not None

    def _begin(self, number: int, label: Spot) -> None:
        """A second row of a measure or its indicator begins the next measure."""
        role = self._reading.role
        if role is None:
            if self._drafts:
                self._tell_unknown(label)
            return
        is_element = role.element is not None or role is Role.INDICATOR
        if role is Role.NUMBER or not is_element:
            return
        if not self._drafts or (role in self._roles and role in (Role.MEASURE, Role.INDICATOR)):
            self.close()
            line = self._grid.line_number(number)
            self._drafts = [
                TableDraft(line_number=line, heading=self.heading) for _each in self._layout.values
            ]
            if self._title:
                self._drafts[0].add(Role.MEASURE, self._title)
                self._title = None
        self._roles.add(role)

    def _deal(self, number: int, label: Spot) -> None:
        row, role = self._grid.rows[number], self._reading.role
        if role is Role.NUMBER:
            return
        for draft, column in zip(self._drafts, self._layout.values, strict=True):
            spot = row[column]
            if spot.row != number or spot is label:
                continue
            if role is None:
                draft.leftovers += leftovers_of(label.text, [spot])
                continue
            draft.add(role, spot)
            if not self._reading.sure and role.element and spot.lines:
                self._doubt(draft, label, role)

    def _doubt(self, draft: TableDraft, label: Spot, role: Role) -> None:
        element = role.element
        if element is None:
            return
        place = len(self._contents.measures) + self._drafts.index(draft)
        key = "title" if role is Role.MEASURE else element.key
        self._contents.notes.tell(
            label.lines[0].number if label.lines else draft.line_number,
            NoticeCode.LABEL_UNKNOWN,
            _(
                "It is not sure that the row “%(row)s” is about “%(element)s”; "
                "check what was taken from it."
            )
            % {"row": label.text, "element": element.label},
            path=f"measures.{place}.{key}",
        )

    def _tell_unknown(self, label: Spot) -> None:
        self._contents.notes.tell(
            label.lines[0].number,
            NoticeCode.LABEL_UNKNOWN,
            _("The row “%(row)s” has no place in a measure, so it was left over.")
            % {"row": label.text},
        )
