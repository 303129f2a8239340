"""The board: where each item of a year stands, for whoever has a right to it."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Iterator
from typing import Any

import openpyxl
import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation
from wagtail.log_actions import log
from wagtail.models import PageViewRestriction, Revision, Workflow

from tests.admin.roles import client_of, make_user, speak
from tests.sample import RECORD, make_document, make_index, make_item, make_report, translate
from wagtail_ita.checks.board.reading import read_board
from wagtail_ita.checks.board.rows import Board, Row, is_public
from wagtail_ita.checks.board.statuses import Facts, Status, main_status, marks
from wagtail_ita.checks.publishing import REFUSED_ACTION
from wagtail_ita.domain.years import FiscalYear
from wagtail_ita.models import ITASettings

pytestmark = pytest.mark.django_db

BOARD = "wagtail_ita_board"
PANEL = "#ita-board-section"
YEAR = FiscalYear(2569)
TODAY = dt.date(2026, 5, 15)
NOTHING = "ไม่มีเรื่องร้องเรียนในปีงบประมาณ พ.ศ. ๒๕๖๘"
LINK = [("link", {"title": "ระเบียบ", "url": "https://example.go.th/rule"})]


@pytest.fixture(autouse=True)
def _english(admin_user: User) -> Iterator[None]:
    speak(admin_user, "en")
    with translation.override("en"):
        yield


@pytest.fixture
def index() -> Any:
    return make_index()


def board_of(index: Any, user: User | None = None) -> Board:
    return read_board(index, user or User(is_superuser=True, is_active=True))


def row_of(index: Any, code: str) -> Row:
    return next(row for row in board_of(index).rows if row.code == code)


def screen(client: Client, index: Any, **choice: str) -> BeautifulSoup:
    response = client.get(reverse(BOARD, args=[index.pk]), choice)
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


def codes(page: BeautifulSoup) -> list[str]:
    return [each.get_text(strip=True) for each in page.select("tbody .ita-board__code")]


# -------------------------------------------------------------------------------- the statuses


@pytest.mark.parametrize(
    ("facts", "status"),
    [
        (Facts(live=False), Status.DRAFT),
        (Facts(live=False, in_workflow=True), Status.IN_APPROVAL),
        (Facts(live=False, scheduled=True), Status.SCHEDULED),
        (Facts(live=False, in_workflow=True, scheduled=True), Status.SCHEDULED),
        (Facts(live=True), Status.LIVE),
        (Facts(live=True, published_on=dt.date(2025, 10, 1)), Status.LIVE),
        (Facts(live=True, published_on=dt.date(2025, 9, 30)), Status.STALE),
        (Facts(live=True, changed_on=dt.date(2026, 5, 1)), Status.LIVE),
        (Facts(live=True, changed_on=dt.date(2026, 4, 30)), Status.STALE),
        (Facts(live=True, changed_on=TODAY, due=dt.date(2026, 5, 14)), Status.STALE),
        (Facts(live=True, changed_on=TODAY, due=TODAY), Status.LIVE),
        (Facts(live=True, due=dt.date(2026, 5, 14)), Status.LIVE),
    ],
)
def test_the_status_follows_from_the_facts(facts: Facts, status: Status) -> None:
    assert main_status(facts, YEAR, TODAY) is status


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        (Facts(live=True), []),
        (Facts(live=True, public=False), [Status.NOT_PUBLIC]),
        (Facts(live=True, has_errors=True), [Status.WITH_ERRORS]),
        (Facts(live=False, due=dt.date(2026, 5, 14)), [Status.OVERDUE]),
        (Facts(live=False, due=TODAY), []),
        (Facts(live=True, due=dt.date(2026, 5, 14)), []),
        (Facts(live=True, in_workflow=True), [Status.IN_APPROVAL]),
        (Facts(live=False, in_workflow=True), []),
        (Facts(live=True, scheduled=True), [Status.SCHEDULED]),
        (Facts(live=False, refused=True), [Status.REFUSED]),
        (Facts(live=True, untranslated=True), [Status.TRANSLATION_MISSING]),
    ],
)
def test_the_marks_follow_from_the_facts(facts: Facts, expected: list[Status]) -> None:
    assert list(marks(facts, main_status(facts, YEAR, TODAY), TODAY)) == expected


def test_every_item_of_the_list_has_a_row_in_its_order(index: Any) -> None:
    make_item(index, "O7")
    rows = board_of(index).rows
    assert [row.code for row in rows] == [f"O{number}" for number in range(1, 27)]
    assert rows[6].main is Status.LIVE
    assert {row.main for row in rows if row.code != "O7"} == {Status.MISSING}


def test_a_page_that_the_list_lacks_comes_last_and_says_so(
    admin_client: Client, index: Any
) -> None:
    make_item(index, "O99")
    shown = screen(admin_client, index)
    assert codes(shown)[-1] == "O99"
    assert "not in the year's list" in shown.get_text()


def test_two_pages_of_one_item_have_a_row_each(index: Any) -> None:
    make_item(index, "O7")
    make_item(index, "O7", slug="o7-2")
    board = board_of(index)
    assert [row.code for row in board.rows].count("O7") == 2
    assert board.published == 1


def test_a_version_in_a_workflow_is_in_approval(index: Any) -> None:
    page = make_item(index, "O7", live=False)
    page.save_revision()
    Workflow.objects.get().start(page, User.objects.create_superuser("boss"))
    assert row_of(index, "O7").main is Status.IN_APPROVAL


def test_a_version_with_a_time_is_scheduled(index: Any) -> None:
    page = make_item(index, "O7", live=False, nothing_to_report=NOTHING)
    moment = timezone.now() + dt.timedelta(days=3)
    page.go_live_at = moment
    page.save_revision(approved_go_live_at=moment)
    row = row_of(index, "O7")
    assert (row.main, row.scheduled_for) == (Status.SCHEDULED, moment)
    assert board_of(index).late_rows(timezone.now()) == []


def test_a_schedule_that_nobody_ran_is_told(admin_client: Client, index: Any) -> None:
    page = make_item(index, "O7", live=False, nothing_to_report=NOTHING)
    page.save_revision(approved_go_live_at=timezone.now() - dt.timedelta(minutes=61))
    alert = screen(admin_client, index).select_one("[role=alert]")
    assert alert is not None
    assert "publish_scheduled" in alert.get_text()
    assert "O7" in alert.get_text()


def test_a_schedule_that_errors_stopped_is_shown_until_the_page_is_changed(index: Any) -> None:
    page = make_item(index, "O7", live=False)
    page.save_revision()
    log(instance=page, action=REFUSED_ACTION)
    assert Status.REFUSED in row_of(index, "O7").marks
    page.save_revision()
    assert Status.REFUSED not in row_of(index, "O7").marks


def test_a_private_page_is_live_and_not_public(index: Any) -> None:
    page = make_item(index, "O7")
    PageViewRestriction.objects.create(page=page, restriction_type="login")
    row = row_of(index, "O7")
    assert (row.main, row.address, is_public(row)) == (Status.LIVE, "", False)
    assert Status.NOT_PUBLIC in row.marks
    assert board_of(index).published == 0


def test_findings_are_those_of_the_latest_version(index: Any) -> None:
    page = make_item(index, "O7", nothing_to_report=NOTHING)
    assert row_of(index, "O7").errors == 0
    page.nothing_to_report = ""
    page.title = "ชื่อใหม่"
    page.save_revision()
    row = row_of(index, "O7")
    assert row.errors == 1
    assert row.title == "ชื่อใหม่"
    assert Status.WITH_ERRORS in row.marks


def test_evidence_whose_file_was_deleted_is_an_error(index: Any) -> None:
    document = make_document("ระเบียบ")
    page = make_item(index, "O7", evidence=[("document", {"document": document, "title": ""})])
    assert row_of(index, "O7").errors == 0
    document.delete()
    page.refresh_from_db()
    assert "evidence-empty" in {each.code for each in row_of(index, "O7").findings}


@pytest.mark.parametrize("broken", ['{"no": "list"}', "[[", '[{"type": 7}]', "null"])
def test_a_page_whose_stored_text_is_broken_is_a_finding(
    admin_client: Client, index: Any, broken: str
) -> None:
    page = make_item(index, "O7", live=False)
    revision = page.save_revision()
    content = {**revision.content, "evidence": broken}
    Revision.objects.filter(pk=revision.pk).update(content=content)
    assert row_of(index, "O7").errors >= 1
    assert "O7" in codes(screen(admin_client, index))


@pytest.mark.parametrize("content", [[], "text", {"due_date": "31 กุมภาพันธ์"}, {"evidence": 5}])
def test_a_revision_that_makes_no_sense_is_a_finding(index: Any, content: Any) -> None:
    page = make_item(index, "O7", live=False)
    revision = page.save_revision()
    Revision.objects.filter(pk=revision.pk).update(content=content)
    assert row_of(index, "O7").errors >= 1


def test_an_item_without_the_translation_that_the_year_has_is_marked(index: Any) -> None:
    seven = make_item(index, "O7", nothing_to_report=NOTHING)
    make_item(index, "O8", nothing_to_report=NOTHING)
    assert row_of(index, "O7").marks == ()
    translate(seven)
    assert row_of(index, "O7").marks == ()
    assert row_of(index, "O8").marks == (Status.TRANSLATION_MISSING,)


def test_owner_and_due_date_are_those_of_the_draft(index: Any) -> None:
    owner = User.objects.create_user("mali", first_name="มะลิ", last_name="ใจดี")
    page = make_item(index, "O7", live=False)
    page.item_owner = owner
    page.due_date = dt.date(2026, 1, 31)
    page.save_revision()
    row = row_of(index, "O7")
    assert (row.owner, row.due) == ("มะลิ ใจดี", dt.date(2026, 1, 31))
    assert Status.OVERDUE in row.marks


# --------------------------------------------------------------------------------- the screen


def test_the_screen_shows_where_each_item_stands(admin_client: Client, index: Any) -> None:
    make_item(index, "O7", title="ข่าวประชาสัมพันธ์", due_date=dt.date(2026, 9, 30))
    shown = screen(admin_client, index)
    row = next(each for each in shown.select("tbody tr") if "O7" in each.get_text())
    text = row.get_text(" ", strip=True)
    assert "ข่าวประชาสัมพันธ์" in text
    assert "http://localhost/ita-2569/o7/" in text
    assert row.select_one("time")["datetime"] == "2026-09-30"
    assert len(shown.select("tbody tr")) == 26


def test_dates_are_in_the_buddhist_era_in_thai(
    admin_client: Client, admin_user: User, index: Any
) -> None:
    speak(admin_user, "th")
    make_item(index, "O7", due_date=dt.date(2026, 9, 30))
    assert "๓๐ กันยายน ๒๕๖๙" in screen(admin_client, index).get_text()


@pytest.mark.parametrize(
    ("language", "thai_digits", "date", "year"),
    [
        ("th", True, "๓๐ กันยายน ๒๕๖๙", "๒๕๖๙"),
        ("th", False, "30 กันยายน 2569", "2569"),
        ("en", True, "30 September 2026", "2569"),
    ],
)
def test_digits_are_those_that_the_site_shows(
    admin_client: Client,
    admin_user: User,
    index: Any,
    language: str,
    thai_digits: bool,
    date: str,
    year: str,
) -> None:
    speak(admin_user, language)
    site = index.get_site()
    ITASettings.objects.update_or_create(site=site, defaults={"thai_digits": thai_digits})
    make_item(index, "O7", due_date=dt.date(2026, 9, 30))
    shown = screen(admin_client, index)
    row = next(each for each in shown.select("tbody tr") if "O7" in each.get_text())
    assert date in row.get_text()
    # A code and an address are the same in every language.
    assert row.select_one(".ita-board__code").get_text() == "O7"
    assert year in shown.select_one("title").get_text() + shown.select_one("header").get_text()
    home = BeautifulSoup(admin_client.get(reverse("wagtailadmin_home")).content, "html.parser")
    assert year in home.select_one(PANEL).get_text()


def test_a_due_date_is_a_day_in_excel_and_words_in_csv(
    admin_client: Client, admin_user: User, index: Any
) -> None:
    make_item(index, "O7", due_date=dt.date(2026, 9, 30))
    for language, number_format, words in (
        ("th", "[$-107041E]d mmm yyyy", "30 กันยายน 2569"),
        ("en", "yyyy-mm-dd", "30 September 2026"),
    ):
        speak(admin_user, language)
        address = reverse(BOARD, args=[index.pk])
        book = openpyxl.load_workbook(
            io.BytesIO(admin_client.get(address, {"export": "xlsx"}).getvalue())
        )
        cell = next(row for row in book.active.iter_rows() if row[0].value == "O7")[5]
        assert cell.value == dt.date(2026, 9, 30)
        assert cell.is_date
        assert cell.number_format == number_format
        text = admin_client.get(address, {"export": "csv"}).getvalue().decode()
        rows = list(csv.reader(io.StringIO(text)))
        assert next(row for row in rows if row[0] == "O7")[5] == words


def test_owners_are_listed_as_in_a_dictionary(admin_client: Client, index: Any) -> None:
    names = ["ก้องเกียรติ", "เกศินี", "แจ่มใส", "สมชาย"]
    for number, name in enumerate(reversed(names), start=1):
        owner = User.objects.create_user(f"u{number}", first_name=name)
        make_item(index, f"O{number}", item_owner=owner)
    options = screen(admin_client, index).select("select[name=owner] option")
    assert [each.get_text() for each in options][2:] == names


def test_a_missing_item_leads_to_the_form_of_a_new_page(admin_client: Client, index: Any) -> None:
    shown = screen(admin_client, index)
    links = {
        row.select_one(".ita-board__code").get_text(): row.select_one("th a")["href"]
        for row in shown.select("tbody tr")
    }
    for code, model in (("O1", "itaitempage"), ("O26", "itareportpage")):
        address = reverse("wagtailadmin_pages:add", args=["wagtail_ita_pages", model, index.pk])
        assert links[code] == address


@pytest.fixture
def filled(index: Any) -> Any:
    owner = User.objects.create_user("mali")
    make_item(index, "O7", nothing_to_report=NOTHING, item_owner=owner)
    make_item(index, "O8")
    make_item(
        index, "O9", live=False, item_owner=owner, body=[("paragraph", "<p>โทร 0812345678</p>")]
    )
    return index


@pytest.mark.parametrize(
    ("choice", "expected"),
    [
        ({"status": "live"}, ["O7", "O8"]),
        ({"status": "draft"}, ["O9"]),
        ({"status": "with_errors"}, ["O8"]),
        ({"owner": "mali"}, ["O7", "O9"]),
        ({"owner": "mali", "status": "live"}, ["O7"]),
        ({"owner": "none", "status": "live"}, ["O8"]),
        ({"severity": "error"}, ["O8"]),
        ({"severity": "warning"}, ["O8", "O9"]),
        ({"status": "scheduled"}, []),
    ],
)
def test_filters_leave_what_is_asked_for(
    admin_client: Client, filled: Any, choice: dict[str, str], expected: list[str]
) -> None:
    if choice.get("owner") == "mali":
        choice = {**choice, "owner": str(User.objects.get(username="mali").pk)}
    assert codes(screen(admin_client, filled, **choice)) == expected


@pytest.mark.parametrize(
    "choice",
    [{"status": "nonsense"}, {"owner": "'; --"}, {"severity": "7"}, {"export": "pdf"}],
)
def test_a_filter_that_does_not_exist_filters_nothing(
    admin_client: Client, filled: Any, choice: dict[str, str]
) -> None:
    assert len(codes(screen(admin_client, filled, **choice))) == 26


def test_filters_work_without_javascript(admin_client: Client, filled: Any) -> None:
    form = screen(admin_client, filled).select_one("form.ita-board__filters")
    assert form["method"] == "get"
    assert form.select_one("button[type=submit]")
    assert all(form.select_one(f"label[for={each['id']}]") for each in form.select("select"))


def test_the_newest_year_is_shown_first_and_the_others_are_offered(
    admin_client: Client, index: Any
) -> None:
    older = make_index(2568)
    response = admin_client.get(reverse(BOARD))
    shown = BeautifulSoup(response.content, "html.parser").select(".ita-years a")
    assert [(each.get_text(), each.get("aria-current")) for each in shown] == [
        ("2569", "page"),
        ("2568", None),
    ]
    assert shown[1]["href"] == reverse(BOARD, args=[older.pk])


def test_a_translated_year_is_offered_once(admin_client: Client, index: Any) -> None:
    translate(index)
    make_index(2568)
    response = admin_client.get(reverse(BOARD))
    shown = BeautifulSoup(response.content, "html.parser").select(".ita-years a")
    assert [each.get_text() for each in shown] == ["2569", "2568"]


def test_a_site_without_a_year_says_what_to_do(admin_client: Client) -> None:
    assert "ita_setup" in admin_client.get(reverse(BOARD)).content.decode()


def test_a_year_without_a_list_shows_its_pages(admin_client: Client) -> None:
    index = make_index(2599)
    make_item(index, "O7")
    assert codes(screen(admin_client, index)) == ["O7"]


# --------------------------------------------------------------------------------- the rights


def test_who_has_no_right_to_pages_is_refused(index: Any) -> None:
    client = client_of(make_user("guest"))
    for address in (reverse(BOARD), reverse(BOARD, args=[index.pk])):
        response = client.get(address)
        assert response.status_code == 302
        assert response["Location"] == reverse("wagtailadmin_home")


def test_who_is_not_logged_in_is_asked_to(client: Client, index: Any) -> None:
    assert reverse("wagtailadmin_login") in client.get(reverse(BOARD))["Location"]


def test_an_editor_of_the_year_sees_what_is_missing(index: Any) -> None:
    make_item(index, "O7")
    editor = make_user("editor", index, "add", "change")
    assert len(codes(screen(client_of(editor), index))) == 26


def test_an_editor_of_one_item_sees_that_item_only(index: Any) -> None:
    seven = make_item(index, "O7")
    make_item(index, "O8")
    editor = make_user("editor", seven, "change")
    shown = screen(client_of(editor), index)
    assert codes(shown) == ["O7"]
    assert shown.select_one("tbody th a")["href"] == reverse(
        "wagtailadmin_pages:edit", args=[seven.pk]
    )


def test_an_editor_of_another_year_is_refused(index: Any) -> None:
    other = make_index(2568)
    client = client_of(make_user("editor", other, "add", "change"))
    assert client.get(reverse(BOARD, args=[index.pk])).status_code == 302
    response = client.get(reverse(BOARD))
    assert response.status_code == 200
    assert "2568" in response.content.decode()


def test_an_editor_of_another_section_is_offered_no_year(index: Any) -> None:
    news = make_item(index.get_parent(), "O1")
    response = client_of(make_user("editor", news, "change")).get(reverse(BOARD))
    assert response.status_code == 200
    assert "O1" not in codes(BeautifulSoup(response.content, "html.parser"))


def test_who_may_only_publish_gets_no_link_to_the_form(index: Any) -> None:
    make_item(index, "O7")
    shown = screen(client_of(make_user("publisher", index, "publish")), index)
    assert codes(shown) == ["O7"]
    assert [each["href"] for each in shown.select("tbody a")] == ["http://localhost/ita-2569/o7/"]


@pytest.mark.parametrize("export", ["csv", "xlsx"])
def test_an_export_holds_no_more_than_the_screen(index: Any, export: str) -> None:
    seven = make_item(index, "O7")
    make_item(index, "O8")
    client = client_of(make_user("editor", seven, "change"))
    response = client.get(reverse(BOARD, args=[index.pk]), {"export": export})
    assert [row["Item code"] for row in spreadsheet(response, export)] == ["O7"]


# -------------------------------------------------------------------------------- the exports


def spreadsheet(response: Any, export: str) -> list[dict[str, Any]]:
    content = b"".join(response.streaming_content)
    if export == "csv":
        assert content.startswith("\ufeff".encode())
        return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))
    rows = openpyxl.load_workbook(io.BytesIO(content)).active.iter_rows(values_only=True)
    headings = next(rows)
    return [
        dict(zip(headings, ["" if each is None else each for each in row], strict=True))
        for row in rows
    ]


@pytest.mark.parametrize("export", ["csv", "xlsx"])
def test_the_export_has_the_rows_of_the_filters(
    admin_client: Client, filled: Any, export: str
) -> None:
    response = admin_client.get(
        reverse(BOARD, args=[filled.pk]), {"export": export, "status": "live"}
    )
    assert f"ita-board-2569.{export}" in response["Content-Disposition"]
    seven, eight = spreadsheet(response, export)
    assert (seven["Item code"], seven["Status"], str(seven["Errors"])) == ("O7", "Live", "0")
    assert seven["Address"] == "http://localhost/ita-2569/o7/"
    assert (eight["Marks"], str(eight["Errors"])) == ("With errors", "1")
    assert eight["Findings"]


@pytest.mark.parametrize("title", ["=cmd|' /C calc'!A0", "+1", "-1+2", "@SUM(A1)", "\t=1"])
def test_a_title_is_no_formula(admin_client: Client, index: Any, title: str) -> None:
    make_item(index, "O7", title=title)
    address = reverse(BOARD, args=[index.pk])
    row = spreadsheet(admin_client.get(address, {"export": "csv", "status": "live"}), "csv")[0]
    assert row["Title"] == f"'{title}"
    response = admin_client.get(address, {"export": "xlsx", "status": "live"})
    sheet = openpyxl.load_workbook(io.BytesIO(b"".join(response.streaming_content))).active
    assert sheet.cell(row=2, column=2).data_type == "s"


# ------------------------------------------------------------------------------------ budgets


def fill(index: Any, count: int, start: int = 1) -> None:
    owner = User.objects.create_user(f"owner{start}")
    for number in range(start, start + count):
        document = make_document(f"เอกสาร {number}")
        page = make_item(
            index,
            f"O{number}",
            item_owner=owner,
            live=number % 2 == 0,
            evidence=[("document", {"document": document, "title": f"เอกสาร {number}"}), *LINK],
        )
        page.save_revision()


@pytest.mark.slow
def test_the_board_of_300_items_takes_as_many_queries_as_one_of_ten(
    admin_client: Client, index: Any, settings: Any
) -> None:
    # On PostgreSQL the search index weighs every title anew with each page that is stored.
    backend = {**settings.WAGTAILSEARCH_BACKENDS["default"], "AUTO_UPDATE": False}
    settings.WAGTAILSEARCH_BACKENDS = {"default": backend}
    address = reverse(BOARD, args=[index.pk])
    counts = []
    for count, start in ((10, 1), (290, 11)):
        fill(index, count, start)
        admin_client.get(address)
        with CaptureQueriesContext(connection) as queries:
            response = admin_client.get(address)
        assert response.status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1]
    assert counts[1] <= 25


# ------------------------------------------------------------------------- the home of the admin


def test_the_home_screen_tells_how_the_newest_year_stands(
    admin_client: Client, admin_user: User, index: Any
) -> None:
    make_report(index, RECORD)
    make_item(index, "O7", live=False, item_owner=admin_user, title="งานของฉัน")
    response = admin_client.get(reverse("wagtailadmin_home"))
    panel = BeautifulSoup(response.content, "html.parser").select_one(PANEL)
    assert panel is not None
    assert "งานของฉัน" in panel.get_text()
    assert reverse(BOARD, args=[index.pk]) in {each["href"] for each in panel.select("a")}


@pytest.mark.parametrize(("actions", "shown"), [(("change",), True), ((), False)])
def test_menu_and_panel_are_for_who_has_a_right(
    index: Any, actions: tuple[str, ...], shown: bool
) -> None:
    client = client_of(make_user("editor", index, *actions))
    home = client.get(reverse("wagtailadmin_home")).content.decode()
    assert (reverse(BOARD) in home) is shown
    assert (BeautifulSoup(home, "html.parser").select_one(PANEL) is not None) is shown


def test_the_home_screen_of_a_site_without_a_year_has_no_panel(admin_client: Client) -> None:
    home = admin_client.get(reverse("wagtailadmin_home"))
    assert BeautifulSoup(home.content, "html.parser").select_one(PANEL) is None


def test_a_year_that_does_not_exist_is_not_found(admin_client: Client, index: Any) -> None:
    assert admin_client.get(reverse(BOARD, args=[index.pk + 999])).status_code == 404
