"""Since when what visitors can see has been as it is: one stamp for the whole database.

What is kept of public pages, in a cache or by a browser, is good for as long as the stamp is the
same. It stands in the database and not in a cache, so that every worker sees a publication at
once, also where each has a cache of its own; and it changes in the transaction of what it is
about, so that nobody sees the one without the other.

The stamp is made of several rows. Publications at the same time each change a row that no other
one holds: they neither wait for each other nor lock each other out.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import random
import uuid
from dataclasses import dataclass
from typing import Any, Final

from django.db import connections, models, router, transaction
from django.utils import timezone

_ROWS: Final = 16


class PublicState(models.Model):
    """One row of the stamp."""

    number = models.PositiveSmallIntegerField(primary_key=True)
    token = models.UUIDField(default=uuid.uuid4)
    changed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.number}: {self.token}"


@dataclass(frozen=True, slots=True)
class PublicStamp:
    """What is public, by name.

    Attributes:
        name: Another one as soon as anything changes that visitors can see.
        changed_at: When that was; ``None`` when nothing has changed yet.
    """

    name: str
    changed_at: dt.datetime | None


def public_stamp() -> PublicStamp:
    """Return the stamp as it is now, in one query.

    What is read from the database after it is at least as new as the stamp says.
    """
    rows = list(PublicState.objects.order_by("number").values_list("token", "changed_at"))
    name = hashlib.sha256(repr([token.hex for token, _moment in rows]).encode()).hexdigest()
    return PublicStamp(name, max((moment for _token, moment in rows), default=None))


def public_content_changed(**kwargs: Any) -> None:
    """Say that something changed that visitors can see.

    A site calls it, or connects it to a signal, for what its own templates show around our
    pages, and after a change that sends no signal, such as ``queryset.update()``.
    """
    database = router.db_for_write(PublicState)
    fresh = {"token": uuid.uuid4(), "changed_at": timezone.now()}
    rows = PublicState.objects.using(database)
    if not connections[database].features.has_select_for_update_skip_locked:
        # One writes at a time there.
        _change(rows, 0, fresh)
        return
    with transaction.atomic(using=database):
        held = rows.select_for_update(skip_locked=True).values_list("number", flat=True)
        free = held.order_by("number").first()
        if free is None:
            free = random.randrange(_ROWS)  # noqa: S311 - any row will do, nobody guards it
        _change(rows, free, fresh)


def _change(rows: Any, number: int, fresh: dict[str, Any]) -> None:
    if not rows.filter(number=number).update(**fresh):
        rows.update_or_create(number=number, defaults=fresh)
