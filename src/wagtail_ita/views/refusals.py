"""Tells an editor or an approver why pages were not published."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin import messages as admin_messages
from wagtail.admin.utils import get_valid_next_url_from_request
from wagtail.admin.views.generic.workflow import WorkflowAction

from wagtail_ita.domain.digits import numbers_in
from wagtail_ita.domain.findings import Finding
from wagtail_ita.models import DecisionRefused, ITAItemBase, PublishRefused, refusal_sentence
from wagtail_ita.selectors import interface_digits

Errors = tuple[Finding, ...]


def keep_publishable(request: HttpRequest, objects: list[Any]) -> HttpResponse | None:
    """Take the pages with errors out of a bulk action and say which they are.

    When pages below the chosen ones are published with them, nothing is published unless all
    can be: Wagtail finds those pages by itself and would stop half-way.
    """
    refused = [(page, errors) for page in objects if (errors := _errors_of(page))]
    below = _refused_below(objects) if request.POST.get("include_descendants") else []
    for page, errors in (*refused, *below):
        tell_refusal(request, page, errors)
    if below:
        return redirect(get_valid_next_url_from_request(request) or "wagtailadmin_home")
    for page, _errors in refused:
        objects.remove(page)
    return None


def answer_refused_approvals() -> None:
    """Make the dashboard's approval, with and without a comment, lead to what is wrong.

    Wagtail has no hook around this view and would only say that something is not allowed. In
    the edit view the form itself refuses, and keeps what was typed.
    """
    # The view that the one for pages inherits from: that one has a new name since Wagtail 8.0.
    if not hasattr(WorkflowAction.post, "answers_refusals"):
        WorkflowAction.post = _answering_refusals(WorkflowAction.post)


def _answering_refusals(post: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    @wraps(post)
    def answer(view: Any, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            # Wagtail approves and publishes in one transaction, which this undoes.
            return post(view, request, *args, **kwargs)
        except (PublishRefused, DecisionRefused) as refusal:
            if isinstance(refusal, PublishRefused):
                tell_refusal(request, refusal.page, refusal.findings)
                address = _edit_address(refusal.page)
            else:
                admin_messages.error(request, str(refusal))
                # The page may be out of the officer's hands by now.
                may_open = view.object.permissions_for_user(request.user).can_edit()
                address = view.redirect_url if may_open else reverse("wagtailadmin_home")
            if request.headers.get("x-requested-with") == "XMLHttpRequest":
                return view.render_modal_json(request, {"step": "success", "redirect": address})
            return redirect(address)

    answer.answers_refusals = True  # type: ignore[attr-defined]
    return answer


def _errors_of(page: Any) -> Errors:
    specific = page.specific
    if not isinstance(specific, ITAItemBase):
        return ()
    draft: Any = specific.get_latest_revision_as_object()
    errors: Errors = draft.publish_errors()
    return errors


def _refused_below(pages: list[Any]) -> list[tuple[Any, Errors]]:
    drafts = [draft for page in pages for draft in page.get_descendants().not_live()]
    return [(draft, errors) for draft in drafts if (errors := _errors_of(draft))]


def tell_refusal(request: HttpRequest, page: Any, errors: Errors) -> None:
    """Say in a message why a page was not published, with a button that leads to its form."""
    buttons = [admin_messages.button(_edit_address(page), _("Edit"))]
    with numbers_in(interface_digits(page)):
        sentence = refusal_sentence(page, errors)
    admin_messages.error(request, sentence, buttons=buttons)


def _edit_address(page: Any) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page.pk])
