"""JSON: the whole of a published report, for programs, and the way back into a record.

What is written follows ``report-1.schema.json`` beside this module. Version 1 may get no new
meaning: whatever a program that knows it would misread makes a version 2.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Mapping
from dataclasses import fields
from decimal import Decimal
from importlib.resources import files
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from wagtail_ita.clock import in_zone
from wagtail_ita.domain.records import (
    ApprovalRecord,
    EvidenceRecord,
    MeasureRecord,
    MemoRecord,
    ReportRecord,
)
from wagtail_ita.transfer.formats.base import Format
from wagtail_ita.transfer.formats.json_reading import (
    SCHEMA_ID,
    SCHEMA_VERSION,
    read,
    read_data,
)
from wagtail_ita.transfer.publication import EvidenceTarget, Publication

__all__ = [
    "JSON",
    "SCHEMA_ID",
    "SCHEMA_VERSION",
    "evidence_data",
    "publication_data",
    "read",
    "read_data",
    "record_data",
    "render",
    "report_data",
    "schema",
]

Data = dict[str, Any]
SCHEMA_FILE: Final = f"report-{SCHEMA_VERSION}.schema.json"


def schema() -> Data:
    """Return the JSON Schema of what ``render`` writes."""
    text = files(__package__).joinpath(SCHEMA_FILE).read_text(encoding="utf-8")
    found: Data = json.loads(text)
    return found


def render(publication: Publication) -> bytes:
    """Write a publication as JSON in UTF-8."""
    data = {
        "$schema": SCHEMA_ID,
        "schema_version": SCHEMA_VERSION,
        "publication": publication_data(publication),
        "report": report_data(publication),
    }
    text = json.dumps(data, ensure_ascii=False, allow_nan=False, indent=2)
    return f"{text}\n".encode()


def record_data(record: ReportRecord) -> Data:
    """Return a record as plain data that ``read_data`` reads back, to be kept by ourselves."""
    return {
        "schema_version": SCHEMA_VERSION,
        "report": report_data(Publication(record=record, url="")),
    }


def publication_data(publication: Publication) -> Data:
    """Return what the file says of the publication."""
    return {
        "url": publication.url,
        "scheme": publication.scheme,
        "assessment_year": publication.assessment_year,
        "item_title": publication.item_title,
        "language": publication.language,
        "first_published": _moment(publication.first_published),
        "last_published": _moment(publication.last_published),
        "revision": publication.revision,
    }


def report_data(publication: Publication) -> Data:
    """Return what the file says of the report itself."""
    record: ReportRecord = publication.record
    return {
        "code": record.code,
        "title": record.title,
        "agency": record.agency,
        "reported_year": record.reported_year,
        "overall_score": _decimal(record.overall_score),
        "level": record.level,
        "scores": {str(number): _decimal(score) for number, score in sorted(record.scores.items())},
        "introduction": record.introduction,
        "measures": [_measure(each, publication) for each in record.measures],
        "conclusion": record.conclusion,
        "memo": _memo(publication),
        "attachments": evidence_data(record.attachments, publication.targets),
    }


def _measure(measure: MeasureRecord, publication: Publication) -> Data:
    return {
        "id": measure.id,
        "indicator": measure.indicator,
        "title": measure.title,
        "description": measure.description,
        "steps": list(measure.steps),
        "period": {
            "start": _day(measure.period.start),
            "end": _day(measure.period.end),
            "note": measure.period.note,
        },
        "responsible": list(measure.responsible),
        "output": measure.output,
        "outcome": measure.outcome,
        "evidence": evidence_data(measure.evidence, publication.targets),
    }


def evidence_data(
    pieces: Iterable[EvidenceRecord], targets: Mapping[str, EvidenceTarget]
) -> list[Data]:
    """Return pieces of evidence with where they lead, by their ids."""
    return [
        {
            "id": piece.id,
            "kind": piece.kind.value,
            "title": piece.title,
            "key": piece.key,
            "url": piece.url,
            "note": piece.note,
            "alt_text": piece.alt_text,
            "target": _target(targets.get(piece.id)),
        }
        for piece in pieces
    ]


def _target(target: EvidenceTarget | None) -> Data | None:
    if target is None:
        return None
    return {
        "title": target.title,
        "url": target.url,
        "filename": target.filename,
        "content_type": target.content_type,
        "size": target.size,
    }


def _memo(publication: Publication) -> Data:
    memo = publication.record.memo
    data: Data = {each.name: getattr(memo, each.name) for each in fields(MemoRecord)}
    return data | {
        "date": _day(memo.date),
        "approvals": [
            _approval(each, is_earlier=position in publication.earlier_approvals)
            for position, each in enumerate(memo.approvals)
        ],
    }


def _approval(approval: ApprovalRecord, *, is_earlier: bool) -> Data:
    data: Data = {each.name: getattr(approval, each.name) for each in fields(ApprovalRecord)}
    return data | {"date": _day(approval.date), "on_earlier_text": is_earlier}


def _day(day: dt.date | None) -> str | None:
    return day.isoformat() if day else None


def _moment(moment: dt.datetime | None) -> str | None:
    return in_zone(moment).isoformat(timespec="seconds") if moment else None


def _decimal(value: Decimal | None) -> str | None:
    """Write a score digit by digit: as a JSON number most programs would round it."""
    if value is None:
        return None
    return f"{abs(value) if value == 0 else value:f}"


JSON: Final = Format(
    name="json",
    filename="report.json",
    content_type="application/json; charset=utf-8",
    title=_("Data for programs (JSON)"),
    render=render,
)
