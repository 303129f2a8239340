"""The pictures of the editor's manual, in Thai as the editor sees it.

Those of the last group change the demo: a report is submitted, another one is corrected.
"""

from __future__ import annotations

import re

from PIL import Image
from playwright.sync_api import Locator, Page, expect

from tests.browser import admin
from tests.screenshots.pictures import below
from tests.screenshots.visits import (
    BOARD,
    IMPORT,
    INDEX,
    NO_MINIMAP,
    REPORT,
    Shot,
    Take,
    Visit,
    open_import_plan,
    open_item,
    part_of,
    seen,
)

WIDTH = 1100
LARGEST = 120 * 1024  # bytes
OLD_YEAR, OLD_REPORT, OLD_ADDRESS = 2568, "O28", "/ita-2568/o28/"
NOTE = "แก้ไขจำนวนผู้ได้รับหนังสือแจ้งผลในมาตรการที่ ๑ จาก ๖๖ คน เป็น ๖๘ คน ตามทะเบียน"
CORRECTED = "ส่งหนังสือแจ้งผลครบ ๖๘ คน ทั้ง ๒ รอบการประเมิน"
OPINION = "เห็นชอบ และขอให้รายงานต่อที่ประชุมหัวหน้าส่วนราชการ"
RETURNED = "โปรดเพิ่มจำนวนผู้เข้าอบรมในมาตรการที่ ๓"


# --------------------------------------------------------------------------------- opening


def window(visit: Visit, user: str = "editor", *, height: int = 760) -> Page:
    """Return a window of an office computer's width, with somebody logged in."""
    return visit.page(user=user, width=WIDTH, height=height)


def form(
    visit: Visit, code: str, *, user: str = "editor", year: int = 0, height: int = 760
) -> Page:
    page = window(visit, user, height=height)
    open_item(page, code, year=year)
    return page


def index_number(page: Page) -> int:
    """Return the id of the newest year's index page, as the links of the board have it."""
    page.goto(BOARD)
    link = page.locator("a[href*='/ita/next-year/']").first.get_attribute("href") or ""
    return int(re.findall(r"\d+", link)[-1])


def open_menu(page: Page) -> None:
    """Open the menu beside “save draft”."""
    page.locator("footer [data-w-dropdown-target=toggle]").click()


def open_header_menu(page: Page, address: str) -> None:
    """Choose an entry of the menu beside the title of a page."""
    page.locator("header [data-w-dropdown-target=toggle]").first.click()
    page.locator(f'a[href*="{address}"]:visible').first.click()


def panel(page: Page, field: str) -> Locator:
    """Return the section of the form around a field."""
    return page.locator(f"[data-contentpath={field}]").locator("xpath=ancestor::section[1]")


def unfold(part: Locator) -> None:
    """Open a section of the form that is folded up."""
    toggle = part.locator("[data-panel-toggle]").first
    if toggle.get_attribute("aria-expanded") == "false":
        toggle.click()


def bottom(page: Page, height: int) -> Image.Image:
    """Return the lower edge of the window, with what is opened there."""
    picture = seen(page)
    return picture.crop((0, picture.height - height, picture.width, picture.height))


def right(page: Page, width: int, height: int = 0) -> Image.Image:
    """Return the right side of the window, where the panels are."""
    picture = seen(page)
    return picture.crop((picture.width - width, 0, picture.width, height or picture.height))


# ------------------------------------------------------------------------- finding one's way


def login(visit: Visit) -> Image.Image:
    page = visit.page(width=WIDTH, height=620)
    page.goto("/admin/login/")
    page.locator("input[name=username]").fill("editor")
    return seen(page)


def home(visit: Visit) -> Image.Image:
    return seen(window(visit, height=720))


def board(visit: Visit) -> Image.Image:
    page = window(visit, height=820)
    page.goto(BOARD)
    return seen(page)


def explorer(visit: Visit) -> Image.Image:
    page = window(visit, height=640)
    page.goto(f"/admin/pages/{index_number(page)}/")
    return seen(page)


def save_menu(visit: Visit) -> Image.Image:
    page = form(visit, OLD_REPORT, user="admin", year=OLD_YEAR)
    open_menu(page)
    return bottom(page, 330)


def status(visit: Visit) -> Image.Image:
    page = form(visit, "O12", height=620)
    admin.open_side_panel(page, "status")
    return right(page, 412)


def year_form(visit: Visit) -> Image.Image:
    page = window(visit, height=720)
    page.goto(f"/admin/pages/{index_number(page)}/edit/")
    expect(page.locator("#id_title")).to_be_editable()
    return seen(page)


# ----------------------------------------------------------------------------- the report


def report_form(visit: Visit) -> Image.Image:
    return seen(form(visit, "O26"))


def scores(visit: Visit) -> Image.Image:
    page = form(visit, "O26", height=900)
    part = panel(page, "overall_score")
    unfold(part)
    return part_of(page, part)


def measure(visit: Visit) -> Image.Image:
    page = form(visit, "O26", height=1000)
    block = admin.measure(page, 1)
    admin.expand(block)
    page.evaluate(NO_MINIMAP)
    block.evaluate("part => part.scrollIntoView({ block: 'start' })")
    return seen(page)


def dates(visit: Visit) -> Image.Image:
    page = form(visit, "O26", height=900)
    block = admin.measure(page, 1)
    admin.expand(block)
    boxes = [admin.field(block, name).locator("input") for name in ("period_start", "period_end")]
    boxes[0].fill("๑ ต.ค. ๒๕๖๗")
    boxes[1].fill("30/9/2568")
    part = admin.field(block, "period_note").locator("xpath=ancestor::section[1]")
    return part_of(page, part)


def open_kinds(page: Page) -> None:
    """Open the menu with the kinds of evidence, below the last piece."""
    admin.field(page, "evidence").locator(".c-sf-add-button").last.click()
    expect(page.locator(".w-combobox-container:visible")).to_be_visible()


def evidence(visit: Visit) -> Image.Image:
    page = form(visit, "O12", height=900)
    open_kinds(page)
    return seen(page, "[data-contentpath=evidence]").crop((0, 0, WIDTH, 730))


def chooser(visit: Visit) -> Image.Image:
    page = form(visit, "O12", height=720)
    open_kinds(page)
    page.locator("[role=option]:visible").first.click()
    admin.field(page, "evidence").locator("[data-chooser-action-choose]:visible").last.click()
    expect(page.locator(".modal-content")).to_be_visible()
    page.wait_for_load_state("networkidle")
    return part_of(page, page.locator(".modal-content"), margin=0)


def findings(visit: Visit) -> Image.Image:
    page = form(visit, "O26", height=760)
    part = admin.open_side_panel(page, "ita-findings")
    block = admin.measure(page, 2)
    admin.expand(block)
    admin.field(block, "period_note").locator("input").fill("")
    admin.field(block, "title").locator("input, textarea").fill("")
    expect(part.locator("li").first).to_be_visible()
    page.wait_for_timeout(1500)  # the answer comes a moment after the last key
    return seen(page)


def preview(visit: Visit) -> Image.Image:
    page = form(visit, "O26", height=760)
    admin.open_side_panel(page, "preview")
    frame = page.frame_locator("iframe[title]").last
    expect(frame.locator("h1").first).to_be_visible()
    page.wait_for_timeout(1000)  # the frame is laid out anew
    return seen(page)


def import_start(visit: Visit) -> Image.Image:
    page = window(visit, height=640)
    page.goto(IMPORT)
    return seen(page)


def import_plan(visit: Visit) -> Image.Image:
    return seen(open_import_plan(visit, width=1320, height=860))


def memo(visit: Visit) -> Image.Image:
    page = form(visit, "O26", height=1000)
    part = panel(page, "memo_unit")
    unfold(part)
    return part_of(page, part, height=820)


# ----------------------------------------------------------------------- publishing, the public


def schedule(visit: Visit) -> Image.Image:
    page = form(visit, "O12", user="approver", height=760)
    side = admin.open_side_panel(page, "status")
    side.locator("[data-a11y-dialog-show=schedule-publishing-dialog]").click()
    dialog = page.locator("#schedule-publishing-dialog")
    dialog.locator("#id_go_live_at").fill("2026-12-15 08:30")
    # The calendar stays open over the boxes.
    page.evaluate("document.querySelectorAll('.xdsoft_datetimepicker').forEach(c => c.remove())")
    return part_of(page, dialog.locator(".w-dialog__box"), margin=0)


def refused(visit: Visit) -> Image.Image:
    page = form(visit, OLD_REPORT, user="admin", year=OLD_YEAR, height=640)
    block = admin.measure(page, 2)
    admin.expand(block)
    for name in ("period_note", "period_start", "period_end"):
        admin.field(block, name).locator("input").fill("")
    admin.press_publish(page)
    expect(page.locator(".messages .error")).to_be_visible()
    return seen(page)


def visitor(visit: Visit, address: str, selector: str = "", *, height: int = 760) -> Image.Image:
    page = visit.page(width=WIDTH, height=height)
    page.goto(address)
    return seen(page, selector)


def public_report(visit: Visit) -> Image.Image:
    return visitor(visit, REPORT)


def public_index(visit: Visit) -> Image.Image:
    return visitor(visit, INDEX, height=900)


def downloads(visit: Visit) -> Image.Image:
    page = visit.page(width=WIDTH, height=760)
    page.goto(REPORT)
    return part_of(page, page.locator(".ita-downloads"))


def search(visit: Visit) -> Image.Image:
    return visitor(visit, f"{INDEX}?q=เรื่องร้องเรียน")


# ----------------------------------------------------------------------- the other items


def item_form(visit: Visit) -> Image.Image:
    return seen(form(visit, "O18", height=900))


def table(visit: Visit) -> Image.Image:
    page = form(visit, "O18", height=900)
    field = admin.field(page, "body")
    block = field.locator("[data-streamfield-child]").first
    admin.expand(block)
    return part_of(page, block, margin=28)


def owner(visit: Visit) -> Image.Image:
    page = form(visit, "O6", height=900)
    admin.field(page, "due_date").locator("input").fill("31 มี.ค. 2569")
    return part_of(page, panel(page, "item_owner"))


def answer_sheet(visit: Visit) -> Image.Image:
    page = window(visit, height=760)
    page.goto("/admin/ita/answers/")
    return seen(page)


def next_year(visit: Visit) -> Image.Image:
    page = window(visit, height=820)
    page.goto(f"/admin/ita/next-year/{index_number(page)}/")
    return seen(page)


def closing(visit: Visit) -> Image.Image:
    page = window(visit, "admin", height=560)
    page.goto(f"/admin/ita/closing/{index_number(page)}/")
    return seen(page)


# --------------------------------------------------------------------- what changes the demo


def correction_note(visit: Visit) -> Image.Image:
    page = form(visit, OLD_REPORT, user="admin", year=OLD_YEAR, height=900)
    note = page.locator("[data-contentpath=correction_note]")
    note.locator("textarea").fill(NOTE)
    return part_of(page, panel(page, "correction_note"))


def correct_old_report(visit: Visit) -> Page:
    """Publish a correction of the old year's report, once; return a page with its form."""
    page = form(visit, OLD_REPORT, user="admin", year=OLD_YEAR, height=760)
    notes = page.locator(".ita-notes")
    if notes.count() == 0:
        block = admin.measure(page, 1)
        admin.expand(block)
        admin.write_rich_text(block, "output", CORRECTED)
        page.locator("[data-contentpath=correction_note] textarea").fill(NOTE)
        admin.publish(page)
        open_item(page, OLD_REPORT, year=OLD_YEAR)
    return page


def versions(visit: Visit) -> Image.Image:
    page = correct_old_report(visit)
    open_header_menu(page, "/ita/versions/")
    expect(page.locator("main table").first).to_be_visible()
    return seen(page)


def history(visit: Visit) -> Image.Image:
    page = correct_old_report(visit)
    page.goto(re.sub(r"/edit/.*", "/history/", page.url))
    admin.open_version_menu(page, 1)
    return seen(page)


def compare(visit: Visit) -> Image.Image:
    page = correct_old_report(visit)
    page.goto(re.sub(r"/edit/.*", "/history/", page.url))
    admin.open_version_menu(page, 1)
    page.locator("a[href*='/compare/']:visible").first.click()
    changed = page.locator("main table :is(.deletion, .addition)").first
    changed.evaluate("part => part.scrollIntoView({ block: 'center' })")
    return seen(page)


def public_correction(visit: Visit) -> Image.Image:
    correct_old_report(visit).context.close()
    page = visit.page(width=WIDTH, height=760)
    page.goto(OLD_ADDRESS)
    notice = part_of(page, page.locator(".ita-corrected"), margin=160, keep=True)
    return below(notice, part_of(page, page.locator("section.ita-corrections")))


def translation(visit: Visit) -> Image.Image:
    page = form(visit, "O6", user="admin", height=760)
    open_header_menu(page, "/localize/submit/")
    page.locator("[name=locales]").first.check()
    page.locator(".nice-padding form [type=submit]").click()
    expect(page.locator("li.incomplete, li.complete").first).to_be_visible()
    return seen(page)


def submit(visit: Visit) -> Image.Image:
    page = form(visit, "O26")
    open_menu(page)
    return bottom(page, 300)


def submit_report(visit: Visit) -> None:
    """Put the report into its chain, unless it is there already."""
    page = form(visit, "O26")
    if page.locator("footer [name=action-submit]").count():
        open_menu(page)
        page.locator("footer [name=action-submit]").click()
        expect(page.locator(".messages .success")).to_be_visible()
    page.context.close()


def awaiting(visit: Visit) -> Image.Image:
    submit_report(visit)
    return seen(window(visit, "approver", height=760))


def decision(visit: Visit, action: str) -> tuple[Page, Locator]:
    submit_report(visit)
    page = form(visit, "O26", user="approver", height=860)
    button = page.locator(f"footer [data-workflow-action-name={action}]")
    if not button.is_visible():
        open_menu(page)
    button.click()
    opened = page.locator(".modal-content")
    expect(opened.locator("button[type=submit]")).to_be_visible()
    return page, opened


def approve(visit: Visit) -> Image.Image:
    page, opened = decision(visit, "approve")
    opened.locator("input[value=other]").check()
    opened.locator("#id_own_opinion").fill(OPINION)
    return part_of(page, opened, margin=0)


def returning(visit: Visit) -> Image.Image:
    page, opened = decision(visit, "reject")
    opened.locator("#id_comment").fill(RETURNED)
    return part_of(page, opened, margin=0)


def _shot(name: str, take: Take) -> Shot:
    return Shot(name=f"manual/{name}", take=take, largest=LARGEST)


MANUAL_SHOTS = (
    _shot("login", login),
    _shot("home", home),
    _shot("board", board),
    _shot("explorer", explorer),
    _shot("save-menu", save_menu),
    _shot("status", status),
    _shot("year-form", year_form),
    _shot("report-form", report_form),
    _shot("scores", scores),
    _shot("measure", measure),
    _shot("dates", dates),
    _shot("evidence", evidence),
    _shot("chooser", chooser),
    _shot("findings", findings),
    _shot("preview", preview),
    _shot("import-start", import_start),
    _shot("import-plan", import_plan),
    _shot("memo", memo),
    _shot("schedule", schedule),
    _shot("refused", refused),
    _shot("public-report", public_report),
    _shot("public-index", public_index),
    _shot("downloads", downloads),
    _shot("search", search),
    _shot("item-form", item_form),
    _shot("table", table),
    _shot("owner", owner),
    _shot("answer-sheet", answer_sheet),
    _shot("next-year", next_year),
    _shot("closing", closing),
    _shot("correction-note", correction_note),
    _shot("versions", versions),
    _shot("history", history),
    _shot("compare", compare),
    _shot("public-correction", public_correction),
    _shot("translation", translation),
    _shot("submit", submit),
    _shot("awaiting", awaiting),
    _shot("approve", approve),
    _shot("return", returning),
)
