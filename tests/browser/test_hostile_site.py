"""Attacks in every field, opened in a real browser: nothing of them runs."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.admin import open_side_panel
from tests.browser.conftest import OpenPage, sign_in
from tests.security.hostile import HOSTILE, HostileSite, make_hostile_site, settings_of

# What an attack of ``HOSTILE`` leaves behind when it runs.
HURT = "() => window.hurt"


@pytest.fixture
def hostile(site: Any, settings: Any, tmp_path: Path) -> HostileSite:
    settings.WAGTAIL_ITA = settings_of(tmp_path)
    return make_hostile_site()


def watched(open_page: OpenPage) -> tuple[Page, list[str]]:
    """Return a page, and the windows that an attack has opened on it."""
    page = open_page()
    dialogs: list[str] = []

    def note(dialog: Any) -> None:
        dialogs.append(dialog.message)
        dialog.dismiss()

    page.on("dialog", note)
    return page, dialogs


def hurt_at(page: Page, addresses: list[str]) -> list[str]:
    """Open addresses one after the other; return those at which an attack ran."""
    hurt = []
    for address in addresses:
        page.goto(address)
        if page.evaluate(HURT) is not None:
            hurt.append(address)
    return hurt


def test_on_no_public_page(open_page: OpenPage, hostile: HostileSite) -> None:
    page, dialogs = watched(open_page)
    assert hurt_at(page, hostile.public) == []
    assert dialogs == []
    # The words are there, as words.
    page.goto(hostile.report.url)
    expect(page.locator("main")).to_contain_text("<script>hurt=1</script>")


def test_by_no_link_that_a_visitor_follows(open_page: OpenPage, hostile: HostileSite) -> None:
    page, dialogs = watched(open_page)
    for address in (hostile.report.url, hostile.item.url):
        page.goto(address)
        links = page.locator("a[href]").evaluate_all("all => all.map((each) => each.protocol)")
        assert set(links) <= {"http:", "https:", "mailto:", "tel:"}
    assert dialogs == []


def test_on_no_screen_of_the_admin(open_page: OpenPage, hostile: HostileSite) -> None:
    page, dialogs = watched(open_page)
    sign_in(page, hostile.admin)
    assert hurt_at(page, hostile.screens) == []
    assert dialogs == []


def test_neither_beside_the_form_nor_in_its_preview(
    open_page: OpenPage, hostile: HostileSite
) -> None:
    page, dialogs = watched(open_page)
    sign_in(page, hostile.admin)
    page.goto(f"/admin/pages/{hostile.report.pk}/edit/")
    panel = open_side_panel(page, "ita-findings")
    expect(panel.locator("h3").first).to_be_visible()
    expect(panel).to_contain_text("hurt=1")
    assert page.evaluate(HURT) is None
    # That of the report cannot be shown: its form has a link that no form takes.
    page.goto(f"/admin/pages/{hostile.index.pk}/edit/")
    open_side_panel(page, "preview")
    preview = page.frame_locator("#w-preview-iframe")
    expect(preview.locator("body")).to_contain_text(HOSTILE[:20], timeout=30_000)
    assert [frame.url for frame in page.frames if frame.evaluate(HURT) is not None] == []
    assert dialogs == []
