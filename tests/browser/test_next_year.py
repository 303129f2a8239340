"""A year ends: the next one is started from it, and the old one is closed."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path
from typing import Any

from django.contrib.auth.models import User
from playwright.sync_api import Page, expect

from tests.browser.conftest import PASSWORD, sign_in
from tests.browser.looks import violations_in_every_look
from tests.sample import FULL_MEASURE, PLAIN_MEASURE, RECORD, make_item, make_report
from wagtail_ita.models import get_index_page_model
from wagtail_ita.selectors import find_item
from wagtail_ita.transfer.pages import report_to_record


def keep(page: Page, name: str) -> None:
    folder = os.environ.get("ITA_BROWSER_LOOK")
    if folder:
        page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)


def test_from_the_button_over_the_plan_to_the_new_board(open_page: Any, index: Any) -> None:
    steps = ("อบรมเจ้าหน้าที่ภายในวันที่ 15 มกราคม 2568", *FULL_MEASURE.steps)
    dated = replace(FULL_MEASURE, steps=steps)
    report = make_report(index, replace(RECORD, measures=(dated, PLAIN_MEASURE)))
    make_item(index, "O98", title="ข้อมูลที่หน่วยงานเพิ่มเอง")
    page: Page = open_page()
    sign_in(page, User.objects.create_superuser("clerk", "clerk@example.go.th", PASSWORD))
    page.goto(f"/admin/ita/board/{index.pk}/")
    page.locator(f"a[href='/admin/ita/next-year/{index.pk}/']").click()
    expect(page.locator("#ita-pages")).to_be_visible()
    expect(page.locator("section[aria-labelledby=ita-dated]")).to_contain_text(steps[0])
    expect(page.locator("section[aria-labelledby=ita-left]")).to_contain_text("O98")
    keep(page, "plan")
    assert violations_in_every_look(page, include="main") == []
    page.locator(".ita-year__buttons button[type=submit]").click()

    new = get_index_page_model().objects.get(assessment_year=2570)
    page.wait_for_url(f"**/admin/ita/board/{new.pk}/")
    expect(page.locator(".ita-board tbody tr")).to_have_count(26)
    keep(page, "new-board")
    draft = find_item(new, "O26").get_latest_revision_as_object()
    measures = report_to_record(draft).measures
    assert [each.steps for each in measures] == [steps, PLAIN_MEASURE.steps]
    assert [each.outcome for each in measures] == ["", ""]

    page.goto(f"/admin/ita/board/{index.pk}/")
    page.locator(f"a[href='/admin/ita/closing/{index.pk}/']").click()
    page.wait_for_url(f"**/admin/ita/closing/{index.pk}/")
    keep(page, "close")
    assert violations_in_every_look(page, include="main") == []
    page.locator(".ita-year__buttons button[type=submit]").click()
    page.wait_for_url(f"**/admin/ita/board/{index.pk}/")
    assert get_index_page_model().objects.get(pk=index.pk).closed_at
    keep(page, "closed-board")
    page.goto(f"/admin/pages/{report.pk}/edit/")
    keep(page, "closed-form")
