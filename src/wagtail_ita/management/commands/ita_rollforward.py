"""Start the next year: its drafts are made from this year's pages."""

from __future__ import annotations

from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from wagtail_ita.management.arguments import fiscal_year, require_site, scheme_of
from wagtail_ita.management.base import ITACommand
from wagtail_ita.workflow.chain import adopt_chain
from wagtail_ita.years.rollforward import (
    EMPTIED,
    KEPT,
    CarriedItem,
    RollforwardError,
    RollforwardPlan,
    apply_rollforward,
    plan_rollforward,
)


class Command(ITACommand):
    """Plans, prints, and unless it is a dry run makes the drafts."""

    help = (
        "Makes the next year's pages as drafts from this year's: measures with their steps and "
        "units, and the owners of the items; nothing of the year's results. Run it again at any "
        "time: it adds what is missing and changes nothing that is there. Only pages in the "
        "site's own language are made; translations are left to the translation app."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "from_year", type=fiscal_year, metavar="2569", help="Assessment year to start from."
        )
        parser.add_argument(
            "to_year", type=fiscal_year, metavar="2570", help="Assessment year to start."
        )
        parser.add_argument(
            "--scheme", default=None, help="Whose list; the scheme of the settings by default."
        )
        parser.add_argument("--dry-run", action="store_true", help="Only say what would be done.")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            plan = plan_rollforward(
                from_year=options["from_year"],
                to_year=options["to_year"],
                scheme=scheme_of(options),
                site=require_site(),
            )
            self._print_plan(plan)
            if options["dry_run"]:
                self.stdout.write(_("Dry run: nothing has been changed."))
                return
            with transaction.atomic():
                made = apply_rollforward(plan)
                for report, source in made.reports:
                    adopt_chain(report, source)
        except RollforwardError as error:
            raise CommandError(str(error), returncode=2 if error.is_wrong_use else 1) from error
        created = plan.skeleton.created
        kept = len(plan.skeleton.items) + 1 - created
        message = ngettext(
            "%(created)d page made as a draft; left as before: %(kept)d.",
            "%(created)d pages made as drafts; left as before: %(kept)d.",
            created,
        )
        self.stdout.write(message % {"created": created, "kept": kept})

    def _print_plan(self, plan: RollforwardPlan) -> None:
        skeleton = plan.skeleton
        years = {"year": plan.source.assessment_year, "next": skeleton.year}
        self.stdout.write(_("From “%(title)s” to %(next)s") % {**years, "title": plan.source.title})
        if skeleton.borrowed_year:
            self.stdout.write(
                _("The list of %(next)s is not known yet; the pages follow that of %(list)s.")
                % {**years, "list": skeleton.borrowed_year}
            )
        for item in plan.items:
            self.stdout.write(f"  {_sign(item)}: {_line(item)}")
        self._print_lines(_("Kept"), KEPT)
        self._print_lines(_("Left empty"), EMPTIED)
        self._print_lines(
            _("Without a successor: these pages stay where they are"),
            [f"{page.code} {page.title}" for page in plan.left],
        )
        self._print_lines(_("Please look at"), plan.remarks)
        self._print_lines(
            _("These texts go over and name a date or a year: look at them"),
            [f"{each.code} {each.place}: {each.text}" for each in plan.dated],
        )

    def _print_lines(self, heading: str, lines: Any) -> None:
        if lines:
            self.stdout.write(heading)
            for line in lines:
                self.stdout.write(f"  {line}")


def _sign(item: CarriedItem) -> str:
    return pgettext("page", "new") if item.is_made else pgettext("page", "kept")


def _line(item: CarriedItem) -> str:
    parts = [f"{item.planned.code} {item.planned.title}", item.origin]
    count = len(item.measures)
    if count and item.is_made:
        parts.append(ngettext("%(count)d measure", "%(count)d measures", count) % {"count": count})
    return " · ".join(parts)
