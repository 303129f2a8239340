"""WCAG 2.2 AA, as far as a machine can tell, of everything that is ours."""

from __future__ import annotations

import pytest
from django.contrib.auth import get_user_model
from playwright.sync_api import expect

from tests.browser import admin
from tests.browser.axe import violations
from tests.browser.conftest import sign_in
from tests.browser.looks import violations_in_every_look
from tests.browser.public import make_public_pages
from tests.sample import make_item, make_report
from wagtail_ita.models import get_report_page_model

# Draftail gives its text box a role but no name, in every form of Wagtail (7.4.4 and 8.0.1, seen
# 2026-11-22).
WAGTAILS_OWN = (".public-DraftEditor-content",)


@pytest.mark.parametrize("kind", ["index", "item", "report", "version"])
def test_axe_finds_nothing_on_a_public_page_in_any_look(page, index, kind):
    page.goto(make_public_pages(index, measures=2)[kind])
    expect(page.locator("html")).to_have_attribute("lang", "th")
    assert violations_in_every_look(page) == []


def test_axe_finds_nothing_on_the_english_pages(page, index):
    found = {}
    for kind, address in make_public_pages(index, "en", measures=2).items():
        page.goto(address)
        expect(page.locator("html")).to_have_attribute("lang", "en")
        found[kind] = violations(page)
    assert found == {"index": [], "item": [], "report": []}


def test_axe_finds_nothing_on_the_form_of_a_measure(editor_page, index):
    admin.open_edit(editor_page, make_report(index))
    for number in (1, 2):
        admin.expand(admin.measure(editor_page, number))
    found = violations(editor_page, include=".ita-measure", exclude=WAGTAILS_OWN)
    assert found == []


def test_axe_finds_nothing_on_the_fields_of_an_item(editor_page, index):
    admin.open_edit(editor_page, make_item(index, "O12"))
    found = {
        name: violations(editor_page, include=f'[data-contentpath="{name}"]')
        for name in ("code", "nothing_to_report", "due_date", "explanation")
    }
    assert not any(found.values()), found


@pytest.fixture
def webmaster_page(open_page, site):
    page = open_page()
    sign_in(page, get_user_model().objects.create_superuser("webmaster"))
    return page


@pytest.mark.parametrize("address", ["/admin/ita/catalogues/", "/admin/ita/catalogues/nacc/2569/"])
def test_axe_finds_nothing_on_the_lists_of_the_webmaster(webmaster_page, address):
    webmaster_page.goto(address)
    assert violations_in_every_look(webmaster_page, include="main") == []


def test_axe_finds_nothing_on_the_versions_of_a_report(webmaster_page, index):
    addresses = make_public_pages(index, measures=2)
    report = get_report_page_model().objects.get(slug=addresses["report"].split("/")[-2])
    webmaster_page.goto(f"/admin/ita/versions/{report.pk}/")
    expect(webmaster_page.locator(".ita-versions tbody tr")).to_have_count(2)
    assert violations_in_every_look(webmaster_page, include="main") == []
