"""What the last import wrote, so that a person's work since then can be told from it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from wagtail.models import PageLogEntry

from wagtail_ita.domain.records import MeasureRecord, ReportRecord
from wagtail_ita.transfer.importing.parts import (
    MEASURE_FIELDS,
    REPORT_PATHS,
    is_empty,
    same,
    value_at,
)
from wagtail_ita.transfer.pages import report_to_record

IMPORT_ACTION: Final = "wagtail_ita.import"
# Key of the parts that are no measure's in the log entry.
_REPORT: Final = "report"


class Earlier:
    """The last import into a page: what stood there after it, and which parts it took over.

    Where there was none, whatever the page has was written by a person.
    """

    def __init__(
        self,
        record: ReportRecord | None = None,
        taken: Mapping[str, Iterable[str]] | None = None,
    ) -> None:
        self._record = record or ReportRecord()
        self._measures = {each.id: each for each in self._record.measures}
        # An import of before parts were noted had taken over everything.
        self._taken = None if taken is None else {key: set(names) for key, names in taken.items()}

    def is_by_hand(self, path: str, present: Any) -> bool:
        """Tell whether a person wrote what the page has at a path, or emptied it."""
        before = value_at(self._record, path)
        return self._by_hand(_REPORT, path, before, present)

    def is_measure_by_hand(self, present: MeasureRecord, name: str) -> bool:
        """Tell the same of a field of a measure of the page."""
        before = self._measures.get(present.id, MeasureRecord())
        return self._by_hand(present.id, name, getattr(before, name), getattr(present, name))

    def _by_hand(self, owner: str, name: str, before: Any, present: Any) -> bool:
        if not same(before, present):
            return True
        was_taken = self._taken is None or name in self._taken.get(owner, ())
        return not (was_taken or is_empty(present))


def earlier_import(page: Any | None) -> Earlier:
    """Return the last import into a page."""
    if page is None:
        return Earlier()
    entry = (
        PageLogEntry.objects.filter(page=page.pk, action=IMPORT_ACTION, revision__isnull=False)
        .select_related("revision")
        .order_by("-timestamp", "-pk")
        .first()
    )
    if entry is None:
        return Earlier()
    return Earlier(report_to_record(entry.revision.as_object()), entry.data.get("parts"))


def taken_over(written: ReportRecord, found: ReportRecord, pairs: Mapping[str, int]) -> Any:
    """Return for the log which parts of a page come from the file now.

    Args:
        written: What the import writes; its measures have ids.
        found: What the file has.
        pairs: Position in the file of each measure that it updates or adds, by its id.
    """
    measures = {each.id: each for each in written.measures}
    return {
        _REPORT: [
            path
            for path in REPORT_PATHS
            if not is_empty(value_at(found, path))
            and same(value_at(found, path), value_at(written, path))
        ],
        **{
            id_: _equal_fields(measures[id_], found.measures[position])
            for id_, position in pairs.items()
            if id_ in measures
        },
    }


def _equal_fields(one: MeasureRecord, other: MeasureRecord) -> list[str]:
    return [
        name
        for name in MEASURE_FIELDS
        if not is_empty(getattr(other, name)) and same(getattr(one, name), getattr(other, name))
    ]
