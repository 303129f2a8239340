"""The command that writes what is published into a file."""

from __future__ import annotations

import io
import json
import os
import stat
import zipfile
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from openpyxl import load_workbook
from wagtail.models import PageViewRestriction

from tests.sample import make_document, make_index, make_item, make_report, without_publish_rule
from wagtail_ita.transfer.formats.json import read
from wagtail_ita.transfer.formats.registry import FORMATS

pytestmark = pytest.mark.django_db


@pytest.fixture
def index() -> Any:
    return make_index()


@pytest.fixture
def page(index: Any) -> Any:
    return make_report(index)


def export(output: Path | str, *options: str, year: str = "2569") -> tuple[int, str]:
    """Run the command; return its exit code and what it says on stderr."""
    errors = io.StringIO()
    try:
        call_command("ita_export", "--year", year, "-o", str(output), *options, stderr=errors)
    except CommandError as error:
        return error.returncode, str(error)
    return 0, errors.getvalue()


def test_a_report_is_written_in_each_format(page: Any, tmp_path: Path) -> None:
    for name, form in FORMATS.items():
        if form.is_available:
            target = tmp_path / f"out.{name}"
            code, said = export(target, "--item", "o26", "--format", name)
            assert (code, str(target) in said) == (0, True)
            assert target.stat().st_size
    assert read((tmp_path / "out.json").read_bytes()).code == "O26"


def test_the_year_may_be_typed_in_thai_digits(page: Any, tmp_path: Path) -> None:
    target = tmp_path / "a.json"
    assert export(target, "--item", "๐๒๖", "--format", "json", year="๒๕๖๙")[0] == 0


def test_the_evidence_goes_out_as_zip(index: Any, page: Any, tmp_path: Path) -> None:
    evidence = [("document", {"document": make_document("คู่มือ"), "title": "", "note": ""})]
    make_item(index, "O7", evidence=evidence)
    for item, expected in (("O26", "report.json"), ("O7", "evidence/01 คู่มือ.pdf")):
        target = tmp_path / f"{item}.zip"
        assert export(target, "--item", item, "--format", "zip")[0] == 0
        with zipfile.ZipFile(target) as pack:
            assert expected in pack.namelist()


def test_without_an_item_the_whole_year_goes_out(index: Any, page: Any, tmp_path: Path) -> None:
    for name in ("json", "csv", "xlsx", "zip"):
        assert export(tmp_path / f"year.{name}", "--format", name)[0] == 0
    items = json.loads((tmp_path / "year.json").read_bytes())["items"]
    assert [each["code"] for each in items if each["published"]] == ["O26"]
    assert load_workbook(tmp_path / "year.xlsx").active["A2"].value == "O1"
    with zipfile.ZipFile(tmp_path / "year.zip") as pack:
        assert {"items.csv", "O26/report.json"} <= set(pack.namelist())


def test_a_format_of_reports_only_writes_the_report_of_the_year(page: Any, tmp_path: Path) -> None:
    form = FORMATS.get("pdf")
    if form is None or not form.is_available:
        pytest.skip("the extra pdf is not installed")
    target = tmp_path / "report.pdf"
    assert export(target, "--format", "pdf")[0] == 0
    assert target.read_bytes().startswith(b"%PDF")


def test_stdout_holds_the_file_and_nothing_else(page: Any, capfdbinary: Any) -> None:
    call_command("ita_export", "--year", "2569", "--item", "O26", "--format", "json", "-o", "-")
    captured = capfdbinary.readouterr()
    assert read(captured.out).code == "O26"
    assert captured.err == b""


def test_only_what_is_live_goes_out(index: Any, page: Any, tmp_path: Path) -> None:
    page.conclusion = "<p>ร่างลับ</p>"
    page.save_revision()
    export(tmp_path / "a.json", "--item", "O26", "--format", "json")
    assert "ร่างลับ" not in (tmp_path / "a.json").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ["json", "csv", "xlsx", "zip"])
@pytest.mark.parametrize("item", [("--item", "O26"), ()])
def test_what_is_not_public_is_refused_and_nothing_is_written(
    index: Any, page: Any, tmp_path: Path, name: str, item: tuple[str, ...]
) -> None:
    target = tmp_path / "a"
    restriction = PageViewRestriction.objects.create(page=index, restriction_type="login")
    code, said = export(target, *item, "--format", name)
    assert (code, bool(said)) == (1, True)
    restriction.delete()
    page.unpublish()
    index.unpublish()
    assert export(target, *item, "--format", name)[0] == 1
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("options", "year"),
    [
        (("--item", "O99", "--format", "json"), "2569"),
        (("--item", "O7", "--format", "csv"), "2569"),
        (("--format", "json"), "2560"),
        (("--item", "O26", "--format", "json", "--scheme", "other"), "2569"),
    ],
)
def test_wrong_use_has_a_code_of_its_own(
    index: Any, tmp_path: Path, options: tuple[str, ...], year: str
) -> None:
    make_item(index, "O7")
    code, said = export(tmp_path / "a", *options, year=year)
    assert code == 2
    assert said
    assert not list(tmp_path.iterdir())


def test_a_folder_that_is_not_there_is_wrong_use(page: Any, tmp_path: Path) -> None:
    for target in (tmp_path / "no" / "a.json", tmp_path):
        assert export(target, "--item", "O26", "--format", "json")[0] == 2


def test_a_missing_extra_is_named_with_its_remedy(
    page: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from dataclasses import replace

    form = replace(FORMATS["csv"], name="pdf", extra="pdf", modules=("not_installed_anywhere",))
    monkeypatch.setitem(FORMATS, "pdf", form)
    code, said = export(tmp_path / "a.pdf", "--item", "O26", "--format", "pdf")
    assert code == 1
    assert "wagtail-ita[pdf]" in said


def test_a_file_is_replaced_whole_or_not_at_all(
    index: Any, page: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "a.zip"
    target.write_bytes(b"old")
    from wagtail_ita.transfer.pack import zipping

    def break_off(self: Any) -> bytes:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(zipping.ZipStream, "close", break_off)
        code, said = export(target, "--item", "O26", "--format", "zip")
    assert (code, "No space left" in said) == (1, True)
    assert target.read_bytes() == b"old"
    assert [each.name for each in tmp_path.iterdir()] == ["a.zip"]
    assert export(target, "--item", "O26", "--format", "zip")[0] == 0
    umask = os.umask(0)
    os.umask(umask)
    assert stat.S_IMODE(target.stat().st_mode) == 0o666 & ~umask


def test_republishing_is_seen_at_once(page: Any, tmp_path: Path) -> None:
    target = tmp_path / "a.json"
    export(target, "--item", "O26", "--format", "json")
    page.conclusion = "<p>แก้ไขแล้ว</p>"
    with without_publish_rule():
        page.save_revision().publish()
    export(target, "--item", "O26", "--format", "json")
    assert "แก้ไขแล้ว" in target.read_text(encoding="utf-8")
