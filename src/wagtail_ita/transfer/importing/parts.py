"""The parts of a report that can be taken over one by one, each named by a path."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, replace
from typing import Any, Final

from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from wagtail_ita.domain.elements import Element
from wagtail_ita.domain.indicators import INDICATORS, get_indicator
from wagtail_ita.domain.records import MeasureRecord, MemoRecord, PeriodRecord, ReportRecord
from wagtail_ita.models import ITAReportMixin

FRONT: Final = ("reported_year", "overall_score", "level", "introduction", "conclusion")
SCORES: Final = tuple(f"scores.{indicator.number}" for indicator in INDICATORS)
MEMO: Final = tuple(f"memo.{field.name}" for field in fields(MemoRecord))
REPORT_PATHS: Final = (*FRONT, *SCORES, *MEMO, "attachments")
MEASURE_FIELDS: Final = (
    "indicator",
    "title",
    "description",
    "steps",
    "period",
    "responsible",
    "output",
    "outcome",
    "evidence",
)
_ELEMENTS: Final = {
    "title": Element.MEASURE,
    "steps": Element.STEPS,
    "period": Element.PERIOD,
    "responsible": Element.RESPONSIBLE,
    "output": Element.OUTPUT,
    "outcome": Element.OUTCOME,
}


def value_at(record: ReportRecord, path: str) -> Any:
    """Return what a report has at a path of ``REPORT_PATHS``."""
    name, _dot, rest = path.partition(".")
    if name == "scores":
        return record.scores.get(int(rest))
    return getattr(record.memo, rest) if name == "memo" else getattr(record, name)


def with_value(record: ReportRecord, path: str, value: Any) -> ReportRecord:
    """Return a report that has something else at a path of ``REPORT_PATHS``."""
    name, _dot, rest = path.partition(".")
    if name == "scores":
        return replace(record, scores={**record.scores, int(rest): value})
    if name == "memo":
        return replace(record, memo=replace(record.memo, **{rest: value}))
    return replace(record, **{name: value})


def is_empty(value: Any) -> bool:
    """Tell whether nothing is said; a score of zero says something."""
    return value is None or value in ("", (), PeriodRecord())


def same(one: Any, other: Any) -> bool:
    """Tell whether two values say the same, whatever ids their entries have."""
    return bool(_without_ids(one) == _without_ids(other))


def _without_ids(value: Any) -> Any:
    if isinstance(value, tuple):
        return tuple(replace(each, id="") if hasattr(each, "id") else each for each in value)
    return value


def below(path: str) -> Iterator[str]:
    """Yield a path and the wider ones that it is in: ``a.b.c``, ``a.b``, ``a``."""
    while path:
        yield path
        path = path.rpartition(".")[0]


def report_label(path: str) -> str:
    """Return what an editor calls a path of ``REPORT_PATHS``, in the active language."""
    name, _dot, rest = path.partition(".")
    if name == "scores":
        return f"{rest}. {get_indicator(int(rest)).name(get_language() or 'th')}"
    if name == "memo":
        name = f"memo_{rest}"
    field: Any = ITAReportMixin._meta.get_field(name)
    return str(capfirst(field.verbose_name))


def measure_label(field: str) -> str:
    """Return what an editor calls a field of a measure, elements with their number."""
    if field in _ELEMENTS:
        element = _ELEMENTS[field]
        return f"({element.number}) {element.label}"
    labels: dict[str, str] = {
        "indicator": _("Indicator"),
        "description": _("What it is for"),
        "evidence": _("Evidence"),
    }
    return labels[field]


def measure_name(number: int, measure: MeasureRecord) -> str:
    """Return what a measure is called in a sentence."""
    name: str = _("Measure %(number)s “%(title)s”")
    return name % {"number": number, "title": measure.title or "–"}
