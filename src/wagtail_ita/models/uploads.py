"""A file that somebody uploaded to import it, kept until he has decided what to take."""

from __future__ import annotations

import datetime as dt
import hashlib
import uuid
from typing import Any, Final

from django.conf import settings
from django.db import models
from django.utils import timezone

KEPT_FOR: Final = dt.timedelta(days=1)
# Somebody who tries file after file does not fill the database.
KEPT_PER_PERSON: Final = 5


class ImportUpload(models.Model):
    """An uploaded file between the steps of an import, which only its owner can reach.

    In the database, because that is the one private place that all processes of every site
    share; see docs/decisions/0007.
    """

    key = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", editable=False
    )
    created_at = models.DateTimeField(default=timezone.now, db_index=True, editable=False)
    name = models.CharField(max_length=255, editable=False)
    data = models.BinaryField(editable=False)
    digest = models.CharField(max_length=64, editable=False)
    parts_read = models.PositiveIntegerField(default=0, editable=False)
    parts_total = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return self.name

    @classmethod
    def keep(cls, *, owner: Any, name: str, data: bytes, key: uuid.UUID | None = None) -> Any:
        """Store an upload, and drop what nobody came back for.

        Args:
            owner: Who uploaded it.
            name: File name as the person knows it.
            data: What the file holds.
            key: The key under which the person's browser asks for the progress.
        """
        cls.drop_forgotten()
        own = cls.objects.filter(owner=owner).order_by("-created_at")
        kept = own.values_list("pk", flat=True)[: KEPT_PER_PERSON - 1]
        own.exclude(pk__in=list(kept)).delete()
        if key is None or cls.objects.filter(pk=key).exists():
            key = uuid.uuid4()
        return cls.objects.create(
            key=key,
            owner=owner,
            # The end of a name has its extension.
            name=name[-255:],
            data=data,
            digest=hashlib.sha256(data).hexdigest(),
        )

    @classmethod
    def drop_forgotten(cls) -> None:
        """Delete every upload that is older than a day."""
        cls.objects.filter(created_at__lt=timezone.now() - KEPT_FOR).delete()

    def note_progress(self, done: int, total: int) -> None:
        """Note how far reading has come, for whoever waits for it."""
        type(self).objects.filter(pk=self.pk).update(parts_read=done, parts_total=total)
