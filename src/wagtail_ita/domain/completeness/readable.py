"""Takes a record apart and puts together one that surely has the right types.

A page whose stored data was damaged, or written by other hands, must not stop the checks
of the rest: what cannot be read becomes a finding, and the rules see an empty value there.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from wagtail_ita.domain.completeness.passages import Numbered
from wagtail_ita.domain.elements import Element
from wagtail_ita.domain.findings import Finding, FindingType, Place, Severity, register
from wagtail_ita.domain.indicators import INDICATORS
from wagtail_ita.domain.records import (
    ApprovalRecord,
    EvidenceKind,
    EvidenceRecord,
    ItemRecord,
    MeasureRecord,
    MemoRecord,
    PeriodRecord,
    ReportRecord,
)
from wagtail_ita.domain.years import FIRST_BE, LAST_BE

UNREADABLE: Final = register(
    FindingType(
        code="record-unreadable",
        severity=Severity.ERROR,
        title=_("Value that cannot be read"),
        explanation=_(
            "What is stored here is damaged, so that neither visitors nor the checks see it."
        ),
        statement=_("What is stored here cannot be read."),
        remedy=_("Enter it again. If that does not help, tell the webmaster."),
    )
)

Key = tuple[str, int | None, Element | None, int | None]


class Reader:
    """Reads the values of one record and remembers where it could not."""

    def __init__(self) -> None:
        self._unreadable: dict[Key, Place] = {}

    @property
    def findings(self) -> tuple[Finding, ...]:
        """One finding for each place that could not be read."""
        return tuple(UNREADABLE.at(place) for place in self._unreadable.values())

    @property
    def broken_measures(self) -> frozenset[int]:
        """The numbers of the measures in which something could not be read."""
        numbers = (place.measure_number for place in self._unreadable.values())
        return frozenset(number for number in numbers if number is not None)

    def covers(self, place: Place) -> bool:
        """Tell whether something at this place could not be read, so that rules are silent."""
        return _key(place) in self._unreadable

    def refuse(self, place: Place) -> None:
        """Remember a place that cannot be read."""
        self._unreadable.setdefault(_key(place), place)

    def text(self, value: object, place: Place) -> str:
        if isinstance(value, str):
            return str(value)
        self.refuse(place)
        return ""

    def texts(self, value: object, place: Place) -> tuple[str, ...]:
        return tuple(self.text(each, place) for each in self.items(value, place))

    def items(self, value: object, place: Place) -> tuple[object, ...]:
        if isinstance(value, tuple | list):
            return tuple(value)
        self.refuse(place)
        return ()

    def date(self, value: object, place: Place) -> dt.date | None:
        if isinstance(value, dt.datetime):
            return value.date()
        if value is None or isinstance(value, dt.date):
            return value
        self.refuse(place)
        return None

    def integer(self, value: object, place: Place, *, first: int, last: int) -> int | None:
        if value is None:
            return None
        if isinstance(value, int) and not isinstance(value, bool) and first <= value <= last:
            return int(value)
        self.refuse(place)
        return None

    def score(self, value: object, place: Place) -> Decimal | None:
        if value is None:
            return None
        if isinstance(value, int | float | Decimal) and not isinstance(value, bool):
            number = Decimal(repr(float(value))) if isinstance(value, float) else Decimal(value)
            if number.is_finite():
                return number
        self.refuse(place)
        return None


def _string(value: object) -> str:
    """Return a text that no finding is needed for, because the page stores none."""
    return str(value) if isinstance(value, str) else ""


def _key(place: Place) -> Key:
    return (
        "" if place.measure_number is not None else place.field,
        place.measure_number,
        place.element,
        place.entry_number,
    )


def read_report(record: object, reader: Reader) -> tuple[ReportRecord, tuple[Numbered, ...]] | None:
    """Return a report with the right types, and its measures with their numbers."""
    if not isinstance(record, ReportRecord):
        reader.refuse(Place())
        return None
    measures = tuple(
        Numbered(number=number, measure=measure)
        for number, value in enumerate(reader.items(record.measures, Place(field="measures")), 1)
        if (measure := _measure(value, number, reader))
    )
    clean = ReportRecord(
        code=reader.text(record.code, Place(field="code")),
        title=reader.text(record.title, Place(field="title")),
        agency=_string(record.agency),
        reported_year=reader.integer(
            record.reported_year, Place(field="reported_year"), first=FIRST_BE, last=LAST_BE
        ),
        overall_score=reader.score(record.overall_score, Place(field="overall_score")),
        level=reader.text(record.level, Place(field="level")),
        scores=_scores(record.scores, reader),
        introduction=reader.text(record.introduction, Place(field="introduction")),
        measures=tuple(numbered.measure for numbered in measures),
        conclusion=reader.text(record.conclusion, Place(field="conclusion")),
        memo=_memo(record.memo, reader),
        attachments=_evidence(record.attachments, Place(field="attachments"), reader),
    )
    return clean, measures


def read_item(record: object, reader: Reader) -> ItemRecord | None:
    """Return an item with the right types."""
    if not isinstance(record, ItemRecord):
        reader.refuse(Place())
        return None
    return ItemRecord(
        code=reader.text(record.code, Place(field="code")),
        title=reader.text(record.title, Place(field="title")),
        text=reader.text(record.text, Place(field="body")),
        evidence=_evidence(record.evidence, Place(field="evidence"), reader),
        nothing_to_report=reader.text(record.nothing_to_report, Place(field="nothing_to_report")),
    )


def _measure(value: object, number: int, reader: Reader) -> MeasureRecord | None:
    if not isinstance(value, MeasureRecord):
        reader.refuse(Place(measure_number=number))
        return None
    id_ = _string(value.id)
    title = _string(value.title)

    def place(element: Element | None = None, part: str = "") -> Place:
        return Place(
            measure_id=id_,
            measure_number=number,
            measure_title=title,
            element=element,
            part=part,
        )

    return MeasureRecord(
        id=id_,
        indicator=reader.integer(
            value.indicator, place(part="indicator"), first=1, last=len(INDICATORS)
        ),
        title=reader.text(value.title, place(Element.MEASURE)),
        description=reader.text(value.description, place(Element.MEASURE, "description")),
        steps=reader.texts(value.steps, place(Element.STEPS)),
        period=_period(value.period, place(Element.PERIOD), reader),
        responsible=reader.texts(value.responsible, place(Element.RESPONSIBLE)),
        output=reader.text(value.output, place(Element.OUTPUT)),
        outcome=reader.text(value.outcome, place(Element.OUTCOME)),
        evidence=_evidence(value.evidence, place(part="evidence"), reader),
    )


def _period(value: object, place: Place, reader: Reader) -> PeriodRecord:
    if not isinstance(value, PeriodRecord):
        reader.refuse(place)
        return PeriodRecord()
    return PeriodRecord(
        start=reader.date(value.start, place),
        end=reader.date(value.end, place),
        note=reader.text(value.note, place),
    )


def _scores(value: object, reader: Reader) -> dict[int, Decimal]:
    if not isinstance(value, Mapping):
        reader.refuse(Place(field="score_1"))
        return {}
    scores: dict[int, Decimal] = {}
    for number, each in value.items():
        if not isinstance(number, int) or not 1 <= number <= len(INDICATORS):
            reader.refuse(Place(field="score_1"))
            continue
        score = reader.score(each, Place(field=f"score_{int(number)}"))
        if score is not None:
            scores[int(number)] = score
    return scores


def _evidence(value: object, place: Place, reader: Reader) -> tuple[EvidenceRecord, ...]:
    return tuple(
        _piece(each, replace(place, entry_number=number), reader)
        for number, each in enumerate(reader.items(value, place), start=1)
    )


def _piece(value: object, place: Place, reader: Reader) -> EvidenceRecord:
    """Return a piece of evidence; an empty one, of which no rule speaks, for a broken one."""
    kind: object = value.kind if isinstance(value, EvidenceRecord) else None
    if not isinstance(value, EvidenceRecord) or not isinstance(kind, EvidenceKind):
        reader.refuse(place)
        return EvidenceRecord(kind=EvidenceKind.LINK)
    id_ = _string(value.id)
    place = replace(place, entry_id=id_)
    return EvidenceRecord(
        id=id_,
        kind=kind,
        title=reader.text(value.title, place),
        key=reader.text(value.key, place),
        url=reader.text(value.url, place),
        note=reader.text(value.note, place),
        alt_text=reader.text(value.alt_text, place),
    )


def _memo(value: object, reader: Reader) -> MemoRecord:
    if not isinstance(value, MemoRecord):
        reader.refuse(Place(field="memo_subject"))
        return MemoRecord()
    names = ("unit", "number", "subject", "addressee", "background", "facts", "proposal")
    texts: dict[str, Any] = {
        name: reader.text(getattr(value, name), Place(field=f"memo_{name}")) for name in names
    }
    approvals = reader.items(value.approvals, Place(field="memo_approvals"))
    return MemoRecord(
        **texts,
        date=reader.date(value.date, Place(field="memo_date")),
        approvals=tuple(
            approval
            for number, each in enumerate(approvals, start=1)
            if (approval := _approval(each, number, reader))
        ),
    )


def _approval(value: object, number: int, reader: Reader) -> ApprovalRecord | None:
    place = Place(field="memo_approvals", entry_number=number)
    if not isinstance(value, ApprovalRecord):
        reader.refuse(place)
        return None
    id_ = _string(value.id)
    place = replace(place, entry_id=id_)
    return ApprovalRecord(
        id=id_,
        heading=reader.text(value.heading, place),
        opinion=reader.text(value.opinion, place),
        name=reader.text(value.name, place),
        position=reader.text(value.position, place),
        date=reader.date(value.date, place),
    )
