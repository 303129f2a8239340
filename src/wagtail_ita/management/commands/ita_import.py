"""Read a report file into a draft, and say what was understood and what was not."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from wagtail_ita.conf import get_settings
from wagtail_ita.domain.dates import format_date, format_period
from wagtail_ita.domain.ratings import get_level
from wagtail_ita.domain.records import MeasureRecord
from wagtail_ita.domain.richtext import to_text
from wagtail_ita.management.arguments import (
    add_year_and_scheme,
    item_code,
    require_site,
    scheme_of,
)
from wagtail_ita.models import PublishRefused
from wagtail_ita.transfer.decode import decode_text, read_source
from wagtail_ita.transfer.errors import SourceError
from wagtail_ita.transfer.importing import (
    ImportPlan,
    ImportRefused,
    Outcome,
    apply_import,
    plan_import,
)
from wagtail_ita.transfer.text import ParsedReport, parse_report


class Command(BaseCommand):
    """Reads, plans, prints, and unless it is a dry run writes a draft."""

    help = (
        "Reads a measures report from a text file (UTF-8 or Windows-874) into a draft. "
        "Nothing is published unless --publish says so."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="The report, as text.")
        add_year_and_scheme(parser)
        parser.add_argument(
            "--item", type=item_code, default=None, help="Item code; the report of the year's list."
        )
        parser.add_argument(
            "--replace",
            action="store_true",
            help="Replace what is on the page; it stays in the page's history.",
        )
        parser.add_argument(
            "--publish", action="store_true", help="Publish the draft, unless it has errors."
        )
        parser.add_argument("--dry-run", action="store_true", help="Only say what would be done.")

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["file"]
        try:
            data = read_source(path, max_bytes=get_settings().MAX_IMPORT_BYTES)
            parsed = parse_report(decode_text(data, name=path.name))
            plan = plan_import(
                parsed.record,
                year=options["year"],
                scheme=scheme_of(options),
                site=require_site(),
                code=options["item"],
                replace_content=options["replace"],
            )
            self._print_understood(parsed, plan)
            self._print_not_understood(parsed, plan)
            if options["dry_run"]:
                self.stdout.write(_("Dry run: nothing has been changed."))
                return
            page = apply_import(plan, source=path.name)
            self._print_outcome(plan, page)
            if options["publish"]:
                page.get_latest_revision().publish()
                self.stdout.write(_("Published: %(title)s") % {"title": page.title})
        except (SourceError, ImportRefused, PublishRefused) as error:
            raise CommandError(str(error)) from error

    def _print_understood(self, parsed: ParsedReport, plan: ImportPlan) -> None:
        record, memo = plan.record, plan.record.memo
        rows = [
            (_("Agency in the file"), parsed.record.agency),
            (pgettext("report", "Item"), record.code),
            (_("Reported fiscal year"), record.reported_year),
            (_("Total score and level"), _joined(record.overall_score, _level(record.level))),
            (_("Scores of indicators"), len(record.scores)),
            (_("Memo"), _joined(memo.number, _date(memo.date))),
            (_("Opinions and orders"), len(memo.approvals)),
            (_("Introduction, characters"), len(to_text(record.introduction))),
            (_("Measures"), len(record.measures)),
            (_("Steps"), sum(len(measure.steps) for measure in record.measures)),
            (_("Conclusion, characters"), len(to_text(record.conclusion))),
        ]
        self.stdout.write(_("Understood"))
        for label, value in rows:
            self.stdout.write(f"  {label}: {value if value not in (None, '') else '–'}")
        for number, measure in enumerate(record.measures, start=1):
            self.stdout.write(f"  {number}. {_measure_line(measure)}")

    def _print_not_understood(self, parsed: ParsedReport, plan: ImportPlan) -> None:
        messages = [*plan.notices]
        messages += [_with_line(notice.line_number, notice.message) for notice in parsed.notices]
        if messages:
            self.stdout.write(_("Please look at"))
            for message in messages:
                self.stdout.write(f"  {message}")
        if parsed.leftovers:
            self.stdout.write(_("Not understood, and not taken over"))
            for leftover in parsed.leftovers:
                self.stdout.write(f"  {_with_line(leftover.line_number, leftover.text)}")

    def _print_outcome(self, plan: ImportPlan, page: Any) -> None:
        sentences = {
            Outcome.CREATE: _("A new draft has been made: %(title)s (page %(id)d)."),
            Outcome.UPDATE: _("A new draft version has been made: %(title)s (page %(id)d)."),
            Outcome.NOTHING: _("The page has this content already: %(title)s (page %(id)d)."),
        }
        self.stdout.write(sentences[plan.outcome] % {"title": page.title, "id": page.pk})


def _joined(*values: object) -> str:
    return " · ".join(str(value) for value in values if value not in (None, ""))


def _language() -> str:
    return get_language() or "th"


def _date(day: dt.date | None) -> str:
    return format_date(day, language=_language()) if day else ""


def _level(code: str) -> str:
    level = get_level(code)
    return level.label(_language()) if level else ""


def _measure_line(measure: MeasureRecord) -> str:
    return _("%(title)s (indicator %(indicator)s; steps %(steps)d; dates %(dates)s)") % {
        "title": measure.title or "–",
        "indicator": measure.indicator or "–",
        "steps": len(measure.steps),
        "dates": format_period(measure.period, language=_language()) or _("none, in words"),
    }


def _with_line(number: int | None, text: str) -> str:
    return _("line %(number)d: %(text)s") % {"number": number, "text": text} if number else text
