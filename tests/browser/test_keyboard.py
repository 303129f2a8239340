"""The public pages by the keyboard alone: order, a ring that is seen, nothing covered, no dwarf."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.looks import set_scheme
from tests.browser.public import make_public_pages

FOCUSABLE = "a[href], button, input, select, textarea, summary, [tabindex='0']"
SMALLEST = 24  # pixels: WCAG 2.5.8
FAINTEST = 3.0  # contrast: WCAG 1.4.11

# What the reader sees of the part that has the focus.
SEEN = """(focusable) => {
    const part = document.activeElement;
    const style = getComputedStyle(part);
    const boxes = [...part.getClientRects()];
    const canvas = document.createElement('canvas').getContext('2d');
    const light = (colour) => {
        canvas.fillStyle = colour;
        canvas.fillRect(0, 0, 1, 1);
        const [r, g, b] = [...canvas.getImageData(0, 0, 1, 1).data].map((each) => {
            const part = each / 255;
            return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
        });
        return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    const paper = light(getComputedStyle(document.querySelector('.ita-page')).backgroundColor);
    const ring = light(style.outlineColor);
    const onTop = boxes.some(({ left, right, top, bottom }) => {
        const found = document.elementFromPoint((left + right) / 2, (top + bottom) / 2);
        return part.contains(found) || (found && found.contains(part) && found !== document.body);
    });
    return {
        what: `${part.tagName} ${part.textContent.trim().slice(0, 40)}`,
        order: [...document.querySelectorAll(focusable)].indexOf(part),
        ring: style.outlineStyle === 'none' ? 0 : parseFloat(style.outlineWidth),
        contrast: (Math.max(paper, ring) + 0.05) / (Math.min(paper, ring) + 0.05),
        inView: boxes.some(({ top, bottom }) => top < innerHeight && bottom > 0),
        onTop,
        height: Math.max(...boxes.map(({ height }) => height)),
        width: Math.max(...boxes.map(({ width }) => width)),
        inSentence: !!part.closest('.ita-prose, .ita-corrected, .ita-downloads__note'),
    };
}"""


def walk(page: Page) -> list[dict[str, Any]]:
    """Press Tab through the whole page; return what is seen at each stop."""
    stops = []
    for _ in range(page.locator(FOCUSABLE).count()):
        page.keyboard.press("Tab")
        stops.append(page.evaluate(SEEN, FOCUSABLE))
    return stops


@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 360)])
@pytest.mark.parametrize("kind", ["index", "item", "report"])
def test_the_focus_goes_through_the_page_and_is_seen(page, index, kind, scheme, width):
    page.set_viewport_size({"width": width, "height": 640})
    set_scheme(page, scheme)
    page.goto(make_public_pages(index, measures=3)[kind])
    stops = walk(page)
    assert [stop["order"] for stop in stops] == list(range(len(stops)))
    assert [stop["what"] for stop in stops if stop["ring"] < 2] == []
    assert [stop["what"] for stop in stops if stop["contrast"] < FAINTEST] == []
    assert [stop["what"] for stop in stops if not (stop["inView"] and stop["onTop"])] == []
    small = [stop for stop in stops if min(stop["height"], stop["width"]) < SMALLEST]
    assert [stop["what"] for stop in small if not stop["inSentence"]] == []


def test_the_first_stop_skips_to_the_content(page, index):
    page.goto(make_public_pages(index, measures=1)["index"])
    page.keyboard.press("Tab")
    skip = page.locator(".ita-skip")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()
    page.keyboard.press("Tab")
    assert page.evaluate("!!document.activeElement.closest('main')")


def test_the_way_back_to_the_contents_is_in_sight_among_the_measures(page, index):
    page.goto(make_public_pages(index, measures=3)["report"])
    back = page.locator(".ita-to-contents a")
    expect(back).not_to_be_in_viewport()
    page.locator(".ita-measure").nth(1).scroll_into_view_if_needed()
    expect(back).to_be_in_viewport()
    back.click()
    expect(page.locator("#ita-contents")).to_be_in_viewport()
