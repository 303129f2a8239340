"""What there is a picture of. A new one is a new line of the table; the manual has its own."""

from __future__ import annotations

from PIL import Image
from playwright.sync_api import expect

from tests.browser import admin
from tests.screenshots.manual import MANUAL_SHOTS
from tests.screenshots.pictures import beside, paper
from tests.screenshots.visits import (
    BOARD,
    DESKTOP,
    INDEX,
    ITEM,
    PHONE,
    REPORT,
    Shot,
    Visit,
    open_import_plan,
    open_report,
    public,
    seen,
)


def overview(visit: Visit) -> Image.Image:
    return beside(
        public(visit, INDEX),
        public(visit, REPORT, ".ita-measures"),
        # The chart of the scores over the years, below the items.
        public(visit, INDEX, ".ita-trends", phone=True),
        height=DESKTOP["height"],
    )


def on_a_phone(visit: Visit) -> Image.Image:
    return beside(
        public(visit, REPORT, phone=True),
        public(visit, REPORT, ".ita-scores", phone=True),
        public(visit, REPORT, ".ita-measures", phone=True),
        public(visit, ITEM, ".ita-head", phone=True),
        height=PHONE["height"],
    )


def dark(visit: Visit) -> Image.Image:
    return beside(
        public(visit, INDEX, dark=True),
        public(visit, REPORT, phone=True, dark=True),
        height=DESKTOP["height"],
    )


def on_paper(visit: Visit) -> Image.Image:
    page = visit.page()
    page.goto(REPORT, wait_until="networkidle")
    data = page.pdf(prefer_css_page_size=True)
    page.context.close()
    return beside(*paper(data, pages=(1, 3, 4)))


def editor(visit: Visit) -> Image.Image:
    page = open_report(visit)
    block = admin.measure(page, 1)
    admin.expand(block)
    return seen(page, "[data-contentpath=measures]")


def findings(visit: Visit) -> Image.Image:
    page = open_report(visit)
    panel = admin.open_side_panel(page, "ita-findings")
    block = admin.measure(page, 2)
    admin.expand(block)
    admin.field(block, "period_note").locator("input").fill("")
    admin.field(block, "title").locator("input, textarea").fill("")
    expect(panel.locator("li").first).to_be_visible()
    # The answer comes a moment after the last key.
    page.wait_for_timeout(1500)
    return seen(page)


def board(visit: Visit) -> Image.Image:
    page = visit.page(user="admin", width=1440, height=900)
    page.goto(BOARD)
    page.locator("summary").nth(1).click()
    return seen(page)


def answer_sheet(visit: Visit) -> Image.Image:
    page = visit.page(user="admin", width=1440, height=900)
    page.goto("/admin/ita/answers/")
    return seen(page)


def import_plan(visit: Visit) -> Image.Image:
    return seen(open_import_plan(visit, width=1440, height=900))


SHOTS = (
    Shot(name="overview", take=overview),
    Shot(name="phone", take=on_a_phone),
    Shot(name="dark", take=dark),
    Shot(name="print", take=on_paper),
    Shot(name="editor", take=editor),
    Shot(name="findings", take=findings),
    Shot(name="board", take=board),
    Shot(name="answer-sheet", take=answer_sheet),
    Shot(name="import", take=import_plan),
    # The last ones change what is in the demo.
    *MANUAL_SHOTS,
)
