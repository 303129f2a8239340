"""What the steps hand on to each other: signed, for one person, for a day."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from django.core import signing
from django.core.exceptions import ValidationError

from wagtail_ita.models import ImportUpload
from wagtail_ita.models.uploads import KEPT_FOR

_SALT: Final = "wagtail_ita.import"
_SEEN_SALT: Final = "wagtail_ita.import.seen"


class TokenError(Exception):
    """The token is forged, too old, somebody else's, or its upload is gone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """An upload and where it is to go."""

    upload: Any
    destination: str


def make_token(upload: Any, destination: str) -> str:
    """Return the token of an upload that goes to a destination."""
    content = [str(upload.pk), upload.owner_id, upload.digest, destination]
    return signing.dumps(content, salt=_SALT)


def read_token(token: str, user: Any) -> Step:
    """Return what a token stands for.

    Raises:
        TokenError: It is forged, expired or another user's, or the upload is gone.
    """
    try:
        key, owner, digest, destination = signing.loads(token, salt=_SALT, max_age=KEPT_FOR)
        upload = ImportUpload.objects.get(pk=key, owner=user, digest=digest)
    except (signing.BadSignature, ImportUpload.DoesNotExist, ValidationError) as error:
        raise TokenError from error
    if owner != user.pk:
        raise TokenError
    return Step(upload=upload, destination=destination)


def make_seen(upload: Any, revision: int | None) -> str:
    """Return the mark of the version of the page that a plan was made for."""
    return signing.dumps([str(upload.pk), revision], salt=_SEEN_SALT)


def was_seen(seen: str, upload: Any, revision: int | None) -> bool:
    """Tell whether a plan on screen was made for this version of the page."""
    try:
        content = signing.loads(seen, salt=_SEEN_SALT, max_age=KEPT_FOR)
    except signing.BadSignature:
        return False
    return bool(content == [str(upload.pk), revision])
