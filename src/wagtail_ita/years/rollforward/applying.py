"""The one step of a rollforward that writes: all of it or nothing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from wagtail_ita.domain.records import ReportRecord
from wagtail_ita.models import ITAReportMixin, lock_pages
from wagtail_ita.selectors import find_item, index_items
from wagtail_ita.transfer.pages import apply_report
from wagtail_ita.years.history import ROLLED_FORWARD
from wagtail_ita.years.rollforward.plan import RollforwardError, RollforwardPlan
from wagtail_ita.years.skeleton import (
    PlannedPage,
    SkeletonError,
    apply_skeleton,
    find_year,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class RolledForward:
    """What has been made.

    Attributes:
        index: Index page of the new year.
        reports: Each new report with the one that it continues, for whoever attaches the
            chain of approvals: that stands above this module.
    """

    index: Any
    reports: tuple[tuple[Any, Any], ...]


@transaction.atomic
def apply_rollforward(plan: RollforwardPlan, *, user: Any = None) -> RolledForward:
    """Make the pages of a plan, all as drafts. What is there already stays as it is.

    Args:
        plan: What was looked at.
        user: Who does it, and owns the pages then; ``None`` for a command.

    Raises:
        RollforwardError: Somebody made pages of the year meanwhile, or one cannot be made.
            Nothing has been written then.
    """
    _refuse_changed(plan)
    items = {each.planned.code: each for each in plan.items}

    def fill(page: Any, planned: PlannedPage) -> None:
        if not planned.code:
            page.show_unpublished = plan.source.show_unpublished
            return
        item = items[planned.code]
        page.item_owner = item.owner
        if isinstance(page, ITAReportMixin):
            record = ReportRecord(
                code=page.code,
                title=page.title,
                reported_year=page.reported_year or item.reported_year,
                measures=item.measures,
            )
            apply_report(page, record)

    try:
        index = apply_skeleton(
            plan.skeleton,
            user=user,
            fill=fill,
            action=ROLLED_FORWARD,
            data={"from_year": plan.source.assessment_year, "from_page": plan.source.pk},
        )
    except SkeletonError as error:
        raise RollforwardError(str(error)) from error
    reports = [
        (find_item(index, item.planned.code), source.page)
        for item in plan.made
        for source in item.sources
        if isinstance(source.version, ITAReportMixin)
    ]
    return RolledForward(
        index=index,
        reports=tuple(pair for pair in reports if isinstance(pair[0], ITAReportMixin)),
    )


def _refuse_changed(plan: RollforwardPlan) -> None:
    # Locks the old year, so that two at once do not make the new one twice.
    lock_pages(plan.source.pk)
    skeleton = plan.skeleton
    target = find_year(
        year=skeleton.year,
        scheme=skeleton.catalogue.scheme,
        site=plan.site,
        model=plan.source,
    )
    known = skeleton.index.page.pk if skeleton.index.page else None
    present = {page.code for page in index_items(target)} if target else set()
    made = {each.planned.code for each in plan.made}
    if (target.pk if target else None) != known or present & made:
        raise RollforwardError(
            _(
                "Somebody made pages of %(year)s meanwhile, and nothing has been written. "
                "Look at the new plan and start again."
            )
            % {"year": skeleton.year}
        )
