"""The sample content: JSON files close to the plugin's own records, one for each language."""

from __future__ import annotations

import datetime as dt
import json
import uuid
from collections.abc import Callable, Mapping, Sequence
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

CONTENT = Path(__file__).resolve().parent / "content"
NAMESPACE = uuid.UUID("6f0c2f5e-2f0b-5c39-9a39-0d8f3d6b2569")

Json = dict[str, Any]
#: Primary key of the document, image or page that the content calls by a name of its own.
Lookup = Callable[[EvidenceKind, str], str]


def read(name: str) -> Any:
    """Read one content file."""
    return json.loads((CONTENT / name).read_text(encoding="utf-8"))


def stable_id(*parts: object) -> str:
    """Make the id of a block: the same in each language and on each machine."""
    return str(uuid.uuid5(NAMESPACE, "/".join(map(str, parts))))


def report_record(data: Json, lookup: Lookup) -> ReportRecord:
    """Turn a report file into a record.

    Args:
        data: Content of ``report_*.json``.
        lookup: Finds what a piece of evidence points at.
    """
    place = (data["code"], data["reported_year"])
    return ReportRecord(
        code=data["code"],
        title=data["title"],
        agency=data["agency"],
        reported_year=data["reported_year"],
        overall_score=Decimal(data["overall_score"]),
        level=data["level"],
        scores={int(number): Decimal(score) for number, score in data["scores"].items()},
        introduction=data["introduction"],
        measures=tuple(
            _measure(measure, (*place, "measure", number), lookup)
            for number, measure in enumerate(data["measures"], start=1)
        ),
        conclusion=data["conclusion"],
        memo=_memo(data["memo"], place),
        attachments=evidence_records(data["attachments"], (*place, "attachment"), lookup),
    )


def evidence_records(
    pieces: Sequence[Json], place: Sequence[object], lookup: Lookup
) -> tuple[EvidenceRecord, ...]:
    """Turn a list of evidence into records, with the keys of this database."""
    return tuple(
        EvidenceRecord(
            id=stable_id(*place, "evidence", number),
            kind=EvidenceKind(piece["kind"]),
            title=piece.get("title", ""),
            key=lookup(EvidenceKind(piece["kind"]), piece["key"]),
            note=piece.get("note", ""),
            alt_text=piece.get("alt_text", ""),
        )
        for number, piece in enumerate(pieces, start=1)
    )


def _measure(data: Json, place: Sequence[object], lookup: Lookup) -> MeasureRecord:
    period: Mapping[str, str] = data["period"]
    return MeasureRecord(
        id=stable_id(*place),
        indicator=data["indicator"],
        title=data["title"],
        description=data["description"],
        steps=tuple(data["steps"]),
        period=PeriodRecord(
            start=_date(period.get("start")),
            end=_date(period.get("end")),
            note=period.get("note", ""),
        ),
        responsible=tuple(data["responsible"]),
        output=data["output"],
        outcome=data["outcome"],
        evidence=evidence_records(data["evidence"], place, lookup),
    )


def _memo(data: Json, place: Sequence[object]) -> MemoRecord:
    if not data:
        return MemoRecord()
    approvals = tuple(
        ApprovalRecord(
            id=stable_id(*place, "approval", number),
            **{**approval, "date": _date(approval["date"])},
        )
        for number, approval in enumerate(data["approvals"], start=1)
    )
    return MemoRecord(**{**data, "date": _date(data["date"]), "approvals": approvals})


def _date(text: str | None) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None
