"""The memo in the edit form: what a new report starts with, and the button that fills the boxes."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse
from wagtail.models import PageLogEntry, Revision

from tests.admin.roles import client_of, make_user, speak
from tests.admin.typed_forms import typed_form
from tests.sample import RECORD, make_index, make_item, make_report, translate
from wagtail_ita.domain.records import MemoRecord
from wagtail_ita.models import ITASettings, get_item_page_model, get_report_page_model
from wagtail_ita.panels import MEMO, NEW_MEMO

pytestmark = pytest.mark.django_db

UNIT = "สำนักปลัด เทศบาลตัวอย่าง โทร. ๐ ๒๐๐๐ ๐๐๐๐"


@pytest.fixture
def index() -> Any:
    index = make_index()
    ITASettings.objects.create(
        site=index.get_site(),
        agency_name_th="เทศบาลตัวอย่าง",
        agency_name_en="Example Town",
        memo_unit=UNIT,
        memo_addressee="นายกเทศมนตรี",
    )
    return index


@pytest.fixture
def report(index: Any) -> Any:
    return make_report(index, replace(RECORD, memo=MemoRecord()))


@pytest.fixture
def editor(index: Any) -> Client:
    return client_of(make_user("editor", index, "add", "change"))


def address_of(page: Any) -> str:
    return reverse(MEMO, args=[page.pk])


def new_address(parent: Any, model: Any) -> str:
    options = model._meta
    return reverse(NEW_MEMO, args=[options.app_label, options.model_name, parent.pk])


def fill(client: Client, page: Any, **typed: str) -> dict[str, str]:
    response = client.post(address_of(page), typed_form(page, **typed))
    assert response.status_code == 200, response.content.decode()
    values: dict[str, str] = response.json()["values"]
    return values


# ------------------------------------------------------------------------------- a new report


def test_a_new_report_starts_with_who_writes_to_whom_and_about_what(
    editor: Client, index: Any
) -> None:
    options = get_report_page_model()._meta
    names = [options.app_label, options.model_name, index.pk]
    html = BeautifulSoup(
        editor.get(reverse("wagtailadmin_pages:add", args=names)).content, "html.parser"
    )
    assert html.find(id="id_memo_unit")["value"] == UNIT
    assert html.find(id="id_memo_addressee")["value"] == "นายกเทศมนตรี"
    subject = html.find(id="id_memo_subject")["value"]
    assert index.catalogue.report_item.title_th in subject
    assert "๒๕๖๘" in subject
    assert not html.find(id="id_memo_facts").get_text(strip=True)


def test_a_year_without_a_list_starts_with_the_settings_alone(editor: Client) -> None:
    index = make_index(2599)
    report = get_report_page_model()(locale=index.locale)
    report.adopt(index)
    initial = report.get_form_initial(index)
    assert initial["memo_subject"] == ""
    assert "title" not in initial


# --------------------------------------------------------------------------------- the button


def test_empty_boxes_are_filled_with_the_figures_of_the_report(editor: Client, report: Any) -> None:
    values = fill(editor, report)
    assert set(values) == {
        f"memo_{name}"
        for name in ("unit", "subject", "addressee", "background", "facts", "proposal")
    }
    assert values["memo_unit"] == UNIT
    assert "เทศบาลตัวอย่าง" in values["memo_background"]
    for figure in ("๙๙.๙๘", "ผ่านดีเยี่ยม", "๒๕๖๘", "๒ มาตรการ"):
        assert figure in values["memo_facts"]


def test_what_is_typed_counts_and_not_what_is_stored(editor: Client, report: Any) -> None:
    facts = fill(editor, report, overall_score="87.50", level="good", reported_year="2567")
    assert "๘๗.๕๐" in facts["memo_facts"]
    assert "ผ่านดี" in facts["memo_facts"]
    assert "๒๕๖๗" in facts["memo_facts"]
    assert "๙๙.๙๘" not in facts["memo_facts"]


def test_a_box_with_words_is_left_alone(editor: Client, report: Any) -> None:
    values = fill(editor, report, memo_subject="ของเราเอง", memo_facts="ข้อเท็จจริงของเรา")
    assert {"memo_subject", "memo_facts"}.isdisjoint(values)
    # Spaces alone are no words.
    assert "memo_proposal" in fill(editor, report, memo_proposal=" \n")


def test_nothing_to_fill_is_said(editor: Client, index: Any) -> None:
    report = make_report(index)
    response = editor.post(address_of(report), typed_form(report))
    assert response.json() == {
        "values": {},
        "message": "No box was filled in: what can be filled in has words already.",
    }


def test_what_the_form_refuses_is_not_known(editor: Client, report: Any) -> None:
    values = fill(
        editor, report, overall_score="ดีมาก", reported_year="ปีนี้", level="ไม่มี", code="ข้อหนึ่ง"
    )
    text = "\n".join(values.values())
    assert "ผู้รับผิดชอบ" in values["memo_facts"]
    for refused in ("ดีมาก", "ปีนี้", "ไม่มี", "ข้อหนึ่ง", "๒๕๖๘"):
        assert refused not in text


def test_it_writes_nothing(editor: Client, report: Any) -> None:
    before = (Revision.objects.count(), PageLogEntry.objects.count())
    fill(editor, report)
    assert (Revision.objects.count(), PageLogEntry.objects.count()) == before
    report.refresh_from_db()
    assert report.memo_subject == ""


def test_a_page_that_nobody_has_saved_is_filled_too(editor: Client, index: Any) -> None:
    model = get_report_page_model()
    data = typed_form(model(locale=index.locale), code="O26", reported_year="2568", title="ของเรา")
    values = editor.post(new_address(index, model), data).json()["values"]
    assert index.catalogue.report_item.title_th in values["memo_subject"]
    assert "มาตรการ" in values["memo_facts"]
    assert " รวม" not in values["memo_facts"]


def test_an_english_page_gets_english_sentences(index: Any) -> None:
    copy = translate(make_report(index, replace(RECORD, memo=MemoRecord())))
    editor = client_of(make_user("translator", copy.get_parent(), "add", "change"))
    facts = fill(editor, copy)["memo_facts"]
    assert "Example Town" in facts
    assert "99.98" in facts


def test_the_message_is_in_the_language_of_the_user_and_the_memo_in_that_of_the_page(
    index: Any, report: Any
) -> None:
    user = make_user("editor", index, "change")
    speak(user, "th")
    answer = client_of(user).post(address_of(report), typed_form(report)).json()
    assert "ด้วยเทศบาลตัวอย่าง" in answer["values"]["memo_background"]


# ------------------------------------------------------------------------------- who may do it


def test_who_may_not_edit_the_page_gets_a_sentence(index: Any, report: Any) -> None:
    stranger = client_of(make_user("stranger", make_index(2568), "add", "change"))
    response = stranger.post(address_of(report), typed_form(report))
    assert response.status_code == 403
    assert response["Content-Type"].startswith("text/plain")
    assert "may not edit" in response.content.decode()
    assert UNIT not in response.content.decode()
    model = get_report_page_model()
    assert stranger.post(new_address(index, model), {}).status_code == 403


def test_it_is_for_reports_that_are_there(editor: Client, index: Any) -> None:
    item = make_item(index, "O1")
    assert editor.post(address_of(item), {}).status_code == 404
    assert editor.post(reverse(MEMO, args=[987_654]), {}).status_code == 404
    assert editor.post(new_address(index, get_item_page_model()), {}).status_code == 404


def test_it_is_asked_by_post_with_a_token_and_by_who_is_logged_in(
    index: Any, report: Any, client: Client
) -> None:
    assert (
        client_of(make_user("reader", index, "change")).get(address_of(report)).status_code == 405
    )
    assert client.post(address_of(report), {}).status_code == 302
    user = make_user("editor", index, "change")
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(user)
    assert strict.post(address_of(report), typed_form(report)).status_code == 403


def test_broken_data_gives_a_sentence_and_no_error(editor: Client, report: Any) -> None:
    data = typed_form(report)
    data["measures-count"] = "many"
    response = editor.post(address_of(report), data)
    assert response.status_code == 400
    assert "cannot be filled in now" in response.content.decode()
    assert editor.post(address_of(report), {}).status_code == 200


# ------------------------------------------------------------------------------- in the form


def test_the_panel_has_a_button_that_only_a_script_shows(editor: Client, report: Any) -> None:
    edit = reverse("wagtailadmin_pages:edit", args=[report.pk])
    html = BeautifulSoup(editor.get(edit).content, "html.parser")
    (panel,) = html.select('[data-controller="ita-memo"]')
    assert panel["data-ita-memo-url-value"] == address_of(report)
    button = panel.find("button")
    assert button.has_attr("hidden")
    assert button["type"] == "button"
    assert "js/memo.js" in str(html)


def test_the_form_says_that_the_scan_is_the_evidence(editor: Client, report: Any) -> None:
    edit = reverse("wagtailadmin_pages:edit", args=[report.pk])
    html = BeautifulSoup(editor.get(edit).content, "html.parser")
    for path in ("memo_approvals", "attachments"):
        wrapper = html.find(id=f"panel-child-content-{path}-section") or html.select_one(
            f'[data-contentpath="{path}"]'
        )
        assert "scan" in wrapper.find_parent("section").get_text()
