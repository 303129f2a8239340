"""The chart of the scores: for everyone, at every width, on paper and in any colours."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.axe import violations
from tests.browser.test_public import note_what_is_refused, put_under_strict_policy
from tests.sample import RECORD, make_index, make_report, translate
from wagtail_ita.domain.indicators import INDICATORS


@pytest.fixture
def years(index: Any) -> Any:
    """Return the newest of three years, the middle one without a total."""
    newest = index
    for offset, total in enumerate((Decimal("99.98"), None, Decimal("88.10"))):
        page = index if offset == 0 else make_index(index.assessment_year - offset)
        record = replace(
            RECORD,
            reported_year=index.assessment_year - offset - 1,
            overall_score=total,
            scores={each.number: Decimal(100 - offset * each.number) for each in INDICATORS},
        )
        make_report(page, record)
    return newest


@pytest.mark.parametrize("language", ["th", "en"])
@pytest.mark.parametrize("width", [1280, 360])
def test_axe_finds_nothing_and_nothing_is_wider_than_the_screen(
    open_page: Any, years: Any, language: str, width: int
) -> None:
    shown = years
    if language != "th":
        for page in type(years).objects.all():
            translate(page.get_children()[0].specific, language)
        shown = type(years).objects.get(
            assessment_year=years.assessment_year, locale__language_code=language
        )
    page = open_page(viewport={"width": width, "height": 800})
    refused = note_what_is_refused(page)
    put_under_strict_policy(page)
    page.goto(shown.get_url(), wait_until="networkidle")
    expect(page.locator(".ita-trends")).to_be_visible()
    assert violations(page) == []
    assert refused == []
    assert page.evaluate("() => document.scrollingElement.scrollWidth") == width


def test_the_chart_is_named_by_what_it_says(open_page: Any, years: Any) -> None:
    page = open_page()
    page.goto(years.get_url())
    total = page.get_by_role("region", name="คะแนนเปรียบเทียบรายปี").get_by_role("img").first
    expect(total).to_be_visible()
    name = page.evaluate(
        "() => document.querySelector('.ita-trend--large').getAttribute('aria-labelledby')"
        ".split(' ').map((id) => document.getElementById(id).textContent).join(' ')"
    )
    assert "๘๘.๑๐" in name
    assert "๙๙.๙๘" in name


def test_lines_take_the_colours_that_the_reader_forces(open_page: Any, years: Any) -> None:
    page = open_page(forced_colors="active")
    page.goto(years.get_url())
    colours = page.evaluate(
        "() => ['.ita-trends td', '.ita-trend__point'].map((name) => "
        "getComputedStyle(document.querySelector(name))).map((style, n) => "
        "n ? style.fill : style.color)"
    )
    assert colours[0] == colours[1]


def test_it_prints_with_its_table(page: Any, years: Any) -> None:
    page.goto(years.get_url())
    page.emulate_media(media="print")
    expect(page.locator(".ita-trend--large")).to_be_visible()
    expect(page.locator(".ita-trends table")).to_be_visible()
