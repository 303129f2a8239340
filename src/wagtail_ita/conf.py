"""The settings of the plugin: one dict ``WAGTAIL_ITA``, read into one frozen dataclass.

No other module reads ``django.conf.settings`` for our keys, and none reads a value
at import time, so that a changed setting takes effect at once (in tests, too).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from functools import lru_cache
from os import PathLike
from typing import Any

from django.conf import settings as django_settings
from django.core.exceptions import ImproperlyConfigured
from django.core.signals import setting_changed

SETTING_NAME = "WAGTAIL_ITA"

_STAGE_KEYS = frozenset({"position", "heading", "opinion", "group"})

_SEARCH_WORDS = ("bigrams", "icu")

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
        PAGE_CACHE: Name in ``CACHES`` of the cache that keeps the HTML of public pages; empty to
            make every page anew.
        PAGE_MAX_AGE: For how many seconds a cache in front of the site may show a public page
            without asking; browsers always ask. With more than 0, tell that cache of changes,
            through ``wagtail.contrib.frontend_cache``.
        CATALOGUE_VALUES: Keys of the government data catalogue with the values of this site, for
            ``dcat.jsonld``: a catalogue has code lists of its own, such as of ``data_category``.
        DOWNLOADS_STORAGE: Name in ``STORAGES`` of the private storage that keeps the files made of
            what is live; empty for a folder of the system's temporary files.
        PREPARE_DOWNLOADS: Whether the files of a report are made right after it is published, and
            not only when somebody asks for them; ``None`` where a worker does it in the background.
        KEEP_PACKS: Whether ``evidence.zip`` is kept among these files, too, and made with them. It
            takes the space of all evidence again; otherwise it is written while it is sent.
        PICTURE_FORMATS: Modern formats, the best one first, that images are shown in beside their
            own: ``webp`` and ``avif``.
        PDF_FONT_FOLDERS: Folders with fonts of the site, such as TH Sarabun New, for the report as
            PDF.
        PDF_FONT_FAMILY: Name of the font of these folders to set it in; empty for the Sarabun that
            we ship.
        SAMPLE_WARNINGS: Whether text that stands in our examples is warned of; a site that shows
            the examples on purpose turns it off.
        APPROVAL_CHAIN: Stages of the chain that a report's memo climbs, the last one the order to
            publish; each a dict with ``position`` and, if not the usual ones, ``heading``,
            ``opinion`` and ``group``. The command ``ita_setup`` makes a workflow of them.
        SEARCH_WORDS: How Thai is cut for the search index: ``bigrams``, in pairs of letters, or
            ``icu``, in the words of ICU, which needs the extra ``search`` and makes an index of
            half the size. After a change run ``update_index``.
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
    PAGE_CACHE: str = "default"
    PAGE_MAX_AGE: int = 0
    CATALOGUE_VALUES: Mapping[str, str] = field(default_factory=dict)
    DOWNLOADS_STORAGE: str = ""
    PREPARE_DOWNLOADS: bool | None = None
    KEEP_PACKS: bool = False
    PICTURE_FORMATS: tuple[str, ...] = ("webp",)
    PDF_FONT_FOLDERS: tuple[str | PathLike[str], ...] = ()
    PDF_FONT_FAMILY: str = ""
    SAMPLE_WARNINGS: bool = True
    APPROVAL_CHAIN: tuple[Mapping[str, str], ...] = ()
    SEARCH_WORDS: str = "bigrams"
    MAX_IMPORT_BYTES: int = 10 * 1024 * 1024
    MAX_IMPORT_EXPANDED_BYTES: int = 100 * 1024 * 1024
    MAX_IMPORT_PAGES: int = 500
    MAX_IMPORT_ROWS: int = 20_000

    def __post_init__(self) -> None:
        texts = ("SCHEME", "INDEX_PAGE", "ITEM_PAGE", "REPORT_PAGE")
        for name in (*texts, "DOWNLOADS_STORAGE", "PAGE_CACHE", "PDF_FONT_FAMILY"):
            self._require(name, isinstance(getattr(self, name), str), "a string")
        for name in ("INDEX_PAGE", "ITEM_PAGE", "REPORT_PAGE"):
            dotted = getattr(self, name).count(".") == 1
            self._require(name, dotted, 'a model name of the form "app_label.Model"')
        for name in ("STOP_PUBLISHING", "KEEP_PACKS", "SAMPLE_WARNINGS"):
            self._require(name, isinstance(getattr(self, name), bool), "True or False")
        words = self.SEARCH_WORDS in _SEARCH_WORDS
        self._require("SEARCH_WORDS", words, " or ".join(f'"{each}"' for each in _SEARCH_WORDS))
        prepares: Any = self.PREPARE_DOWNLOADS
        self._require(
            "PREPARE_DOWNLOADS",
            prepares is None or isinstance(prepares, bool),
            "True, False or None",
        )
        # A site may write anything into the dict, whatever the annotations promise.
        for name in ("CATALOGUES", "PDF_FONT_FOLDERS"):
            paths: Any = getattr(self, name)
            self._require(
                name,
                isinstance(paths, (list, tuple))
                and all(isinstance(path, (str, PathLike)) for path in paths),
                "a list of paths",
            )
        values: Any = self.CATALOGUE_VALUES
        self._require(
            "CATALOGUE_VALUES",
            isinstance(values, Mapping)
            and all(isinstance(text, str) for pair in values.items() for text in pair),
            "a dict of strings",
        )
        formats: Any = self.PICTURE_FORMATS
        self._require(
            "PICTURE_FORMATS",
            isinstance(formats, (list, tuple)) and set(formats) <= {"avif", "webp"},
            'a list of "avif" and "webp"',
        )
        stages: Any = self.APPROVAL_CHAIN
        self._require(
            "APPROVAL_CHAIN",
            isinstance(stages, (list, tuple)) and all(map(_is_stage, stages)),
            'a list of dicts with "position" and perhaps "heading", "opinion" and "group"',
        )
        for name, unit in _LIMITS.items():
            limit = getattr(self, name)
            self._require(name, _is_whole(limit, 1), f"a whole number of {unit} above zero")
        age = _is_whole(self.PAGE_MAX_AGE, 0)
        self._require("PAGE_MAX_AGE", age, "a whole number of seconds, 0 or more")

    def _require(self, name: str, holds: bool, expected: str) -> None:
        if not holds:
            raise ImproperlyConfigured(
                f'{SETTING_NAME}["{name}"] must be {expected}, not {getattr(self, name)!r}.'
            )


def _is_whole(value: Any, least: int) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= least


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
