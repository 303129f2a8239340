"""The findings of what is typed: the server's side of the panel beside the edit form."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import Page, PageLogEntry, PageSubscription, ReferenceIndex, Revision

from tests.admin.roles import client_of, make_user, speak
from tests.admin.typed_forms import measure_field, typed_form
from tests.sample import (
    FULL_MEASURE,
    PLAIN_MEASURE,
    RECORD,
    make_document,
    make_index,
    make_item,
    make_report,
    make_site,
)
from wagtail_ita.domain.records import EvidenceKind, EvidenceRecord
from wagtail_ita.models import get_item_page_model, get_report_page_model
from wagtail_ita.panels import FINDINGS, NEW_FINDINGS

pytestmark = pytest.mark.django_db

STEPS = f"measures.{FULL_MEASURE.id}.steps"


@pytest.fixture
def index() -> Any:
    return make_index()


@pytest.fixture
def report(index: Any) -> Any:
    return make_report(index)


@pytest.fixture
def editor(index: Any) -> Client:
    return client_of(make_user("editor", index, "add", "change"))


def address_of(page: Any) -> str:
    return reverse(FINDINGS, args=[page.pk])


def new_address(parent: Any, model: Any) -> str:
    options = model._meta
    return reverse(NEW_FINDINGS, args=[options.app_label, options.model_name, parent.pk])


class Panel:
    """The answer, read as a person does."""

    def __init__(self, response: Any) -> None:
        assert response.status_code == 200, response.content.decode()
        self.html = BeautifulSoup(response.content, "html.parser")
        self.text = self.html.get_text(" ", strip=True)
        links = self.html.select("a[data-ita-findings-path-param]")
        self.paths = [link["data-ita-findings-path-param"] for link in links]
        self.groups = [heading.get_text(strip=True) for heading in self.html.select("h3")]
        bar = self.html.find("progress")
        self.progress = (int(bar["value"]), int(bar["max"])) if bar else None

    def texts_at(self, path: str) -> list[str]:
        links = self.html.select(f'a[data-ita-findings-path-param="{path}"]')
        return [link.get_text(strip=True) for link in links]


def check(client: Client, page: Any, data: Any = None, **typed: Any) -> Panel:
    return Panel(client.post(address_of(page), data or typed_form(page, **typed)))


# ---------------------------------------------------------------------------------- findings


def test_a_complete_report_has_nothing_to_mend(editor: Client, report: Any) -> None:
    panel = check(editor, report)
    errors = panel.html.select(".ita-beside__entry--error")
    assert (errors, panel.progress) == ([], (2, 2))
    assert "2 of 2 measures complete" in panel.text


def test_what_is_typed_is_checked_and_not_what_is_stored(editor: Client, report: Any) -> None:
    data = typed_form(report)
    for number in range(3):
        data[f"measures-0-value-steps-{number}-value"] = " "
    panel = check(editor, report, data)
    assert STEPS in panel.paths
    assert panel.progress == (1, 2)
    (group,) = (each for each in panel.groups if FULL_MEASURE.title in each)
    assert group.startswith("Measure 1")


def test_the_page_comes_first_and_the_measures_in_their_order(editor: Client, report: Any) -> None:
    data = typed_form(report, overall_score="120")
    data[measure_field(1, "title")] = data[measure_field(2, "title")] = ""
    panel = check(editor, report, data)
    assert panel.groups == ["The page", "Measure 1", "Measure 2"]
    assert panel.progress == (0, 2)


def test_many_notes_are_folded_so_that_errors_are_seen(editor: Client, report: Any) -> None:
    data = typed_form(report)
    data[measure_field(1, "title")] = ""
    panel = check(editor, report, data)
    (folded,) = panel.html.select("details")
    assert folded.find("summary").get_text(strip=True) == "8 notes"
    assert not folded.select(".ita-beside__entry--error")
    assert not folded.has_attr("open")


def test_a_moved_and_a_deleted_measure_are_where_they_are_now(editor: Client, report: Any) -> None:
    data = typed_form(report)
    data["measures-0-order"], data["measures-1-order"] = "1", "0"
    data[measure_field(1, "title")] = ""
    assert "Measure 2" in check(editor, report, data).groups
    data["measures-1-deleted"] = "1"
    panel = check(editor, report, data)
    assert "Measure 1" in panel.groups
    assert panel.progress == (0, 1)


def test_a_date_that_is_none_is_said_in_its_measure_and_hides_nothing(
    editor: Client, report: Any
) -> None:
    data = typed_form(report)
    data[measure_field(1, "period_end")] = "๓๒ ก.ย. ๒๕๖๘"
    data[measure_field(2, "title")] = ""
    panel = check(editor, report, data)
    path = f"measures.{FULL_MEASURE.id}.period_end"
    assert "32" in panel.texts_at(path)[0] or "๓๒" in panel.texts_at(path)[0]
    assert panel.paths.count(path) == 1
    assert "cannot be read" not in panel.texts_at(path)[0] or len(panel.texts_at(path)) == 1
    assert f"measures.{PLAIN_MEASURE.id}.title" in panel.paths
    assert not [path for path in panel.paths if path.endswith("period_note")]
    assert panel.progress == (0, 2)


def test_a_date_deep_in_the_memo_is_said_at_its_box(editor: Client, report: Any) -> None:
    data = typed_form(report, memo_date="ไม่ใช่วันที่")
    data["memo_approvals-0-value-date"] = "ไม่ใช่วันที่"
    panel = check(editor, report, data)
    (approval,) = RECORD.memo.approvals
    assert panel.paths.count("memo_date") == 1
    assert panel.paths.count(f"memo_approvals.{approval.id}.date") == 1


def test_a_period_that_ends_before_it_starts_is_said_once(editor: Client, report: Any) -> None:
    data = typed_form(report)
    data[measure_field(1, "period_end")] = "1 ม.ค. 2560"
    panel = check(editor, report, data)
    assert panel.paths.count(f"measures.{FULL_MEASURE.id}.period_end") == 1


def test_what_the_form_refuses_is_not_checked_as_it_is_stored(editor: Client, report: Any) -> None:
    panel = check(editor, report, reported_year="ปีที่แล้ว", title="")
    assert len(panel.texts_at("reported_year")) == 1
    assert panel.texts_at("title")


def test_an_address_that_is_taken_is_said_at_its_box(editor: Client, report: Any) -> None:
    make_item(report.index_page, "O12")
    (text,) = check(editor, report, slug="o12").texts_at("slug")
    assert "o12" in text


def test_a_new_measure_without_a_stored_id_has_the_id_of_the_form(
    editor: Client, report: Any
) -> None:
    fresh = "11111111-2222-4333-8444-555555555555"
    data = typed_form(report)
    data["measures-1-id"] = fresh
    data["measures-1-value-responsible-0-value"] = ""
    assert f"measures.{fresh}.responsible" in check(editor, report, data).paths


def test_a_page_without_any_measure_has_no_bar(editor: Client, report: Any) -> None:
    panel = check(editor, report, replace_measures(report))
    assert (panel.progress, "measures" in panel.paths) == (None, True)


def replace_measures(report: Any) -> dict[str, str]:
    data = {k: v for k, v in typed_form(report).items() if not k.startswith("measures-")}
    return {**data, "measures-count": "0"}


def test_an_item_is_checked_too(editor: Client, index: Any) -> None:
    item = make_item(index, "O12")
    panel = check(editor, item)
    assert panel.progress is None
    assert panel.paths
    told = check(editor, item, nothing_to_report="ไม่มีเรื่องร้องเรียนในปีงบประมาณ พ.ศ. 2568")
    assert len(told.paths) < len(panel.paths)


@pytest.mark.parametrize(
    ("language", "sentence"), [("en", "1 of 2 measures complete"), ("th", "มาตรการ")]
)
def test_it_speaks_the_language_of_the_user(
    index: Any, report: Any, language: str, sentence: str
) -> None:
    user = make_user("speaker", index, "change")
    speak(user, language)
    data = typed_form(report)
    data[measure_field(1, "title")] = ""
    panel = check(client_of(user), report, data)
    assert sentence in panel.text
    assert ("Error" in panel.text) is (language == "en")


def test_a_title_cannot_bring_html_along(editor: Client, report: Any) -> None:
    data = typed_form(report)
    data[measure_field(1, "title")] = "<script>alert(1)</script> %s %(x)s"
    data["measures-0-value-steps-0-value"] = ""
    data[measure_field(1, "period_end")] = "<b>%s"
    response = editor.post(address_of(report), data)
    assert response.status_code == 200
    assert b"<script>" not in response.content
    assert b"<b>" not in response.content


# ------------------------------------------------------------------------------- a new page


def test_a_page_that_does_not_exist_yet_is_checked(editor: Client, index: Any) -> None:
    page = get_report_page_model()(title="รายงานใหม่", code="O26", reported_year=2560)
    response = editor.post(new_address(index, type(page)), typed_form(page, slug=""))
    panel = Panel(response)
    assert {"measures", "reported_year"} <= set(panel.paths)
    assert not get_report_page_model().objects.exists()


def test_a_new_page_may_not_take_the_address_of_another(editor: Client, report: Any) -> None:
    page = get_report_page_model()(title="ซ้ำ", code="O26")
    response = editor.post(new_address(report.index_page, type(page)), typed_form(page, slug=""))
    assert "slug" in Panel(response).paths


# ---------------------------------------------------------------------------- nothing stored


def test_nothing_is_stored(editor: Client, report: Any) -> None:
    models = (Page, Revision, PageLogEntry, PageSubscription, ReferenceIndex)
    before = [list(model.objects.order_by("pk").values()) for model in models]
    row = type(report).objects.values().get(pk=report.pk)
    data = typed_form(report, title="อีกชื่อหนึ่ง", overall_score="x")
    data[measure_field(1, "title")] = "อีกมาตรการหนึ่ง"
    check(editor, report, data)
    new = get_item_page_model()(title="ใหม่", code="O12")
    assert (
        editor.post(new_address(report.index_page, type(new)), typed_form(new)).status_code == 200
    )
    assert [list(model.objects.order_by("pk").values()) for model in models] == before
    assert type(report).objects.values().get(pk=report.pk) == row


def test_no_write_reaches_the_database(editor: Client, report: Any) -> None:
    with CaptureQueriesContext(connection) as captured:
        check(editor, report)
    statements = {query["sql"].split()[0] for query in captured}
    assert statements <= {"SELECT", "SAVEPOINT", "RELEASE"}


# --------------------------------------------------------------------------------- who may


def test_who_may_only_edit_other_pages_is_refused(report: Any) -> None:
    other = make_index(2568)
    stranger = client_of(make_user("stranger", other, "add", "change", "publish"))
    response = stranger.post(address_of(report), typed_form(report))
    assert (response.status_code, response["Content-Type"]) == (403, "text/plain; charset=utf-8")
    assert FULL_MEASURE.title not in response.content.decode()


def test_who_may_only_publish_is_refused(index: Any, report: Any) -> None:
    publisher = client_of(make_user("publisher", index, "lock"))
    assert publisher.post(address_of(report), typed_form(report)).status_code == 403


def test_who_may_not_add_under_a_parent_is_refused(index: Any) -> None:
    changer = client_of(make_user("changer", index, "change"))
    page = get_item_page_model()(title="ใหม่", code="O12")
    response = changer.post(new_address(index, type(page)), typed_form(page))
    assert response.status_code == 403


def test_a_page_that_does_not_fit_under_a_parent_is_refused() -> None:
    home = make_site().root_page
    adder = client_of(make_user("adder", home, "add", "change"))
    page = get_item_page_model()(title="ใหม่", code="O12")
    model = get_item_page_model()
    expected = 200 if model in home.specific.creatable_subpage_models() else 403
    assert adder.post(new_address(home, type(page)), typed_form(page)).status_code == expected


def test_who_is_logged_out_is_sent_to_log_in(client: Client, report: Any) -> None:
    response = client.post(address_of(report), typed_form(report))
    assert response.status_code == 302
    assert "/login/" in response["Location"]


def test_what_is_no_page_of_ours_is_not_found(editor: Client, index: Any) -> None:
    home = make_site().root_page
    addresses = [
        address_of(home),
        address_of(index),
        reverse(FINDINGS, args=[99999]),
        reverse(NEW_FINDINGS, args=["auth", "user", index.pk]),
        reverse(NEW_FINDINGS, args=["nothing", "at-all", index.pk]),
        new_address(index, type(index)),
    ]
    assert [editor.post(address).status_code for address in addresses] == [404] * len(addresses)


def test_it_is_asked_by_post_with_a_token_only(report: Any, index: Any) -> None:
    user = make_user("careful", index, "change")
    assert client_of(user).get(address_of(report)).status_code == 405
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(user)
    assert strict.post(address_of(report), typed_form(report)).status_code == 403


# ---------------------------------------------------------------------------------- hostile


HOSTILE = [
    {"measures-count": "many"},
    {"measures-count": "-1"},
    {"measures-count": "999999999"},
    {"measures-0-order": "first"},
    {"measures-0-order": "1"},
    {"measures-0-type": "no-such-block"},
    {"measures-0-id": '"><img src=x onerror=alert(1)>'},
    {"measures-0-value-indicator": "99"},
    {"measures-0-value-steps-count": "9" * 400},
    {"measures-0-value-output": "{not json"},
    {"measures-0-value-output": "[" * 100_000},
    {"measures-0-value-output": '{"blocks": 3}'},
    {"measures-0-value-period_start": "9" * 5000},
    {"measures-1-value-evidence-0-type": "document"},
    {"measures-1-value-evidence-0-value-url": "javascript:alert(1)"},
    {"overall_score": "NaN"},
    {"overall_score": "9" * 5000},
    {"reported_year": "-1"},
    {"level": "no-such-level"},
    {"item_owner": "x"},
    {"title": "\x00"},
    {"slug": "\x00"},
    {"code": "O" * 5000},
    {"comments-TOTAL_FORMS": "x"},
    {"comments-TOTAL_FORMS": "1999"},
    {"go_live_at": "yesterday"},
]


@pytest.mark.parametrize("typed", HOSTILE, ids=lambda typed: str(typed)[:60])
def test_what_no_form_of_ours_sends_breaks_nothing(
    editor: Client, report: Any, typed: dict[str, str]
) -> None:
    response = editor.post(address_of(report), {**typed_form(report), **typed})
    assert response.status_code in (200, 400)
    assert response.content.decode().strip()
    assert b"onerror=alert(1)>" not in response.content
    if response.status_code == 400:
        assert response["Content-Type"].startswith("text/plain")


def test_an_empty_post_is_answered(editor: Client, report: Any, index: Any) -> None:
    assert editor.post(address_of(report)).status_code == 200
    assert editor.post(new_address(index, type(report))).status_code == 200


# ------------------------------------------------------------------------------------ speed


def queries(editor: Client, page: Any) -> int:
    data = typed_form(page)
    editor.post(address_of(page), data)
    with CaptureQueriesContext(connection) as captured:
        editor.post(address_of(page), data)
    return len(captured)


def many(count: int, **fields: Any) -> Any:
    measures = tuple(
        replace(FULL_MEASURE, id="", title=f"มาตรการที่ {n}", **fields) for n in range(count)
    )
    return replace(RECORD, measures=measures)


def test_ten_measures_take_as_many_queries_as_one(editor: Client, index: Any) -> None:
    one = make_report(index, many(1))
    ten = make_report(index, replace(many(10), code="O27"))
    assert queries(editor, one) == queries(editor, ten)


def test_evidence_takes_as_many_queries_however_much_there_is(editor: Client, index: Any) -> None:
    image = get_image_model().objects.create(title="ภาพ", file=get_test_image_file())
    pieces = (
        EvidenceRecord(kind=EvidenceKind.DOCUMENT, key=str(make_document("คำสั่ง").pk)),
        EvidenceRecord(kind=EvidenceKind.IMAGE, key=str(image.pk), alt_text="ภาพกิจกรรม"),
        EvidenceRecord(kind=EvidenceKind.PAGE, key=str(index.pk)),
    )
    one = make_report(index, many(1, evidence=pieces))
    ten = make_report(index, replace(many(10, evidence=pieces), code="O27"))
    assert queries(editor, one) == queries(editor, ten)


# ---------------------------------------------------------------------------------- the form


@pytest.mark.parametrize("model", ["report", "item"])
def test_the_form_brings_the_panel_along(editor: Client, index: Any, model: str) -> None:
    page = make_report(index) if model == "report" else make_item(index, "O12")
    options = page._meta
    edit = editor.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
    add = editor.get(
        reverse("wagtailadmin_pages:add", args=[options.app_label, options.model_name, index.pk])
    ).content.decode()
    for html, address in ((edit, address_of(page)), (add, new_address(index, type(page)))):
        assert f'data-ita-findings-url-value="{address}"' in html
        assert html.count("data-ita-side-panel") == 1
        assert "wagtail_ita/js/findings.js" in html


def test_the_form_of_an_index_has_no_panel(editor: Client, index: Any) -> None:
    html = editor.get(reverse("wagtailadmin_pages:edit", args=[index.pk])).content.decode()
    assert "data-ita-side-panel" not in html
