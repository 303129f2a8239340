"""Make the index and the item pages of a year, as drafts."""

from __future__ import annotations

from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.utils.translation import get_language, ngettext, pgettext
from django.utils.translation import gettext as _

from wagtail_ita.domain.dates import format_date
from wagtail_ita.management.arguments import add_year_and_scheme, require_site, scheme_of
from wagtail_ita.management.base import ITACommand
from wagtail_ita.management.chains import (
    add_chain_arguments,
    print_chain,
    print_empty_groups,
    print_no_chain,
    wanted_stages,
)
from wagtail_ita.selectors import index_items
from wagtail_ita.workflow.chain import adopt_chain, chain_at
from wagtail_ita.workflow.chain_setup import (
    ChainPlan,
    apply_chain,
    chain_of_reports,
    plan_chain,
)
from wagtail_ita.years.skeleton import (
    PlannedPage,
    SkeletonError,
    SkeletonPlan,
    Step,
    apply_skeleton,
    plan_skeleton,
)


class Command(ITACommand):
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
        add_chain_arguments(parser)
        parser.add_argument("--dry-run", action="store_true", help="Only say what would be done.")

    def handle(self, *args: Any, **options: Any) -> None:
        site = require_site()
        try:
            plan = plan_skeleton(
                year=options["year"],
                scheme=scheme_of(options),
                site=site,
                parent_path=options["parent"],
            )
        except SkeletonError as error:
            raise CommandError(str(error)) from error
        self._print_plan(plan)
        chain = self._plan_chain(plan, site, options)
        if options["dry_run"]:
            self.stdout.write(_("Dry run: nothing has been changed."))
            return
        try:
            index = apply_skeleton(plan)
        except SkeletonError as error:
            raise CommandError(str(error)) from error
        if chain is not None:
            apply_chain(chain, index_items(index))
            print_empty_groups(chain, self.stdout.write)
        for page in index_items(index):
            adopt_chain(page)
        message = ngettext(
            "%(created)d page made as a draft; left as before: %(kept)d.",
            "%(created)d pages made as drafts; left as before: %(kept)d.",
            plan.created,
        )
        kept = len(plan.items) + 1 - plan.created
        self.stdout.write(message % {"created": plan.created, "kept": kept})

    def _plan_chain(
        self, plan: SkeletonPlan, site: Any, options: dict[str, Any]
    ) -> ChainPlan | None:
        """Return the chain that is to be made, after saying what it is."""
        pages = [planned.page for planned in plan.items if planned.page is not None]
        index = plan.index.page
        present = chain_of_reports(pages) or chain_at(index or plan.parent, index or plan.parent)
        if present is not None:
            message = _("Chain of approval “%(name)s”: kept. It is changed in the admin.")
            self.stdout.write(message % {"name": present.name})
            return None
        stages = wanted_stages(options, site, self.stdout.write)
        if not stages:
            print_no_chain(self.stdout.write)
            return None
        chain = plan_chain(stages)
        print_chain(chain, self.stdout.write)
        return chain

    def _print_plan(self, plan: SkeletonPlan) -> None:
        catalogue = plan.catalogue
        self.stdout.write(
            ngettext(
                "%(title)s: %(count)d item, list of %(date)s, %(certainty)s",
                "%(title)s: %(count)d items, list of %(date)s, %(certainty)s",
                len(catalogue.items),
            )
            % {
                "title": f"{catalogue.scheme} {catalogue.year}",
                "count": len(catalogue.items),
                "date": format_date(catalogue.collected, language=get_language() or "th"),
                "certainty": catalogue.certainty.label,
            }
        )
        for planned in (plan.index, *plan.items):
            self.stdout.write(f"  {_sign(planned)}: {planned.code} {planned.title}")
        for remark in plan.remarks:
            self.stdout.write(remark)


def _sign(planned: PlannedPage) -> str:
    return {
        Step.CREATE: pgettext("page", "new"),
        Step.KEEP: pgettext("page", "kept"),
        Step.RETIRE: _("no longer in the list, kept at its address"),
    }[planned.step]
