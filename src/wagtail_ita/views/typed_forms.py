"""Answers to scripts that send what is typed on the edit form of an item or a report.

The page need not be saved yet. Whoever may not edit it, or not make it there, gets a sentence.
"""

from __future__ import annotations

import enum
import logging
from typing import Any

from django.apps import apps
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.generic import View
from wagtail.permissions import page_permission_policy

from wagtail_ita.models import ITAItemBase

logger = logging.getLogger(__name__)


class Refusal(enum.IntEnum):
    """Why there is no answer, as the status of the response."""

    NOT_ALLOWED = 403
    NOT_THERE = 404
    UNREADABLE = 400


class TypedFormView(View):
    """Reads an edit form as it is typed, and never writes."""

    http_method_names = ["post"]
    page_class: type = ITAItemBase

    def answer(self, form: Any, parent: Any) -> HttpResponse:
        """Answer to a bound form of a page that the user may edit under ``parent``."""
        raise NotImplementedError

    def refuse(self, reason: Refusal) -> HttpResponse:
        """Say why there is no answer."""
        raise NotImplementedError

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        try:
            page, parent = self.get_page()
        except PermissionDenied:
            return self.refuse(Refusal.NOT_ALLOWED)
        except Http404:
            return self.refuse(Refusal.NOT_THERE)
        try:
            form = page.get_edit_handler().get_form_class()(
                request.POST, instance=page, parent_page=parent, for_user=request.user
            )
            return self.answer(form, parent)
        except Exception:
            logger.exception("What is typed on the page %s cannot be read.", page.pk)
            return self.refuse(Refusal.UNREADABLE)

    def get_page(self) -> tuple[Any, Any]:
        """Return the page to check, unsaved where it is a new one, and the page above it.

        Raises:
            PermissionDenied: The user may not edit it, or not make it there.
            Http404: There is no such page, or none of ours.
        """
        page, parent = (
            self.get_new_page() if "parent_id" in self.kwargs else self.get_existing_page()
        )
        page.adopt(parent)
        return page, parent

    def get_existing_page(self) -> tuple[Any, Any]:
        page = get_object_or_404(page_permission_policy.model, pk=self.kwargs["page_id"])
        if not issubclass(page.specific_class or object, self.page_class):
            raise Http404
        page = page.get_latest_revision_as_object()
        if not page.permissions_for_user(self.request.user).can_edit():
            raise PermissionDenied
        return page, page.get_parent().specific

    def get_new_page(self) -> tuple[Any, Any]:
        try:
            model: Any = apps.get_model(self.kwargs["app_label"], self.kwargs["model_name"])
        except LookupError as error:
            raise Http404 from error
        if not issubclass(model, self.page_class):
            raise Http404
        parent = get_object_or_404(
            page_permission_policy.model, pk=self.kwargs["parent_id"]
        ).specific
        may_add = parent.permissions_for_user(self.request.user).can_add_subpage()
        fits = model in parent.creatable_subpage_models() and model.can_create_at(parent)
        if not (may_add and fits):
            raise PermissionDenied
        return model(owner=self.request.user, locale=parent.locale), parent


def sentence(text: str, *, status: int) -> HttpResponse:
    """Return a sentence for the script to show."""
    return HttpResponse(text, status=status, content_type="text/plain; charset=utf-8")
