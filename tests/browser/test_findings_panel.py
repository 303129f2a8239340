"""The findings beside the form: of what is typed now, each a way to its box."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect
from wagtail.models import Page as WagtailPage
from wagtail.models import Revision
from wagtail.users.models import UserProfile

from tests.browser import admin
from tests.browser.axe import violations
from tests.browser.conftest import sign_in
from tests.sample import FULL_MEASURE, PLAIN_MEASURE, RECORD, make_item, make_report

NAME = "ita-findings"
INCOMPLETE = replace(PLAIN_MEASURE, responsible=())


@pytest.fixture
def report(index: Any) -> Any:
    record = replace(RECORD, measures=(FULL_MEASURE, INCOMPLETE))
    # A change of what is public would ask for a note besides.
    return make_report(index, record, publish=False)


def open_panel(page: Page) -> Locator:
    panel = admin.open_side_panel(page, NAME)
    expect(panel.locator("[data-ita-errors]")).to_be_visible()
    return panel


def link(panel: Locator, path: str) -> Locator:
    return panel.locator(f'a[data-ita-findings-path-param="{path}"]')


def expect_focus_in(page: Page, part: Locator) -> None:
    expect(part.locator(":focus")).to_have_count(1)
    expect(page.locator(":focus")).to_be_in_viewport()


def test_findings_come_and_go_while_one_types(editor_page, report):
    page = editor_page
    admin.open_edit(page, report)
    revisions = Revision.objects.count()
    panel = open_panel(page)
    counter = page.locator(f"[data-side-panel-toggle={NAME}] [data-side-panel-toggle-counter]")
    bar = panel.locator("progress")
    expect(counter).to_have_text("1")
    expect(bar).to_have_js_property("value", 1)
    finding = link(panel, f"measures.{INCOMPLETE.id}.responsible")
    expect(finding).to_be_visible()
    expect(panel.get_by_role("heading", level=3)).to_contain_text([INCOMPLETE.title])

    second = admin.measure(page, 2)
    admin.expand(second)
    admin.write_list(second, "responsible", ["งานประชาสัมพันธ์"])
    expect(finding).to_have_count(0)
    expect(bar).to_have_js_property("value", 2)
    expect(counter).to_be_hidden()

    first = admin.measure(page, 1)
    admin.expand(first)
    date = admin.field(first, "period_end").locator("input")
    date.fill("๓๒ ก.ย. ๒๕๖๘")
    of_date = link(panel, f"measures.{FULL_MEASURE.id}.period_end")
    expect(of_date).to_be_visible()
    # Whoever types keeps the cursor.
    expect(date).to_be_focused()
    first.locator("[data-streamfield-action=DELETE]").first.click()
    expect(of_date).to_have_count(0)
    expect(bar).to_have_js_property("max", 1)
    assert Revision.objects.count() == revisions


def test_rich_text_is_checked_as_it_is_typed(editor_page, index):
    without = replace(FULL_MEASURE, outcome="")
    admin.open_edit(editor_page, make_report(index, replace(RECORD, measures=(without,))))
    panel = open_panel(editor_page)
    finding = link(panel, f"measures.{without.id}.outcome")
    expect(finding).to_be_visible()
    finding.click()
    outcome = admin.field(admin.measure(editor_page, 1), "outcome")
    expect_focus_in(editor_page, outcome)
    editor_page.keyboard.insert_text("ไม่พบพัสดุสูญหาย")
    expect(finding).to_have_count(0)


@pytest.mark.parametrize("width", [1280, 360])
def test_a_finding_leads_into_a_folded_measure(open_page, editor, report, width):
    page = open_page(viewport={"width": width, "height": 800})
    sign_in(page, editor)
    admin.open_edit(page, report)
    panel = open_panel(page)
    second = admin.measure(page, 2)
    expect(admin.field(second, "responsible")).to_be_hidden()
    finding = link(panel, f"measures.{INCOMPLETE.id}.responsible")
    finding.focus()
    finding.press("Enter")
    expect_focus_in(page, admin.field(second, "responsible"))
    if width == 360:
        expect(panel).to_be_hidden()
    else:
        expect(panel).to_be_visible()


def test_a_finding_leads_into_a_folded_panel_and_another_tab(editor_page, report):
    page = editor_page
    admin.open_edit(page, report)
    panel = open_panel(page)
    page.evaluate("document.querySelector('#id_overall_score').value = '120'")
    page.locator(".w-tabs [role=tab]").nth(1).click()
    expect(page.locator("#id_overall_score")).to_be_hidden()
    page.locator("#id_slug").fill("ที่อยู่ภาษาไทย")
    of_score = link(panel, "overall_score")
    of_score.click()
    expect(page.locator("#id_overall_score")).to_be_focused()
    expect(page.locator("#id_overall_score")).to_be_in_viewport()
    link(panel, "slug").click()
    expect(page.locator("#id_slug")).to_be_focused()


def test_what_is_open_in_the_list_stays_open_and_leads_to_where_one_adds(editor_page, report):
    page = editor_page
    admin.open_edit(page, report)
    panel = open_panel(page)
    notes = panel.locator("details")
    notes.locator("summary").press("Enter")
    expect(notes).to_have_attribute("open", "")
    page.locator("#id_title").fill("")
    expect(link(panel, "title").first).to_be_visible()
    expect(notes).to_have_attribute("open", "")
    notes.locator("a").first.click()
    expect(page.locator(".c-sf-add-button:focus")).to_have_count(1)
    expect(page.locator(":focus")).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(admin.measure(page, 3)).to_be_visible()


def test_a_page_that_is_not_stored_yet_is_checked_and_so_are_its_new_measures(editor_page, index):
    page = editor_page
    admin.open_create(page, index, "itareportpage")
    panel = open_panel(page)
    expect(link(panel, "measures").first).to_be_visible()
    block = admin.add_block(page, "measures")
    block_id = block.get_attribute("data-contentpath")
    finding = link(panel, f"measures.{block_id}.steps")
    expect(finding).to_be_visible()
    block.locator("[data-panel-toggle]").first.click()
    finding.click()
    expect_focus_in(page, admin.field(block, "steps"))
    assert not WagtailPage.objects.child_of(index).exists()


def test_a_new_page_that_saves_itself_is_checked_as_what_it_is(editor_page, index, settings):
    settings.WAGTAIL_AUTOSAVE_INTERVAL = 500
    page = editor_page
    admin.open_create(page, index, "itareportpage")
    panel = open_panel(page)
    # Wagtail looks for changes only after a while.
    page.wait_for_timeout(2500)
    with page.expect_response(re.compile(r"/ita/findings/\d+/$")):
        page.locator("#id_conclusion").locator("xpath=..").locator(admin.RICH_TEXT).click()
        page.keyboard.insert_text("จะพัฒนาต่อไป")
    expect(link(panel, "slug")).to_have_count(0)


def test_an_item_page_has_the_panel_without_a_bar(editor_page, index):
    admin.open_edit(editor_page, make_item(index, "O12"))
    panel = open_panel(editor_page)
    expect(panel.locator("li").first).to_be_visible()
    expect(panel.locator("progress")).to_have_count(0)


def test_who_is_logged_out_is_told_and_loses_nothing(editor_page, index):
    page = editor_page
    # The form of a stored page asks for its other editors, too, and complains in the console.
    admin.open_create(page, index, "itareportpage")
    panel = open_panel(page)
    problem = panel.locator("[data-ita-findings-target=problem]")
    expect(problem).to_be_empty()
    page.context.clear_cookies(name="sessionid")
    page.locator("#id_title").fill("พิมพ์ต่อไป")
    expect(problem).not_to_be_empty()
    expect(page.locator("#id_title")).to_have_value("พิมพ์ต่อไป")
    expect(panel.locator("[data-ita-errors]")).to_be_visible()


def test_the_keyboard_stays_in_a_list_that_is_replaced(editor_page, report):
    page = editor_page
    admin.open_edit(page, report)
    panel = open_panel(page)
    finding = link(panel, f"measures.{INCOMPLETE.id}.responsible")
    finding.focus()
    page.evaluate(
        """() => {
            const title = document.querySelector('#id_title');
            title.value = '';
            title.dispatchEvent(new Event('input', { bubbles: true }));
        }"""
    )
    expect(link(panel, "title").first).to_be_visible()
    expect(finding).to_be_focused()


@pytest.mark.parametrize(("theme", "width"), [("light", 1280), ("dark", 1280), ("light", 360)])
def test_axe_finds_nothing_in_the_panel(open_page, editor, report, theme, width):
    UserProfile.objects.update_or_create(user=editor, defaults={"theme": theme})
    page = open_page(viewport={"width": width, "height": 800}, color_scheme=theme)
    sign_in(page, editor)
    admin.open_edit(page, report)
    panel = open_panel(page)
    page.locator("#id_reported_year").evaluate("box => { box.value = '2566'; }")
    page.locator(f"[data-side-panel-toggle={NAME}]").press("Tab")
    expect(panel.locator("li").first).to_be_visible()
    # What fades in has no contrast to measure yet.
    page.wait_for_timeout(600)
    assert violations(page, include=f"[data-side-panel={NAME}]") == []
