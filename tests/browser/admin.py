"""What an editor does in Wagtail's admin, in words.

Everything is found by name, id or content path, which are the same in every language and in
every Wagtail that we support; the words on the buttons are neither.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Locator, Page, expect

RICH_TEXT = ".public-DraftEditor-content"


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """What an editor writes into the form of one measure."""

    title: str = ""
    steps: Sequence[str] = ()
    start: str = ""
    end: str = ""
    responsible: Sequence[str] = ()
    output: str = ""
    outcome: str = ""


def log_in(page: Page, username: str, password: str) -> None:
    """Log in through the form."""
    page.goto("/admin/login/")
    page.locator("input[name=username]").fill(username)
    page.locator("input[name=password]").fill(password)
    page.locator("form button[type=submit]").click()
    page.wait_for_url("**/admin/")


def open_create(page: Page, parent: Any, model: str) -> None:
    """Open the form for a new page of one of our types under a parent."""
    page.goto(f"/admin/pages/add/wagtail_ita_pages/{model}/{parent.pk}/")
    expect(page.locator("#id_title")).to_be_editable()


def open_edit(page: Page, edited: Any) -> None:
    page.goto(f"/admin/pages/{edited.pk}/edit/")
    expect(page.locator("#id_title")).to_be_editable()


def edited_pk(page: Page) -> int:
    """Return the id of the page whose form is open."""
    page.wait_for_url("**/edit/**")
    return int(page.url.split("/pages/")[1].split("/")[0])


# ---------------------------------------------------------------------------------- the form


def field(where: Page | Locator, path: str) -> Locator:
    """Return the part of the form for a field or a block.

    A measure's own title comes before the titles of its evidence, hence the first.
    """
    return where.locator(f'[data-contentpath="{path}"]').first


def add_block(where: Page | Locator, path: str) -> Locator:
    """Add a block at the end of a stream or a list that has one kind of block."""
    blocks = (
        field(where, path)
        .locator("[data-streamfield-stream-container], [data-streamfield-list-container]")
        .first
    )
    before = blocks.locator("> [data-streamfield-child]").count()
    # A stream has its buttons in a box of their own, a list has not.
    button = blocks.locator(":scope > div > .c-sf-add-button, :scope > .c-sf-add-button").last
    added = blocks.locator("> [data-streamfield-child]").nth(before)
    button.click()
    expect(added).to_be_visible()
    # A new block slides open, a moment later: what is pressed meanwhile moves away from the mouse,
    # and a press that ends beside its button is none.
    blocks.page.wait_for_function(
        "new Promise((done) => setTimeout(() => done(jQuery.timers.length === 0), 50))"
    )
    return added


def measure(page: Page, number: int) -> Locator:
    """Return the form of a measure, counted from 1."""
    stream = field(page, "measures").locator("[data-streamfield-stream-container]").first
    return stream.locator("> [data-streamfield-child]").nth(number - 1)


def expand(block: Locator) -> None:
    """Open a block that is folded up."""
    toggle = block.locator("[data-panel-toggle]").first
    if toggle.get_attribute("aria-expanded") == "false":
        toggle.click()
    expect(toggle).to_have_attribute("aria-expanded", "true")


def boxes(block: Locator, path: str) -> Locator:
    """Return the inputs of a list of texts."""
    return field(block, path).locator("[data-streamfield-child] :is(input[type=text], textarea)")


def write_list(block: Locator, path: str, texts: Sequence[str]) -> None:
    """Write one text into each box of a list, adding the boxes that are missing."""
    for number, text in enumerate(texts):
        if boxes(block, path).count() <= number:
            add_block(block, path)
        boxes(block, path).nth(number).fill(text)


def write_rich_text(block: Locator, path: str, text: str) -> None:
    """Replace the text of a Draftail box by typing."""
    box = field(block, path).locator(RICH_TEXT)
    box.click()
    box.press("Control+a")
    block.page.keyboard.insert_text(text)
    # Draftail hands the text over to the form a moment later.
    handed_over = field(block, path).locator("input[type=hidden]")
    expect(handed_over).to_have_value(re.compile(re.escape(text)))


def write_measure(block: Locator, written: Written) -> None:
    """Fill the form of a measure as an editor does, from top to bottom."""
    field(block, "title").locator("input").fill(written.title)
    write_list(block, "steps", written.steps)
    field(block, "period_start").locator("input").fill(written.start)
    field(block, "period_end").locator("input").fill(written.end)
    write_list(block, "responsible", written.responsible)
    for path, text in (("output", written.output), ("outcome", written.outcome)):
        if text:
            write_rich_text(block, path, text)


def expect_measure(block: Locator, written: Written) -> None:
    """Check that the form of a measure shows what was written, dates in full."""
    expect(field(block, "title").locator("input")).to_have_value(written.title)
    expect(field(block, "period_start").locator("input")).to_have_value(written.start)
    expect(field(block, "period_end").locator("input")).to_have_value(written.end)
    for path, texts in (("steps", written.steps), ("responsible", written.responsible)):
        assert [box.input_value() for box in boxes(block, path).all()] == list(texts)
    expect(field(block, "output").locator(RICH_TEXT)).to_have_text(written.output)
    expect(field(block, "outcome").locator(RICH_TEXT)).to_have_text(written.outcome)


def errors(where: Page | Locator) -> Locator:
    """Return every message at a field that says what is wrong with it."""
    return where.locator(".error-message:visible, .help-critical:visible")


def error(block: Locator, path: str) -> Locator:
    """Return the message at one field of a block."""
    return errors(field(block, path))


# ------------------------------------------------------------------------------- the actions


def press_save(page: Page) -> None:
    """Press “save draft”, whatever comes of it."""
    page.locator("footer .action-save").click()


def save_draft(page: Page) -> None:
    """Save, and wait until Wagtail says that it has."""
    press_save(page)
    expect(page.locator(".messages .success")).to_be_visible()


def press_publish(page: Page) -> None:
    """Press “publish” in the menu beside “save draft”, whatever comes of it."""
    page.locator("footer [data-w-dropdown-target=toggle]").click()
    page.locator("footer [name=action-publish]").click()


def publish(page: Page) -> None:
    """Publish, and wait until Wagtail says that it has."""
    press_publish(page)
    # Wagtail leaves the form for the list of pages.
    page.wait_for_url(lambda url: "/edit/" not in url and "/add/" not in url)
    expect(page.locator(".messages .success")).to_be_visible()


def open_side_panel(page: Page, name: str) -> Locator:
    """Open one of the panels at the right side of the form."""
    panel = page.locator(f"[data-side-panel={name}]")
    page.locator(f"[data-side-panel-toggle={name}]").click()
    expect(panel).to_be_visible()
    return panel


def schedule(page: Page, moment: dt.datetime) -> None:
    """Set the hour of publication in Wagtail's dialog; publishing afterwards makes it count."""
    panel = open_side_panel(page, "status")
    panel.locator("[data-a11y-dialog-show=schedule-publishing-dialog]").click()
    dialog = page.locator("#schedule-publishing-dialog")
    box = dialog.locator("#id_go_live_at")
    box.fill(f"{moment:%Y-%m-%d %H:%M}")
    # The calendar opens a tenth of a second later, and lies over the button until one clicks
    # beside it.
    calendar = page.locator(".xdsoft_datetimepicker:visible")
    expect(calendar).to_have_count(1)
    dialog.get_by_role("heading").click()
    expect(calendar).to_have_count(0)
    dialog.locator("button[type=submit]").click()
    expect(page.locator(".messages .success")).to_be_visible()


def open_version_menu(page: Page, number: int) -> None:
    """Open the menu of a version in the history view, counted from the newest."""
    menus = page.locator("table.listing tbody [data-w-dropdown-target=toggle]")
    menus.nth(number - 1).click()
