"""The real report goes in as a draft, and nothing else is touched."""

from __future__ import annotations

import os
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import override_settings
from django.utils import translation
from wagtail.models import ModelLogEntry, Page, PageLogEntry, Revision

from tests.sample import PLAIN_MEASURE, RECORD, make_index, make_report, make_site
from wagtail_ita.models import get_item_page_model, get_report_page_model
from wagtail_ita.transfer.pages import report_to_record

pytestmark = pytest.mark.django_db

SHARED = Path(os.environ.get("ITA_SHARED", Path(__file__).resolve().parents[3] / "shared"))
SEED = SHARED / "seed" / "o26_report_2568.txt"


@pytest.fixture(autouse=True)
def english() -> Any:
    with translation.override("en"):
        make_site()
        yield


@pytest.fixture
def seed() -> Path:
    if not SEED.exists():
        pytest.skip(f"The real report is not at {SEED}; set ITA_SHARED to the folder it is in.")
    return SEED


def run(path: Path, *args: str) -> None:
    call_command("ita_import", str(path), "--year", "2569", *args)


def draft() -> Any:
    return get_report_page_model().objects.get().get_latest_revision_as_object()


def test_setup_and_import_give_a_draft_that_can_be_published_as_it_is(seed: Path) -> None:
    call_command("ita_setup", "--year", "2569")
    run(seed)
    page = draft()
    record = report_to_record(page)
    assert not page.live
    assert len(record.measures) == 10
    assert sum(len(measure.steps) for measure in record.measures) == 38
    assert (str(record.overall_score), record.level) == ("99.98", "excellent")
    assert {str(score) for score in record.scores.values()} == {"100.00", "99.95", "99.80"}
    assert len(record.memo.approvals) == 4
    for name in ("measures", "memo_approvals", "attachments"):
        page._meta.get_field(name).stream_block.clean(getattr(page, name))
    page.full_clean()
    page.get_latest_revision().publish()
    page.refresh_from_db()
    assert page.live


def test_it_says_what_it_understood_and_what_not(
    seed: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    make_index()
    run(seed)
    shown = capsys.readouterr().out
    assert "Measures: 10" in shown
    assert "Steps: 38" in shown
    assert "Not understood" in shown
    assert "A new draft has been made" in shown


def test_what_is_unsure_is_listed_and_may_be_left_out(
    seed: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    make_index()
    run(seed, "--dry-run", "--leave-unsure")
    left_out = capsys.readouterr().out
    assert "Unsure, and not taken over" in left_out
    run(seed, "--leave-unsure")
    assert any(not measure.responsible for measure in report_to_record(draft()).measures)
    capsys.readouterr()
    run(seed, "--replace")
    assert "Unsure, and taken over" in capsys.readouterr().out
    assert all(measure.responsible for measure in report_to_record(draft()).measures)


def test_each_measure_is_listed_with_its_lines(
    seed: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    make_index()
    run(seed, "--dry-run")
    assert re.search(r"^  1\. .+ · lines \d+–\d+$", capsys.readouterr().out, re.MULTILINE)


def test_measures_that_the_file_lacks_are_kept_and_named(
    seed: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    extra = replace(PLAIN_MEASURE, title="โครงการที่ไฟล์ไม่มี", indicator=None, evidence=())
    make_report(make_index(), replace(RECORD, measures=(extra,)))
    run(seed)
    assert len(report_to_record(draft()).measures) == 11
    assert f"Not in the file, kept: {extra.title}" in capsys.readouterr().out


def test_a_locked_page_is_left_alone(seed: Path) -> None:
    make_report(make_index())
    get_report_page_model().objects.update(locked=True)
    with pytest.raises(CommandError, match="locked"):
        run(seed)


def test_a_dry_run_changes_nothing(seed: Path, capsys: pytest.CaptureFixture[str]) -> None:
    make_index()
    run(seed, "--dry-run")
    assert not get_report_page_model().objects.exists()
    assert "Measures: 10" in capsys.readouterr().out


def test_the_same_file_again_makes_no_new_version(
    seed: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    make_index()
    run(seed)
    before = report_to_record(draft())
    revisions = Revision.objects.count()
    run(seed)
    assert Revision.objects.count() == revisions
    assert report_to_record(draft()) == before
    assert "has this content already" in capsys.readouterr().out


def test_what_a_person_wrote_is_not_overwritten_unless_asked(seed: Path) -> None:
    make_index()
    run(seed)
    page = draft()
    page.conclusion = "<p>แก้ไขโดยเจ้าหน้าที่</p>"
    page.save_revision()
    with pytest.raises(CommandError, match="--replace"):
        run(seed)
    assert draft().conclusion == "<p>แก้ไขโดยเจ้าหน้าที่</p>"
    ids = [child.id for child in draft().measures]
    run(seed, "--replace")
    assert draft().conclusion != "<p>แก้ไขโดยเจ้าหน้าที่</p>"
    assert [child.id for child in draft().measures] == ids


def test_a_live_report_stays_as_it_is_until_the_draft_is_published(seed: Path) -> None:
    make_index()
    run(seed)
    page = draft()
    page.conclusion = "<p>ที่เผยแพร่</p>"
    page.save_revision().publish()
    run(seed)
    live = get_report_page_model().objects.get()
    assert (live.live, live.conclusion) == (True, "<p>ที่เผยแพร่</p>")
    assert live.has_unpublished_changes


def test_beside_a_published_report_the_import_makes_a_draft(
    seed: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    backed = replace(RECORD, measures=(PLAIN_MEASURE,), attachments=PLAIN_MEASURE.evidence)
    page = make_report(make_index(), backed)
    run(seed)
    record = report_to_record(draft())
    assert len(record.measures) == 10
    assert [len(measure.evidence) for measure in record.measures] == [0] * 10
    assert record.attachments == backed.attachments
    shown = capsys.readouterr().out
    assert PLAIN_MEASURE.title in shown
    assert "attachments are kept: 1" in shown
    page.refresh_from_db()
    assert report_to_record(page).measures == backed.measures


def test_an_import_is_in_the_history_with_the_name_of_the_file(seed: Path) -> None:
    make_index()
    run(seed)
    entry = PageLogEntry.objects.get(action="wagtail_ita.import")
    assert entry.data["source"] == seed.name
    assert "imported" in str(entry.message)
    assert not ModelLogEntry.objects.exists()


def test_windows_874_gives_the_same_report(seed: Path, tmp_path: Path) -> None:
    text = seed.read_text(encoding="utf-8")
    old = tmp_path / "old.txt"
    # The old code page has no such dash or curly quotes; old files have the plain ones.
    old.write_bytes(text.encode("cp874"))
    make_index()
    run(seed)
    before = Revision.objects.count()
    run(old)
    assert Revision.objects.count() == before


def test_without_an_index_it_says_how_to_make_one(seed: Path) -> None:
    with pytest.raises(CommandError, match="ita_setup --year 2569"):
        run(seed)


def test_a_page_that_is_no_report_is_refused(seed: Path) -> None:
    index = make_index()
    index.add_child(instance=get_item_page_model()(title="O26", code="O26", live=False))
    with pytest.raises(CommandError, match="no measures report"):
        run(seed)


def test_another_item_code_than_the_lists_is_pointed_out(
    seed: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    make_index()
    run(seed, "--item", "๐๒๘")
    assert get_report_page_model().objects.get().code == "O28"
    assert "goes into O28" in capsys.readouterr().out


def test_the_real_report_may_be_published_at_once(seed: Path) -> None:
    make_index()
    run(seed, "--publish")
    assert get_report_page_model().objects.get().live


def test_a_report_with_errors_stays_a_draft_and_says_why(seed: Path, tmp_path: Path) -> None:
    make_index()
    text = re.sub(r"\(๔\) ผู้รับผิดชอบ:[^\n]*", "", seed.read_text(encoding="utf-8"), count=1)
    path = tmp_path / "incomplete.txt"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(CommandError, match=r"\(4\)"):
        run(path, "--publish")
    assert not get_report_page_model().objects.get().live


BAD_FILES = {
    "a letter": "เรียน ท่านผู้อำนวยการ\nขอแสดงความนับถือ".encode(),
    "empty": b"",
    "white": b" \n\n\t",
    "a picture": b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20,
    "a pdf": b"%PDF-1.7\n1 0 obj\n<<>>\nendobj",
    "noise": bytes(range(256)) * 50,
}


@pytest.mark.parametrize("content", BAD_FILES.values(), ids=BAD_FILES)
def test_a_file_that_is_no_report_is_refused_and_changes_nothing(
    content: bytes, tmp_path: Path
) -> None:
    make_index()
    before = (Page.objects.count(), Revision.objects.count())
    path = tmp_path / "file.txt"
    path.write_bytes(content)
    with pytest.raises(CommandError) as refusal:
        run(path)
    assert refusal.value.returncode == 1
    assert str(refusal.value).endswith(".")
    assert (Page.objects.count(), Revision.objects.count()) == before


def test_a_file_of_50_mb_is_refused_by_its_size(tmp_path: Path) -> None:
    make_index()
    path = tmp_path / "large.txt"
    with path.open("wb") as stream:
        stream.truncate(50 * 1024 * 1024)
    with pytest.raises(CommandError, match="MB"):
        run(path)


def test_the_limit_is_the_sites_own(tmp_path: Path, seed: Path) -> None:
    make_index()
    with override_settings(WAGTAIL_ITA={"MAX_IMPORT_BYTES": 100}), pytest.raises(CommandError):
        run(seed)


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    make_index()
    with pytest.raises(CommandError, match=r"gone\.txt"):
        run(tmp_path / "gone.txt")
