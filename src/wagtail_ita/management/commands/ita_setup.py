"""Make the index and the item pages of a year, as drafts."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from wagtail_ita.management.arguments import add_year_and_scheme, require_site, scheme_of
from wagtail_ita.skeleton import (
    PlannedPage,
    SkeletonError,
    SkeletonPlan,
    Step,
    apply_skeleton,
    plan_skeleton,
)


class Command(BaseCommand):
    """Plans, prints, and unless it is a dry run makes the drafts."""

    help = (
        "Makes the index page of an assessment year and a draft for each item of its list. "
        "Run it again at any time: it adds what is missing and changes nothing that is there."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        add_year_and_scheme(parser)
        parser.add_argument(
            "--parent",
            default=None,
            metavar="/path/",
            help="Page that a new index goes under; the home page by default.",
        )
        parser.add_argument("--dry-run", action="store_true", help="Only say what would be done.")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            plan = plan_skeleton(
                year=options["year"],
                scheme=scheme_of(options),
                site=require_site(),
                parent_path=options["parent"],
            )
        except SkeletonError as error:
            raise CommandError(str(error)) from error
        self._print_plan(plan)
        if options["dry_run"]:
            self.stdout.write(_("Dry run: nothing has been changed."))
            return
        apply_skeleton(plan)
        message = _("%(created)d pages made as drafts, %(kept)d left as they were.")
        kept = len(plan.items) + 1 - plan.created
        self.stdout.write(message % {"created": plan.created, "kept": kept})

    def _print_plan(self, plan: SkeletonPlan) -> None:
        catalogue = plan.catalogue
        self.stdout.write(
            _("%(title)s: %(count)d items, list of %(date)s, %(certainty)s")
            % {
                "title": f"{catalogue.scheme} {catalogue.year}",
                "count": len(catalogue.items),
                "date": catalogue.collected.isoformat(),
                "certainty": catalogue.certainty.label,
            }
        )
        for planned in (plan.index, *plan.items):
            self.stdout.write(f"  {_sign(planned)}: {planned.code} {planned.title}")


def _sign(planned: PlannedPage) -> str:
    return {
        Step.CREATE: pgettext("page", "new"),
        Step.KEEP: pgettext("page", "kept"),
        Step.RETIRE: _("no longer in the list, kept at its address"),
    }[planned.step]
