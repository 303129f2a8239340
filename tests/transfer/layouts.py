"""Documents of our own making in the layouts that agencies use, with what is to be read.

Each file in ``tests/data/layouts`` has a document and the record that it holds. In ``parts`` a
text is a paragraph, a list is a table; ``null`` is the rest of a merged cell. Whatever
``expected`` does not mention must be empty.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
from decimal import Decimal
from pathlib import Path
from typing import Any

from wagtail_ita.domain.records import (
    ApprovalRecord,
    EvidenceKind,
    EvidenceRecord,
    MeasureRecord,
    MemoRecord,
    PeriodRecord,
    ReportRecord,
)
from wagtail_ita.transfer.sources import Cell, Document, Paragraph, SourceKind, Table

FOLDER = Path(__file__).resolve().parent.parent / "data" / "layouts"
NAMES = sorted(path.stem for path in FOLDER.glob("*.json"))


@dataclasses.dataclass(frozen=True)
class Layout:
    document: Document
    record: ReportRecord
    leftovers: list[str]
    notices: list[str]
    unsure: list[str]


def load(name: str) -> Layout:
    data = json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))
    return Layout(
        document=document(*data["parts"]),
        record=report(data["expected"]),
        leftovers=data.get("leftovers", []),
        notices=sorted(data.get("notices", [])),
        unsure=sorted(data.get("unsure", [])),
    )


def document(*parts: Any, kind: SourceKind = SourceKind.DOCX) -> Document:
    return Document(kind=kind, name="แบบ.docx", parts=tuple(part(each) for each in parts))


def part(source: Any) -> Paragraph | Table:
    if isinstance(source, str):
        return Paragraph(text=source)
    if isinstance(source, dict):
        return Paragraph(text=source["text"], heading=source["heading"])
    return Table(rows=tuple(tuple(cell(each) for each in row) for row in source))


def cell(text: str | None) -> Cell:
    return Cell(continued=True) if text is None else Cell(text=text)


def report(data: dict[str, Any]) -> ReportRecord:
    values = dict(data)
    values["measures"] = tuple(measure(each) for each in data.get("measures", ()))
    values["scores"] = {int(key): Decimal(score) for key, score in data.get("scores", {}).items()}
    if "overall_score" in data:
        values["overall_score"] = Decimal(data["overall_score"])
    if "memo" in data:
        values["memo"] = memo(data["memo"])
    return ReportRecord(**values)


def memo(data: dict[str, Any]) -> MemoRecord:
    approvals = tuple(ApprovalRecord(**each) for each in data.get("approvals", ()))
    return MemoRecord(**{**data, "date": day(data.get("date", "")), "approvals": approvals})


def measure(data: dict[str, Any]) -> MeasureRecord:
    values = dict(data)
    for name in ("steps", "responsible"):
        values[name] = tuple(data.get(name, ()))
    start, end, note = data.get("period", ("", "", ""))
    values["period"] = PeriodRecord(start=day(start), end=day(end), note=note)
    for name in ("output", "outcome"):
        values[name] = "".join(f"<p>{line}</p>" for line in data.get(name, ()))
    values["evidence"] = tuple(
        EvidenceRecord(**{**each, "kind": EvidenceKind(each["kind"])})
        for each in data.get("evidence", ())
    )
    return MeasureRecord(**values)


def day(text: str) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None
