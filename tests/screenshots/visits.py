"""How a picture is taken: who opens which page, in what window, and what of it is kept."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass

from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from tests.browser import admin
from tests.screenshots.pictures import LARGEST
from wagtail_ita.domain.digits import to_thai

BOARD = "/admin/ita/board/"
IMPORT = "/admin/ita/import/"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
INDEX = "/ita-2569/"
REPORT = "/ita-2569/o26/"
ITEM = "/ita-2569/o12/"
DESKTOP = {"width": 1280, "height": 860}
PHONE = {"width": 390, "height": 860}
# It lies over the form in a narrow window.
NO_MINIMAP = "document.querySelector('[data-minimap-container]')?.remove()"
# What is higher than the window is shown from its top on, below the head of the form.
INTO_VIEW = """part => {
    const isHigh = part.offsetHeight > innerHeight - 80;
    part.style.scrollMarginTop = '70px';
    part.scrollIntoView({ block: isHigh ? 'start' : 'center' });
}"""

Take = Callable[["Visit"], Image.Image]


@dataclass(frozen=True, slots=True)
class Visit:
    """The browsers of one run: each asks for a page with what it needs."""

    browser: Browser
    address: str
    password: str

    def page(self, *, user: str = "", width: int = 0, height: int = 0, dark: bool = False) -> Page:
        """Return the page of a new visitor, or of somebody with an account of the demo."""
        size = {"width": width, "height": height} if width else DESKTOP
        context: BrowserContext = self.browser.new_context(
            base_url=self.address,
            locale="th-TH",
            timezone_id="Asia/Bangkok",
            viewport=size,
            color_scheme="dark" if dark else "light",
            reduced_motion="reduce",
        )
        context.set_default_timeout(60_000)  # the demo server is slow on a busy machine
        page = context.new_page()
        if user:
            admin.log_in(page, user, self.password)
        return page


@dataclass(frozen=True, slots=True, kw_only=True)
class Shot:
    """One picture below docs/images."""

    name: str
    take: Take
    largest: int = LARGEST

    @property
    def file(self) -> str:
        return f"{self.name}.png"


def seen(page: Page, selector: str = "") -> Image.Image:
    """Return what the window shows, from the top of a part on; close the page's browser."""
    if selector:
        page.locator(selector).first.evaluate("part => part.scrollIntoView({ block: 'start' })")
    page.wait_for_load_state("networkidle")
    # No caret, nothing that fades: the same picture each time.
    data = page.screenshot(animations="disabled", caret="hide")
    page.context.close()
    return Image.open(io.BytesIO(data)).convert("RGB")


def public(
    visit: Visit, address: str, selector: str = "", *, phone: bool = False, dark: bool = False
) -> Image.Image:
    """Return a public page as a citizen sees it."""
    size = PHONE if phone else DESKTOP
    page = visit.page(**size, dark=dark)
    page.goto(address)
    return seen(page, selector)


def open_report(visit: Visit) -> Page:
    """Open the form of the report from the board, as the editor does."""
    page = visit.page(user="admin", width=1440, height=900)
    open_item(page, "O26")
    return page


def open_item(page: Page, code: str, *, year: int = 0) -> None:
    """Open the form of an item from the board of the newest year, or of another one."""
    page.goto(BOARD)
    if year:
        page.locator(".ita-years a", has_text=to_thai(str(year))).click()
    page.locator("tbody tr", has=page.get_by_text(code, exact=True)).locator("th a").first.click()
    expect(page.locator("#id_title")).to_be_editable()


def open_import_plan(visit: Visit, *, width: int, height: int) -> Page:
    """Give the wizard the Word file of the report, and open what it has understood."""
    page = visit.page(user="admin", width=width, height=height)
    page.goto(REPORT)
    with page.expect_download() as download:
        page.locator("a[href$='report.docx']").click()
    word = download.value.path().read_bytes()
    page.goto(IMPORT)
    file = {"name": "รายงาน 2568.docx", "mimeType": WORD, "buffer": word}
    page.locator("#id_file").set_input_files(file)
    page.locator("form.ita-import__form button[type=submit]").click()
    page.wait_for_url("**/ita/import/plan/**")
    return page


def part_of(
    page: Page, part: Locator, *, height: int = 0, margin: int = 12, keep: bool = False
) -> Image.Image:
    """Return a part of the window with a little around it; close the page's browser.

    Args:
        page: The page.
        part: What is kept of it.
        height: In pixels, at most; 0 keeps the whole part, as far as the window shows it.
        margin: In pixels, around the part.
        keep: Keep the browser open, for another picture.
    """
    page.wait_for_load_state("networkidle")
    page.evaluate(NO_MINIMAP)
    part.evaluate(INTO_VIEW)
    page.wait_for_timeout(300)  # the form moves its head along with it
    box = part.bounding_box()
    size = page.viewport_size
    assert box is not None and size is not None
    left, top = max(box["x"] - margin, 0), max(box["y"] - margin, 0)
    right = min(box["x"] + box["width"] + margin, size["width"])
    bottom = min(box["y"] + box["height"] + margin, size["height"])
    if height:
        bottom = min(bottom, top + height)
    clip = {"x": left, "y": top, "width": right - left, "height": bottom - top}
    data = page.screenshot(animations="disabled", caret="hide", clip=clip)
    if not keep:
        page.context.close()
    return Image.open(io.BytesIO(data)).convert("RGB")
