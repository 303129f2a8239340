"""Whatever way content comes in, each entry has an id that a translation can hold on to."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield

from tests.localize import full
from tests.localize.translating import missing, submit, translate_all, translated
from tests.sample import FULL_MEASURE, PLAIN_MEASURE, RECORD, make_index, make_report
from wagtail_ita.models import get_report_page_model
from wagtail_ita.transfer.pages import apply_report

pytestmark = [pytest.mark.django_db, pytest.mark.localize]

STREAMS = ("measures", "memo_approvals", "attachments", "evidence", "body")


def ids_of(page: Any) -> list[str]:
    """Return the id of every child of a stream and of every entry of a list, as stored."""
    return [each for name in STREAMS if hasattr(page, name) for each in _ids(_raw(page, name))]


def _raw(page: Any, name: str) -> Any:
    return json.loads(page.serializable_data()[name])


def _ids(entries: Any) -> Iterator[str]:
    ids = [entry.get("id", "") if isinstance(entry, dict) else "" for entry in entries]
    assert len(set(ids)) == len(ids)
    yield from ids
    for entry in entries:
        value = entry["value"]
        for each in value.values() if isinstance(value, dict) else ():
            if isinstance(each, list):
                yield from _ids(each)


def fresh(page: Any) -> Any:
    return get_report_page_model().objects.get(pk=page.pk).get_latest_revision_as_object()


def texts_in_english(page: Any) -> Any:
    """Translate a page as it is now, whole."""
    translation = submit(page)
    translate_all(translation)
    translation.save_target(publish=False)
    assert not missing(translation)
    return translation


def sync(translation: Any) -> set[str]:
    translation.source.update_from_db()
    return missing(translation)


def publish_correction(page: Any) -> None:
    page.correction_note = "แก้ขั้นตอนให้ครบ"
    page.save_revision().publish()


def test_a_record_gives_every_entry_an_id() -> None:
    page = full.make_full_report(full.make_full_index())
    ids = ids_of(page)
    assert len(ids) > 20
    assert all(ids)


def test_an_import_keeps_what_is_translated(tmp_path: Path) -> None:
    page = make_report(make_index())
    translation = texts_in_english(page)
    file = tmp_path / "report.json"
    call_command(
        "ita_export", "--year", "2569", "--item", "O26", "--format", "json", "-o", str(file)
    )
    data = json.loads(file.read_text("utf-8"))
    first, second = data["report"]["measures"]
    first["steps"].insert(0, "ตั้งคณะทำงาน")
    second["output"] = "<p>เผยแพร่ ๕๓ ครั้ง</p>"
    file.write_text(json.dumps(data), "utf-8")
    call_command("ita_import", str(file), "--year", "2569")
    publish_correction(fresh(page))
    paths = sync(translation) - {"correction_note"}
    assert len(paths) == 2
    [step, output] = sorted(paths, key=lambda path: path.endswith("output"))
    assert step.startswith(f"measures.{FULL_MEASURE.id}.steps.")
    assert output == f"measures.{PLAIN_MEASURE.id}.output"


def test_a_file_without_ids_keeps_what_is_translated(tmp_path: Path) -> None:
    page = make_report(make_index())
    translation = texts_in_english(page)
    file = tmp_path / "report.csv"
    call_command(
        "ita_export", "--year", "2569", "--item", "O26", "--format", "csv", "-o", str(file)
    )
    call_command("ita_import", str(file), "--year", "2569")
    fresh(page).save_revision().publish()
    assert all(ids_of(fresh(page)))
    assert sync(translation) == set()


def test_a_record_that_is_written_again_keeps_what_is_translated() -> None:
    page = make_report(make_index())
    translation = texts_in_english(page)
    steps = (FULL_MEASURE.steps[1], "ขั้นตอนใหม่", FULL_MEASURE.steps[0], FULL_MEASURE.steps[2])
    measures = (PLAIN_MEASURE, replace(FULL_MEASURE, steps=steps))
    apply_report(page, replace(RECORD, measures=measures))
    publish_correction(page)
    [path] = sync(translation) - {"correction_note"}
    assert path.startswith(f"measures.{FULL_MEASURE.id}.steps.")


def test_the_form_gives_ids_and_knows_texts_that_come_without(
    admin_client: Client,
) -> None:
    page = make_report(make_index())
    value = page.measures[0].value
    before = {entry.value: entry.id for entry in value["steps"].bound_blocks}
    steps = ["ขั้นตอนใหม่", *FULL_MEASURE.steps]
    response = save(admin_client, page, steps)
    assert response.status_code == 302
    [measure] = _raw(fresh(page), "measures")
    after = {entry["value"]: entry["id"] for entry in measure["value"]["steps"]}
    assert list(after) == steps
    assert after.items() > before.items()
    assert all(ids_of(fresh(page)))


def save(client: Client, page: Any, steps: list[str]) -> Any:
    measure = {
        "title": FULL_MEASURE.title,
        "steps": streamfield([("item", step) for step in steps]),
        "responsible": streamfield([("item", "กองคลัง")]),
        "output": rich_text("<p>ลงทะเบียนครบ</p>"),
        "outcome": rich_text("<p>ไม่สูญหาย</p>"),
        "evidence": streamfield([("link", {"url": "https://example.go.th/1", "title": "ข่าว"})]),
    }
    data = nested_form_data(
        {
            "title": page.title,
            "slug": page.slug,
            "code": page.code,
            "introduction": rich_text(""),
            "conclusion": rich_text(""),
            "measures": streamfield([("measure", measure)]),
            "memo_approvals": streamfield([("approval", {"heading": "คำสั่ง"})]),
            "attachments": streamfield([]),
            "comments-TOTAL_FORMS": "0",
            "comments-INITIAL_FORMS": "0",
        }
    )
    return client.post(
        reverse("wagtailadmin_pages:edit", args=[page.pk]),
        {**data, "measures-0-id": FULL_MEASURE.id},
    )


def test_a_translated_page_has_the_ids_of_its_source() -> None:
    thai = full.make_full_report(full.make_full_index())
    assert ids_of(translated(texts_in_english(thai))) == ids_of(thai)


def test_an_entry_that_was_copied_in_a_file_gets_an_id_of_its_own(tmp_path: Path) -> None:
    page = make_report(make_index())
    file = tmp_path / "report.json"
    options = ("--year", "2569", "--item", "O26")
    call_command("ita_export", *options, "--format", "json", "-o", str(file))
    page.delete()
    data = json.loads(file.read_text("utf-8"))
    measures = data["report"]["measures"]
    copy = {**measures[1], "title": "โครงการเสียงตามสายประจำหมู่บ้าน"}
    copy["evidence"] = [*copy["evidence"], {**copy["evidence"][0], "title": "รายการเดือนมกราคม"}]
    measures.append(copy)
    file.write_text(json.dumps(data), "utf-8")
    call_command("ita_import", str(file), *options)
    page = fresh(get_report_page_model().objects.get())
    assert [child.value["title"] for child in page.measures][-1] == copy["title"]
    assert len(page.measures[-1].value["evidence"]) == 2
    assert all(ids_of(page))
