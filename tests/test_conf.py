"""The settings fail loudly and follow a change at once."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.test import override_settings

from wagtail_ita.conf import get_settings


def test_a_site_needs_no_settings() -> None:
    assert get_settings().SCHEME == "nacc"


def test_a_changed_setting_takes_effect_at_once() -> None:
    with override_settings(WAGTAIL_ITA={"SCHEME": "ovec"}):
        assert get_settings().SCHEME == "ovec"
    assert get_settings().SCHEME == "nacc"


@pytest.mark.parametrize(
    ("value", "named"),
    [
        ({"SCHEMA": "nacc"}, "SCHEMA"),
        ({"SCHEME": 1}, "SCHEME"),
        ({"CATALOGUES": "list.json"}, "CATALOGUES"),
        ({"CATALOGUES": [1]}, "CATALOGUES"),
        ({"INDEX_PAGE": "ITAIndexPage"}, "INDEX_PAGE"),
        ({"PICTURE_FORMATS": ["jxl"]}, "PICTURE_FORMATS"),
        ({"DOWNLOADS_STORAGE": None}, "DOWNLOADS_STORAGE"),
        ({"STOP_PUBLISHING": "no"}, "STOP_PUBLISHING"),
        ({"SAMPLE_WARNINGS": None}, "SAMPLE_WARNINGS"),
        ({"MAX_IMPORT_BYTES": 0}, "MAX_IMPORT_BYTES"),
        ({"MAX_IMPORT_BYTES": True}, "MAX_IMPORT_BYTES"),
        ({"MAX_IMPORT_EXPANDED_BYTES": -1}, "MAX_IMPORT_EXPANDED_BYTES"),
        ({"MAX_IMPORT_PAGES": "500"}, "MAX_IMPORT_PAGES"),
        ({"MAX_IMPORT_ROWS": 1.5}, "MAX_IMPORT_ROWS"),
        (["SCHEME"], "WAGTAIL_ITA"),
    ],
)
def test_a_wrong_setting_is_refused_by_its_name(value: Any, named: str) -> None:
    with override_settings(WAGTAIL_ITA=value), pytest.raises(ImproperlyConfigured, match=named):
        get_settings()


def test_paths_of_catalogues_may_be_path_objects() -> None:
    with override_settings(WAGTAIL_ITA={"CATALOGUES": [Path("a.json")]}):
        assert get_settings().CATALOGUES == [Path("a.json")]
