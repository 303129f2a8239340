"""A site's own lists stand beside ours, or in their place."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from django.core.checks import run_checks
from django.core.management import call_command
from django.test import override_settings

from wagtail_ita.catalogues import all_catalogues, get_catalogue
from wagtail_ita.domain.catalogue import shipped_catalogues


def shipped(name: str) -> dict[str, Any]:
    path = next(path for path in shipped_catalogues() if path.name == name)
    data: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return data


@pytest.fixture
def write(tmp_path: Path) -> Any:
    def write_file(data: Any, name: str = "own.json") -> Path:
        path = tmp_path / name
        text = data if isinstance(data, str) else json.dumps(data, ensure_ascii=False)
        path.write_text(text, encoding="utf-8")
        return path

    return write_file


def test_the_lists_that_ship_are_known() -> None:
    known = {(each.scheme, each.year): len(each.items) for each in all_catalogues()}
    assert known == {
        ("nacc", 2569): 26,
        ("ovec", 2569): 23,
        ("nacc", 2568): 28,
        ("nacc", 2566): 43,
    }


def test_a_site_adds_a_list_of_another_year(write: Any) -> None:
    path = write({**shipped("nacc-2569.json"), "year": 2570})
    with override_settings(WAGTAIL_ITA={"CATALOGUES": [path]}):
        added = get_catalogue("nacc", 2570)
    assert added is not None
    assert get_catalogue("nacc", 2570) is None


def test_a_site_replaces_a_list_of_ours(write: Any) -> None:
    data = shipped("nacc-2569.json")
    data["items"][0]["title_th"] = "โครงสร้างใหม่"
    with override_settings(WAGTAIL_ITA={"CATALOGUES": [str(write(data))]}):
        catalogue = get_catalogue("nacc", 2569)
    assert catalogue is not None
    assert catalogue.items[0].title_th == "โครงสร้างใหม่"


def test_a_broken_list_is_reported_and_takes_no_other_away(write: Any) -> None:
    path = write("{", "broken.json")
    with override_settings(WAGTAIL_ITA={"CATALOGUES": [path]}):
        messages = [each for each in run_checks() if each.id == "wagtail_ita.E003"]
        assert len(all_catalogues()) == 4
    assert len(messages) == 1
    assert "broken.json" in str(messages[0].msg)


def test_a_list_that_is_gone_is_reported(tmp_path: Path) -> None:
    with override_settings(WAGTAIL_ITA={"CATALOGUES": [tmp_path / "gone.json"]}):
        messages = [each.msg for each in run_checks() if each.id == "wagtail_ita.E003"]
    assert len(messages) == 1
    assert "gone.json" in messages[0]


def test_the_command_shows_source_date_and_certainty(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("ita_catalogues", "--year", "๒๕๖๙", "--items")
    shown = capsys.readouterr().out
    assert "nacc 2569" in shown
    assert "22 พฤศจิกายน 2569" in shown
    assert "O26 [B]" in shown
    assert "nacc 2568" not in shown


def test_wrong_settings_and_missing_apps_are_system_check_errors() -> None:
    with override_settings(WAGTAIL_ITA={"NONSENSE": 1}):
        assert "wagtail_ita.E001" in {each.id for each in run_checks()}
    assert not [each for each in run_checks() if each.id.startswith("wagtail_ita")]


def test_a_page_type_that_is_not_installed_is_a_warning() -> None:
    with override_settings(WAGTAIL_ITA={"REPORT_PAGE": "nowhere.ReportPage"}):
        [warning] = [each for each in run_checks() if each.id == "wagtail_ita.W001"]
    assert "nowhere.ReportPage" in warning.msg
