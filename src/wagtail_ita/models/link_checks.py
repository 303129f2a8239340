"""Looks from outside at a year that somebody asked for, and what they found."""

from __future__ import annotations

import datetime as dt
from typing import Any, Final

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q
from django.utils import timezone

#: Of each year so many are kept.
KEPT: Final = 5
# One that has not been heard of for so long has died with its worker.
_SILENT: Final = dt.timedelta(minutes=5)
# One that nobody has begun for so long is asked for again.
_WAITING: Final = dt.timedelta(hours=1)


class LinkCheckQuerySet(models.QuerySet["LinkCheck"]):
    """Checks, of one year or of many."""

    def of(self, index: Any) -> LinkCheckQuerySet:
        """Return the checks of an index page, the newest first."""
        kind = ContentType.objects.get_for_model(type(index), for_concrete_model=False)
        return self.filter(content_type=kind, object_id=str(index.pk)).order_by("-pk")


class LinkCheck(models.Model):
    """One look from outside at a year, in the background.

    Attributes:
        index: The index page. Not a foreign key to Wagtail's ``Page``: a site may have a base
            page model of its own.
        heard_of_at: When whoever does the check said last that it goes on.
        stage: What it is doing, the value of a ``Stage``.
        errors: How many errors were found.
        results: What was found, worded in each language of the admin: see ``checks.link_checks``.
    """

    content_type = models.ForeignKey(ContentType, on_delete=models.CASCADE, related_name="+")
    object_id = models.CharField(max_length=255)
    index = GenericForeignKey("content_type", "object_id", for_concrete_model=False)
    requested_at = models.DateTimeField(default=timezone.now)
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    started_at = models.DateTimeField(null=True)
    heard_of_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    failed = models.BooleanField(default=False)
    stage = models.CharField(max_length=20, blank=True)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(null=True)
    errors = models.PositiveIntegerField(default=0)
    warnings = models.PositiveIntegerField(default=0)
    results = models.JSONField(default=list)

    objects = LinkCheckQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        indexes = (
            models.Index(fields=("content_type", "object_id"), name="wagtail_ita_link_check"),
        )

    def __str__(self) -> str:
        return f"{self.object_id}/{self.pk}"

    @classmethod
    def ask(cls, index: Any, user: Any) -> tuple[LinkCheck, bool]:
        """Return the check of a year that is going on, or a new one, and whether it is new."""
        checks = cls.objects.of(index)
        newest = checks.first()
        if newest is not None and newest.is_going_on:
            return newest, False
        old = list(checks.values_list("pk", flat=True)[KEPT - 1 :])
        cls.objects.filter(pk__in=old).delete()
        kind = ContentType.objects.get_for_model(type(index), for_concrete_model=False)
        new = cls.objects.create(content_type=kind, object_id=str(index.pk), requested_by=user)
        return new, True

    @property
    def is_going_on(self) -> bool:
        """Whether it will still come to an end, as far as can be told."""
        if self.finished_at:
            return False
        if self.heard_of_at:
            return timezone.now() - self.heard_of_at < _SILENT
        return timezone.now() - self.requested_at < _WAITING

    def claim(self) -> bool:
        """Begin, or begin again after a worker died; not while another one is at it."""
        now = timezone.now()
        unclaimed = type(self).objects.filter(
            Q(heard_of_at=None) | Q(heard_of_at__lt=now - _SILENT), pk=self.pk, finished_at=None
        )
        return bool(unclaimed.update(started_at=now, heard_of_at=now))

    def note_progress(self, *, stage: str, done: int, total: int | None) -> None:
        """Note how far it has come, for whoever waits for it."""
        type(self).objects.filter(pk=self.pk).update(
            stage=stage, done=done, total=total, heard_of_at=timezone.now()
        )

    def finish(
        self, *, results: Any = (), errors: int = 0, warnings: int = 0, failed: bool = False
    ) -> None:
        """Keep what was found, or that nothing could be found out."""
        type(self).objects.filter(pk=self.pk).update(
            results=list(results),
            errors=errors,
            warnings=warnings,
            failed=failed,
            finished_at=timezone.now(),
        )
