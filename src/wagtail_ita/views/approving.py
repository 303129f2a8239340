"""What the admin says and offers about the chain of approval."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages
from wagtail.admin.views.pages.bulk_actions.move import MoveBulkAction
from wagtail.admin.views.pages.edit import EditView

from wagtail_ita.conf import get_settings
from wagtail_ita.models import (
    DecisionRefused,
    ITAItemBase,
    ITAReportMixin,
    MemoApprovalTask,
    PublishRefused,
    refusal_sentence,
)
from wagtail_ita.views.editing import PUBLISH, answer_refusal
from wagtail_ita.workflow.chain import CHAIN_ACTION, base_page_model, chain_of, has_chains
from wagtail_ita.workflow.enforcing import check_approval, refused_at


def answer_refused_decisions() -> None:
    """Make the edit form say why a decision was not taken down, and keep what was typed.

    Wagtail saves the draft before it decides, and has no hook in between.
    """
    if not hasattr(EditView.perform_workflow_action, "answers_refusals"):
        EditView.perform_workflow_action = _answering(EditView.perform_workflow_action)


def _answering(perform: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    @wraps(perform)
    def answer(view: Any) -> HttpResponse:
        try:
            with transaction.atomic():
                return perform(view)
        except (DecisionRefused, PublishRefused) as refusal:
            return answer_refusal(view, refusal)

    answer.answers_refusals = True  # type: ignore[attr-defined]
    return answer


def stop_late_decisions(request: HttpRequest, page: Any) -> HttpResponse | None:
    """Answer a decision that comes too late, or that a browser has not made, in words.

    Wagtail would save the draft and say no more of the decision.
    """
    if request.method != "POST" or not request.POST.get("action-workflow-action"):
        return None
    if request.POST.get(PUBLISH) or not isinstance(page, ITAItemBase):
        return None
    task = page.current_workflow_task
    wanted = request.POST.get("workflow-action-name")
    offered = task.get_actions(page, request.user) if task else ()
    if wanted in {name for name, *_rest in offered} and _is_readable(request):
        return None
    reason = ""
    if isinstance(task, MemoApprovalTask) and offered:
        reason = task.own_work(page.current_workflow_task_state, request.user)
    messages.error(
        request,
        reason
        or _(
            "“%(title)s” no longer waits for this decision of yours: nothing has been changed. "
            "Look at its history."
        )
        % {"title": page.get_admin_display_title()},
    )
    return redirect("wagtailadmin_pages:edit", page.pk)


def _is_readable(request: HttpRequest) -> bool:
    try:
        data = json.loads(request.POST.get("workflow-action-extra-data", "{}"))
    except ValueError:
        return False
    return isinstance(data, dict) and not {"task_state", "user", "action_name"} & set(data)


def explain_own_work(request: HttpRequest, page: Any) -> None:
    """Tell an officer why he is not offered to approve the page that he opens."""
    if request.method != "GET" or not isinstance(page, ITAItemBase):
        return
    task = page.current_workflow_task
    if isinstance(task, MemoApprovalTask) and task.get_actions(page, request.user):
        reason = task.own_work(page.current_workflow_task_state, request.user)
        if reason:
            messages.info(request, reason)


def offer_chain_instead(menu_items: list[Any], context: Any) -> None:
    """Take "Publish" out of the menu of a page that has to go through its chain first.

    It stays where the text has been through it and is not public, as after unpublishing.
    """
    if not get_settings().STOP_PUBLISHING:
        return
    page = context.get("page")
    if not isinstance(page, ITAReportMixin) or not has_chains():
        return
    if check_approval(page) or (page.live and chain_of(page) is not None):
        menu_items[:] = [item for item in menu_items if item.name != PUBLISH]


def stop_move(request: HttpRequest, page: Any, destination: Any) -> HttpResponse | None:
    """Say in words that a page cannot be moved to where there is a chain."""
    if not get_settings().STOP_PUBLISHING:
        return None
    return _refuse(request, refused_at(page, destination.specific))


def stop_bulk_move(request: HttpRequest, pages: list[Any], action: Any) -> HttpResponse | None:
    """The same for many pages: nothing is moved, since Wagtail would stop half-way."""
    form = getattr(action, "cleaned_form", None)
    if not isinstance(action, MoveBulkAction) or form is None or not get_settings().STOP_PUBLISHING:
        return None
    destination = form.cleaned_data["chooser"].specific
    return _refuse(request, (each for page in pages for each in refused_at(page, destination)))


def stop_copy(request: HttpRequest, page: Any) -> HttpResponse | None:
    """Say in words that a copy cannot be public at once where there is a chain."""
    if request.method != "POST" or not get_settings().STOP_PUBLISHING:
        return None
    is_alias = bool(request.POST.get("alias"))
    if not (is_alias or request.POST.get("publish_copies")):
        return None
    number = request.POST.get("new_parent_page", "")
    pages = base_page_model()._base_manager
    parent = pages.filter(pk=number).first() if number.isdecimal() else None
    if parent is None:
        return None
    below = bool(request.POST.get("copy_subpages"))
    refused = [
        (report, errors)
        for report, errors in refused_at(page, parent.specific, as_copy=not is_alias)
        if below or report.pk == page.pk
    ]
    return _refuse(request, refused)


def _refuse(request: HttpRequest, refused: Iterable[tuple[Any, Any]]) -> HttpResponse | None:
    found = list(refused)
    for report, errors in found:
        messages.error(request, refusal_sentence(report, errors))
    if not found:
        return None
    return redirect("wagtailadmin_explore", found[0][0].get_parent().pk)


def register_chain_actions(actions: Any) -> None:
    """What the history of a page calls the acts of this module's subject."""
    actions.register_action(
        CHAIN_ACTION,
        gettext_lazy("Set up the chain of approval"),
        gettext_lazy("The report has to go through the chain of approval from now on"),
    )
