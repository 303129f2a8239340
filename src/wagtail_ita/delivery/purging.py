"""Tells a cache in front of the site which addresses have changed.

Through ``wagtail.contrib.frontend_cache`` and its settings; where that app is not installed, or
has no cache to tell, nothing happens and no query is made. Wagtail itself tells the cache of the
page that is published, at once. We tell it of everything else that shows the change, after the
transaction: before that, a cache would only fetch the old page again.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable
from contextvars import ContextVar
from typing import Any, Final

from django.apps import apps
from django.conf import settings
from django.db import transaction
from wagtail.contrib.frontend_cache.utils import PurgeBatch

from wagtail_ita.models import ITAReportMixin, PublishedVersion

logger = logging.getLogger(__name__)

VERSION_PATH: Final = "versions/%d/"
_waiting: Final[ContextVar[frozenset[str]]] = ContextVar("wagtail_ita_purge", default=frozenset())


def is_told() -> bool:
    """Tell whether there is a cache to tell."""
    return apps.is_installed("wagtail.contrib.frontend_cache") and bool(
        getattr(settings, "WAGTAILFRONTENDCACHE", None)
        or getattr(settings, "WAGTAILFRONTENDCACHE_LOCATION", None)
    )


def purge_pages(pages: Iterable[Any]) -> None:
    """Tell the cache of pages, as they stand in the tree now, with all that is beside them."""
    batch = PurgeBatch()
    seen: set[Any] = set()
    for page in pages:
        if page.pk in seen:
            continue
        seen.add(page.pk)
        batch.add_page(page)
        if isinstance(page, ITAReportMixin):
            base = page.get_full_url(batch)
            numbers = PublishedVersion.objects.of(page).values_list("number", flat=True)
            batch.add_urls(base + VERSION_PATH % number for number in numbers if base)
    if batch.urls:
        _waiting.set(_waiting.get() | batch.urls)
        transaction.on_commit(_purge, robust=True)


def _purge() -> None:
    # The first of many changes in one transaction takes what all of them left.
    urls = _waiting.get()
    _waiting.set(frozenset())
    PurgeBatch(urls).purge()
