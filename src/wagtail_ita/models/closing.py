"""A closed year: its pages stay as they are, for everybody who may not close a year himself.

Three things hold it. Wagtail's lock says on the form why nothing can be saved, the permissions
refuse what would be done to a page from outside its form, and ``save()`` is the last line for
what asks neither, such as the buttons of a translation app.
"""

from __future__ import annotations

import datetime as dt
from typing import Any, Final

from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.utils.functional import cached_property
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from wagtail.locks import BaseLock
from wagtail.log_actions import get_active_log_context
from wagtail.models import PagePermissionTester

from wagtail_ita.clock import local_day
from wagtail_ita.domain.dates import format_date
from wagtail_ita.models.locking import can_lock, lock_pages

CLOSE_YEAR: Final = "wagtail_ita.close_year"
# Where a user keeps the years that were looked up for him in one request.
_LOOKED_UP: Final = "_ita_closed_years"


class YearClosed(PermissionDenied):
    """Somebody tried to change a page of a closed year; the message is a sentence.

    It is a ``PermissionDenied``, so that every way to a page answers with a refusal.
    """

    def __init__(self, since: dt.datetime) -> None:
        super().__init__(closed_sentence(since))


def may_close_years(user: Any) -> bool:
    """Tell whether a user may close and reopen years, and so may change a closed one."""
    return bool(user.has_perm(CLOSE_YEAR))


def closed_sentence(since: dt.datetime) -> str:
    """Say since when a year is closed, and what to do."""
    day = format_date(local_day(since), language=get_language() or "th")
    return _(
        "This year was closed on %(date)s: its pages can be read and not changed. "
        "Ask somebody who may close years to reopen it."
    ) % {"date": day}


class ClosedYearLock(BaseLock):
    """Says on the form of a page that its year is closed."""

    def for_user(self, user: Any) -> bool:
        return not may_close_years(user)

    def get_message(self, user: Any) -> str:
        if self.for_user(user):
            return closed_sentence(self.object.closed_since)
        return _(
            "This year is closed. You may change its pages all the same; the addresses have been "
            "handed in, so take care."
        )

    def get_locked_by(self, user: Any) -> str:
        return _("Closed year")

    def get_description(self, user: Any) -> str:
        return closed_sentence(self.object.closed_since)


class ClosedYearPermissions(PagePermissionTester):
    """What is left of a user's rights to a page of a closed year: he may open its form.

    There he reads the page and its history, and the lock says why he cannot save.
    """

    def __init__(self, user: Any, page: Any) -> None:
        super().__init__(user, page)
        # Also what another page asks before it is moved or copied to this one.
        self.permissions: set[str] = getattr(self, "permissions", set()) & {"change"}

    def can_delete(self, ignore_bulk: bool = False) -> bool:
        return False

    def can_submit_for_moderation(self) -> bool:
        return False

    def can_lock(self) -> bool:
        return False

    def can_unlock(self) -> bool:
        return False


class ClosableMixin(models.Model):
    """Behaviour of the index page of a year and of the pages below it alike."""

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> Any:
        user = get_active_log_context().user
        if user is None or may_close_years(user):
            return super().save(*args, **kwargs)
        if self.closed_since:
            raise YearClosed(self.closed_since)
        if not (self.pk and can_lock()):
            return super().save(*args, **kwargs)
        with transaction.atomic():
            # Who closes the year waits for this save, or this save for him.
            lock_pages(self.pk)
            since = self.find_closed_since()
            if since:
                raise YearClosed(since)
            return super().save(*args, **kwargs)

    @cached_property
    def closed_since(self) -> dt.datetime | None:
        """When the page's year was closed; ``None`` while it is open."""
        raise NotImplementedError

    def find_closed_since(self) -> dt.datetime | None:
        """Return when the page's year was closed, as the database has it now."""
        raise NotImplementedError

    @property
    def year_path(self) -> str:
        """Path in the tree of the index page of the page's year."""
        raise NotImplementedError

    def get_lock(self) -> Any:
        lock = super().get_lock()
        return ClosedYearLock(self) if lock is None and self.closed_since else lock

    def permissions_for_user(self, user: Any) -> PagePermissionTester:
        if is_closed_for(user, self):
            return ClosedYearPermissions(user, self)
        tester: PagePermissionTester = super().permissions_for_user(user)
        return tester


def is_closed_for(user: Any, page: Any) -> bool:
    """Tell whether a page belongs to a closed year that a user may not change.

    What is found out is kept with the user, as Wagtail keeps his permissions there: a listing
    asks about every page of a year, several times each.
    """
    if may_close_years(user):
        return False
    looked_up: dict[str, dt.datetime | None] | None = getattr(user, _LOOKED_UP, None)
    if looked_up is None:
        looked_up = {}
        setattr(user, _LOOKED_UP, looked_up)
    year = page.year_path
    if year not in looked_up:
        looked_up[year] = page.closed_since
    page.__dict__["closed_since"] = looked_up[year]
    return looked_up[year] is not None
