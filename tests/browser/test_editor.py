"""The whole way of an editor: from an empty form to what a citizen reads."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser import admin
from tests.browser.conftest import PASSWORD

ADDRESS = "/ita-2569/o26/"
TITLE = "รายงานมาตรการส่งเสริมคุณธรรมของเทศบาลตัวอย่าง"
TYPED = admin.Written(
    title="โครงการตู้รับฟังความเห็นหน้าสำนักงาน",
    steps=("ตั้งตู้ไว้หน้าทางเข้า", "เปิดตู้ทุกวันศุกร์"),
    start="๑ ต.ค. ๒๕๖๗",
    end="30/9/68",
    responsible=("สำนักปลัดเทศบาล",),
    output="ได้รับความเห็น 41 ฉบับ",
    outcome="ตอบครบทุกฉบับภายในเจ็ดวัน",
)
READ_BACK = admin.Written(
    title=TYPED.title,
    steps=TYPED.steps,
    start="1 ตุลาคม 2567",
    end="30 กันยายน 2568",
    responsible=TYPED.responsible,
    output=TYPED.output,
    outcome=TYPED.outcome,
)


def test_an_editor_writes_a_report_and_a_citizen_reads_it(page, open_page, index, editor):
    admin.log_in(page, editor.username, PASSWORD)
    admin.open_create(page, index, "itareportpage")
    page.locator("#id_title").fill(TITLE)
    page.locator("#id_code").fill("ข้อ O๒๖")
    page.locator("#id_reported_year").fill("2568")
    admin.write_measure(admin.add_block(page, "measures"), TYPED)

    # The rest of the form stays empty: a draft may.
    admin.save_draft(page)
    report_pk = admin.edited_pk(page)
    page.goto(f"/admin/pages/{report_pk}/edit/")
    expect(page.locator("#id_title")).to_have_value(TITLE)
    expect(page.locator("#id_code")).to_have_value("O26")
    admin.expand(admin.measure(page, 1))
    admin.expect_measure(admin.measure(page, 1), READ_BACK)

    admin.open_side_panel(page, "preview")
    preview = page.frame_locator("#w-preview-iframe")
    expect(preview.get_by_role("heading", name=TYPED.title)).to_be_visible()
    expect(preview.get_by_text(TYPED.outcome)).to_be_visible()

    citizen = open_page()
    assert citizen.request.get(ADDRESS).status == 404

    admin.publish(page)
    citizen.goto(ADDRESS)
    expect(citizen.get_by_role("heading", level=1)).to_have_text(TITLE)
    article = citizen.get_by_role("region", name=TYPED.title)
    for text in (*TYPED.steps, *TYPED.responsible, TYPED.output, TYPED.outcome):
        expect(article.get_by_text(text)).to_be_visible()
    expect(article.get_by_text("ตุลาคม ๒๕๖๗ – กันยายน ๒๕๖๘")).to_be_visible()

    citizen.goto("/ita-2569/")
    entry = citizen.locator("#O26").get_by_role("link")
    expect(entry).to_contain_text("O26")
    entry.click()
    expect(citizen.get_by_role("heading", level=1)).to_have_text(TITLE)
