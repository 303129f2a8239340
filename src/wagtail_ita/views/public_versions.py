"""What a report said before it was corrected, for visitors where the site shows it.

Wagtail has asked already whether the visitor may see the page. A version is shown as visitors
may see it today: evidence that is private by now is left out.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, Final

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import get_language

from wagtail_ita.blocks.preloading import preloaded_targets
from wagtail_ita.domain.dates import period_text
from wagtail_ita.domain.differences import ChangeKind, MeasureChange, Part, differences
from wagtail_ita.domain.indicators import get_indicator
from wagtail_ita.domain.marking import Marked, marked_texts
from wagtail_ita.domain.records import EvidenceRecord, MeasureRecord, ReportRecord
from wagtail_ita.domain.richtext import to_text
from wagtail_ita.models import ITASettings, PublishedVersion, Visibility, set_version_view
from wagtail_ita.transfer.pages import apply_report, report_to_record
from wagtail_ita.workflow.recording import record_of_version

VERSION_TEMPLATE: Final = "wagtail_ita/version_page.html"


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownPart:
    """One part of a measure, as it was and as it is.

    Attributes:
        is_reworded: Whether the words differ; else it is only how they look, or a link.
    """

    part: Part
    before: Marked
    after: Marked
    is_reworded: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownDifference:
    """How one measure differs between an earlier version and what is public now."""

    change: MeasureChange
    parts: tuple[ShownPart, ...]


def register() -> None:
    """Give the pages their earlier versions; called once, when the app is ready."""
    set_version_view(show_version)


def show_version(page: Any, request: HttpRequest, number: int) -> HttpResponseBase:
    """Answer for a version of a live report."""
    if request.method not in ("GET", "HEAD"):
        return HttpResponse(status=405, headers={"Allow": "GET, HEAD"})
    agency = ITASettings.find(request)
    versions = page.public_versions.versions
    version = next((each for each in versions if each.number == number), None)
    if agency is None or not agency.show_versions or version is None or version.is_withheld:
        raise Http404
    if version is versions[-1]:
        return redirect(page.get_url(request))
    record = record_of_version(version)
    if record is None:
        raise Http404
    response = TemplateResponse(request, VERSION_TEMPLATE, _context(page, request, version, record))
    response["X-Robots-Tag"] = "noindex"
    response["Link"] = f'<{page.get_full_url(request)}>; rel="canonical"'
    return response


def _context(
    page: Any, request: HttpRequest, version: PublishedVersion, record: ReportRecord
) -> dict[str, Any]:
    visibility = Visibility()
    earlier = copy.copy(page)
    apply_report(earlier, record)
    streams = [page.measures, page.attachments, earlier.measures, earlier.attachments]
    with preloaded_targets(streams):
        now = _visible(page, visibility)
        before = _visible(earlier, visibility)
    context: dict[str, Any] = earlier.get_context(request)
    digits = context["digits"]
    return {
        **context,
        "visibility": visibility,
        "version": version,
        # Whose approvals the memo shows.
        "live_version": version,
        "replaced_at": next(
            each.published_at
            for each in page.public_versions.versions
            if each.number > version.number
        ),
        "current_url": page.get_url(request),
        "differences": tuple(
            ShownDifference(change=change, parts=tuple(_parts(change, digits)))
            for change in differences(before, now)
        ),
    }


def _visible(page: Any, visibility: Visibility) -> ReportRecord:
    """Return what a page says, with the evidence that visitors may open, titled as they see it."""
    record = report_to_record(page)
    measures = tuple(
        replace(
            measure,
            evidence=tuple(
                replace(piece, title=str(stored.value.title_text))
                for piece, stored in zip(
                    measure.evidence, child.value.get("evidence") or (), strict=True
                )
                if visibility.allows(stored.value)
            ),
        )
        for measure, child in zip(record.measures, page.measures, strict=True)
    )
    return replace(record, measures=measures)


def _parts(change: MeasureChange, digits: str) -> Iterator[ShownPart]:
    if change.kind is not ChangeKind.CHANGED:
        return
    for part in change.parts:
        before = _lines(change.before or MeasureRecord(), part, digits)
        after = _lines(change.after or MeasureRecord(), part, digits)
        in_before, in_after = marked_texts(before, after)
        yield ShownPart(part=part, before=in_before, after=in_after, is_reworded=before != after)


def _lines(measure: MeasureRecord, part: Part, digits: str) -> list[str]:
    """Return what a measure says in one of its parts, line by line."""
    language = get_language() or "th"
    match part:
        case Part.INDICATOR:
            indicator = get_indicator(measure.indicator) if measure.indicator else None
            return [f"{indicator.number} {indicator.name(language)}"] if indicator else []
        case Part.MEASURE:
            return _filled([measure.title, *measure.description.splitlines()])
        case Part.STEPS:
            return _filled(measure.steps)
        case Part.PERIOD:
            period = measure.period
            return _filled([period_text(period, language=language, thai_digits=digits == "thai")])
        case Part.RESPONSIBLE:
            return _filled(measure.responsible)
        case Part.OUTPUT:
            return to_text(measure.output).splitlines()
        case Part.OUTCOME:
            return to_text(measure.outcome).splitlines()
        case Part.EVIDENCE:
            return [_evidence_line(piece) for piece in measure.evidence]


def _filled(texts: Any) -> list[str]:
    return [line for text in texts if (line := " ".join(text.split()))]


def _evidence_line(piece: EvidenceRecord) -> str:
    return " – ".join(filter(None, (piece.title or piece.url, piece.note)))
