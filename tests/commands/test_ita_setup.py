"""The year's skeleton: repeatable, and careful with what a person changed."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import override_settings
from django.utils import translation
from wagtail.models import Page

from tests.sample import make_site
from wagtail_ita.domain.catalogue import shipped_catalogues
from wagtail_ita.models import get_index_page_model, get_item_page_model, get_report_page_model
from wagtail_ita.years.skeleton import SkeletonError, apply_skeleton, plan_skeleton

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def site() -> Any:
    with translation.override("en"):
        yield make_site()


def setup(*args: str) -> None:
    call_command("ita_setup", "--year", "2569", *args)


def test_it_makes_the_index_and_a_draft_for_each_item(site: Any) -> None:
    setup()
    index = get_index_page_model().objects.get()
    assert index.get_parent() == site.root_page
    assert (index.slug, index.assessment_year, index.live) == ("ita-2569", 2569, False)
    children = index.get_children()
    assert [page.slug for page in children] == [f"o{number}" for number in range(1, 27)]
    assert not children.live().exists()
    assert "โครงสร้าง" in children[0].title


def test_the_report_is_about_the_year_before(site: Any) -> None:
    setup()
    report = get_report_page_model().objects.get()
    assert (report.code, report.reported_year) == ("O26", 2568)
    assert get_item_page_model().objects.count() == 25


def test_a_second_run_changes_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    setup()
    before = list(Page.objects.values_list("pk", "title", "latest_revision_id"))
    setup()
    assert list(Page.objects.values_list("pk", "title", "latest_revision_id")) == before
    assert "0 pages made" in capsys.readouterr().out


def test_what_somebody_made_meanwhile_is_not_made_twice(site: Any) -> None:
    plans = [plan_skeleton(year=2569, scheme="nacc", site=site) for _number in range(2)]
    index = apply_skeleton(plans[0])
    with pytest.raises(SkeletonError, match="Somebody made pages of 2569 meanwhile"):
        apply_skeleton(plans[1])
    index.get_children().last().delete()
    plans = [plan_skeleton(year=2569, scheme="nacc", site=site) for _number in range(2)]
    apply_skeleton(plans[0])
    with pytest.raises(SkeletonError, match="Somebody made pages of 2569 meanwhile"):
        apply_skeleton(plans[1])
    assert get_index_page_model().objects.get().numchild == 26


def test_a_dry_run_changes_nothing_and_says_what_it_would(
    capsys: pytest.CaptureFixture[str],
) -> None:
    before = Page.objects.count()
    setup("--dry-run")
    assert Page.objects.count() == before
    shown = capsys.readouterr().out
    assert shown.count("new:") == 27
    assert "nothing has been changed" in shown


def test_what_a_person_changed_stays_and_what_he_deleted_comes_back() -> None:
    setup()
    kept = get_item_page_model().objects.get(code="O3")
    kept.title = "ติดต่อเรา"
    kept.nothing_to_report = "อยู่ที่หน้าแรก"
    kept.save_revision().publish()
    get_item_page_model().objects.get(code="O7").delete()
    setup()
    kept.refresh_from_db()
    assert (kept.title, kept.live) == ("ติดต่อเรา", True)
    assert get_item_page_model().objects.get(code="O7").live is False


def test_an_item_that_left_the_list_keeps_its_page(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    setup()
    page = get_item_page_model().objects.get(code="O25")
    page.nothing_to_report = "ไม่มี"
    page.save_revision().publish()
    [path] = [path for path in shipped_catalogues() if path.name == "nacc-2569.json"]
    data = json.loads(path.read_text(encoding="utf-8"))
    data["items"] = [item for item in data["items"] if item["code"] != "O25"]
    shorter = tmp_path / "shorter.json"
    shorter.write_text(json.dumps(data), encoding="utf-8")
    with override_settings(WAGTAIL_ITA={"CATALOGUES": [shorter]}):
        setup()
    assert get_item_page_model().objects.get(code="O25").live is True
    assert "no longer in the list" in capsys.readouterr().out


def test_the_index_goes_under_the_page_that_is_named(site: Any) -> None:
    about = site.root_page.add_child(instance=Page(title="เกี่ยวกับ", slug="about"))
    setup("--parent", "/about/")
    assert get_index_page_model().objects.get().get_parent() == about


@pytest.mark.parametrize(
    ("args", "sentence"),
    [
        (["--year", "2571"], "There is no catalogue of nacc for 2571"),
        (["--year", "2569", "--scheme", "moph"], "There is no catalogue of moph"),
        (["--year", "2569", "--parent", "/nowhere/"], "no page “nowhere”"),
    ],
)
def test_what_cannot_be_done_is_said_and_nothing_is_made(args: list[str], sentence: str) -> None:
    before = Page.objects.count()
    with pytest.raises(CommandError, match=sentence) as refusal:
        call_command("ita_setup", *args)
    assert refusal.value.returncode == 1
    assert Page.objects.count() == before


def test_a_taken_address_is_named(site: Any) -> None:
    site.root_page.add_child(instance=Page(title="Old ITA", slug="ita-2569"))
    with pytest.raises(CommandError, match="Old ITA"):
        setup()


def test_a_year_that_cannot_be_read_is_wrong_use() -> None:
    with pytest.raises(CommandError, match="--year"):
        call_command("ita_setup", "--year", "ปีนี้")


def test_a_scheme_of_the_settings_is_followed() -> None:
    with override_settings(WAGTAIL_ITA={"SCHEME": "ovec"}):
        setup()
    assert get_index_page_model().objects.get().get_children().count() == 23
    assert get_report_page_model().objects.count() == 0
