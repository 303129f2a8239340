"""The answer sheet: what an agency copies into the assessment system."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import Any

import openpyxl
import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import User
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation
from wagtail.models import Collection, CollectionViewRestriction, PageViewRestriction

from tests.admin.roles import client_of, make_user, speak
from tests.admin.test_board import fill
from tests.sample import make_document, make_index, make_item, make_report
from wagtail_ita.checks.board.answers import Answer, answer_sheet
from wagtail_ita.checks.board.reading import read_board

pytestmark = pytest.mark.django_db

SHEET = "wagtail_ita_answer_sheet"
LINK = ("link", {"title": "ระเบียบ", "url": "https://example.go.th/rule"})


@pytest.fixture(autouse=True)
def _english(admin_user: User) -> Iterator[None]:
    speak(admin_user, "en")
    with translation.override("en"):
        yield


@pytest.fixture
def index() -> Any:
    return make_index()


def answer_of(index: Any, code: str) -> Answer:
    board = read_board(index, User(is_superuser=True, is_active=True))
    return next(each for each in answer_sheet(board) if each.code == code)


def test_a_public_item_has_its_full_address_and_the_clicks_to_it(index: Any) -> None:
    make_item(index, "O7", title="ข่าวประชาสัมพันธ์")
    answer = answer_of(index, "O7")
    assert answer.is_there
    assert answer.addresses == ("http://localhost/ita-2569/o7/",)
    steps = answer.explanation.split(" > ")
    assert steps[1:] == ["ITA 2569", "O7 ข่าวประชาสัมพันธ์"]


def test_the_clicks_name_every_page_on_the_way(index: Any) -> None:
    from wagtail.models import Page

    home = index.get_parent()
    section = home.add_child(instance=Page(title="ข้อมูลหน่วยงาน", slug="about"))
    index.move(section, pos="last-child")
    index.refresh_from_db()
    make_item(index, "O7", title="O7 ข่าว")
    assert answer_of(index, "O7").explanation.split(" > ")[1:] == [
        "ข้อมูลหน่วยงาน",
        "ITA 2569",
        "O7 ข่าว",
    ]


def test_what_was_typed_takes_the_place_of_the_clicks(index: Any) -> None:
    make_item(index, "O7", explanation="  เมนูบน > ITA > O7 ")
    assert answer_of(index, "O7").explanation == "เมนูบน > ITA > O7"


@pytest.mark.parametrize("kind", ["missing", "draft", "private", "below private"])
def test_what_a_visitor_cannot_open_is_not_there(index: Any, kind: str) -> None:
    if kind != "missing":
        page = make_item(index, "O7", live=kind != "draft", explanation="เมนูบน")
        restricted = {"private": page, "below private": index}.get(kind)
        if restricted:
            PageViewRestriction.objects.create(page=restricted, restriction_type="login")
    answer = answer_of(index, "O7")
    assert (answer.is_there, answer.addresses, answer.explanation) == (False, (), "")


def test_two_pages_of_one_item_are_one_answer_with_two_addresses(index: Any) -> None:
    make_item(index, "O7", title="ส่วนที่หนึ่ง")
    make_item(index, "O7", title="ส่วนที่สอง", slug="o7-2")
    answer = answer_of(index, "O7")
    assert answer.addresses == (
        "http://localhost/ita-2569/o7/",
        "http://localhost/ita-2569/o7-2/",
    )
    assert answer.explanation.count("\n") == 1


def test_a_draft_does_not_change_the_answer(index: Any) -> None:
    page = make_item(index, "O7", title="เดิม")
    page.title = "ใหม่"
    page.explanation = "ยังไม่เผยแพร่"
    page.save_revision()
    answer = answer_of(index, "O7")
    assert answer.title == "เดิม"
    assert answer.explanation.endswith("O7 เดิม")


def test_evidence_has_full_addresses_and_leaves_out_what_is_private(index: Any) -> None:
    closed = Collection.get_first_root_node().add_child(name="ลับ")
    CollectionViewRestriction.objects.create(collection=closed, restriction_type="login")
    public, private = make_document("เปิด"), make_document("ปิด", collection=closed)
    evidence = [
        ("document", {"document": public, "title": ""}),
        ("document", {"document": private, "title": ""}),
        ("document", {"document": None, "title": "ว่าง"}),
        ("page", {"page": index, "title": ""}),
        LINK,
    ]
    make_item(index, "O7", evidence=evidence)
    assert answer_of(index, "O7").evidence == (
        f"http://localhost{public.url}",
        "http://localhost/ita-2569/",
        "https://example.go.th/rule",
    )


def test_the_report_is_answered_like_any_item(index: Any) -> None:
    make_report(index)
    assert answer_of(index, "O26").addresses == ("http://localhost/ita-2569/o26/",)


# --------------------------------------------------------------------------------- the screen


def rows_of(response: Any) -> dict[str, Any]:
    assert response.status_code == 200
    page = BeautifulSoup(response.content, "html.parser")
    return {row.select_one(".ita-board__code").get_text(): row for row in page.select("tbody tr")}


def test_the_screen_has_a_text_to_copy_in_every_cell(admin_client: Client, index: Any) -> None:
    make_item(index, "O7", title="ข่าว")
    rows = rows_of(admin_client.get(reverse(SHEET, args=[index.pk])))
    assert len(rows) == 26
    texts = [each.get_text() for each in rows["O7"].select("[data-ita-copy-target=text]")]
    assert texts[0] == "http://localhost/ita-2569/o7/"
    assert texts[1].endswith(" > ITA 2569 > O7 ข่าว")
    assert "Yes" in rows["O7"].get_text()
    assert "No" in rows["O8"].get_text()
    assert rows["O8"].select("button") == []


def test_buttons_stay_hidden_without_javascript_and_have_names(
    admin_client: Client, index: Any
) -> None:
    make_item(index, "O7")
    row = rows_of(admin_client.get(reverse(SHEET, args=[index.pk])))["O7"]
    buttons = row.select("button")
    assert len(buttons) == 2
    assert all(each.has_attr("hidden") for each in buttons)
    assert len({each["aria-label"] for each in buttons}) == 2


@pytest.mark.parametrize("export", ["csv", "xlsx"])
def test_the_spreadsheet_has_the_same_lines(admin_client: Client, index: Any, export: str) -> None:
    make_item(index, "O7", title="=1+1", explanation="+ เมนูบน")
    response = admin_client.get(reverse(SHEET, args=[index.pk]), {"export": export})
    assert f"ita-answers-2569.{export}" in response["Content-Disposition"]
    content = b"".join(response.streaming_content)
    guard = ""
    if export == "csv":
        rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
        guard = "'"
    else:
        sheet = openpyxl.load_workbook(io.BytesIO(content)).active
        assert sheet.cell(row=8, column=2).data_type == "s"
        rows = [list(row) for row in sheet.iter_rows(values_only=True)]
    assert len(rows) == 27
    assert rows[7][:5] == [
        "O7",
        f"{guard}=1+1",
        "Yes",
        "http://localhost/ita-2569/o7/",
        f"{guard}+ เมนูบน",
    ]
    assert rows[8][2] == "No"


# --------------------------------------------------------------------------------- the rights


def test_an_editor_of_one_item_sees_that_answer_only(index: Any) -> None:
    seven = make_item(index, "O7")
    make_item(index, "O8")
    client = client_of(make_user("editor", seven, "change"))
    assert list(rows_of(client.get(reverse(SHEET, args=[index.pk])))) == ["O7"]


@pytest.mark.parametrize("args", [[], ["index"]])
def test_who_has_no_right_to_pages_is_refused(index: Any, args: list[Any]) -> None:
    address = reverse(SHEET, args=[index.pk] if args else [])
    for export in ({}, {"export": "csv"}):
        response = client_of(User.objects.filter(username="g").first() or make_user("g")).get(
            address, export
        )
        assert response.status_code == 302
        assert response["Location"] == reverse("wagtailadmin_home")


def test_who_is_not_logged_in_is_asked_to(client: Client, index: Any) -> None:
    assert reverse("wagtailadmin_login") in client.get(reverse(SHEET))["Location"]


@pytest.mark.slow
def test_the_number_of_queries_does_not_grow(admin_client: Client, index: Any) -> None:
    from django.db import connection

    counts = []
    for count, start in ((4, 1), (20, 5)):
        fill(index, count, start)
        admin_client.get(reverse(SHEET, args=[index.pk]))
        with CaptureQueriesContext(connection) as queries:
            admin_client.get(reverse(SHEET, args=[index.pk]))
        counts.append(len(queries))
    assert counts[0] == counts[1]
