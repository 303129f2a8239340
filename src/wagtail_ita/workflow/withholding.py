"""Keeps an earlier version of a report from visitors, for example because of personal data."""

from __future__ import annotations

from typing import Any, Final

from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from wagtail_ita.models import PublishedVersion

WITHHOLD: Final = "wagtail_ita.withhold_version"
WITHHELD_ACTION: Final = "wagtail_ita.version_withheld"
SHOWN_ACTION: Final = "wagtail_ita.version_shown"


def may_withhold(user: Any, page: Any) -> bool:
    """Tell whether a user may withhold versions of a page, and show them again."""
    return bool(user.has_perm(WITHHOLD) and page.permissions_for_user(user).can_publish())


@transaction.atomic
def withhold(page: Any, version: PublishedVersion, *, user: Any, reason: str) -> None:
    """Keep a version from visitors; what its correction note says stays public."""
    version.withheld_at, version.withheld_reason = timezone.now(), reason
    _write(page, version, WITHHELD_ACTION, user)


@transaction.atomic
def show_again(page: Any, version: PublishedVersion, *, user: Any, reason: str) -> None:
    """Let visitors open a version that was withheld."""
    version.withheld_at, version.withheld_reason = None, reason
    _write(page, version, SHOWN_ACTION, user)


def _write(page: Any, version: PublishedVersion, action: str, user: Any) -> None:
    version.save(update_fields=["withheld_at", "withheld_reason"])
    data = {"version": version.number, "reason": version.withheld_reason}
    log(instance=page, action=action, user=user, data=data)
