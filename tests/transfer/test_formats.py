"""What all formats share: how they are found and named, what they say when they cannot be made."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.utils import translation

from tests.sample import RECORD
from wagtail_ita.transfer.formats.base import FormatUnavailableError
from wagtail_ita.transfer.formats.characters import UNKNOWN, visible
from wagtail_ita.transfer.formats.registry import FORMATS, format_at
from wagtail_ita.transfer.publication import Publication


def test_each_is_found_at_its_file_name() -> None:
    assert {each.filename: format_at(each.filename) for each in FORMATS.values()} == {
        each.filename: each for each in FORMATS.values()
    }
    assert format_at("report.exe") is None
    assert {each.extension for each in FORMATS.values()} == FORMATS.keys()


@pytest.mark.parametrize("name", ["docx", "pdf"])
def test_without_its_extra_it_says_what_to_install(name: str) -> None:
    lacking = replace(FORMATS[name], modules=("no_such_module",))
    assert not lacking.is_available
    with translation.override("en"), pytest.raises(FormatUnavailableError) as caught:
        lacking.make(Publication(record=RECORD, url=""))
    assert str(caught.value) == (
        f'{name.upper()} needs more packages: pip install "wagtail-ita[{name}]"'
    )
    with translation.override("th"), pytest.raises(FormatUnavailableError) as caught:
        lacking.make(Publication(record=RECORD, url=""))
    assert f'pip install "wagtail-ita[{name}]"' in str(caught.value)
    assert name.upper() in str(caught.value)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Plain, as it is.", "Plain, as it is."),
        ("ก\x07ข\u200bค\ud800ง", "กขคง"),
        ("a\x07b\u200bc", "abc"),
        ("ก\u2028ข\tค\u3000ง", "ก ข ค ง"),
        ("ก\u00a0ข", "ก\u00a0ข"),
        ("☑\ufe0f", "☑"),
        ("\ue000", UNKNOWN),
        ("นํ้า กํา", "น้ำ กำ"),
        ("ฺ ๛ ฿", "ฺ ๛ ฿"),
    ],
)
def test_characters_that_nobody_sees_are_left_out(text: str, shown: str) -> None:
    assert visible(text) == shown
