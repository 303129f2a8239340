"""A report page as a record, and a record into a report page: one pair of inverse functions."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from wagtail_ita.domain.entry_ids import keep_ids
from wagtail_ita.domain.indicators import INDICATORS
from wagtail_ita.domain.records import (
    EvidenceKind,
    EvidenceRecord,
    ItemRecord,
    MeasureRecord,
    MemoRecord,
    ReportRecord,
)
from wagtail_ita.domain.richtext import to_text
from wagtail_ita.models import typed_approvals

Raw = dict[str, Any]


def report_to_record(page: Any) -> ReportRecord:
    """Return what a report page (a class with ``ITAReportMixin``) holds now, saved or not."""
    scores: dict[int, Decimal] = {
        row.indicator.number: row.score for row in page.score_rows if row.score is not None
    }
    return ReportRecord(
        code=page.code,
        title=page.title,
        reported_year=page.reported_year,
        overall_score=page.overall_score,
        level=page.level,
        scores=scores,
        introduction=page.introduction,
        measures=tuple(_measure_record(child) for child in page.measures),
        conclusion=page.conclusion,
        memo=_memo_record(page),
        attachments=tuple(_evidence_record(child) for child in page.attachments),
    )


def item_to_record(page: Any) -> ItemRecord:
    """Return what an item page (a class with ``ITAItemMixin``) holds now, saved or not."""
    return ItemRecord(
        code=page.code,
        title=page.title,
        text="\n".join(filter(None, (_body_text(child) for child in page.body))),
        evidence=tuple(_evidence_record(child) for child in page.evidence),
        nothing_to_report=page.nothing_to_report,
    )


def _body_text(child: Any) -> str:
    if child.block_type == "table":
        return "\n".join(filter(None, (child.value.get("caption"), child.value.get("cells"))))
    return to_text(_source(child.value))


def apply_report(page: Any, record: ReportRecord) -> None:
    """Write a record into the fields of a report page, without saving it.

    Blocks are written in the stored form ``{type, value, id}`` with an id for each, because
    translation and re-import find an entry again by its id. A measure without an id gets a
    new one; texts of a measure that is already on the page keep theirs.
    """
    if record.title:
        page.title = record.title
    page.code = record.code
    page.reported_year = record.reported_year
    page.overall_score = record.overall_score
    page.level = record.level
    for indicator in INDICATORS:
        setattr(page, f"score_{indicator.number}", record.scores.get(indicator.number))
    page.introduction = record.introduction
    page.conclusion = record.conclusion
    present = {raw["id"]: raw["value"] for raw in page.measures.raw_data if raw.get("id")}
    measures = [_measure_raw(measure, present.get(measure.id, {})) for measure in record.measures]
    _set_stream(page, "measures", measures)
    _set_stream(page, "attachments", [_evidence_raw(piece) for piece in record.attachments])
    _apply_memo(page, record.memo)


def _set_stream(page: Any, name: str, raw: Sequence[Raw]) -> None:
    block = page._meta.get_field(name).stream_block
    setattr(page, name, block.to_python(_with_own_ids(raw)))


def _with_own_ids(entries: Sequence[Raw]) -> list[Raw]:
    """Give an entry that has the id of one before it, as after copying in a file, a new one."""
    ids: set[str] = set()
    result = []
    for entry in entries:
        id_ = str(uuid.uuid4()) if entry["id"] in ids else entry["id"]
        ids.add(id_)
        result.append({**entry, "id": id_})
    return result


def _block(kind: str, value: Raw, id_: str) -> Raw:
    return {"type": kind, "value": value, "id": id_ or str(uuid.uuid4())}


def _measure_record(child: Any) -> MeasureRecord:
    value = child.value
    # One that only a newer version knows counts as none.
    indicator = value.indicator_object
    return MeasureRecord(
        id=child.id or "",
        indicator=indicator.number if indicator else None,
        title=value.get("title") or "",
        description=value.get("description") or "",
        steps=tuple(value.get("steps") or ()),
        period=value.period,
        responsible=tuple(value.get("responsible") or ()),
        output=_source(value.get("output")),
        outcome=_source(value.get("outcome")),
        evidence=tuple(_evidence_record(piece) for piece in value.get("evidence") or ()),
    )


def _source(rich_text: Any) -> str:
    return rich_text.source if rich_text else ""


def _measure_raw(measure: MeasureRecord, present: Raw) -> Raw:
    period = measure.period
    value: Raw = {
        "indicator": str(measure.indicator) if measure.indicator else "",
        "title": measure.title,
        "description": measure.description,
        "steps": _list_raw(measure.steps, present.get("steps")),
        "period_start": period.start.isoformat() if period.start else None,
        "period_end": period.end.isoformat() if period.end else None,
        "period_note": period.note,
        "responsible": _list_raw(measure.responsible, present.get("responsible")),
        "output": measure.output,
        "outcome": measure.outcome,
        "evidence": _with_own_ids([_evidence_raw(piece) for piece in measure.evidence]),
    }
    return _block("measure", value, measure.id)


def _list_raw(texts: Sequence[str], present: Any) -> list[Raw]:
    known = [
        (each["id"], each.get("value") or "")
        for each in present or ()
        if isinstance(each, dict) and each.get("id")
    ]
    return [
        {"type": "item", "value": text, "id": id_}
        for text, id_ in zip(texts, keep_ids(texts, known), strict=True)
    ]


def _evidence_record(child: Any) -> EvidenceRecord:
    value, kind = child.value, EvidenceKind(child.block_type)
    target = value.target
    is_link = kind is EvidenceKind.LINK
    return EvidenceRecord(
        id=child.id or "",
        kind=kind,
        title=value.get("title") or "",
        key="" if is_link or target is None else str(target.pk),
        url=(target or "") if is_link else "",
        note=value.get("note") or "",
        alt_text=value.get("alt_text") or "",
    )


def _evidence_raw(piece: EvidenceRecord) -> Raw:
    value: Raw = {"title": piece.title, "note": piece.note}
    if piece.kind is EvidenceKind.LINK:
        value["url"] = piece.url
    else:
        value[piece.kind.value] = int(piece.key) if piece.key else None
    if piece.kind is EvidenceKind.IMAGE:
        value["alt_text"] = piece.alt_text
    return _block(piece.kind.value, value, piece.id)


def _memo_record(page: Any) -> MemoRecord:
    return MemoRecord(
        unit=page.memo_unit,
        number=page.memo_number,
        date=page.memo_date,
        subject=page.memo_subject,
        addressee=page.memo_addressee,
        background=page.memo_background,
        facts=page.memo_facts,
        proposal=page.memo_proposal,
        approvals=typed_approvals(page),
    )


def _apply_memo(page: Any, memo: MemoRecord) -> None:
    page.memo_unit = memo.unit
    page.memo_number = memo.number
    page.memo_date = memo.date
    page.memo_subject = memo.subject
    page.memo_addressee = memo.addressee
    page.memo_background = memo.background
    page.memo_facts = memo.facts
    page.memo_proposal = memo.proposal
    approvals = [
        _block(
            "approval",
            {
                "heading": each.heading,
                "opinion": each.opinion,
                "name": each.name,
                "position": each.position,
                "date": each.date.isoformat() if each.date else None,
            },
            each.id,
        )
        for each in memo.approvals
    ]
    _set_stream(page, "memo_approvals", approvals)
