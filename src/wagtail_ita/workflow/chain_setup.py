"""Makes an agency's chain of approval: groups, stages, the workflow, and where it is attached.

It can be run again at any time: it adds what is missing and changes nothing that is there.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.db import transaction
from wagtail.models import Workflow, WorkflowTask

from wagtail_ita.conf import get_settings
from wagtail_ita.domain.chains import Stage, default_chain, make_chain
from wagtail_ita.models import ITAReportMixin, ITASettings, MemoApprovalTask
from wagtail_ita.workflow.chain import attach_chain, chain_of, is_chain


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedStage:
    """One stage of a planned chain.

    Attributes:
        stage: What it is to be.
        has_group: Whether its group is there already.
        members: How many people are in the group.
    """

    stage: Stage
    has_group: bool
    members: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ChainPlan:
    """What ``apply_chain`` will do.

    Attributes:
        name: Of the workflow, as it stands on the button "Submit to …".
        stages: From the first opinion to the order.
        workflow: The workflow that has these stages already.
    """

    name: str
    stages: tuple[PlannedStage, ...]
    workflow: Workflow | None


def stages_of_settings() -> tuple[Stage, ...]:
    """Return the stages that the site's settings name; none when they name none."""
    return make_chain(get_settings().APPROVAL_CHAIN)


def stages_of_positions(positions: Sequence[str]) -> tuple[Stage, ...]:
    """Return stages with the usual opinions for positions, from the first to the last."""
    return make_chain({"position": each} for each in positions if each.strip())


def usual_stages(site: Any) -> tuple[Stage, ...]:
    """Return the usual stages of the kind of agency that a site is of."""
    return default_chain(ITASettings.for_site(site).kind)


def plan_chain(stages: Sequence[Stage]) -> ChainPlan:
    """Compare wanted stages with the groups and workflows that are there."""
    users = get_user_model()
    names = {each.group for each in stages}
    present = set(Group.objects.filter(name__in=names).values_list("name", flat=True))
    planned = tuple(
        PlannedStage(
            stage=each,
            has_group=each.group in present,
            members=users.objects.filter(groups__name=each.group, is_active=True).count(),
        )
        for each in stages
    )
    # Content in the language of the agency, whatever the terminal speaks.
    name = f"บันทึกข้อความเสนอ{stages[-1].position}"[:255]
    return ChainPlan(name=name, stages=planned, workflow=_find_workflow(name, stages))


@transaction.atomic
def apply_chain(plan: ChainPlan, reports: Sequence[Any], *, user: Any = None) -> int:
    """Make the chain of a plan and attach it to reports that have none.

    Returns how many reports it has been attached to.
    """
    workflow = plan.workflow or _make_workflow(plan)
    waiting = reports_without_chain(reports)
    for report in waiting:
        attach_chain(report, workflow, user=user)
    return len(waiting)


def chain_of_reports(reports: Sequence[Any]) -> Workflow | None:
    """Return the chain that the first of some reports with a chain goes through."""
    return next((chain for each in reports if (chain := chain_of(each))), None)


def reports_without_chain(reports: Sequence[Any]) -> list[Any]:
    """Return those reports to which neither a chain nor another workflow is attached."""
    return [
        each
        for each in reports
        if isinstance(each, ITAReportMixin)
        and not is_chain(each.get_workflow())
        and not hasattr(each, "workflowpage")
    ]


def _find_workflow(name: str, stages: Sequence[Stage]) -> Workflow | None:
    wanted = [(each.position, each.group) for each in stages]
    for workflow in Workflow.objects.active().filter(name=name):
        tasks = MemoApprovalTask.objects.filter(workflow_tasks__workflow=workflow, active=True)
        found = [
            (task.position, group.name)
            for task in tasks.order_by("workflow_tasks__sort_order")
            for group in task.groups.all()
        ]
        if found == wanted:
            return workflow
    return None


def _make_workflow(plan: ChainPlan) -> Workflow:
    workflow = Workflow.objects.create(name=plan.name)
    for number, planned in enumerate(plan.stages):
        stage = planned.stage
        task = MemoApprovalTask.objects.create(
            name=stage.heading,
            position=stage.position,
            heading=stage.heading,
            opinion=stage.opinion,
        )
        task.groups.add(_group_for(stage))
        WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=number)
    return workflow


def _group_for(stage: Stage) -> Group:
    group, _is_new = Group.objects.get_or_create(name=stage.group)
    # What they may do with the page comes with the stage, while it is theirs.
    group.permissions.add(
        Permission.objects.get(codename="access_admin", content_type__app_label="wagtailadmin")
    )
    return group
