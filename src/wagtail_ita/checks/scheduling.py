"""Whether the site's scheduler runs: pages whose time to go live has come and gone."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from django.core.checks import CheckMessage, Warning
from django.db import DatabaseError, router, transaction
from django.utils import timezone
from wagtail.models import Revision

from wagtail_ita.clock import local_time

GRACE: Final = dt.timedelta(hours=1)
"""How late ``publish_scheduled`` may be: Wagtail asks for a run every hour."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OverduePublication:
    """A page that should be live by now.

    Attributes:
        page_id: Primary key of the page, as text.
        title: Its title at the time when it was scheduled.
        go_live_at: When it should have gone live.
    """

    page_id: str
    title: str
    go_live_at: dt.datetime


def overdue_publications(now: dt.datetime | None = None) -> tuple[OverduePublication, ...]:
    """Return the pages whose publication is more than an hour late, the longest overdue first.

    Any page counts, not only ours: the scheduler publishes all of them or none.
    """
    limit = (now or timezone.now()) - GRACE
    revisions = (
        Revision.page_revisions.filter(approved_go_live_at__lt=limit)
        .order_by("approved_go_live_at", "pk")
        .values_list("object_id", "object_str", "approved_go_live_at")
    )
    return tuple(
        OverduePublication(page_id=page_id, title=title, go_live_at=moment)
        for page_id, title, moment in revisions
    )


def check_scheduler(
    *args: Any, databases: Iterable[str] | None = None, **kwargs: Any
) -> Iterable[CheckMessage]:
    """Warn when scheduled pages are late. Django runs it for ``check --database`` only."""
    alias = router.db_for_read(Revision)
    if alias not in (databases or ()):
        return []
    try:
        # A savepoint, since a query that fails would spoil the caller's transaction.
        with transaction.atomic(using=alias):
            late = overdue_publications()
    except DatabaseError:
        # ``migrate`` checks the database before it makes the tables.
        return []
    if not late:
        return []
    since = local_time(late[0].go_live_at).strftime("%Y-%m-%d %H:%M")
    return [
        Warning(
            f"{len(late)} scheduled pages have not gone live, the first since {since}.",
            hint="Run the command publish_scheduled at least once an hour, from cron or alike.",
            id="wagtail_ita.W002",
        )
    ]
