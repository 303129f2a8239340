"""A checked year as text for people, JSON for programs and CSV for spreadsheets."""

from __future__ import annotations

import csv
import enum
import io
import json
from collections.abc import Callable, Iterable, Iterator
from itertools import groupby
from typing import Any, Final

from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from wagtail_ita.checks.admin_links import edit_address
from wagtail_ita.checks.year import CheckedItem, CheckedYear
from wagtail_ita.domain.findings import Finding, Place, Severity
from wagtail_ita.transfer.formats.cells import guard_cell


class ListFormat(enum.Enum):
    """How findings are written. ``ListFormat("csv")`` finds a member."""

    TEXT = "text"
    JSON = "json"
    CSV = "csv"


def write_listing(checked: CheckedYear, form: ListFormat) -> str:
    """Return a checked year in one of the formats, worded in the active language."""
    return _WRITERS[form](checked)


def summary(checked: CheckedYear) -> str:
    """Return one line of numbers."""
    count = len(checked.items)
    items = ngettext("%(count)d item", "%(count)d items", count) % {"count": count}
    numbers = {
        Severity.ERROR: _("errors: %(count)d"),
        Severity.WARNING: _("warnings: %(count)d"),
        Severity.NOTE: _("notes: %(count)d"),
    }
    found = [sentence % {"count": checked.count(each)} for each, sentence in numbers.items()]
    return f"{items}; {', '.join(found)}"


# ---------------------------------------------------------------------------------------- text


def _as_text(checked: CheckedYear) -> str:
    index = checked.index
    lines = [f"{index.scheme} {index.assessment_year}  {index.title}"]
    lines += _finding_lines(checked.findings, "  ")
    for row in checked.items:
        if row.findings:
            lines += ["", f"{row.code} {row.title}".strip()]
            lines += _row_lines(row)
    return "\n".join([*lines, "", summary(checked), ""])


def _row_lines(row: CheckedItem) -> Iterator[str]:
    if row.page is not None:
        yield f"  {edit_address(row.page)}"
    # The findings of a measure stand together, in the order in which measures come first.
    labels = list(dict.fromkeys(each.place.measure_label for each in row.findings))
    ordered = sorted(row.findings, key=lambda each: labels.index(each.place.measure_label))
    for label, found in groupby(ordered, key=lambda each: each.place.measure_label):
        if label:
            yield f"  {label}"
        yield from _finding_lines(found, "    " if label else "  ")


def _finding_lines(findings: Iterable[Finding], indent: str) -> Iterator[str]:
    for finding in findings:
        parts = [str(finding.severity.label), _within_measure(finding.place)]
        head = ": ".join(part for part in parts if part)
        yield f"{indent}{head}: {_flat(finding.statement)} [{finding.code}]"
        yield f"{indent}  → {_flat(finding.remedy)}"


def _within_measure(place: Place) -> str:
    """Return what a place is called below the heading of its item and measure."""
    if place.measure_number is None and not place.field:
        return ""
    return place.label.removeprefix(place.measure_label).removeprefix(", ")


def _flat(text: object) -> str:
    return " ".join(str(text).split())


# ---------------------------------------------------------------------------------------- JSON


def _as_json(checked: CheckedYear) -> str:
    index = checked.index
    data = {
        "scheme": index.scheme,
        "year": index.assessment_year,
        "title": index.title,
        "language": get_language(),
        "checked_at": timezone.now().isoformat(timespec="seconds"),
        "from_outside": checked.from_outside,
        "summary": {
            "items": len(checked.items),
            "errors": checked.count(Severity.ERROR),
            "warnings": checked.count(Severity.WARNING),
            "notes": checked.count(Severity.NOTE),
        },
        "findings": [finding.as_dict() for finding in checked.findings],
        "items": [_item_data(row) for row in checked.items],
    }
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"


def _item_data(row: CheckedItem) -> dict[str, Any]:
    page = row.page
    return {
        "code": row.code,
        "title": row.title,
        "page": page.pk if page is not None else None,
        "is_live": bool(page is not None and page.live),
        "address": (page.full_url or "") if page is not None and page.live else "",
        "edit_address": edit_address(page) if page is not None else "",
        "findings": [finding.as_dict() for finding in row.findings],
    }


# ----------------------------------------------------------------------------------------- CSV


def _as_csv(checked: CheckedYear) -> str:
    # Excel takes a file without the byte order mark for the old Thai code page.
    out = io.StringIO("\ufeff", newline="")
    out.seek(0, io.SEEK_END)
    writer = csv.writer(out)
    writer.writerow(
        [
            _("Item code"),
            _("Item title"),
            _("Severity"),
            _("Place"),
            _("Finding"),
            _("What to do"),
            _("Kind of finding"),
            _("Edit address"),
        ]
    )
    for finding in checked.findings:
        writer.writerow(_cells(finding, code="", title=checked.index.title, page=checked.index))
    for row in checked.items:
        for finding in row.findings:
            writer.writerow(_cells(finding, code=row.code, title=row.title, page=row.page))
    return out.getvalue()


def _cells(finding: Finding, *, code: str, title: str, page: Any) -> list[str]:
    return [
        guard_cell(value)
        for value in (
            code,
            title,
            finding.severity.label,
            finding.place.label,
            finding.statement,
            finding.remedy,
            finding.code,
            edit_address(page) if page is not None else "",
        )
    ]


_WRITERS: Final[dict[ListFormat, Callable[[CheckedYear], str]]] = {
    ListFormat.TEXT: _as_text,
    ListFormat.JSON: _as_json,
    ListFormat.CSV: _as_csv,
}
