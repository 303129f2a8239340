"""Search as a visitor does it on an old phone: without script, in Thai, and read aloud."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.axe import violations
from tests.browser.public import LONG_WORD, make_public_pages
from tests.pages.searching import without_index


@pytest.fixture(autouse=True)
def _index_or_none(settings):
    without_index(settings)


def test_a_word_is_found_and_leads_to_its_measure_without_javascript(open_page, index):
    page = open_page(java_script_enabled=False, viewport={"width": 360, "height": 640})
    page.goto(make_public_pages(index)["index"])
    form = page.get_by_role("search")
    form.get_by_role("searchbox").fill("สูญหาย")
    form.get_by_role("button").click()
    expect(page).to_have_url(re.compile(r"[?&]q="))
    expect(page.get_by_role("status")).to_be_visible()
    mark = page.locator("mark", has_text="สูญหาย").first
    expect(mark).to_be_visible()
    page.locator(".ita-hit__part a").first.click()
    expect(page.locator(".ita-measure").first).to_be_in_viewport()


def test_an_item_is_chosen_with_the_keyboard(open_page, index):
    page = open_page(java_script_enabled=False)
    addresses = make_public_pages(index)
    page.goto(addresses["index"])
    page.get_by_role("search").get_by_role("combobox").first.select_option("O26")
    page.get_by_role("searchbox").press("Enter")
    expect(page).to_have_url(re.compile(re.escape(addresses["report"]) + "$"))


@pytest.mark.parametrize("language", ["th", "en"])
@pytest.mark.parametrize("width", [1280, 360])
def test_axe_finds_nothing_on_the_answers_and_nothing_is_wider_than_the_screen(
    open_page, index, language, width
):
    page = open_page(viewport={"width": width, "height": 800})
    address = make_public_pages(index, language)["index"]
    questions = {"found": f"q={LONG_WORD}", "nothing": "q=xylophone", "hint": "q=", "bad": "item=x"}
    found = {}
    for name, question in questions.items():
        page.goto(f"{address}?{question}")
        expect(page.locator("html")).to_have_attribute("lang", language)
        expect(page.get_by_role("status")).to_be_visible()
        wide = page.evaluate("() => document.scrollingElement.scrollWidth")
        found[name] = (violations(page), wide)
    assert found == dict.fromkeys(questions, ([], width))
    page.goto(f"{address}?q={LONG_WORD}")
    assert page.locator("mark").count() > 1
