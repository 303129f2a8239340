"""What has been public: one row for each time that a report was published."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.models import Revision

from wagtail_ita.domain.differences import ChangeKind, MeasureChange

_MAY_CHANGE = frozenset({"withheld_at", "withheld_reason"})


class VersionQuerySet(models.QuerySet["PublishedVersion"]):
    """Versions, of one page or of many."""

    def of(self, page: Any) -> VersionQuerySet:
        """Return the versions of a page; for an alias, those of the page that it mirrors."""
        kind = ContentType.objects.get_for_model(type(page), for_concrete_model=False)
        key = getattr(page, "alias_of_id", None) or page.pk
        return self.filter(content_type=kind, object_id=str(key))


class PublishedVersion(models.Model):
    """A report as it was published once, with the approvals that led to it. Never changed.

    It holds the record, not the revision: old revisions may be purged, and blocks change.

    Attributes:
        page: The report. Not a foreign key to Wagtail's ``Page``: a site may have a base page
            model of its own.
        number: 1 for the first publication of the page, and so on.
        revision: The revision that went public, while it is kept.
        record: The ``ReportRecord`` as JSON, in the form of ``report.json``.
        approvals: The chain that led to this version, as it was then.
        note: What was corrected, in public.
        changes: Which elements of which measures differ from the version before.
        withheld_at: Since when visitors cannot open this version, for example because it held
            personal data.
    """

    content_type = models.ForeignKey(ContentType, on_delete=models.CASCADE, related_name="+")
    object_id = models.CharField(max_length=255)
    page = GenericForeignKey("content_type", "object_id", for_concrete_model=False)
    number = models.PositiveIntegerField(pgettext_lazy("report", "version"))
    revision = models.ForeignKey(
        Revision, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    published_at = models.DateTimeField(_("published"), default=timezone.now)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    record = models.JSONField(default=dict)
    approvals = models.JSONField(default=list)
    note = models.TextField(_("correction note"), blank=True)
    changes = models.JSONField(default=list)
    withheld_at = models.DateTimeField(null=True, blank=True)
    withheld_reason = models.TextField(_("reason"), blank=True)

    objects = VersionQuerySet.as_manager()

    class Meta:
        ordering = ("number",)
        default_permissions = ()
        permissions = (("withhold_version", "Can withhold an earlier version from visitors"),)
        constraints = (
            models.UniqueConstraint(
                fields=("content_type", "object_id", "number"), name="wagtail_ita_version_number"
            ),
        )

    def __str__(self) -> str:
        return f"{self.object_id}/{self.number}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Store a new version; of one that is stored, nothing but whether it is withheld."""
        if not self._state.adding and not _MAY_CHANGE.issuperset(
            kwargs.get("update_fields") or ("record",)
        ):
            raise ValidationError(_("What has been published is never changed."))
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        """Refuse: a version goes with its page, and never alone."""
        raise ValidationError(_("What has been published is never changed."))

    @property
    def is_withheld(self) -> bool:
        return self.withheld_at is not None

    @cached_property
    def measure_changes(self) -> tuple[MeasureChange, ...]:
        return tuple(MeasureChange.from_json(change) for change in self.changes)

    @property
    def is_correction(self) -> bool:
        """Whether visitors are told of it: a measure changed, or there is something to say."""
        return bool(self.note or self.changes)


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownChange:
    """A change of a measure as it is told in public.

    Attributes:
        title: Empty when the version that it stands in is withheld.
    """

    change: MeasureChange
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """A correction as it is told in public: when, why and where."""

    version: PublishedVersion
    changes: tuple[ShownChange, ...]

    @property
    def number(self) -> int:
        return self.version.number

    @property
    def date(self) -> dt.datetime:
        return self.version.published_at

    @property
    def note(self) -> str:
        return self.version.note


class PublicVersions:
    """What visitors may know of the versions of a page.

    Attributes:
        versions: All of them, the first one first; without their records.
        live_version: The version that the page shows now; ``None`` when it shows something
            that was never recorded, such as a draft in a preview.
    """

    def __init__(self, versions: Sequence[PublishedVersion], live_version: Any = None) -> None:
        self.versions = tuple(versions)
        self.live_version: PublishedVersion | None = live_version

    @cached_property
    def corrections(self) -> tuple[Correction, ...]:
        """The corrections, the newest first."""
        found = [
            Correction(version=version, changes=shown_changes(version, before))
            for before, version in zip(self.versions, self.versions[1:], strict=False)
            if version.is_correction
        ]
        return tuple(reversed(found))

    @property
    def earlier(self) -> tuple[PublishedVersion, ...]:
        """What was public before, the newest first; also what is withheld."""
        return tuple(reversed(self.versions[:-1]))


def shown_changes(
    version: PublishedVersion, before: PublishedVersion | None
) -> tuple[ShownChange, ...]:
    """Return the changes of a version without the words of a version that is withheld."""
    return tuple(
        ShownChange(change=change, title="" if source is None or source.is_withheld else title)
        for change in version.measure_changes
        for source in [before if change.kind is ChangeKind.REMOVED else version]
        for title in [change.title]
    )


def public_versions(page: Any) -> PublicVersions:
    """Return what visitors may know of the versions of a page, in one query."""
    if page.pk is None:
        return PublicVersions(())
    return shown_versions(page, tuple(PublishedVersion.objects.of(page).defer("record")))


def shown_versions(page: Any, versions: Sequence[PublishedVersion]) -> PublicVersions:
    """Return what visitors may know of the versions of a page that are known already."""
    last = versions[-1] if versions else None
    is_alias = bool(getattr(page, "alias_of_id", None))
    shows_last = last is not None and (is_alias or last.revision_id == page.live_revision_id)
    return PublicVersions(versions, last if shows_last else None)
