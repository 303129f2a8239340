"""Tables as plain text: CSV as Excel, LibreOffice and databases write it."""

from __future__ import annotations

import csv
import io
import itertools
from collections import Counter
from collections.abc import Iterator

from wagtail_ita.transfer.sources.cells import MOST_COLUMNS, CellMaker, columns_left_out
from wagtail_ita.transfer.sources.document import Cell, Document, SourceKind, Table
from wagtail_ita.transfer.sources.progress import Progress
from wagtail_ita.transfer.sources.refusals import damaged, empty, too_many_rows

_DELIMITERS = "\t;,"
_SAMPLE_ROWS = 100
_SAMPLE = 100_000
_FEW_ROWS = 500


def find_delimiter(text: str, *, expected: bool) -> str:
    """What parts the columns of a text; empty when it is no table.

    Running text has commas and tabs, too, but not the same number in nearly every line.

    Args:
        text: The whole text.
        expected: Whether the name of the file says that it is a table, so that less proves it.
    """
    if declared := _declared(text):
        return declared
    best, best_score = "", 0.0
    for delimiter in _DELIMITERS:
        widths = Counter(_widths(text, delimiter))
        if not widths:
            continue
        width, times = widths.most_common(1)[0]
        rows = widths.total()
        enough = (width >= 2 and rows >= 1) if expected else (width >= 3 and rows >= 2)
        share = times / rows
        if enough and share >= (0.5 if expected else 0.8) and share > best_score:
            best, best_score = delimiter, share
    return best


def read_delimited(
    text: str, *, name: str, delimiter: str, max_rows: int, progress: Progress
) -> Document:
    """Read a table in plain text.

    Raises:
        SourceError: It has no row with words, too many rows, or a quote that never ends.
    """
    if _declared(text):
        text = text.partition("\n")[2]
    cell_of = CellMaker()
    cut = False
    total = text.count("\n") + 1
    rows: list[tuple[Cell, ...]] = []
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter):
            if len(rows) >= max_rows:
                raise too_many_rows(name, max_rows)
            cut = cut or any(row[MOST_COLUMNS:])
            rows.append(tuple(cell_of(value) for value in row[:MOST_COLUMNS]))
            if len(rows) % _FEW_ROWS == 0:
                progress(len(rows), max(total, len(rows)))
    except csv.Error as error:
        raise damaged(name) from error
    while rows and not any(cell.text for cell in rows[-1]):
        rows.pop()
    if not rows:
        raise empty(name)
    progress(len(rows), len(rows))
    return Document(
        kind=SourceKind.CSV,
        name=name,
        parts=(Table(rows=tuple(rows)),),
        remarks=(columns_left_out(),) if cut else (),
    )


def _declared(text: str) -> str:
    """The delimiter that Excel's own first line ``sep=;`` names."""
    first = text[:8].removeprefix("\ufeff").partition("\n")[0].strip("\r")
    return first[4] if len(first) == 5 and first.lower().startswith("sep=") else ""


def _widths(text: str, delimiter: str) -> Iterator[int]:
    sample = io.StringIO(text[:_SAMPLE], newline="")
    rows = csv.reader(sample, delimiter=delimiter)
    try:
        for row in itertools.islice(rows, _SAMPLE_ROWS):
            # The sample may end inside a row.
            if any(value.strip() for value in row) and sample.tell() < _SAMPLE:
                yield len(row)
    except csv.Error:
        return
