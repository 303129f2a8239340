"""Two people who send the edit form of one page at once: one after the other."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from wagtail.admin import messages
from wagtail.admin.views.pages.edit import EditView

from wagtail_ita.models import (
    ITAIndexMixin,
    ITAItemBase,
    PublishRefused,
    YearClosed,
    can_lock,
    lock_pages,
)
from wagtail_ita.workflow.chain import base_page_model

PUBLISH = "action-publish"
_LIVE = ("live", "live_revision_id", "first_published_at", "last_published_at")


def serve_one_at_a_time() -> None:
    """Make the edit form of our pages wait for another one that is being stored.

    Wagtail reads the page first, and then saves the draft and decides about its stage. What
    somebody else does in between it would undo, or fail over.
    """
    if not hasattr(EditView.dispatch, "serves_one_at_a_time"):
        EditView.dispatch = _one_at_a_time(EditView.dispatch)
        EditView.publish_action = _publishing(EditView.publish_action)


def answer_refusal(view: Any, refusal: Exception) -> HttpResponse:
    """Say on the edit form why something was not done, and keep what was typed."""
    messages.error(view.request, str(refusal))
    view.form.restore_required_fields()
    view.has_unsaved_changes = True
    response: HttpResponse = view.render_to_response(view.get_context_data())
    return response


def _one_at_a_time(
    dispatch: Callable[..., HttpResponseBase],
) -> Callable[..., HttpResponseBase]:
    @wraps(dispatch)
    def answer(
        view: Any, request: HttpRequest, page_id: Any, *args: Any, **kwargs: Any
    ) -> HttpResponseBase:
        # A publication saves the draft first, which has to stay when the rest breaks off.
        alone = request.method == "POST" and not request.POST.get(PUBLISH)
        if not (alone and can_lock() and _is_ours(page_id)):
            return dispatch(view, request, page_id, *args, **kwargs)
        with transaction.atomic():
            lock_pages(page_id)
            return dispatch(view, request, page_id, *args, **kwargs)

    answer.serves_one_at_a_time = True  # type: ignore[attr-defined]
    return answer


def _publishing(publish: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    @wraps(publish)
    def answer(view: Any) -> HttpResponse:
        if isinstance(view.page, (ITAIndexMixin, ITAItemBase)):
            _notice_publication(view.page)
        try:
            return publish(view)
        except (PublishRefused, YearClosed) as refusal:
            return answer_refusal(view, refusal)

    return answer


def _notice_publication(page: Any) -> None:
    """Know that a page has gone public since it was read: then its row is no draft any more."""
    if not page.live:
        rows = type(page)._base_manager.filter(pk=page.pk, live=True)
        for name, value in (rows.values(*_LIVE).first() or {}).items():
            setattr(page, name, value)


def _is_ours(page_id: Any) -> bool:
    rows = base_page_model()._base_manager.filter(pk=page_id)
    kind = rows.values_list("content_type_id", flat=True).first()
    model: Any = ContentType.objects.get_for_id(kind).model_class() if kind else None
    return issubclass(model or object, (ITAIndexMixin, ITAItemBase))
