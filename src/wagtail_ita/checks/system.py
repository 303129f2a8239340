"""Django system checks: a site that is not set up right says so before a page does."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning
from django.core.checks import register as register_check
from django.core.exceptions import ImproperlyConfigured
from django.core.files.storage import storages
from django.utils import timezone

from wagtail_ita.catalogues import catalogue_faults
from wagtail_ita.checks.scheduling import check_scheduler
from wagtail_ita.checks.translating import check_translating
from wagtail_ita.conf import get_settings
from wagtail_ita.models import (
    get_index_page_model,
    get_item_page_model,
    get_report_page_model,
)
from wagtail_ita.transfer.sharing.layout import can_shape
from wagtail_ita.words import NEEDS_ICU, is_icu_missing

REQUIRED_APPS = ("wagtail.contrib.settings",)
# All year; Thailand has no summer time.
_THAI_OFFSET = dt.timedelta(hours=7)


def check_installation(*args: Any, **kwargs: Any) -> Iterable[CheckMessage]:
    """Check the settings, the apps that we build on, the page types and the catalogues."""
    try:
        get_settings()
    except ImproperlyConfigured as error:
        return [Error(str(error), id="wagtail_ita.E001")]
    messages: list[CheckMessage] = [
        Error(
            f"wagtail_ita needs {app}.",
            hint=f'Add "{app}" to INSTALLED_APPS.',
            id="wagtail_ita.E002",
        )
        for app in REQUIRED_APPS
        if not apps.is_installed(app)
    ]
    messages += _check_storage(get_settings().DOWNLOADS_STORAGE)
    if is_icu_missing():
        messages.append(Error(NEEDS_ICU, id="wagtail_ita.E006"))
    messages += [Error(str(fault), id="wagtail_ita.E003") for fault in catalogue_faults()]
    messages += _picture_messages()
    messages += _zone_messages()
    for get_model in (get_index_page_model, get_item_page_model, get_report_page_model):
        try:
            get_model()
        except ImproperlyConfigured as error:
            messages.append(Warning(str(error), id="wagtail_ita.W001"))
    return messages


def _picture_messages() -> Iterable[CheckMessage]:
    if not can_shape():
        yield Warning(
            "Pages are shared without a picture: the Pillow of this site cannot set Thai, it has "
            "no libraqm.",
            hint="Install Pillow from its wheel, or libraqm on this machine.",
            id="wagtail_ita.W003",
        )


def _zone_messages() -> Iterable[CheckMessage]:
    moment = dt.datetime.now(tz=dt.UTC)
    zone = timezone.get_default_timezone()
    if settings.USE_TZ and moment.astimezone(zone).utcoffset() != _THAI_OFFSET:
        yield Warning(
            f"The clock of this site is that of {settings.TIME_ZONE}: days on memos, approvals "
            "and reports begin and end at other hours than in Thailand.",
            hint='Set TIME_ZONE = "Asia/Bangkok".',
            id="wagtail_ita.W004",
        )


def _check_storage(alias: str) -> list[CheckMessage]:
    setting = 'WAGTAIL_ITA["DOWNLOADS_STORAGE"]'
    if not alias:
        return []
    if alias not in storages.backends:
        return [
            Error(
                f"{setting} names {alias}, which is not in STORAGES.",
                hint="Name a storage of the site, or leave the setting out.",
                id="wagtail_ita.E004",
            )
        ]
    # Where the storage is no folder, only the webmaster can know.
    place = getattr(storages[alias], "location", "")
    if not (alias in ("default", "staticfiles") or (place and _is_served(place))):
        return []
    return [
        Error(
            f"{setting} names {alias}, whose files anybody may fetch.",
            hint="Name a private storage: files of a page that is taken back may not stay public.",
            id="wagtail_ita.E005",
        )
    ]


def _is_served(place: str) -> bool:
    served = (Path(root).resolve() for root in (settings.MEDIA_ROOT, settings.STATIC_ROOT) if root)
    return any(Path(place).resolve().is_relative_to(root) for root in served)


def register() -> None:
    """Register the checks; called once, when the app is ready."""
    register_check(check_installation)
    register_check(check_translating)
    register_check(check_scheduler, Tags.database)
