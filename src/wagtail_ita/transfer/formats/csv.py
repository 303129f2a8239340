"""CSV: one row a measure, for spreadsheets and open-data portals.

The English column names are stable: ``transfer.tables.own`` reads them back.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable
from typing import Final

from django.utils.translation import gettext_lazy as _

from wagtail_ita.domain.records import EvidenceRecord, MeasureRecord
from wagtail_ita.domain.richtext import to_text
from wagtail_ita.transfer.formats.base import Format
from wagtail_ita.transfer.formats.cells import guard_cell
from wagtail_ita.transfer.publication import Publication

COLUMNS: Final = (
    "id",
    "code",
    "assessment_year",
    "reported_year",
    "indicator",
    "title",
    "description",
    "steps",
    "period_start",
    "period_end",
    "period_note",
    "responsible",
    "output",
    "outcome",
    "evidence",
)
CONTENT_TYPE: Final = "text/csv; charset=utf-8"
_LINE_BREAKS: Final = re.compile(r"\s*[\r\n\v\f\x85\u2028\u2029]+\s*")


def render(publication: Publication) -> bytes:
    """Write a publication as CSV in UTF-8."""
    return csv_bytes(
        COLUMNS, (_row(measure, publication) for measure in publication.record.measures)
    )


def csv_bytes(columns: Iterable[str], rows: Iterable[Iterable[object]]) -> bytes:
    """Write a table as Excel expects it: with the byte order mark, and no formulas."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(columns)
    for row in rows:
        writer.writerow("" if value is None else guard_cell(value) for value in row)
    return out.getvalue().encode("utf-8-sig")


def one_a_line(texts: Iterable[str]) -> str:
    """Put texts into one cell, each on a line of its own."""
    return "\n".join(filter(None, (_LINE_BREAKS.sub(" ", text).strip() for text in texts)))


def evidence_lines(pieces: Iterable[EvidenceRecord], publication: Publication) -> str:
    """Put evidence into one cell: on each line a title and its address."""
    targets = (publication.target(piece) for piece in pieces)
    return one_a_line(
        target.title if target.title == target.url else f"{target.title} {target.url}"
        for target in targets
        if target
    )


def _row(measure: MeasureRecord, publication: Publication) -> tuple[object, ...]:
    period = measure.period
    return (
        measure.id,
        publication.record.code,
        publication.assessment_year,
        publication.record.reported_year,
        measure.indicator,
        measure.title,
        _lines(measure.description),
        one_a_line(measure.steps),
        period.start,
        period.end,
        period.note,
        one_a_line(measure.responsible),
        to_text(measure.output),
        to_text(measure.outcome),
        evidence_lines(measure.evidence, publication),
    )


def _lines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


CSV: Final = Format(
    name="csv",
    filename="report.csv",
    content_type=CONTENT_TYPE,
    title=_("Table of the measures (CSV)"),
    render=render,
)
