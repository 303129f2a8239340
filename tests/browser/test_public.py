"""What a citizen gets on an old phone, without JavaScript, under a strict policy and on paper."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.looks import enlarge_text, wider_than_its_place
from tests.browser.public import long_measures, make_public_pages
from tests.sample import RECORD, make_report

A4_POINTS = (595, 842)
MEMO = RECORD.memo


KINDS = ["index", "item", "report", "version"]


@pytest.mark.parametrize("width", [320, 360])
@pytest.mark.parametrize("kind", KINDS)
def test_nothing_is_wider_than_a_small_phone(open_page, index, kind, width):
    page = open_page(viewport={"width": width, "height": 640}, has_touch=True)
    page.goto(make_public_pages(index)[kind])
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    widths = page.evaluate("() => [document.scrollingElement.scrollWidth, window.innerWidth]")
    assert widths == [width, width]


@pytest.mark.parametrize("kind", KINDS)
def test_text_of_twice_the_size_needs_no_scrolling_sideways(page, index, kind):
    page.goto(make_public_pages(index, measures=2)[kind])
    enlarge_text(page)
    for width in (1280, 768, 360):
        page.set_viewport_size({"width": width, "height": 640})
        assert wider_than_its_place(page) == [], width


def test_the_report_is_complete_without_javascript(open_page, index):
    page = open_page(java_script_enabled=False)
    page.goto(make_public_pages(index)["report"])
    for record in long_measures():
        measure = page.get_by_role("region", name=record.title)
        expect(measure.get_by_role("term")).to_have_count(6)
        expect(measure.get_by_role("link", name=record.evidence[0].title)).to_be_visible()
    expect(page.get_by_text(MEMO.subject)).to_be_visible()
    expect(page.get_by_text(MEMO.approvals[0].opinion)).to_be_visible()


def test_the_contents_lead_to_a_measure_without_javascript(open_page, index):
    page = open_page(java_script_enabled=False)
    page.goto(make_public_pages(index)["report"])
    last = long_measures()[-1]
    expect(page.get_by_role("region", name=last.title)).not_to_be_in_viewport()
    page.get_by_role("navigation").get_by_role("link", name=last.title).click()
    expect(page.get_by_role("region", name=last.title)).to_be_in_viewport()


def note_what_is_refused(page: Page) -> list[dict[str, Any]]:
    """Return a list that fills with what the browser refuses because of the policy."""
    refused: list[dict[str, Any]] = []
    page.expose_function("noteRefused", lambda event: refused.append(event))
    page.add_init_script(
        "addEventListener('securitypolicyviolation', (event) => noteRefused("
        "{ what: event.violatedDirective, uri: event.blockedURI, sample: event.sample }))"
    )
    return refused


def put_under_strict_policy(page: Page) -> None:
    """Send every answer to the page with a strict policy."""

    def answer(route: Route) -> None:
        response = route.fetch()
        headers = {**response.headers, "content-security-policy": "default-src 'self'"}
        route.fulfill(response=response, headers=headers)

    page.route("**/*", answer)


@pytest.mark.parametrize("kind", KINDS)
def test_a_strict_policy_refuses_nothing_of_a_page(page, index, kind):
    refused = note_what_is_refused(page)
    put_under_strict_policy(page)
    page.goto(make_public_pages(index)[kind], wait_until="networkidle")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    width = "getComputedStyle(document.querySelector('.ita-page')).maxWidth"
    assert page.evaluate(width) != "none", "The stylesheet was not used."
    assert refused == []


def test_a_strict_policy_and_no_script_leave_the_console_empty(open_page, index):
    """The fixture fails the test for anything that the browser complains about."""
    page = open_page(java_script_enabled=False)
    put_under_strict_policy(page)
    for address in make_public_pages(index, measures=2).values():
        page.goto(address, wait_until="networkidle")
        expect(page.get_by_role("heading", level=1)).to_be_visible()


def test_the_report_prints_on_a4_with_its_memo(page, index):
    page.goto(make_public_pages(index)["report"])
    page.emulate_media(media="print")
    for text in (MEMO.subject, MEMO.number, MEMO.facts, MEMO.approvals[0].name):
        expect(page.locator(".ita-memo").get_by_text(text)).to_be_visible()
    for record in long_measures():
        expect(page.get_by_role("region", name=record.title)).to_be_visible()
    expect(page.get_by_role("navigation")).to_have_count(0)
    assert page.evaluate("() => getComputedStyle(document.body).backgroundColor") in {
        "rgb(255, 255, 255)",
        "rgba(0, 0, 0, 0)",
    }

    boxes = re.findall(
        rb"/MediaBox\s*\[0 0 ([\d.]+) ([\d.]+)\]", page.pdf(prefer_css_page_size=True)
    )
    assert {(round(float(width)), round(float(height))) for width, height in boxes} == {A4_POINTS}


def test_a_short_report_is_no_wider_on_a_phone_than_the_phone(open_page, index):
    page = open_page(viewport={"width": 320, "height": 640})
    page.goto(make_report(index).get_url())
    assert page.evaluate("() => document.scrollingElement.scrollWidth") == 320
