"""What stands in the document, in its order and in the words of the public page.

Made of plain lists, dicts and strings, because it goes to Typst as JSON. Nothing here knows how
it looks.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from typing import Any

from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from wagtail_ita.clock import in_zone, local_day
from wagtail_ita.domain.approvals import EARLIER_TEXT
from wagtail_ita.domain.dates import format_date, period_text
from wagtail_ita.domain.digits import to_thai
from wagtail_ita.domain.elements import Element
from wagtail_ita.domain.fiscal import explained_year
from wagtail_ita.domain.indicators import INDICATORS, get_indicator
from wagtail_ita.domain.languages import is_thai
from wagtail_ita.domain.ratings import get_level
from wagtail_ita.domain.records import (
    ApprovalRecord,
    EvidenceKind,
    EvidenceRecord,
    MeasureRecord,
    MemoRecord,
)
from wagtail_ita.domain.years import FiscalYear
from wagtail_ita.transfer.formats.characters import visible
from wagtail_ita.transfer.formats.richtext import (
    Block,
    plain_blocks,
    plain_runs,
    rich_blocks,
    safe_url,
)
from wagtail_ita.transfer.publication import Publication

Tree = dict[str, Any]

_KINDS: dict[EvidenceKind, Callable[[], str]] = {
    EvidenceKind.DOCUMENT: lambda: _("Document"),
    EvidenceKind.IMAGE: lambda: _("Image"),
    EvidenceKind.PAGE: lambda: _("Page of this site"),
    EvidenceKind.LINK: lambda: pgettext("evidence", "Link"),
}


def document_tree(publication: Publication) -> Tree:
    """Return the whole document, in the language that is active."""
    return _Writer(publication).document()


class _Writer:
    """Puts a publication into the words, digits and dates of its language."""

    def __init__(self, publication: Publication) -> None:
        self.publication = publication
        self.record = publication.record
        self.thai_digits = publication.thai_digits and is_thai(publication.language)

    def document(self) -> Tree:
        record = self.record
        return {
            **self.metadata(),
            "memo": self.memo(record.memo) if record.memo != MemoRecord() else None,
            "head": self.head(),
            "summary": self.summary(),
            "introduction": self.section(_("Introduction"), self.rich(record.introduction)),
            "scores": self.scores() if record.scores else None,
            "measures": self.section(
                _("Measures and results"),
                [self.measure(each, number) for number, each in enumerate(record.measures, 1)],
            ),
            "conclusion": self.section(_("Conclusion"), self.rich(record.conclusion)),
            "attachments": self.section(_("Attachments"), self.pieces(record.attachments)),
            "dates": self.dates(),
        }

    def metadata(self) -> Tree:
        record, publication = self.record, self.publication
        moment = publication.last_published or publication.first_published
        code = f"{record.code} " if record.code else ""
        return {
            "about": {
                "language": publication.language.split("-")[0].lower() or "th",
                "title": self.title(),
                "author": " ".join(record.agency.split()),
                "description": f"{code}{self.year_line()}".strip(),
                "date": list(_universal(moment).timetuple()[:6]) if moment else None,
            },
            "digits": list(self.digits("0123456789")),
            "page": _("Page {number} / {total}"),
        }

    def title(self) -> str:
        """Return the title, or what comes nearest: a document without one is not accessible."""
        titles = (self.publication.shown_title, self.publication.item_title, self.record.code)
        shown = (" ".join(visible(each).split()) for each in titles)
        return next(filter(None, shown), "ITA")

    def head(self) -> Tree:
        record = self.record
        year = str(record.reported_year or "")
        thai = is_thai(self.publication.language)
        # A Thai title that already names the year is not followed by a line with the same year.
        named = bool(year) and thai and (year in record.title or to_thai(year) in record.title)
        return {
            "code": record.code,
            "assessment": self.year_line(),
            "title": self.title(),
            "year": ""
            if named or not year
            else _("For fiscal year %(year)s") % {"year": self.fiscal_year(record.reported_year)},
            "agency": record.agency,
        }

    def year_line(self) -> str:
        year = self.publication.assessment_year
        if not year:
            return ""
        line: str = _("ITA assessment, fiscal year %(year)s") % {"year": self.fiscal_year(year)}
        return line

    def summary(self) -> list[list[str]]:
        level = get_level(self.record.level)
        lines = []
        if self.record.overall_score is not None:
            lines.append([_("Total score"), self.digits(f"{self.record.overall_score:.2f}")])
        if level is not None:
            label = level.label(self.publication.language)
            lines.append([pgettext("assessment", "Level"), label])
        return lines

    def scores(self) -> Tree:
        scores, language = self.record.scores, self.publication.language
        instruments = dict.fromkeys(each.instrument for each in INDICATORS)
        full = {"full": self.digits(100)}
        return {
            "heading": _("Result of the assessment"),
            "caption": _("Score of each indicator, out of %(full)s") % full,
            "columns": [_("Indicator"), _("Instrument"), _("Score")],
            "rows": [
                [
                    self.digits(each.number),
                    each.name(language),
                    each.instrument.code,
                    self.digits(f"{scores[each.number]:.2f}") if each.number in scores else "–",
                ]
                for each in INDICATORS
            ],
            "legend": [str(each.label) for each in instruments],
        }

    def measure(self, measure: MeasureRecord, number: int) -> Tree:
        indicator = measure.indicator
        named = indicator is not None and 1 <= indicator <= len(INDICATORS)
        values: Iterable[tuple[Element, list[Block]]] = (
            (Element.MEASURE, self.title_of(measure) + plain_blocks(measure.description)),
            (Element.STEPS, _listed("ol", measure.steps)),
            (
                Element.PERIOD,
                plain_blocks(
                    period_text(
                        measure.period,
                        language=self.publication.language,
                        thai_digits=self.thai_digits,
                    )
                ),
            ),
            (Element.RESPONSIBLE, self.responsible(measure.responsible)),
            (Element.OUTPUT, self.rich(measure.output)),
            (Element.OUTCOME, self.rich(measure.outcome)),
        )
        return {
            "number": _("Measure %(number)s") % {"number": self.digits(number)},
            "indicator": _("Indicator %(number)s %(name)s")
            % {
                "number": self.digits(indicator),
                "name": get_indicator(indicator).name(self.publication.language),
            }
            if named and indicator is not None
            else "",
            "elements": [
                {"label": f"({self.digits(element.number)}) {element.label}", "body": body}
                for element, body in values
                if body
            ],
            "evidence": self.section(_("Evidence"), self.pieces(measure.evidence)),
        }

    def title_of(self, measure: MeasureRecord) -> list[Block]:
        runs = plain_runs(measure.title)
        return [{"kind": "p", "runs": [{**run, "bold": True} for run in runs]}] if runs else []

    def responsible(self, names: tuple[str, ...]) -> list[Block]:
        listed = _listed("ul", names)
        single = bool(listed) and len(listed[0]["items"]) == 1
        return list(listed[0]["items"][0]) if single else listed

    def pieces(self, pieces: tuple[EvidenceRecord, ...]) -> list[Tree]:
        return [self.piece(piece) for piece in pieces]

    def piece(self, piece: EvidenceRecord) -> Tree:
        target = self.publication.target(piece)
        address = target.url if target else piece.url
        url = safe_url(address, self.publication.url) if address else ""
        kind = _KINDS[piece.kind]()
        title = (target.title if target else "") or piece.title or address or kind
        name = target.filename if target else ""
        facts = [name.rpartition(".")[2].upper() if "." in name else kind]
        if target and target.size:
            facts.append(self.digits(filesizeformat(target.size)))
        return {
            "title": " ".join(title.split()),
            "facts": f"({', '.join(facts)})",
            "url": url,
            # On paper nobody can follow a link.
            "address": address if url and title != address else "",
            "note": piece.note,
        }

    def memo(self, memo: MemoRecord) -> Tree:
        parts = (
            (_("Background"), plain_blocks(memo.background)),
            (_("Facts"), plain_blocks(memo.facts)),
            (_("Proposal for consideration"), plain_blocks(memo.proposal)),
        )
        filled = [(heading, body) for heading, body in parts if body]
        numbered = len(filled) > 1
        return {
            "heading": _("Memorandum"),
            "unit": [_("Government unit"), memo.unit],
            "number": [pgettext("memo", "No."), memo.number],
            "date": [pgettext("memo", "Date"), self.date(memo.date)],
            "subject": [pgettext("memo", "Subject"), memo.subject],
            "addressee": [pgettext("memo", "To"), memo.addressee],
            "parts": [
                {"heading": f"{self.digits(n)}. {heading}" if numbered else heading, "body": body}
                for n, (heading, body) in enumerate(filled, 1)
            ],
            "approvals": [
                self.approval(each, is_earlier=number in self.publication.earlier_approvals)
                for number, each in enumerate(memo.approvals)
            ],
            "note": _(
                "Names, opinions and dates are shown as recorded by the agency. "
                "This is not a digital signature."
            )
            if memo.approvals
            else "",
        }

    def approval(self, approval: ApprovalRecord, *, is_earlier: bool) -> Tree:
        who = (
            f"({approval.name.strip()})" if approval.name.strip() else "",
            approval.position,
            self.date(approval.date),
        )
        return {
            "heading": approval.heading,
            # Not under the name: there a reader of the file would take it for the position.
            "body": plain_blocks(approval.opinion) + (_earlier_text() if is_earlier else []),
            "who": [line for line in who if line.strip()],
        }

    def dates(self) -> list[Tree]:
        publication = self.publication
        moments = (
            (_("First published"), publication.first_published),
            (_("Last changed"), publication.last_published),
        )
        lines: list[Tree] = [
            {"label": label, "text": self.date(local_day(moment)), "url": ""}
            for label, moment in moments
            if moment
        ]
        if publication.url:
            address, url = publication.url, safe_url(publication.url)
            lines.append({"label": _("Address of this page"), "text": address, "url": url})
        return lines

    def rich(self, markup: str) -> list[Block]:
        return rich_blocks(markup, base_url=self.publication.url)

    def section(self, heading: str, body: list[Any]) -> Tree | None:
        return {"heading": heading, "body": body} if body else None

    def fiscal_year(self, year: int | None) -> str:
        if not year:
            return ""
        return self.digits(explained_year(FiscalYear(year), language=self.publication.language))

    def digits(self, value: object) -> str:
        return to_thai(str(value)) if self.thai_digits else str(value)

    def date(self, day: dt.date | None) -> str:
        if day is None:
            return ""
        language = self.publication.language
        return format_date(day, language=language, thai_digits=self.thai_digits)


def _listed(kind: str, entries: tuple[str, ...]) -> list[Block]:
    items = [blocks for each in entries if (blocks := plain_blocks(each))]
    return [{"kind": kind, "items": items}] if items else []


def _earlier_text() -> list[Block]:
    return [{"kind": "p", "runs": [{"text": f"({EARLIER_TEXT})", "italic": True}]}]


def _universal(moment: dt.datetime) -> dt.datetime:
    """Return the moment in UTC, in which Typst writes dates."""
    return in_zone(moment).astimezone(dt.UTC)
