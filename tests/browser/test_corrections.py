"""A correction is refused without a note, and told to the public with it."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser import admin
from tests.browser.axe import violations
from tests.sample import make_report, make_site
from wagtail_ita.models import ITASettings

ADDRESS = "/ita-2569/o26/"
OUTPUT = "มีการยืม 129 ครั้ง ลงทะเบียนครบ"
NOTE = "แก้จำนวนครั้งที่ยืมให้ตรงกับทะเบียน"


def test_a_correction_needs_a_note_and_then_the_public_sees_what_changed(
    editor_page, open_page, index
):
    agency = ITASettings.for_site(make_site())
    agency.show_versions = True
    agency.save()
    report = make_report(index)

    admin.open_edit(editor_page, report)
    admin.expand(admin.measure(editor_page, 1))
    admin.write_rich_text(admin.measure(editor_page, 1), "output", OUTPUT)
    admin.press_publish(editor_page)
    expect(editor_page.locator(".messages .error")).to_be_visible()
    note = editor_page.locator("[data-contentpath=correction_note]")
    expect(admin.errors(note)).to_be_visible()
    expect(admin.errors(editor_page)).to_have_count(1)

    note.locator("textarea").fill(NOTE)
    admin.publish(editor_page)

    citizen = open_page()
    citizen.goto(ADDRESS)
    citizen.locator(".ita-corrected a").click()
    section = citizen.locator("section.ita-corrections")
    expect(section).to_be_in_viewport()
    expect(section).to_contain_text(NOTE)
    assert violations(citizen) == []

    section.get_by_role("link").click()
    expect(citizen.locator(".ita-superseded")).to_be_visible()
    expect(citizen.locator(".ita-differences ins").first).to_contain_text("129")
    assert violations(citizen) == []
    citizen.locator(".ita-superseded a").click()
    assert citizen.url.endswith(ADDRESS)

    admin.open_edit(editor_page, report)
    expect(note.locator("textarea")).to_have_value("")
    expect(editor_page.locator(".ita-notes")).to_contain_text(NOTE)
