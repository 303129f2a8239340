"""Read a report file into a draft, and say what was understood and what was not."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.utils.translation import get_language, ngettext, pgettext
from django.utils.translation import gettext as _

from wagtail_ita.conf import get_settings
from wagtail_ita.domain.dates import format_date, format_period
from wagtail_ita.domain.ratings import get_level
from wagtail_ita.domain.records import MeasureRecord, ReportRecord
from wagtail_ita.domain.richtext import to_text
from wagtail_ita.management.arguments import (
    add_year_and_scheme,
    item_code,
    require_site,
    scheme_of,
)
from wagtail_ita.management.base import ITACommand
from wagtail_ita.models import PublishRefused
from wagtail_ita.transfer.errors import SourceError
from wagtail_ita.transfer.importing import (
    ImportPlan,
    ImportRefused,
    PartPlan,
    about_conflicts,
    about_losses,
    apply_import,
    make_plan,
    measure_name,
    refuse_without_right,
    select,
    year_target,
)
from wagtail_ita.transfer.reading import ReadReport, read_report
from wagtail_ita.transfer.sources import read_source

# A short file is read before anybody looks for a sign of life.
_SILENT_SECONDS = 2.0


class Command(ITACommand):
    """Reads, plans, prints, and unless it is a dry run writes a draft."""

    help = (
        "Reads a measures report (Word, PDF with text, Excel, CSV, JSON, plain text) into a "
        "draft. Everything in the file is taken over, also what its reader is not sure of, which "
        "is listed with its lines; --leave-unsure leaves it out. What the page has and the file "
        "has not stays. Nothing is published unless --publish says so."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="The report.")
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
            "--leave-unsure",
            action="store_true",
            help="Leave out what is listed as unsure: there the page keeps what it has.",
        )
        parser.add_argument(
            "--publish", action="store_true", help="Publish the draft, unless it has errors."
        )
        parser.add_argument("--dry-run", action="store_true", help="Only say what would be done.")

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["file"]
        try:
            data = read_source(path, max_bytes=get_settings().MAX_IMPORT_BYTES)
            read = read_report(data, name=path.name, progress=self._progress())
            target = year_target(
                read.parsed.record,
                year=options["year"],
                scheme=scheme_of(options),
                site=require_site(),
                code=options["item"],
            )
            plan = make_plan(read.parsed, target)
            chosen = plan.everything(unsure=not options["leave_unsure"])
            record = select(plan, chosen).record
            is_change = target.page is None or record != plan.present
            if is_change:
                refuse_without_right(target, None)
                _refuse_work_in_progress(plan, replace=options["replace"])
            self._print_understood(read, record, plan)
            self._print_notices(read, plan, [*about_conflicts(plan, chosen)], record)
            self._print_open(read, plan, taken=not options["leave_unsure"])
            if options["dry_run"]:
                self.stdout.write(_("Dry run: nothing has been changed."))
                return
            page = apply_import(plan, chosen, source=path.name)
            self._print_outcome(plan, page, is_change=is_change)
            if options["publish"]:
                page.get_latest_revision().publish()
                self.stdout.write(_("Published: %(title)s") % {"title": page.title})
        except (SourceError, ImportRefused, PublishRefused) as error:
            raise CommandError(str(error)) from error

    def _progress(self) -> Any:
        last = time.monotonic()

        def tell(done: int, total: int) -> None:
            nonlocal last
            if time.monotonic() - last >= _SILENT_SECONDS:
                last = time.monotonic()
                sentence = ngettext(
                    "Read %(done)d of %(total)d part.", "Read %(done)d of %(total)d parts.", total
                )
                self.stderr.write(sentence % {"done": done, "total": total})

        return tell

    def _print_understood(self, read: ReadReport, record: ReportRecord, plan: ImportPlan) -> None:
        memo = record.memo
        rows = [
            (_("Agency in the file"), read.parsed.record.agency),
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
        for measure in plan.measures:
            line = f"  {measure.number}. {_measure_line(measure.found)}"
            self.stdout.write(" · ".join(filter(None, (line, _lines(measure.lines)))))
        for kept in plan.kept:
            self.stdout.write(
                "  " + _("Not in the file, kept: %(title)s") % {"title": kept.title or "–"}
            )

    def _print_notices(
        self, read: ReadReport, plan: ImportPlan, conflicts: list[str], record: ReportRecord
    ) -> None:
        messages = [*plan.notices, *conflicts, *about_losses(plan, record)]
        messages += read.document.remarks
        messages += [
            _with_line(notice.line_number, notice.message) for notice in read.parsed.notices
        ]
        if messages:
            self.stdout.write(_("Please look at"))
            for message in messages:
                self.stdout.write(f"  {message}")

    def _print_open(self, read: ReadReport, plan: ImportPlan, *, taken: bool) -> None:
        unsure = [*_unsure(plan)]
        if unsure:
            self.stdout.write(
                _("Unsure, and taken over: compare with the file")
                if taken
                else _("Unsure, and not taken over")
            )
            for line in unsure:
                self.stdout.write(f"  {line}")
        if read.parsed.leftovers:
            self.stdout.write(_("Not understood, and not taken over"))
            for leftover in read.parsed.leftovers:
                self.stdout.write(f"  {_with_line(leftover.line_number, leftover.text)}")

    def _print_outcome(self, plan: ImportPlan, page: Any, *, is_change: bool) -> None:
        if plan.target.page is None:
            sentence = _("A new draft has been made: %(title)s (page %(id)d).")
        elif is_change:
            sentence = _("A new draft version has been made: %(title)s (page %(id)d).")
        else:
            sentence = _("The page has this content already: %(title)s (page %(id)d).")
        self.stdout.write(sentence % {"title": page.title, "id": page.pk})


def _refuse_work_in_progress(plan: ImportPlan, *, replace: bool) -> None:
    # What is published needs no such word: the import makes a draft beside it.
    if plan.target.has_work_in_progress and not replace:
        raise ImportRefused(
            _(
                "The draft of the page %(code)s “%(title)s” has content that is not published "
                "yet. Publish it first, or run the import again with --replace; the version of "
                "today stays in the page's history."
            )
            % {"code": plan.target.code, "title": plan.target.title}
        )


def _unsure(plan: ImportPlan) -> Iterator[str]:
    def line(part: PartPlan, name: str = "") -> str:
        label = f"{name}: {part.label}" if name else part.label
        return " · ".join(filter(None, (label, _lines(part.lines))))

    for part in plan.parts:
        if part.unsure and part.is_choice:
            yield line(part)
    for measure in plan.measures:
        for part in measure.parts:
            if part.unsure and part.is_choice:
                yield line(part, measure_name(measure.number, measure.found))


def _lines(numbers: tuple[int, ...]) -> str:
    if not numbers:
        return ""
    if numbers[0] == numbers[-1]:
        return _("line %(number)d") % {"number": numbers[0]}
    return _("lines %(first)d–%(last)d") % {"first": numbers[0], "last": numbers[-1]}


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
