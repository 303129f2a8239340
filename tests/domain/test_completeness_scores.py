"""Scores, total and level of a report."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from django.utils import translation

from tests.domain.completeness_cases import CONTEXT, SCORES, codes, found, report
from wagtail_ita.domain.completeness.scores import LEVEL_NAMES, possible_levels
from wagtail_ita.domain.findings import Severity
from wagtail_ita.domain.indicators import Instrument
from wagtail_ita.domain.ratings import LETTERS, PASS_LEVELS

FULL = {number: Decimal(100) for number in range(1, 11)}


def scores(*values: str) -> dict[int, Decimal]:
    return {number: Decimal(value) for number, value in enumerate(values, start=1) if value}


@pytest.mark.parametrize(
    ("changes", "path"),
    [
        ({"scores": FULL, "overall_score": Decimal("100.00")}, None),
        ({"scores": {1: Decimal(0)}, "overall_score": Decimal(0), "level": ""}, None),
        ({"scores": {}, "overall_score": None, "level": ""}, None),
        ({"scores": FULL | {3: Decimal("100.01")}}, "score_3"),
        ({"scores": FULL | {10: Decimal("-0.01")}}, "score_10"),
        ({"scores": {}, "overall_score": Decimal("9998")}, "overall_score"),
        ({"scores": {}, "overall_score": Decimal("-1")}, "overall_score"),
        ({"scores": {}, "overall_score": Decimal("1E+999999")}, "overall_score"),
    ],
)
def test_score_out_of_range(changes, path):
    findings = found(report(**changes))
    assert codes(findings) == (["score-out-of-range"] if path else [])
    if path:
        assert findings[0].is_error
        assert findings[0].place.path == path


@pytest.mark.parametrize(
    ("total", "given", "right"),
    [
        # 99.975, printed by rounding up, down or by cutting off.
        ("99.98", SCORES, True),
        ("99.97", SCORES, True),
        ("99.89", SCORES, False),
        ("99.95", SCORES, False),
        ("100.00", SCORES, False),
        ("100", FULL, True),
        ("99.99", FULL, True),
        ("99.98", FULL, False),
        # Ten rounded scores and a rounded total.
        (
            "97.42",
            scores(
                *[
                    "98.20",
                    "97.65",
                    "96.90",
                    "97.10",
                    "96.85",
                    "97.80",
                    "97.25",
                    "96.45",
                    "98.60",
                    "97.40",
                ]
            ),
            True,
        ),
        # IIT 90, EIT 80, OIT 100: the plain mean, and the weighted one of which nobody is sure.
        ("89.00", scores(*["90"] * 5, *["80"] * 3, *["100"] * 2), True),
        ("90.99", scores(*["90"] * 5, *["80"] * 3, *["100"] * 2), True),
        ("91.00", scores(*["90"] * 5, *["80"] * 3, *["100"] * 2), True),
        ("90.00", scores(*["90"] * 5, *["80"] * 3, *["100"] * 2), False),
        # Not all ten are there.
        ("50.00", {**FULL, 10: None}, True),
        ("50.00", {}, True),
    ],
)
def test_total_that_is_not_the_mean(total, given, right):
    known = {number: score for number, score in given.items() if score is not None}
    findings = found(report(overall_score=Decimal(total), scores=known, level=""))
    assert codes(findings) == ([] if right else ["total-not-mean"])
    if not right:
        assert findings[0].severity is Severity.WARNING
        assert findings[0].place.path == "overall_score"
        assert findings[0].params["total"] == total


IIT_LOW = scores(*["80"] * 5, *["100"] * 5)  # IIT 80, EIT 100, OIT 100: mean 90
OIT_94 = scores(*["98"] * 8, "94", "94")  # mean 97.2
JUST_95 = scores(*["95"] * 10)


@pytest.mark.parametrize(
    ("year", "total", "given", "level", "code"),
    [
        (2568, "99.98", SCORES, "excellent", None),
        (2568, "99.98", SCORES, "good", "level-contradicts"),
        (2568, "99.98", SCORES, "", None),
        (2568, None, {}, "excellent", None),
        (2568, "95.00", JUST_95, "excellent", None),
        # Without the instruments a total only says what a level cannot be.
        (2568, "99.98", {}, "excellent", None),
        (2568, "99.98", {}, "good", None),
        (2568, "99.98", {}, "passed", None),
        (2568, "99.98", {}, "improve", "level-contradicts"),
        (2568, "94.99", {}, "excellent", "level-contradicts"),
        (2568, "84.99", {}, "passed", "level-contradicts"),
        (2568, "84.99", {}, "improve", None),
        (2568, "69.99", {}, "improve", "level-contradicts"),
        (2568, "69.99", {}, "improve_urgently", None),
        # With them it must be one level.
        (2568, "97.20", OIT_94, "excellent", "level-contradicts"),
        (2568, "97.20", OIT_94, "good", None),
        (2568, "90.00", IIT_LOW, "good", "level-contradicts"),
        (2568, "90.00", IIT_LOW, "passed", None),
        # One instrument alone can rule a level out.
        (2568, "96.00", {9: Decimal(80), 10: Decimal(80)}, "excellent", "level-contradicts"),
        (2568, "96.00", {9: Decimal(80), 10: Decimal(80)}, "passed", None),
        (2568, "96.00", {9: Decimal(80)}, "excellent", None),
        # The scale of the year.
        (2568, "99.98", {}, "aa", "level-unknown"),
        (2568, "99.98", {}, "no-such-level", "level-unknown"),
        (2565, "95.00", {}, "aa", None),
        (2565, "94.99", {}, "aa", "level-contradicts"),
        (2565, "94.99", {}, "a", None),
        (2565, "94.99", {}, "excellent", "level-unknown"),
        (2560, "94.99", {}, "excellent", None),
    ],
)
def test_level_that_contradicts_the_figures_by_the_scale_of_the_year(
    year, total, given, level, code
):
    record = report(
        reported_year=year,
        overall_score=Decimal(total) if total else None,
        scores=given,
        level=level,
    )
    context = replace(CONTEXT, assessment_year=None)
    findings = [each for each in found(record, context) if each.place.field == "level"]
    assert codes(findings) == ([code] if code else [])
    assert {each.severity for each in findings} <= {Severity.WARNING}


@pytest.mark.parametrize(
    ("scale", "total", "instruments", "levels"),
    [
        (PASS_LEVELS, "99.98", ("99", "98", "100"), ["excellent"]),
        (PASS_LEVELS, "98.82", ("95", "95", "100"), ["excellent"]),
        (PASS_LEVELS, "95.00", ("95.00", "95.00", "95.00"), ["excellent"]),
        (PASS_LEVELS, "99.00", ("94.99", "100", "100"), ["good"]),
        (PASS_LEVELS, "94.99", ("95", "95", "95"), ["good"]),
        (PASS_LEVELS, "85.00", ("85", "85", "85"), ["good"]),
        (PASS_LEVELS, "99.00", ("84.99", "100", "100"), ["passed"]),
        (PASS_LEVELS, "85.00", ("100", "100", "62.5"), ["passed"]),
        (PASS_LEVELS, "84.99", ("100", "100", "62.5"), ["improve"]),
        (PASS_LEVELS, "84.99", (), ["improve"]),
        (PASS_LEVELS, "70.00", (), ["improve"]),
        (PASS_LEVELS, "69.99", (), ["improve_urgently"]),
        (PASS_LEVELS, "0", (), ["improve_urgently"]),
        # As long as an instrument is missing, more than one is open.
        (PASS_LEVELS, "99.98", (), ["excellent", "good", "passed"]),
        (PASS_LEVELS, "99.98", ("100", "100"), ["excellent", "good", "passed"]),
        (PASS_LEVELS, "99.98", ("90", "100"), ["good", "passed"]),
        (PASS_LEVELS, "99.98", ("84.99",), ["passed"]),
        (PASS_LEVELS, "85", (), ["good", "passed"]),
        (LETTERS, "95", (), ["aa"]),
        (LETTERS, "94.99", (), ["a"]),
        (LETTERS, "85", (), ["a"]),
        (LETTERS, "75", (), ["b"]),
        (LETTERS, "65", (), ["c"]),
        (LETTERS, "55", (), ["d"]),
        (LETTERS, "50", (), ["e"]),
        (LETTERS, "49.99", (), ["f"]),
    ],
)
def test_the_levels_that_the_figures_leave_open(scale, total, instruments, levels):
    scores = dict(zip(Instrument, map(Decimal, instruments), strict=False))
    assert [each.code for each in possible_levels(scale, Decimal(total), scores)] == levels


def test_a_report_may_quote_the_level_of_its_assessment_instead():
    # A report of 2565, published for the assessment of 2566, when the letters had ended.
    record = report(reported_year=2565, overall_score=Decimal(96), scores={}, level="excellent")
    context = replace(CONTEXT, assessment_year=2566)
    assert [each for each in found(record, context) if each.place.field == "level"] == []


def test_levels_are_called_as_the_form_calls_them():
    assert set(LEVEL_NAMES) == {level.code for level in PASS_LEVELS.levels}
    for level in PASS_LEVELS.levels:
        with translation.override("en"):
            assert str(LEVEL_NAMES[level.code]) == level.label_en
        with translation.override("th"):
            # The official name; English as long as the catalogue has none.
            assert str(LEVEL_NAMES[level.code]) in {level.label_th, level.label_en}
