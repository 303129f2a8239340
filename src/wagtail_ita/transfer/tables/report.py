"""A document whose measures are in tables: the tables, and the text around them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from django.utils.translation import gettext as _

from wagtail_ita.domain.elements import Element
from wagtail_ita.transfer.parsed import NoticeCode, ParsedReport
from wagtail_ita.transfer.tables.blocks import Block
from wagtail_ita.transfer.tables.forms import names_measure, read_form
from wagtail_ita.transfer.tables.grid import Grid, Spot
from wagtail_ita.transfer.tables.layouts import (
    FormLayout,
    OwnLayout,
    RowsLayout,
)
from wagtail_ita.transfer.tables.own import read_own
from wagtail_ita.transfer.tables.rows import RowsReader
from wagtail_ita.transfer.text.areas import Heading, read_heading, split_areas
from wagtail_ita.transfer.text.contents import Contents
from wagtail_ita.transfer.text.furniture import is_page_number
from wagtail_ita.transfer.text.labels import label_of
from wagtail_ita.transfer.text.lines import Line
from wagtail_ita.transfer.text.parser import assemble, no_report
from wagtail_ita.transfer.text.sections import divide_front, split_conclusion
from wagtail_ita.transfer.text.suspicions import tell_suspicions

# Between the heading of an area and its table stands at most a caption.
_MOST_CAPTIONS = 3


def parse_blocks(blocks: Sequence[Block], contents: Contents) -> ParsedReport:
    """Read a document of which at least one table has measures.

    Args:
        blocks: The document in its order.
        contents: Takes the measures; the tables of scores were read into it before.

    Raises:
        SourceError: The tables are empty.
    """
    measures = [index for index, block in enumerate(blocks) if block.has_measures]
    first, last = measures[0], measures[-1]
    walk = _Walk(contents)
    front = walk.before([line for block in blocks[: first + 1] for line in block.lines])
    walk.table(blocks[first])
    for block in blocks[first + 1 : last + 1]:
        walk.between(block.lines)
        walk.table(block)
    rest, conclusion = split_conclusion(
        [*walk.finish(), *(line for block in blocks[last + 1 :] for line in block.lines)],
        contents.notes,
    )
    contents.notes.leave(rest)
    if not contents.measures and not _is_template(blocks):
        raise no_report()
    if not contents.measures:
        contents.notes.tell(
            None,
            NoticeCode.NO_MEASURES,
            _("The template has no measure yet. Write one measure into each row below its heads."),
        )
    sections = replace(divide_front(front, contents.notes), conclusion=conclusion)
    walk.tell_areas()
    record = assemble(sections, contents)
    tell_suspicions(
        dict.fromkeys(line for block in blocks for line in block.all_lines), contents.notes
    )
    return contents.notes.result(record)


def _is_template(blocks: Sequence[Block]) -> bool:
    return any(isinstance(block.layout, OwnLayout) for block in blocks)


class _Walk:
    """Walks a document from the first table of measures to the last."""

    def __init__(self, contents: Contents) -> None:
        self._contents = contents
        self._heading: Heading | None = None
        self._rows = RowsReader(contents)
        self._captions: list[Line] = []
        self._own = False

    def before(self, lines: Sequence[Line]) -> Sequence[Line]:
        """Read what stands in front of the first table; gives the lines that are no measures."""
        front, areas = split_areas(lines)
        if areas and areas[0].heading and _has_elements(areas[0].lines):
            *whole, last = areas
            for area in whole:
                self._contents.read_area(area, in_order=False)
            rest = self._text(last.lines, heading=last.heading)
            if _has_elements(rest):
                self._contents.read_area(replace(last, lines=tuple(rest)), in_order=False)
            elif last.heading:
                self._contents.open_area(last.heading, in_order=False)
                self._contents.notes.leave(rest)
            return front
        return self._text(lines)

    def between(self, lines: Sequence[Line]) -> None:
        """Read what stands between two tables of measures."""
        if any(line.text and not is_page_number(line.text) for line in lines):
            self._rows.close()
        _front, areas = split_areas(lines)
        if areas and areas[0].heading and _has_elements(areas[0].lines):
            rest = self.before(lines)
        else:
            rest = self._text(lines, everything=True)
        self._contents.notes.leave(rest)

    def table(self, block: Block) -> None:
        """Read a table of measures."""
        grid, layout = block.grid, block.layout
        if grid is None or layout is None or not block.has_measures:
            return
        if isinstance(layout, RowsLayout):
            self._read_rows(grid, layout)
        elif isinstance(layout, FormLayout):
            self._read_form(grid, layout)
        elif isinstance(layout, OwnLayout):
            self._own = True
            read_own(grid, layout.columns, layout.head, self._contents)

    def finish(self) -> list[Line]:
        """End the last measure; gives the lines behind it."""
        self._rows.close()
        self._contents.notes.leave(self._captions)
        return self._rows.behind

    def tell_areas(self) -> None:
        """Tell where no measure has an indicator, because nothing names one."""
        measures = self._contents.measures
        if measures and not self._own and all(measure.indicator is None for measure in measures):
            self._contents.tell_no_areas()

    def _read_rows(self, grid: Grid, layout: RowsLayout) -> None:
        self._leave_captions()
        if self._heading:
            self._rows.close()
            self._rows.heading, self._heading = self._heading, None
        if layout.head:
            self._rows.tell_unknown_columns(grid, layout)
        self._rows.read(grid, layout)

    def _read_form(self, grid: Grid, layout: FormLayout) -> None:
        self._rows.close()
        title = None if names_measure(grid, layout) else self._title()
        self._leave_captions()
        heading = read_form(
            grid,
            layout,
            self._contents,
            heading=self._heading or self._rows.heading,
            title=title,
        )
        self._rows.heading, self._heading = heading, None

    def _title(self) -> Spot | None:
        """The caption in front of a form that names its measure."""
        for index in range(len(self._captions) - 1, -1, -1):
            line = self._captions[index]
            label = label_of(line)
            if line.heading or (label and label.element is Element.MEASURE):
                del self._captions[index]
                name = line.part(label.content) if label and label.content else line
                return Spot(lines=(name,), row=-1, column=-1)
        return None

    def _leave_captions(self) -> None:
        self._contents.notes.leave(self._captions)
        self._captions = []

    def _text(
        self, lines: Sequence[Line], *, heading: Heading | None = None, everything: bool = False
    ) -> Sequence[Line]:
        """Take the heading of the next table off the end of a text, and what stands below it.

        Args:
            lines: The text.
            heading: The area that is open where the text begins.
            everything: Whether all of the text may be captions, as it is between two tables.
        """
        self._heading = heading or self._heading
        end = len(lines)
        for index in range(len(lines) - 1, -1, -1):
            line = lines[index]
            found = read_heading(line) if line.text else None
            if found:
                self._open(found)
                self._captions += [line for line in lines[index + 1 : end] if line.text]
                return lines[:index]
            if sum(1 for line in lines[index:] if line.text) > _MOST_CAPTIONS:
                break
        return self._only_captions(lines, everything=everything)

    def _only_captions(self, lines: Sequence[Line], *, everything: bool) -> Sequence[Line]:
        """Without a heading of an area the last lines may still name the measure of a form."""
        filled = [index for index, line in enumerate(lines) if line.text]
        if not filled:
            return lines
        last = filled[-1]
        label = label_of(lines[last])
        names = lines[last].heading or (label and label.element is Element.MEASURE)
        if not everything and not names:
            return lines
        self._captions.append(lines[last])
        return lines[:last]

    def _open(self, heading: Heading) -> None:
        self._heading = heading
        self._contents.open_area(heading, in_order=False)


def _has_elements(lines: Sequence[Line]) -> bool:
    return any((label := label_of(line)) and label.element and label.is_sure for line in lines)
