from __future__ import annotations

from decimal import Decimal

import pytest
from django.utils import translation

from wagtail_ita.domain.certainty import Certainty
from wagtail_ita.domain.ratings import (
    ALL_LEVELS,
    LETTERS,
    LEVEL_CHOICES,
    PASS_LEVELS,
    find_level,
    get_level,
    mean,
    scale_for,
)


@pytest.mark.parametrize(
    ("year", "scale"),
    [
        (2561, None),
        (2562, LETTERS),
        (2565, LETTERS),
        (2566, PASS_LEVELS),
        (2567, PASS_LEVELS),
        (2569, PASS_LEVELS),
        (2599, PASS_LEVELS),
    ],
)
def test_a_year_has_one_scale(year, scale):
    assert scale_for(year) is scale


def test_the_scales_say_how_sure_they_are():
    assert (LETTERS.certainty, PASS_LEVELS.certainty) == (Certainty.B, Certainty.C)
    assert LETTERS.source
    assert PASS_LEVELS.source


def test_codes_are_stable_and_choices_are_thai():
    assert [code for code, _label in LEVEL_CHOICES] == [
        "excellent",
        "good",
        "passed",
        "improve",
        "improve_urgently",
        *("aa", "a", "b", "c", "d", "e", "f"),
    ]
    assert dict(LEVEL_CHOICES)["excellent"] == "ผ่านดีเยี่ยม"
    assert [get_level(code) for code, _label in LEVEL_CHOICES] == list(ALL_LEVELS)
    assert get_level("") is None
    assert get_level("AA") is None


def test_a_level_has_a_label_in_both_languages():
    level = get_level("excellent")
    assert (level.label("th"), level.label("en")) == ("ผ่านดีเยี่ยม", "Excellent pass")


@pytest.mark.parametrize(
    ("text", "year", "code"),
    [
        ("ผ่านดีเยี่ยม", None, "excellent"),
        ("ระดับผ่านดีเยี่ยม", 2568, "excellent"),
        ("(ระดับ “ผ่านดีเยี่ยม”)", 2568, "excellent"),
        ("ผ่าน ดี", 2568, "good"),
        ("ผ่าน", 2568, "passed"),
        ("ต้องปรับปรุง", 2568, "improve"),
        ("ต้องปรับปรุงโดยด่วน", 2568, "improve_urgently"),
        ("Excellent pass", None, "excellent"),
        ("excellent", None, "excellent"),
        ("AA", None, "aa"),
        ("aa", 2565, "aa"),
        ("ระดับ A", 2564, "a"),
        ("Grade B", None, "b"),
        ("เกรด A", None, "a"),
    ],
)
def test_a_printed_level_is_read(text, year, code):
    assert find_level(text, year) is get_level(code)


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("", None),
        ("ระดับ", None),
        ("ไม่ผ่าน", None),
        ("ผ่านดีมาก", None),
        ("A", 2567),
        ("ผ่านดีเยี่ยม", 2565),
        ("ผ่าน", 2561),
        ("99.98", None),
        ("ผ่าน" * 100_000, None),
    ],
)
def test_what_is_no_level_of_the_year_is_not_read(text, year):
    assert find_level(text, year) is None


@pytest.mark.parametrize(
    ("scores", "expected"),
    [
        (["100", "99.95", "100"], "99.98"),
        (["0.01", "0.02"], "0.02"),
        # Not to the even figure.
        (["0", "0.01"], "0.01"),
        (["100"], "100.00"),
        (["99.995"], "100.00"),
        (["33.33", "33.33", "33.34"], "33.33"),
    ],
)
def test_a_mean_is_rounded_half_up_to_two_places(scores, expected):
    result = mean(Decimal(score) for score in scores)
    assert str(result) == expected


def test_there_is_no_mean_of_nothing():
    with (
        translation.override("en"),
        pytest.raises(ValueError, match="^There is no mean of no scores. Give at least one score."),
    ):
        mean([])
