"""The command says what an assessor would miss; its exit code says whether there is any."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import override_settings
from django.utils import timezone, translation
from wagtail.models import Page, Revision, Site

from tests.domain.shared import shared_file
from tests.sample import RECORD, make_index, make_item, make_report, make_site
from wagtail_ita.checks.year import check_year
from wagtail_ita.domain.catalogue import shipped_catalogues
from wagtail_ita.domain.findings import Severity
from wagtail_ita.models import get_report_page_model

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def english() -> Any:
    with translation.override("en"):
        yield make_site()


@pytest.fixture
def short_list(tmp_path: Path) -> Any:
    """A list of two items, so that a clean year takes two pages."""
    [path] = [path for path in shipped_catalogues() if path.name == "nacc-2569.json"]
    data = json.loads(path.read_text(encoding="utf-8"))
    data["items"] = [item for item in data["items"] if item["code"] in ("O2", "O26")]
    shorter = tmp_path / "shorter.json"
    shorter.write_text(json.dumps(data), encoding="utf-8")
    with override_settings(WAGTAIL_ITA={"CATALOGUES": [shorter]}):
        yield


def make_clean_item(index: Any, code: str = "O2") -> Any:
    return make_item(index, code, title="ข้อมูลผู้บริหาร ปี 2569", nothing_to_report="ปี 2569 ไม่มีรายการนี้")


def run(*args: str, year: str = "2569") -> tuple[int, str]:
    """Run the command and return its exit code and what is on stdout."""
    out = io.StringIO()
    try:
        call_command("ita_check", "--year", year, *args, stdout=out, stderr=io.StringIO())
    except CommandError as refusal:
        return refusal.returncode, out.getvalue()
    return 0, out.getvalue()


def codes(listing: str, item: str) -> set[str]:
    rows = {row["code"]: row for row in json.loads(listing)["items"]}
    return {finding["code"] for finding in rows[item]["findings"]}


# -------------------------------------------------------------------------------- what is found


def test_every_item_of_the_list_is_named_whether_it_has_a_page_or_not() -> None:
    index = make_index()
    make_item(index, "O1", live=False)
    code, shown = run("--format", "json")
    data = json.loads(shown)
    assert code == 1
    assert [row["code"] for row in data["items"]] == [f"O{number}" for number in range(1, 27)]
    assert "item-not-published" in codes(shown, "O1")
    assert codes(shown, "O2") == {"item-missing"}
    assert data["summary"]["items"] == 26


def test_a_year_in_order_exits_with_0_although_there_are_warnings(short_list: Any) -> None:
    index = make_index()
    make_clean_item(index)
    make_report(index)
    checked = check_year(index)
    assert [each for each in checked.all_findings if each.is_error] == []
    assert checked.count(Severity.WARNING) + checked.count(Severity.NOTE) > 0
    code, shown = run()
    assert code == 0
    assert "2 items; errors: 0" in shown


def test_the_latest_draft_is_checked_not_what_is_live(short_list: Any) -> None:
    index = make_index()
    page = make_report(index)
    page.overall_score = 12
    page.save_revision()
    assert "total-not-mean" not in codes(run("--format", "json")[1], "O2")
    assert {"score-out-of-range", "level-contradicts"} & codes(run("--format", "json")[1], "O26")


def test_a_page_that_goes_live_later_is_a_warning(short_list: Any) -> None:
    index = make_index()
    page = make_item(index, "O2", live=False, nothing_to_report="ปี 2569 ไม่มี")
    page.go_live_at = timezone.now() + dt.timedelta(days=3)
    page.save_revision().publish()
    assert codes(run("--format", "json")[1], "O2") >= {"item-scheduled"}
    assert "item-not-published" not in codes(run("--format", "json")[1], "O2")


def test_a_page_whose_schedule_has_passed_is_not_published(short_list: Any) -> None:
    index = make_index()
    page = make_item(index, "O2", live=False)
    page.go_live_at = timezone.now() + dt.timedelta(days=3)
    page.save_revision().publish()
    Revision.objects.update(approved_go_live_at=timezone.now() - dt.timedelta(days=1))
    assert "item-not-published" in codes(run("--format", "json")[1], "O2")


def test_a_page_whose_code_the_list_lacks_is_checked_too(short_list: Any) -> None:
    make_item(make_index(), "O99")
    assert "code-unknown" in codes(run("--format", "json")[1], "O99")


def test_two_pages_of_one_item_are_both_checked(short_list: Any) -> None:
    index = make_index()
    make_clean_item(index)
    make_item(index, "O2", title="ว่าง", slug="o2-2")
    rows = json.loads(run("--format", "json")[1])["items"]
    assert [row["code"] for row in rows] == ["O2", "O2", "O26"]


def test_an_index_that_is_not_published_is_said_once() -> None:
    make_index(live=False)
    data = json.loads(run("--format", "json")[1])
    assert [each["code"] for each in data["findings"]] == ["index-not-published"]


def test_a_list_that_is_gone_is_a_finding_and_the_pages_are_checked() -> None:
    make_item(make_index(2571), "O1")
    code, shown = run("--format", "json", year="2571")
    data = json.loads(shown)
    assert code == 1
    assert [each["code"] for each in data["findings"]] == ["catalogue-missing"]
    assert [row["code"] for row in data["items"]] == ["O1"]


def test_a_broken_draft_is_a_finding_and_the_others_are_checked(short_list: Any) -> None:
    index = make_index()
    page = make_report(index)
    revision = page.save_revision()
    page.has_unpublished_changes = True
    page.save(update_fields=["has_unpublished_changes"])
    Revision.objects.filter(pk=revision.pk).update(content={"title": 5, "measures": "{"})
    shown = run("--format", "json")[1]
    assert "page-unreadable" in codes(shown, "O26")
    assert codes(shown, "O2") == {"item-missing"}


def test_the_real_report_is_found_to_contradict_itself() -> None:
    path = shared_file("seed/o26_report_2568.txt")
    call_command("ita_setup", "--year", "2569", stdout=io.StringIO())
    call_command("ita_import", str(path), "--year", "2569", stdout=io.StringIO())
    code, shown = run("--item", "O26", "--format", "json")
    [row] = json.loads(shown)["items"]
    assert code == 1
    assert row["page"] == get_report_page_model().objects.get().pk
    errors = [each["code"] for each in row["findings"] if each["severity"] == "error"]
    assert errors == ["item-not-published"]
    [count] = [each for each in row["findings"] if each["code"] == "item-count"]
    assert (count["measure_number"], count["element"]) == (9, "steps")
    assert "๔๓" in count["message"]


# -------------------------------------------------------------------------------- how it is said


def test_text_names_item_then_measure_then_finding(short_list: Any) -> None:
    first, second = RECORD.measures
    broken = replace(RECORD, measures=(replace(first, output="", outcome=""), second))
    page = make_report(make_index(), broken)
    lines = run("--item", "O26")[1].splitlines()
    item = next(number for number, line in enumerate(lines) if line.startswith("O26 "))
    assert lines[item + 1] == f"  http://testserver/admin/pages/{page.pk}/edit/"
    measures = [line for line in lines if line.startswith("  Measure 1 ")]
    assert len(measures) == 1
    start = lines.index(measures[0])
    assert lines[start + 1].startswith("    Error: (5) ")
    assert lines[start + 1].endswith("[element-missing]")
    assert lines[start + 2].startswith("      → ")
    assert lines[start + 3].startswith("    Error: (6) ")


def test_sentences_follow_the_active_language() -> None:
    make_index()
    with translation.override("th"):
        data = json.loads(run("--item", "O1", "--format", "json")[1])
    assert data["language"] == "th"
    assert "โครงสร้าง" in data["items"][0]["title"]


def test_json_on_stdout_is_nothing_but_json(capfd: pytest.CaptureFixture[str]) -> None:
    make_index()
    with pytest.raises(CommandError):
        call_command("ita_check", "--year", "2569", "--format", "json", "--verbosity", "2")
    out, err = capfd.readouterr()
    assert json.loads(out)["year"] == 2569
    assert "O26" in err


def test_progress_is_silent_where_nobody_watches(capfd: pytest.CaptureFixture[str]) -> None:
    make_index()
    with pytest.raises(CommandError):
        call_command("ita_check", "--year", "2569", "--format", "json")
    assert capfd.readouterr().err == ""


def test_csv_opens_in_a_spreadsheet_and_runs_nothing(
    short_list: Any, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    make_item(make_index(), "O99", title="=HYPERLINK(1)", live=False)
    with pytest.raises(CommandError):
        call_command("ita_check", "--year", "2569", "--format", "csv")
    raw = capfdbinary.readouterr().out
    assert raw.startswith(b"\xef\xbb\xbf")
    header, *rows = csv.reader(io.StringIO(raw.decode("utf-8-sig"), newline=""))
    assert header[0] == "Item code"
    assert {row[6] for row in rows} >= {"item-missing", "item-not-published", "code-unknown"}
    assert {row[1] for row in rows if row[0] == "O99"} == {"'=HYPERLINK(1)"}


# -------------------------------------------------------------------------------- from outside


def test_from_outside_the_pages_are_asked_for_and_gaps_are_named(short_list: Any) -> None:
    index = make_index()
    page = make_clean_item(index)
    code, shown = run("--public", "--no-outside", "--format", "json")
    data = json.loads(shown)
    assert (code, data["from_outside"]) == (1, True)
    assert codes(shown, "O26") == {"item-missing"}
    [row] = [row for row in data["items"] if row["code"] == "O2"]
    # Wagtail's own page class has no template: no link leads from the home page to the index.
    assert "public-not-reachable" in {each["code"] for each in row["findings"]}
    assert row["address"] == page.full_url


def test_from_outside_one_item_shows_nothing_of_the_others(short_list: Any) -> None:
    index = make_index()
    make_clean_item(index)
    make_report(index)
    data = json.loads(run("--public", "--no-outside", "--item", "O2", "--format", "json")[1])
    assert [row["code"] for row in data["items"]] == ["O2"]
    assert not [each for each in data["findings"] if each["place"].startswith("O")]


# -------------------------------------------------------------------------------- wrong use


@pytest.mark.parametrize(
    ("args", "sentence"),
    [
        (["--year", "2570"], "no index page of nacc for 2570"),
        (["--year", "2569", "--item", "O77"], "has an item O77"),
        (["--year", "2569", "--base-url", "https://example.go.th"], "--base-url has a meaning"),
        (["--year", "2569", "--no-outside"], "--no-outside has a meaning"),
    ],
)
def test_wrong_use_exits_with_2_and_says_why(args: list[str], sentence: str) -> None:
    make_index()
    with pytest.raises(CommandError, match=sentence) as refusal:
        call_command("ita_check", *args)
    assert refusal.value.returncode == 2


def test_a_site_without_a_default_is_wrong_use() -> None:
    Site.objects.update(is_default_site=False)
    with pytest.raises(CommandError, match="no default site") as refusal:
        call_command("ita_check", "--year", "2569")
    assert refusal.value.returncode == 2


def test_checking_changes_nothing() -> None:
    make_report(make_index())
    before = (list(Page.objects.values()), Revision.objects.count())
    run()
    assert (list(Page.objects.values()), Revision.objects.count()) == before
