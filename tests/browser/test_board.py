"""The board as an editor uses it: what stands where, what is wrong, and the way to mend it."""

from __future__ import annotations

import csv
import datetime as dt
import re
from dataclasses import replace
from urllib.parse import parse_qs, urlsplit

import openpyxl
import pytest
from django.utils import timezone
from playwright.sync_api import expect
from wagtail.models import Workflow

from tests.browser import admin
from tests.browser.conftest import sign_in
from tests.browser.looks import (
    in_every_look,
    violations_in_every_look,
    wider_than_its_place,
)
from tests.sample import FULL_MEASURE, PLAIN_MEASURE, RECORD, make_item, make_report
from wagtail_ita.checks.board.statuses import Status

BOARD = "/admin/ita/board/"
PANEL = "#ita-board-section"
NOTHING = "ไม่มีเรื่องร้องเรียนในปีงบประมาณ พ.ศ. ๒๕๖๘"
# Wrong in a measure, in the folded result and in the folded memo.
FAULTY = replace(
    RECORD,
    measures=(FULL_MEASURE, replace(PLAIN_MEASURE, responsible=(), output="")),
    level="improve_urgently",
    memo=replace(RECORD.memo, facts="ติดต่อ นายตัวอย่าง โทร. 081-234-5678"),
)


@pytest.fixture
def year(index, editor):
    """The year with an item in every status that a page can have by itself."""
    make_item(index, "O2", title="ฉบับร่าง", live=False, item_owner=editor).save_revision()
    waiting = make_item(index, "O3", title="รออนุมัติ", live=False, nothing_to_report=NOTHING)
    waiting.save_revision()
    Workflow.objects.get().start(waiting, editor)
    planned = make_item(index, "O4", title="ตั้งเวลา", live=False, nothing_to_report=NOTHING)
    planned.save_revision(approved_go_live_at=timezone.now() + dt.timedelta(days=3))
    make_item(
        index,
        "O5",
        title="เผยแพร่แล้ว",
        nothing_to_report=NOTHING,
        item_owner=editor,
        due_date=dt.date(2026, 9, 30),
    )
    make_item(index, "O6", title="เผยแพร่ทั้งที่ยังว่าง")
    make_report(index, FAULTY, publish=False)
    return index


def codes(page):
    return page.locator("tbody .ita-board__code").all_inner_texts()


def row(page, code):
    return page.locator(".ita-board tbody tr").filter(
        has=page.locator(".ita-board__code", has_text=re.compile(rf"^{code}$"))
    )


def tab_to(page, selector, *, at_most=80):
    """Press Tab until the keyboard is at an element, as somebody without a mouse does."""
    wanted = page.locator(selector)
    for _press in range(at_most):
        page.keyboard.press("Tab")
        if wanted.evaluate("element => element === document.activeElement"):
            return
    pytest.fail(f"{selector} is not reached with {at_most} presses of Tab.")


def test_each_item_has_its_status_and_the_public_ones_their_address(editor_page, year):
    editor_page.goto(BOARD)
    assert codes(editor_page) == [f"O{number}" for number in range(1, 27)]
    for code, status in (
        ("O1", Status.MISSING),
        ("O2", Status.DRAFT),
        ("O3", Status.IN_APPROVAL),
        ("O4", Status.SCHEDULED),
        ("O5", Status.LIVE),
        ("O6", Status.WITH_ERRORS),
    ):
        pill = row(editor_page, code).locator(f".ita-pill--{status.value}")
        expect(pill).to_be_visible()
    expect(row(editor_page, "O5").locator("time")).to_have_text("๓๐ กันยายน ๒๕๖๙")
    expect(row(editor_page, "O2").locator(".ita-board__address")).to_have_count(0)
    with editor_page.expect_popup() as opened:
        row(editor_page, "O5").locator(".ita-board__address").click()
    expect(opened.value.get_by_role("heading", level=1)).to_have_text("เผยแพร่แล้ว")


def test_the_filters_work_with_the_keyboard_alone(editor_page, year):
    editor_page.goto(BOARD)
    tab_to(editor_page, "#id_status")
    for _press in Status:
        if editor_page.locator("#id_status").input_value() == Status.DRAFT.value:
            break
        editor_page.keyboard.press("ArrowDown")
    tab_to(editor_page, ".ita-board__filters [type=submit]", at_most=3)
    editor_page.keyboard.press("Enter")
    editor_page.wait_for_url("**status=draft**")
    assert codes(editor_page) == ["O2", "O26"]

    tab_to(editor_page, ".ita-board__filters a")
    editor_page.keyboard.press("Enter")
    expect(editor_page.locator(".ita-board tbody tr")).to_have_count(26)


def test_a_number_of_the_summary_shows_its_items(editor_page, year):
    editor_page.goto(BOARD)
    editor_page.locator(".ita-board__counts .ita-pill--scheduled").click()
    editor_page.wait_for_url("**status=scheduled**")
    assert codes(editor_page) == ["O4"]
    expect(editor_page.locator("#id_status")).to_have_value("scheduled")


def test_a_finding_leads_to_its_field_in_a_folded_measure(editor_page, year):
    editor_page.goto(BOARD)
    findings = row(editor_page, "O26").locator("details")
    link = findings.locator('a[href$="responsible"]')
    expect(link).to_be_hidden()
    findings.locator("summary").press("Enter")
    expect(link).to_contain_text(PLAIN_MEASURE.title)
    link.press("Enter")

    editor_page.wait_for_url("**/edit/**")
    box = admin.field(admin.measure(editor_page, 2), "responsible")
    expect(box).to_be_in_viewport()
    # Nobody is named yet, so the list has nothing but its button for the first one.
    expect(box.locator(".c-sf-add-button:focus")).to_be_in_viewport()
    # The measure that is in order stays folded.
    toggle = admin.measure(editor_page, 1).locator("[data-panel-toggle]").first
    expect(toggle).to_have_attribute("aria-expanded", "false")


@pytest.mark.parametrize("width", [1280, 360])
def test_every_finding_of_a_report_leads_into_view(open_page, editor, year, width):
    page = open_page(viewport={"width": width, "height": 800})
    sign_in(page, editor)
    page.goto(BOARD)
    links = row(page, "O26").locator(".ita-findings li a")
    addresses = {each.get_attribute("href") for each in links.all()}
    paths = {address: address.partition("contentpath=")[2] for address in addresses}
    # The faults that were put in are all there, and perhaps others.
    measure = f"measures.{PLAIN_MEASURE.id}"
    assert {
        f"{measure}.responsible",
        f"{measure}.output",
        "level",
        "memo_facts",
    } <= set(paths.values())
    for address, path in paths.items():
        # The same page with another fragment would not load again.
        page.goto("about:blank")
        page.goto(address)
        names = [f'[data-contentpath="{name}"]' for name in path.split(".") if name]
        expect(page.locator(" ".join(names) or "#id_title").first).to_be_in_viewport()


@pytest.mark.parametrize("kind", ["CSV", "XLSX"])
def test_the_spreadsheet_has_the_items_of_the_filters(editor_page, year, tmp_path, kind):
    editor_page.goto(f"{BOARD}?status=live")
    with editor_page.expect_download() as download:
        editor_page.get_by_role("link", name=kind, exact=True).click()
    file = tmp_path / download.value.suggested_filename
    assert file.name == f"ita-board-2569.{kind.lower()}"
    download.value.save_as(file)
    if kind == "CSV":
        with file.open(encoding="utf-8-sig", newline="") as lines:
            rows = list(csv.reader(lines))
    else:
        rows = list(openpyxl.load_workbook(file).active.iter_rows(values_only=True))
    assert [each[0] for each in rows[1:]] == ["O5", "O6"]
    assert rows[1][1] == "เผยแพร่แล้ว"


def test_the_home_screen_sums_up_the_year_and_leads_to_the_board(editor_page, year):
    editor_page.goto("/admin/")
    panel = editor_page.locator(PANEL)
    expect(panel).to_contain_text("๒๕๖๙")
    expect(panel.locator(".ita-pill--live .ita-board__number")).to_have_text("๒")
    # Of his own items the draft needs work, the one that is public and in order does not.
    expect(panel.locator(".ita-board__own li")).to_have_count(1)
    expect(panel.locator(".ita-board__own")).to_contain_text("O2")
    panel.locator("p a").click()
    editor_page.wait_for_url(f"**{BOARD}{year.pk}/")
    expect(editor_page.locator(".ita-board tbody tr")).to_have_count(26)

    editor_page.go_back()
    panel.locator(".ita-pill--with_errors").first.click()
    editor_page.wait_for_url(f"**{BOARD}{year.pk}/**")
    assert parse_qs(urlsplit(editor_page.url).query) == {"status": ["with_errors"]}


@pytest.mark.parametrize(("address", "part"), [(BOARD, "main"), ("/admin/", PANEL)])
def test_the_board_is_accessible_and_as_wide_as_the_window(editor_page, year, address, part):
    editor_page.goto(address)
    editor_page.locator(part).evaluate(
        "part => part.querySelectorAll('details').forEach((each) => { each.open = true; })"
    )
    assert violations_in_every_look(editor_page, include=part) == []
    for _look in in_every_look(editor_page):
        assert wider_than_its_place(editor_page) == []
