"""Which chain of approval a report has to go through, and how a new report takes it over.

A chain is a Wagtail workflow with a stage of ours. It is attached to a report or to a page above
it, as any workflow is. A report that is made, or moved, takes over the chain of the reports beside
it, or of other years: a fresh report is no way round.
"""

from __future__ import annotations

from typing import Any, Final

from django.conf import settings
from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.db.models import Q
from wagtail.log_actions import log
from wagtail.models import GroupPagePermission, Workflow, WorkflowPage

from wagtail_ita.models import (
    ITAIndexMixin,
    ITAReportMixin,
    MemoApprovalTask,
    index_page_models,
    item_page_models,
)

CHAIN_ACTION: Final = "wagtail_ita.chain_set_up"


def has_chains() -> bool:
    """Tell whether a page of this site may have to go through a chain at all."""
    return _enabled() and MemoApprovalTask.objects.filter(active=True).exists()


def is_chain(workflow: Workflow | None) -> bool:
    """Tell whether a workflow asks for an opinion or order under a memo."""
    return workflow is not None and _stages(workflow).exists()


def chain_of(page: Any) -> Workflow | None:
    """Return the chain that a page has to go through, or ``None``.

    Args:
        page: A report page; one that is not stored yet goes through that of the reports beside it.
    """
    if not _enabled() or not isinstance(page, ITAReportMixin):
        return None
    if page.pk is None:
        return _chain_for_new(page)
    attached = page.get_workflow()
    return attached if is_chain(attached) else None


def chain_at(parent: Any, page: Any) -> Workflow | None:
    """Return the chain that would come over a page, and the reports below it, under a parent.

    Args:
        parent: Where the page would be.
        page: A report, an index, or any page that holds them.
    """
    if not _enabled():
        return None
    attached = _workflow_at(parent)
    if is_chain(attached):
        return attached
    if isinstance(parent, ITAIndexMixin):
        return _chain_beside(parent)
    # A report that is in no index has no reports beside it.
    is_report = issubclass(page.specific_class or object, ITAReportMixin)
    return None if is_report else _chain_below(parent)


def adopt_chain(report_page: Any, from_page: Any = None, *, user: Any = None) -> bool:
    """Attach to a report the chain of another one, or the one that it would have to go through.

    Nothing happens when a workflow is attached to it already, or when there is no chain. Returns
    whether one has been attached.
    """
    if not isinstance(report_page, ITAReportMixin) or not _enabled():
        return False
    if WorkflowPage.objects.filter(page_id=report_page.pk).exists():
        return False
    chain = _chain_for_new(report_page) if from_page is None else chain_of(from_page)
    if chain is None or is_chain(report_page.get_workflow()):
        return False
    attach_chain(report_page, chain, user=user)
    return True


def attach_chain(report_page: Any, chain: Workflow, *, user: Any = None) -> None:
    """Attach a chain to a report, give its officers their rights, and write it into the log."""
    WorkflowPage.objects.update_or_create(page_id=report_page.pk, defaults={"workflow": chain})
    # A workflow that was looked up before would stay.
    report_page._state.fields_cache.pop("workflowpage", None)
    _give_rights(report_page, chain)
    log(
        instance=report_page,
        action=CHAIN_ACTION,
        user=user,
        data={"workflow": {"id": chain.pk, "title": chain.name}},
    )


def _give_rights(report_page: Any, chain: Workflow) -> None:
    """Let the officers open this page, and those of the last stage publish it.

    At his stage Wagtail lets an officer in; with a right of his own he can also look at what
    has become of it. Wagtail publishes in the name of whoever approves last. Neither is a way
    round: the page is not published before it has been through the chain.
    """
    stages = list(_stages(chain).order_by("workflow_tasks__sort_order"))
    for stage in stages:
        for group in stage.groups.all():
            _give_right(report_page, group, "change")
            if stage == stages[-1]:
                _give_right(report_page, group, "publish")


def _give_right(report_page: Any, group: Any, action: str) -> None:
    content_type = ContentType.objects.get_for_model(base_page_model())
    GroupPagePermission.objects.get_or_create(
        group=group,
        page_id=report_page.pk,
        permission=Permission.objects.get(
            content_type=content_type, codename=f"{action}_{content_type.model}"
        ),
    )


def base_page_model() -> Any:
    """Return the model that every page of this site is, which may be the site's own."""
    return WorkflowPage._meta.get_field("page").related_model


def _enabled() -> bool:
    return bool(getattr(settings, "WAGTAIL_WORKFLOW_ENABLED", True))


def _stages(workflow: Workflow) -> Any:
    return MemoApprovalTask.objects.filter(workflow_tasks__workflow=workflow, active=True)


def _workflow_at(parent: Any) -> Workflow | None:
    workflow: Workflow | None = parent.get_workflow() if parent is not None else None
    return workflow


def _chain_for_new(page: Any) -> Workflow | None:
    """Return the chain that a report takes over when it is made or moved."""
    attached = page.get_workflow() if getattr(page, "path", "") else _workflow_at(page.index_page)
    return attached if is_chain(attached) else _chain_beside(page.index_page, but=page.pk)


def _chain_beside(index: Any, *, but: Any = None) -> Workflow | None:
    """Return the chain of the reports in an index, or else in those of other years beside it."""
    if index is None or not getattr(index, "path", ""):
        return None
    return _chain_below(index, but=but) or _chain_below(index.get_parent(), but=but)


def _chain_below(parent: Any, *, but: Any = None) -> Workflow | None:
    """Return the chain of a report directly below a page, or of one in an index there."""
    if parent is None:
        return None
    types = ContentType.objects.get_for_models(*_report_models(), *index_page_models()).values()
    attached = (
        WorkflowPage.objects.filter(
            Q(page__depth=parent.depth + 1) | Q(page__depth=parent.depth + 2),
            page__path__startswith=parent.path,
            page__content_type__in=list(types),
            workflow__active=True,
        )
        .exclude(page_id=but)
        .select_related("workflow")
        .order_by("-page_id")
    )
    return next((each.workflow for each in attached if is_chain(each.workflow)), None)


def _report_models() -> list[Any]:
    return [model for model in item_page_models() if issubclass(model, ITAReportMixin)]
