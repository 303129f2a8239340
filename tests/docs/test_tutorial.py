"""The tutorial, followed word for word: a fresh site, its commands, its clicks, a public report."""

from __future__ import annotations

import json
import re
import shutil
import urllib.error
import urllib.request

import pytest
from playwright.sync_api import Page, expect, sync_playwright

from tests.browser import admin
from tests.docs.fresh_site import PASSWORD, new_reader
from tests.docs.reading import DOCS, blocks_of, links_of

pytestmark = pytest.mark.slow

TUTORIAL = DOCS / "tutorial.md"
AGENCY = "เทศบาลตำบลลองทำตาม"
REPORT = "/ita-2569/o26/"


@pytest.fixture(scope="module")
def reader(tmp_path_factory):
    """Somebody who has done everything that the tutorial says, up to its last line."""
    program = shutil.which("chromium")
    if program is None:
        pytest.skip("There is no program “chromium” on the PATH (Debian: apt install chromium).")
    somebody = new_reader(tmp_path_factory.mktemp("tutorial"))
    try:
        for block in blocks_of(TUTORIAL):
            if "ita_import" in block.text:
                take_files_along(somebody)
            if block.title:
                somebody.write(block)
                continue
            for line in block.text.splitlines():
                somebody.run(line)
            if somebody.server and "ita_check" not in block.text:
                click_through(somebody, program)
        yield somebody
    finally:
        somebody.stop()


def take_files_along(somebody):
    """Save the files that the tutorial links to."""
    for address in links_of(TUTORIAL):
        if address.startswith("tutorial/"):
            shutil.copy(DOCS / address, somebody.folder)


def click_through(somebody, program):
    """Do what step 5 says, in a real browser."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=program, args=["--no-sandbox", "--disable-gpu"]
        )
        page = browser.new_page(base_url=somebody.address, viewport={"width": 1280, "height": 900})
        page.set_default_timeout(30_000)
        admin.log_in(page, "admin", PASSWORD)
        page.goto("/admin/settings/wagtail_ita/itasettings/")
        page.locator("#id_agency_name_th").fill(AGENCY)
        page.locator("footer button[type=submit]").click()
        expect(page.locator(".messages .success")).to_be_visible()
        open_from_board(page)
        panel = admin.open_side_panel(page, "ita-findings")
        somebody.said["findings"] = panel.locator("[data-ita-errors]").get_attribute(
            "data-ita-errors"
        )
        admin.publish(page)
        # Wagtail is now in the list of the year's pages.
        page.get_by_role("button", name="Actions").first.click()
        page.locator("header a[href$='/edit/']:visible").click()
        expect(page.locator("#id_assessment_year")).to_be_editable()
        admin.publish(page)
        browser.close()


def open_from_board(page: Page) -> None:
    page.goto("/admin/ita/board/")
    row = page.locator(".ita-board tr", has=page.get_by_text("O26", exact=True))
    row.locator("th a").first.click()
    expect(page.locator("#id_title")).to_be_editable()


def fetched(reader, path: str) -> bytes:
    """Return what a stranger gets."""
    with urllib.request.urlopen(reader.address + path, timeout=60) as answer:
        assert answer.status == 200
        return answer.read()


def addresses() -> list[str]:
    """Return the addresses of step 6, which a reader opens in a private window."""
    text = TUTORIAL.read_text(encoding="utf-8").partition("## 6.")[2]
    return re.findall(r"<http://127\.0\.0\.1:8000(/[^>]*)>", text)


def test_the_report_is_public_at_the_address_that_the_tutorial_names(reader):
    page = fetched(reader, REPORT).decode()
    assert AGENCY in page
    for measure in ("บัตรคิวบอกเวลารอ", "กล่องกุญแจรถส่วนกลาง", "อ่านประกาศให้ฟัง"):
        assert measure in page
    assert "๙๒.๔๐" in page


def test_every_address_of_the_last_step_answers_a_stranger(reader):
    assert REPORT in addresses()
    for address in addresses():
        assert fetched(reader, address)


def test_the_report_stands_in_the_index_of_the_year(reader):
    assert f'href="{REPORT}"' in fetched(reader, "/ita-2569/").decode()


def test_the_pages_wear_the_base_template_of_the_site(reader):
    page = fetched(reader, REPORT).decode()
    assert "/static/css/townsite.css" in page
    assert "/static/wagtail_ita/css/ita.css" in page


def test_the_other_items_are_not_public(reader):
    with pytest.raises(urllib.error.HTTPError, match="404"):
        urllib.request.urlopen(f"{reader.address}/ita-2569/o1/", timeout=60)


def test_the_commands_say_what_the_tutorial_says_of_them(reader):
    assert "System check identified no issues" in reader.said["python manage.py check"]
    drafts = reader.said["python manage.py ita_setup --year 2569 --chain none"]
    assert all(f" O{number} " in drafts for number in range(1, 27))
    assert reader.said["findings"] == "0"


def test_the_json_of_the_report_holds_the_three_measures(reader):
    report = json.loads(fetched(reader, f"{REPORT}report.json"))["report"]
    assert len(report["measures"]) == 3
    assert report["reported_year"] == 2568
