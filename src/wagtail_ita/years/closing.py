"""Closes a year and opens it again, and keeps a closed one from being moved or deleted."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models.signals import pre_delete
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from wagtail.log_actions import get_active_log_context, log
from wagtail.models import Revision, WorkflowState
from wagtail.signals import pre_page_move

from wagtail_ita.clock import local_day
from wagtail_ita.domain.dates import format_date
from wagtail_ita.models import (
    YearClosed,
    index_page_models,
    item_page_models,
    lock_pages,
    may_close_years,
)
from wagtail_ita.years.history import CLOSED, REOPENED


class ClosingRefused(Exception):
    """The year cannot be closed or reopened; the message is a sentence."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pending:
    """Something that would change a page of the year by itself, after it was closed."""

    page: Any
    reason: str


def register() -> None:
    """Watch moves and deletions from above; called once, when the app is ready."""
    pre_page_move.connect(refuse_move, dispatch_uid="wagtail_ita.closed_move")
    for model in (*index_page_models(), *item_page_models()):
        uid = f"wagtail_ita.closed_delete.{model._meta.label_lower}"
        pre_delete.connect(refuse_deletion, sender=model, dispatch_uid=uid)


def may_close(user: Any, index: Any) -> bool:
    """Tell whether a user may close or reopen a year: he may close years, and publish this one."""
    return may_close_years(user) and bool(index.permissions_for_user(user).can_publish())


def pending_in(index: Any) -> list[Pending]:
    """Return what waits in a year and its translations: schedules and approvals."""
    return [each for page in _years(index) for each in _pending_below(page)]


@transaction.atomic
def close_year(index: Any, *, user: Any = None) -> None:
    """Close a year and its translations.

    Whoever publishes a page of it at this moment is waited for. What waits by itself is not
    cancelled in silence: whoever closes the year decides about it first.

    Raises:
        ClosingRefused: It is closed already, or something is pending.
    """
    page = _locked(index)
    if page.closed_at:
        raise ClosingRefused(_("This year is closed already."))
    if pending_in(page):
        raise ClosingRefused(
            _(
                "Something in this year would still change by itself, so it has not been closed. "
                "Publish it or take it back first."
            )
        )
    _set(page, timezone.now())
    index.closed_at = page.closed_at
    log(instance=page, action=CLOSED, user=user)


@transaction.atomic
def reopen_year(index: Any, *, user: Any = None) -> None:
    """Open a year and its translations again.

    Raises:
        ClosingRefused: It is not closed.
    """
    page = _locked(index)
    if not page.closed_at:
        raise ClosingRefused(_("This year is open already."))
    _set(page, None)
    index.closed_at = None
    log(instance=page, action=REOPENED, user=user)


def refuse_move(instance: Any, **kwargs: Any) -> None:
    """Keep a person without the right from moving a page above a closed year."""
    before, after = kwargs["parent_page_before"], kwargs["parent_page_after"]
    user = get_active_log_context().user
    if user is None or before == after or may_close_years(user):
        return
    for model in index_page_models():
        below = model._default_manager.filter(
            path__startswith=instance.path, closed_at__isnull=False
        )
        closed = below.values_list("closed_at", flat=True).first()
        if closed:
            raise YearClosed(closed)


def refuse_deletion(instance: Any, **kwargs: Any) -> None:
    """Keep a person without the right from deleting what is above a closed year."""
    user = get_active_log_context().user
    if user is not None and not may_close_years(user) and instance.closed_since:
        raise YearClosed(instance.closed_since)


def _locked(index: Any) -> Any:
    """Return the index, with the pages of the year and of its translations to oneself."""
    years = list(_years(index))
    pages = [
        each.pk
        for year in years
        for model in item_page_models()
        for each in model._default_manager.descendant_of(year).only("pk")
    ]
    lock_pages(*(year.pk for year in years), *pages)
    return type(index)._default_manager.get(pk=index.pk)


def _years(index: Any) -> Any:
    return type(index)._default_manager.filter(translation_key=index.translation_key)


def _set(index: Any, moment: dt.datetime | None) -> None:
    # Not by save(): what is published stays as it is, down to its date.
    _years(index).update(closed_at=moment)
    index.closed_at = moment


def _pending_below(index: Any) -> Iterator[Pending]:
    pages = {str(page.pk): page for page in index.get_descendants(inclusive=True).specific()}
    revisions = Revision.page_revisions.filter(
        object_id__in=pages, approved_go_live_at__isnull=False
    )
    for key, moment in revisions.values_list("object_id", "approved_go_live_at"):
        yield Pending(
            page=pages[key],
            reason=_("will be published on %(date)s") % {"date": _day(moment)},
        )
    for page in pages.values():
        if page.live and page.expire_at:
            yield Pending(
                page=page,
                reason=_("will be taken offline on %(date)s") % {"date": _day(page.expire_at)},
            )
    states = WorkflowState.objects.active().filter(
        base_content_type=index.get_base_content_type(), object_id__in=pages
    )
    for key in states.values_list("object_id", flat=True):
        yield Pending(page=pages[key], reason=_("waits for an approval"))


def _day(moment: dt.datetime) -> str:
    return format_date(local_day(moment), language=get_language() or "th")
