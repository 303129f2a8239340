"""The settings of the plugin: one dict ``WAGTAIL_ITA``, read into one frozen dataclass.

No other module reads ``django.conf.settings`` for our keys, and none reads a value
at import time, so that a changed setting takes effect at once (in tests, too).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import lru_cache
from os import PathLike
from typing import Any

from django.conf import settings as django_settings
from django.core.exceptions import ImproperlyConfigured
from django.core.signals import setting_changed

SETTING_NAME = "WAGTAIL_ITA"


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Everything a site can set, with its default.

    Attributes:
        SCHEME: Scheme that new index pages follow.
        CATALOGUES: Paths of catalogue files that the site adds. A file of the same scheme and
            year as one of ours takes its place.
        INDEX_PAGE: ``app_label.Model`` of the index page that commands create.
        ITEM_PAGE: ``app_label.Model`` of the item page that commands create.
        REPORT_PAGE: ``app_label.Model`` of the report page that commands create.
        STOP_PUBLISHING: Whether a page with errors is not published; when false, errors are
            shown and nothing is stopped.
        SAMPLE_WARNINGS: Whether text that stands in our examples is warned of; a site that shows
            the examples on purpose turns it off.
        MAX_IMPORT_BYTES: Size of the largest file that an import reads, in bytes.
    """

    SCHEME: str = "nacc"
    CATALOGUES: tuple[str | PathLike[str], ...] = ()
    INDEX_PAGE: str = "wagtail_ita_pages.ITAIndexPage"
    ITEM_PAGE: str = "wagtail_ita_pages.ITAItemPage"
    REPORT_PAGE: str = "wagtail_ita_pages.ITAReportPage"
    STOP_PUBLISHING: bool = True
    SAMPLE_WARNINGS: bool = True
    MAX_IMPORT_BYTES: int = 10 * 1024 * 1024

    def __post_init__(self) -> None:
        for name in ("SCHEME", "INDEX_PAGE", "ITEM_PAGE", "REPORT_PAGE"):
            self._require(name, isinstance(getattr(self, name), str), "a string")
        for name in ("INDEX_PAGE", "ITEM_PAGE", "REPORT_PAGE"):
            dotted = getattr(self, name).count(".") == 1
            self._require(name, dotted, 'a model name of the form "app_label.Model"')
        for name in ("STOP_PUBLISHING", "SAMPLE_WARNINGS"):
            self._require(name, isinstance(getattr(self, name), bool), "True or False")
        # A site may write anything into the dict, whatever the annotations promise.
        paths: Any = self.CATALOGUES
        self._require(
            "CATALOGUES",
            isinstance(paths, (list, tuple))
            and all(isinstance(path, (str, PathLike)) for path in paths),
            "a list of paths",
        )
        size: Any = self.MAX_IMPORT_BYTES
        self._require(
            "MAX_IMPORT_BYTES",
            isinstance(size, int) and not isinstance(size, bool) and size > 0,
            "a whole number of bytes above zero",
        )

    def _require(self, name: str, holds: bool, expected: str) -> None:
        if not holds:
            raise ImproperlyConfigured(
                f'{SETTING_NAME}["{name}"] must be {expected}, not {getattr(self, name)!r}.'
            )


@lru_cache(maxsize=1)
def get_settings() -> Settings:
    """Return the settings of this site.

    Raises:
        ImproperlyConfigured: A key is unknown or a value has the wrong type.
    """
    given: Any = getattr(django_settings, SETTING_NAME, {})
    if not isinstance(given, Mapping):
        raise ImproperlyConfigured(f"{SETTING_NAME} must be a dict, not {given!r}.")
    known = {setting.name for setting in fields(Settings)}
    unknown = sorted(str(key) for key in given if key not in known)
    if unknown:
        raise ImproperlyConfigured(
            f"{SETTING_NAME} has unknown keys: {', '.join(unknown)}. "
            f"It may have {', '.join(sorted(known))}."
        )
    return Settings(**given)


def _forget(*, setting: str, **kwargs: Any) -> None:
    if setting == SETTING_NAME:
        get_settings.cache_clear()


setting_changed.connect(_forget, dispatch_uid="wagtail_ita.conf")
