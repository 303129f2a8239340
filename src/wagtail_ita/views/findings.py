"""Answers the panel beside an edit form: the findings of what is typed there now."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from django.apps import apps
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.generic import View
from wagtail.permissions import page_permission_policy

from wagtail_ita.checks.typed import FormError, TypedCheck, check_typed
from wagtail_ita.domain.findings import Finding, Place, Severity
from wagtail_ita.models import ITAItemBase

logger = logging.getLogger(__name__)

_SHOWN_NOTES: Final = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One line of the panel; ``path`` leads to its box in the form, where it has one."""

    severity: Severity
    label: str
    text: str
    remedy: str
    path: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """The lines of one measure, or with the number 0 of all that is in no measure; notes last."""

    number: int
    title: str
    entries: tuple[Entry, ...]

    @property
    def urgent(self) -> tuple[Entry, ...]:
        """What is shown at once."""
        return self.entries[: len(self.entries) - len(self.folded)]

    @property
    def folded(self) -> tuple[Entry, ...]:
        """Notes, where they are so many that they would hide the rest."""
        notes = tuple(each for each in self.entries if each.severity is Severity.NOTE)
        return notes if len(notes) > _SHOWN_NOTES else ()


class FindingsView(View):
    """What the rules say about a page as it is typed. It reads and never writes.

    The answer is a fragment of HTML, or a sentence as plain text when there is none: the
    script puts the one into the panel and the other above it.
    """

    http_method_names = ["post"]

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        try:
            page, parent = self.get_page()
        except PermissionDenied:
            return _sentence(_("You may not edit this page, so it is not checked."), status=403)
        except Http404:
            return _sentence(_("This page cannot be checked: it is not there."), status=404)
        try:
            form = page.get_edit_handler().get_form_class()(
                request.POST, instance=page, parent_page=parent, for_user=request.user
            )
            checked = check_typed(form)
        except Exception:
            logger.exception("What is typed on the page %s cannot be checked.", page.pk)
            return _sentence(
                _("What is typed cannot be checked now. Save the draft and open it again."),
                status=400,
            )
        return render(request, "wagtail_ita/admin/findings.html", panel_context(checked))

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
        if not issubclass(page.specific_class or object, ITAItemBase):
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
        if not issubclass(model, ITAItemBase):
            raise Http404
        parent = get_object_or_404(
            page_permission_policy.model, pk=self.kwargs["parent_id"]
        ).specific
        may_add = parent.permissions_for_user(self.request.user).can_add_subpage()
        fits = model in parent.creatable_subpage_models() and model.can_create_at(parent)
        if not (may_add and fits):
            raise PermissionDenied
        return model(owner=self.request.user, locale=parent.locale), parent


def panel_context(checked: TypedCheck) -> dict[str, Any]:
    """Return what the template shows: groups of lines, their sums, and the bar."""
    groups = _groups(checked)
    entries = [entry for group in groups for entry in group.entries]
    counts = {each.value: sum(entry.severity is each for entry in entries) for each in Severity}
    return {"groups": groups, "counts": counts, "progress": checked.progress}


def _groups(checked: TypedCheck) -> list[Group]:
    """Return the page as a whole first, then the measures in their order, the gravest on top."""
    lines = [
        *((error.place, _error_entry(error)) for error in checked.errors),
        *((finding.place, _finding_entry(finding)) for finding in checked.findings),
    ]
    titles: dict[int, str] = {}
    entries: dict[int, list[Entry]] = {}
    for place, entry in lines:
        number = place.measure_number or 0
        titles.setdefault(number, place.measure_label or _("The page"))
        entries.setdefault(number, []).append(entry)
    return [
        Group(
            number=number,
            title=titles[number],
            entries=tuple(sorted(entries[number], key=lambda entry: -entry.severity.rank)),
        )
        for number in sorted(entries)
    ]


def _error_entry(error: FormError) -> Entry:
    return Entry(
        severity=Severity.ERROR,
        label=_joined((_label_in_group(error.place), error.label)),
        text=error.text,
        remedy="",
        path=error.place.path,
    )


def _finding_entry(finding: Finding) -> Entry:
    text = str(finding.statement)
    place = finding.place
    # Where the sentence names the element itself, it need not stand there twice.
    is_named = place.element is not None and str(place.element.label) in text
    return Entry(
        severity=finding.severity,
        label="" if is_named else _label_in_group(place),
        text=text,
        remedy=str(finding.remedy),
        path=place.path,
    )


def _label_in_group(place: Place) -> str:
    return place.label.removeprefix(place.measure_label).removeprefix(", ")


def _joined(labels: Iterable[str]) -> str:
    return ", ".join(label for label in labels if label)


def _sentence(text: str, *, status: int) -> HttpResponse:
    return HttpResponse(text, status=status, content_type="text/plain; charset=utf-8")
