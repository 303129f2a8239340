"""Which page classes this site uses: ours of ``wagtail_ita.pages``, or its own."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.core.exceptions import ImproperlyConfigured

from wagtail_ita.conf import get_settings
from wagtail_ita.models.items import ITAItemBase


def _get_model(setting: str) -> Any:
    name = getattr(get_settings(), setting)
    try:
        return apps.get_model(name)
    except LookupError as error:
        raise ImproperlyConfigured(
            f'WAGTAIL_ITA["{setting}"] names {name}, which is not installed. '
            'Add "wagtail_ita.pages" to INSTALLED_APPS, or set it to a page class of your own.'
        ) from error


def get_index_page_model() -> Any:
    """Return the class of the index pages that commands create."""
    return _get_model("INDEX_PAGE")


def get_item_page_model() -> Any:
    """Return the class of the item pages that commands create."""
    return _get_model("ITEM_PAGE")


def get_report_page_model() -> Any:
    """Return the class of the report pages that commands create."""
    return _get_model("REPORT_PAGE")


def item_page_models() -> list[Any]:
    """Return every page class on this site that is an item: ours, and those of the site."""
    return [
        model
        for model in apps.get_models()
        if issubclass(model, ITAItemBase) and not model._meta.proxy
    ]
