"""XLSX: measures, scores and evidence on a sheet each, ready to print."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from wagtail_ita.domain.elements import Element
from wagtail_ita.domain.indicators import INDICATORS, get_indicator
from wagtail_ita.domain.ratings import get_level
from wagtail_ita.domain.records import EvidenceKind, EvidenceRecord
from wagtail_ita.domain.richtext import to_text
from wagtail_ita.models import in_words_of
from wagtail_ita.transfer.formats.base import Format
from wagtail_ita.transfer.formats.csv import one_a_line
from wagtail_ita.transfer.formats.workbook import Column, Row, Sheet, workbook_bytes
from wagtail_ita.transfer.publication import Publication

CONTENT_TYPE: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def render(publication: Publication) -> bytes:
    """Write a publication as a workbook in its language."""
    with in_words_of(publication.language):
        return workbook_bytes(
            [_measures(publication), _scores(publication), _evidence(publication)],
            title=publication.shown_title,
            creator=publication.record.agency,
            moment=publication.last_published,
            thai=publication.language.startswith("th"),
            heading=_heading(publication),
        )


def _heading(publication: Publication) -> str:
    record = publication.record
    return " · ".join(filter(None, (record.code, publication.shown_title, record.agency)))


def _measures(publication: Publication) -> Sheet:
    # Evidence has a sheet of its own: with it the print on A4 would be too small to read.
    columns = (
        Column(_("No."), 6),
        Column(_("Indicator"), 17),
        Column(str(Element.MEASURE.label), 24),
        Column(pgettext("report", "Description"), 20),
        Column(str(Element.STEPS.label), 28),
        Column(_("Begins"), 14),
        Column(_("Ends"), 14),
        Column(_("Period in words"), 14),
        Column(str(Element.RESPONSIBLE.label), 16),
        Column(str(Element.OUTPUT.label), 22),
        Column(str(Element.OUTCOME.label), 22),
    )
    rows: list[Row] = [
        (
            number,
            _indicator(measure.indicator, publication.language),
            measure.title,
            measure.description,
            one_a_line(measure.steps),
            measure.period.start,
            measure.period.end,
            measure.period.note,
            one_a_line(measure.responsible),
            to_text(measure.output),
            to_text(measure.outcome),
        )
        for number, measure in enumerate(publication.record.measures, start=1)
    ]
    return Sheet(name=_("Measures"), columns=columns, rows=rows, frozen_columns=3)


def _scores(publication: Publication) -> Sheet:
    record = publication.record
    columns = (
        Column(_("No."), 8),
        Column(_("Indicator"), 48),
        Column(pgettext("report", "Instrument"), 18),
        Column(_("Score"), 16),
    )
    rows: list[Row] = [
        (
            each.number,
            each.name(publication.language),
            each.instrument.code,
            record.scores.get(each.number),
        )
        for each in INDICATORS
    ]
    level = get_level(record.level)
    rows.append((None, _("Total score"), "", record.overall_score))
    rows.append(
        (
            None,
            pgettext("assessment", "Level"),
            "",
            level.label(publication.language) if level else "",
        )
    )
    return Sheet(name=pgettext("report", "Scores"), columns=columns, rows=rows)


def _evidence(publication: Publication) -> Sheet:
    columns = (
        Column(_("Measure no."), 10),
        Column(_("Measures"), 32),
        Column(pgettext("evidence", "Title"), 44),
        Column(pgettext("evidence", "Kind"), 14),
        Column(_("What it proves"), 36),
        Column(pgettext("evidence", "Address"), 60),
    )
    record = publication.record
    rows: list[Row] = [
        _piece(number, measure.title, piece, publication)
        for number, measure in enumerate(record.measures, start=1)
        for piece in measure.evidence
    ]
    rows += [_piece(None, _("Attachments"), piece, publication) for piece in record.attachments]
    return Sheet(name=_("Evidence"), columns=columns, rows=rows)


def _piece(number: int | None, of: str, piece: EvidenceRecord, publication: Publication) -> Row:
    target = publication.target(piece)
    title, url = (target.title, target.url) if target else (piece.title, piece.url)
    return (number, of, title, kind_label(piece.kind), piece.note, url)


def kind_label(kind: EvidenceKind) -> str:
    """Return what evidence of a kind is called, in the active language."""
    labels: dict[EvidenceKind, str] = {
        EvidenceKind.DOCUMENT: _("Document"),
        EvidenceKind.IMAGE: _("Image"),
        EvidenceKind.PAGE: _("Page of this site"),
        EvidenceKind.LINK: pgettext("evidence", "Link"),
    }
    return labels[kind]


def _indicator(number: int | None, language: str) -> str:
    return f"{number}. {get_indicator(number).name(language)}" if number else ""


XLSX: Final = Format(
    name="xlsx",
    filename="report.xlsx",
    content_type=CONTENT_TYPE,
    title=gettext_lazy("Tables for Excel (XLSX)"),
    render=render,
)
