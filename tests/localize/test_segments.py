"""No word is lost in a translation, and none stays Thai."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from bs4 import BeautifulSoup
from wagtail_localize.fields import get_translatable_fields

from tests.localize import full
from tests.localize.translating import stored, submit, translate_all, translated

pytestmark = [pytest.mark.django_db, pytest.mark.localize]

THAI = re.compile("[\u0e00-\u0e7f]")
# What is told apart in every language: the place in the tree, the history, the locale.
OWN = {
    "pk",
    "path",
    "depth",
    "numchild",
    "url_path",
    "locale",
    "live",
    "has_unpublished_changes",
    "draft_title",
    "live_revision",
    "latest_revision",
    "first_published_at",
    "last_published_at",
    "latest_revision_created_at",
    "owner",
}


def back(value: Any, markers: dict[str, str]) -> Any:
    """Put the Thai texts back in the place of their markers."""
    if isinstance(value, dict):
        return {name: back(each, markers) for name, each in value.items()}
    if isinstance(value, list):
        return [back(each, markers) for each in value]
    if isinstance(value, str):
        return re.sub(r"\[\d+\]", lambda match: markers[match[0]], value)
    return value


def as_read(value: Any) -> Any:
    """Return the value with HTML written in one way."""
    if isinstance(value, dict):
        return {name: as_read(each) for name, each in value.items()}
    if isinstance(value, list):
        return [as_read(each) for each in value]
    if isinstance(value, str) and value.startswith("<"):
        return str(BeautifulSoup(value, "html.parser"))
    return value


def content(page: Any) -> dict[str, Any]:
    return {name: value for name, value in stored(page).items() if name not in OWN}


@pytest.mark.parametrize("make", [full.make_full_report, full.make_full_item, lambda index: index])
def test_every_text_becomes_a_segment_and_comes_back_in_its_place(make: Any) -> None:
    thai = make(full.make_full_index())
    fields = [each for each in get_translatable_fields(type(thai)) if each.is_translated(thai)]
    assert [each.field_name for each in fields if not each.get_value(thai)] == []
    translation = submit(thai)
    markers = translate_all(translation)
    translation.save_target(publish=False)
    english = content(translated(translation))
    rest = {name: value for name, value in english.items() if name not in full.SAME}
    assert not THAI.search(json.dumps(rest, ensure_ascii=False, default=str))
    shown = json.dumps(english, default=str)
    assert [marker for marker in markers if shown.count(marker) != 1] == []
    source = as_read(content(thai))
    assert as_read(back(english, markers)) == source
    assert {name: english[name] for name in full.SAME if name in source} == {
        name: source[name] for name in full.SAME if name in source
    }
