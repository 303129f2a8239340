"""Two people who send the edit form of one page at once: one after the other."""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import InterfaceError, OperationalError, connection, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.translation import gettext as _
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

logger = logging.getLogger(__name__)

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


def answer_refusal(view: Any, refusal: Exception | str) -> HttpResponse:
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
        if request.method != "POST":
            return dispatch(view, request, page_id, *args, **kwargs)
        try:
            # A publication saves the draft first, which has to stay when the rest breaks off.
            if request.POST.get(PUBLISH) or not (can_lock() and _is_ours(page_id)):
                return dispatch(view, request, page_id, *args, **kwargs)
            with transaction.atomic():
                lock_pages(page_id)
                return dispatch(view, request, page_id, *args, **kwargs)
        except (InterfaceError, OperationalError):
            if not _can_answer(view):
                raise
            logger.exception("The database broke off while page %s was stored.", page_id)
            return _answer_break(view)

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


def _can_answer(view: Any) -> bool:
    """Whether there is a form to show again; what saves by itself is told of it by Wagtail."""
    ours = isinstance(getattr(view, "page", None), (ITAIndexMixin, ITAItemBase))
    alone = not connection.in_atomic_block and not getattr(view, "expects_json_response", False)
    return ours and alone and hasattr(view, "form")


def _answer_break(view: Any) -> HttpResponse:
    """Show what was typed once more, where the database is back already; else it breaks again."""
    connection.close()
    rows = type(view.page)._base_manager.filter(pk=view.page.pk)
    for name, value in (rows.values(*_LIVE).first() or {}).items():
        setattr(view.page, name, value)
    sentence = _(
        "The database broke off while the page was stored. What you typed is still here: send it "
        "once more."
    )
    return answer_refusal(view, sentence)


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
