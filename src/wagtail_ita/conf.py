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

_STAGE_KEYS = frozenset({"position", "heading", "opinion", "group"})

_LIMITS = {
    "MAX_IMPORT_BYTES": "bytes",
    "MAX_IMPORT_EXPANDED_BYTES": "bytes",
    "MAX_IMPORT_PAGES": "pages",
    "MAX_IMPORT_ROWS": "rows",
}


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
        DOWNLOADS_CACHE: Name in ``CACHES`` of the cache that keeps the files made of what is live.
        PDF_FONT_FOLDERS: Folders with fonts of the site, such as TH Sarabun New, for the report as
            PDF.
        PDF_FONT_FAMILY: Name of the font of these folders to set it in; empty for the Sarabun that
            we ship.
        SAMPLE_WARNINGS: Whether text that stands in our examples is warned of; a site that shows
            the examples on purpose turns it off.
        APPROVAL_CHAIN: Stages of the chain that a report's memo climbs, the last one the order to
            publish; each a dict with ``position`` and, if not the usual ones, ``heading``,
            ``opinion`` and ``group``. The command ``ita_setup`` makes a workflow of them.
        MAX_IMPORT_BYTES: Size of the largest file that an import reads, in bytes.
        MAX_IMPORT_EXPANDED_BYTES: What a compressed file (.docx, .xlsx, PDF) may grow to while an
            import reads it, in bytes.
        MAX_IMPORT_PAGES: Pages of the longest PDF that an import reads.
        MAX_IMPORT_ROWS: Rows of the longest table, and paragraphs of the longest document, that an
            import reads.
    """

    SCHEME: str = "nacc"
    CATALOGUES: tuple[str | PathLike[str], ...] = ()
    INDEX_PAGE: str = "wagtail_ita_pages.ITAIndexPage"
    ITEM_PAGE: str = "wagtail_ita_pages.ITAItemPage"
    REPORT_PAGE: str = "wagtail_ita_pages.ITAReportPage"
    STOP_PUBLISHING: bool = True
    DOWNLOADS_CACHE: str = "default"
    PDF_FONT_FOLDERS: tuple[str | PathLike[str], ...] = ()
    PDF_FONT_FAMILY: str = ""
    SAMPLE_WARNINGS: bool = True
    APPROVAL_CHAIN: tuple[Mapping[str, str], ...] = ()
    MAX_IMPORT_BYTES: int = 10 * 1024 * 1024
    MAX_IMPORT_EXPANDED_BYTES: int = 100 * 1024 * 1024
    MAX_IMPORT_PAGES: int = 500
    MAX_IMPORT_ROWS: int = 20_000

    def __post_init__(self) -> None:
        texts = ("SCHEME", "INDEX_PAGE", "ITEM_PAGE", "REPORT_PAGE")
        for name in (*texts, "DOWNLOADS_CACHE", "PDF_FONT_FAMILY"):
            self._require(name, isinstance(getattr(self, name), str), "a string")
        for name in ("INDEX_PAGE", "ITEM_PAGE", "REPORT_PAGE"):
            dotted = getattr(self, name).count(".") == 1
            self._require(name, dotted, 'a model name of the form "app_label.Model"')
        for name in ("STOP_PUBLISHING", "SAMPLE_WARNINGS"):
            self._require(name, isinstance(getattr(self, name), bool), "True or False")
        # A site may write anything into the dict, whatever the annotations promise.
        for name in ("CATALOGUES", "PDF_FONT_FOLDERS"):
            paths: Any = getattr(self, name)
            self._require(
                name,
                isinstance(paths, (list, tuple))
                and all(isinstance(path, (str, PathLike)) for path in paths),
                "a list of paths",
            )
        stages: Any = self.APPROVAL_CHAIN
        self._require(
            "APPROVAL_CHAIN",
            isinstance(stages, (list, tuple)) and all(map(_is_stage, stages)),
            'a list of dicts with "position" and perhaps "heading", "opinion" and "group"',
        )
        for name, unit in _LIMITS.items():
            limit: Any = getattr(self, name)
            self._require(
                name,
                isinstance(limit, int) and not isinstance(limit, bool) and limit > 0,
                f"a whole number of {unit} above zero",
            )

    def _require(self, name: str, holds: bool, expected: str) -> None:
        if not holds:
            raise ImproperlyConfigured(
                f'{SETTING_NAME}["{name}"] must be {expected}, not {getattr(self, name)!r}.'
            )


def _is_stage(stage: Any) -> bool:
    return (
        isinstance(stage, Mapping)
        and set(stage) <= _STAGE_KEYS
        and all(isinstance(text, str) and len(text) <= 255 for text in stage.values())
        and bool(stage.get("position", "").strip())
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
