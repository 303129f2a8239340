"""Django system checks: a site that is not set up right says so before a page does."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.apps import apps
from django.core.cache import caches
from django.core.checks import CheckMessage, Error, Tags, Warning
from django.core.checks import register as register_check
from django.core.exceptions import ImproperlyConfigured

from wagtail_ita.catalogues import catalogue_faults
from wagtail_ita.checks.scheduling import check_scheduler
from wagtail_ita.checks.translating import check_translating
from wagtail_ita.conf import get_settings
from wagtail_ita.models import (
    get_index_page_model,
    get_item_page_model,
    get_report_page_model,
)

REQUIRED_APPS = ("wagtail.contrib.settings",)


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
    alias = get_settings().DOWNLOADS_CACHE
    if alias not in caches.settings:
        messages.append(
            Error(
                f'WAGTAIL_ITA["DOWNLOADS_CACHE"] names {alias}, which is not in CACHES.',
                hint="Name a cache of the site, or leave the setting out.",
                id="wagtail_ita.E004",
            )
        )
    messages += [Error(str(fault), id="wagtail_ita.E003") for fault in catalogue_faults()]
    for get_model in (get_index_page_model, get_item_page_model, get_report_page_model):
        try:
            get_model()
        except ImproperlyConfigured as error:
            messages.append(Warning(str(error), id="wagtail_ita.W001"))
    return messages


def register() -> None:
    """Register the checks; called once, when the app is ready."""
    register_check(check_installation)
    register_check(check_translating)
    register_check(check_scheduler, Tags.database)
