"""The one step of an import that writes: all of it or nothing."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from wagtail_ita.domain.records import ReportRecord
from wagtail_ita.models import (
    closed_sentence,
    get_report_page_model,
    is_closed_for,
    lock_pages,
)
from wagtail_ita.selectors import find_item
from wagtail_ita.transfer.importing.errors import ImportRefused
from wagtail_ita.transfer.importing.history import IMPORT_ACTION, taken_over
from wagtail_ita.transfer.importing.merge import select
from wagtail_ita.transfer.importing.plan import ImportPlan
from wagtail_ita.transfer.importing.targets import Target
from wagtail_ita.transfer.pages import apply_report


@transaction.atomic
def apply_import(
    plan: ImportPlan, chosen: Collection[str] | None = None, *, user: Any = None, source: str = ""
) -> Any:
    """Write the chosen parts of a plan as a draft revision with a log entry.

    Nothing is published: what the public sees stays as it is. When the page has all of it
    already, nothing is written.

    Args:
        plan: What was looked at.
        chosen: Paths of the plan to take over; its defaults when not given.
        user: Who does it; whose rights and locks count. ``None`` for a command.
        source: Name of the file, for the history.

    Returns:
        The page.

    Raises:
        ImportRefused: Somebody saved the page since, it is locked, the user has no right to it,
            or a value does not fit its field. Nothing has been written then.
    """
    selection = select(plan, plan.defaults if chosen is None else chosen)
    if plan.target.page is not None and selection.record == plan.present:
        return plan.target.page
    taken = taken_over(selection.record, plan.parsed.record, selection.positions)
    return write_draft(
        plan.target,
        selection.record,
        user=user,
        action=IMPORT_ACTION,
        data={"source": source, "parts": taken},
    )


@transaction.atomic
def write_draft(
    target: Target, record: ReportRecord, *, user: Any, action: str, data: dict[str, Any]
) -> Any:
    """Write a record as a draft revision of its target, with a log entry.

    Raises:
        ImportRefused: As with ``apply_import``.
    """
    page = _new_page(target, user) if target.page is None else _locked_page(target, user)
    apply_report(page, record)
    try:
        _check_blocks(page)
        if target.page is None:
            target.index.add_child(instance=page)
        elif not page.live:
            # As the editor does: only a live page keeps its published content in the table.
            page.save()
        revision = page.save_revision(user=user)
    except ValidationError as error:
        raise ImportRefused(
            _("The report cannot be stored: %(faults)s") % {"faults": " ".join(_faults(error))}
        ) from error
    log(
        instance=page,
        action=action,
        user=user,
        revision=revision,
        content_changed=True,
        data=data,
    )
    return page


def refuse_without_right(target: Target, user: Any) -> None:
    """Refuse a user who may not write to a target, and a page that is locked.

    Args:
        target: Where somebody wants to write.
        user: Who; ``None`` for a command, which stops at a lock all the same.

    Raises:
        ImportRefused: He has no right to it, or it is locked for him.
    """
    index = target.index
    if index is not None and index.closed_since and (user is None or is_closed_for(user, index)):
        raise ImportRefused(closed_sentence(index.closed_since))
    if target.page is None:
        may_add = user is None or (
            index.permissions_for_user(user).can_add_subpage()
            and get_report_page_model().can_create_at(index)
        )
        if not may_add:
            raise ImportRefused(
                _("You have no right to make a page under “%(title)s”. Ask who runs the site.")
                % {"title": index.title}
            )
        return
    page = target.page
    if user is not None and not page.permissions_for_user(user).can_edit():
        raise ImportRefused(
            _("You have no right to edit the page “%(title)s”. Ask who runs the site.")
            % {"title": target.title}
        )
    lock = page.get_lock()
    if lock is not None and (user is None or lock.for_user(user)):
        raise ImportRefused(
            _(
                "The page “%(title)s” is locked. Ask who locked it to unlock it, "
                "then import the file again."
            )
            % {"title": target.title}
        )


def _locked_page(target: Target, user: Any) -> Any:
    """Return the latest draft as a page that nobody else writes to meanwhile."""
    model: Any = type(target.page)
    key = target.page.pk  # type: ignore[union-attr]
    lock_pages(key)
    page = model.objects.filter(pk=key).first()
    if page is None:
        raise ImportRefused(
            _("The page “%(title)s” has been deleted meanwhile. Import the file again.")
            % {"title": target.title}
        )
    if page.latest_revision_id != target.revision:
        raise ImportRefused(
            _(
                "Somebody saved the page “%(title)s” meanwhile, and nothing has been written. "
                "Look at the new comparison and choose again."
            )
            % {"title": target.title}
        )
    refuse_without_right(
        Target(index=target.index, page=page, code=target.code, title=target.title), user
    )
    return page.get_latest_revision_as_object()


def _new_page(target: Target, user: Any) -> Any:
    # Locks the parent, so that two imports at once do not make two pages.
    lock_pages(target.index.pk)
    # Where the new page goes, and whether there are any.
    target.index.refresh_from_db(fields=["path", "depth", "numchild"])
    if find_item(target.index, target.code) is not None:
        raise ImportRefused(
            _(
                "Somebody made the page %(code)s meanwhile, and nothing has been written. "
                "Look at the new comparison and choose again."
            )
            % {"code": target.code}
        )
    refuse_without_right(target, user)
    return get_report_page_model()(live=False, owner=user)


def _check_blocks(page: Any) -> None:
    # Page.full_clean() does not look into blocks; drafts may lack elements, so the check is
    # the one that the editor makes when a draft is saved.
    for name in ("measures", "memo_approvals", "attachments"):
        block = page._meta.get_field(name).stream_block
        block.clean_deferred(getattr(page, name))


def _faults(error: ValidationError) -> Iterator[str]:
    if hasattr(error, "error_dict"):
        for field, messages in error.message_dict.items():
            yield f"{field}: {' '.join(messages)}"
    else:
        yield from error.messages
