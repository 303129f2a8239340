"""WCAG 2.2 AA, as far as a machine can tell, of everything that is ours."""

from __future__ import annotations

import pytest
from django.contrib.auth import get_user_model
from playwright.sync_api import expect

from tests.browser import admin
from tests.browser.axe import violations
from tests.browser.conftest import sign_in
from tests.browser.public import make_public_pages
from tests.sample import make_item, make_report

# Draftail gives its text box a role but no name, in every form of Wagtail (7.4.4 and 8.0.1, seen
# 2026-11-22).
WAGTAILS_OWN = (".public-DraftEditor-content",)


@pytest.mark.parametrize("language", ["th", "en"])
@pytest.mark.parametrize("width", [1280, 360])
def test_axe_finds_nothing_on_the_public_pages(open_page, index, language, width):
    page = open_page(viewport={"width": width, "height": 800})
    found = {}
    for kind, address in make_public_pages(index, language).items():
        page.goto(address)
        expect(page.locator("html")).to_have_attribute("lang", language)
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


@pytest.mark.parametrize("address", ["/admin/ita/catalogues/", "/admin/ita/catalogues/nacc/2569/"])
def test_axe_finds_nothing_on_the_lists_of_the_webmaster(open_page, site, address):
    page = open_page()
    sign_in(page, get_user_model().objects.create_superuser("webmaster"))
    page.goto(address)
    assert violations(page, include="main") == []
