"""What an editor and a site's developer meet in the blocks."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db.migrations.writer import MigrationWriter
from django.test import Client
from django.urls import reverse
from django.utils import translation
from django.utils.html import strip_tags
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError

import wagtail_ita.blocks
from wagtail_ita.blocks import MeasureBlock, MeasureStreamBlock, TableBlock, ThaiDateBlock
from wagtail_ita.domain.elements import Element

ALL_BLOCKS = [getattr(wagtail_ita.blocks, name) for name in wagtail_ita.blocks.__all__]
COMPLETE = {
    "indicator": "4",
    "title": "มาตรการทะเบียนยืมพัสดุ",
    "steps": ["เวียนคู่มือ"],
    "period_note": "ตลอดปีงบประมาณ",
    "responsible": ["กองคลัง"],
    "output": "<p>ลงทะเบียนครบ</p>",
    "outcome": "<p>ไม่สูญหาย</p>",
}
EMPTY_VALUES = {
    Element.MEASURE: {"title": "  "},
    Element.STEPS: {"steps": ["", " "]},
    Element.PERIOD: {"period_note": ""},
    Element.RESPONSIBLE: {"responsible": []},
    Element.OUTPUT: {"output": "<p> </p>"},
    Element.OUTCOME: {"outcome": ""},
}


def measure(**changes: Any) -> Any:
    return MeasureBlock().to_python({**COMPLETE, **changes})


@pytest.mark.parametrize("block_class", ALL_BLOCKS, ids=lambda each: each.__name__)
def test_every_block_explains_itself_in_the_picker(block_class: type[blocks.Block]) -> None:
    block = block_class()
    assert block.meta.icon not in ("", "placeholder")
    with translation.override("en"):
        assert str(block.meta.description).endswith(".")
    assert block.is_previewable


@pytest.mark.django_db
@pytest.mark.parametrize("block_class", ALL_BLOCKS, ids=lambda each: each.__name__)
def test_every_block_shows_an_example_in_the_picker(
    block_class: type[blocks.Block], admin_client: Client
) -> None:
    block = block_class()
    address = reverse("wagtailadmin_block_preview")
    response = admin_client.get(address, {"id": block.definition_prefix})
    assert response.status_code == 200
    shown = strip_tags(response.content.decode().split("<body>")[1])
    assert len(shown.strip()) > 5


@pytest.mark.parametrize("block_class", ALL_BLOCKS, ids=lambda each: each.__name__)
def test_every_block_is_named_by_its_public_path_in_migrations(
    block_class: type[blocks.Block],
) -> None:
    path, args, kwargs = block_class().deconstruct()
    assert path == f"wagtail_ita.blocks.{block_class.__name__}"
    assert (args, kwargs) == ([], {})


def test_a_label_is_in_nobodys_migration_and_arguments_are() -> None:
    written, imports = MigrationWriter.serialize(MeasureBlock(label="X"))
    assert written == "wagtail_ita.blocks.MeasureBlock(label='X')"
    assert "import wagtail_ita.blocks" in imports


@pytest.mark.parametrize("element", list(Element), ids=lambda each: each.key)
def test_publishing_names_the_element_that_is_empty(element: Element) -> None:
    value = measure(**EMPTY_VALUES[element])
    assert value.missing_elements == [element]
    with translation.override("en"), pytest.raises(StructBlockValidationError) as refusal:
        MeasureBlock().clean(value)
    [error] = refusal.value.block_errors.values()
    [message] = error.messages
    assert f"({element.number})" in message


def test_a_draft_may_be_empty() -> None:
    block = MeasureStreamBlock()
    cleaned = block.clean_deferred(block.to_python([{"type": "measure", "value": {}}]))
    assert cleaned[0].value.missing_elements == list(Element)


def test_a_complete_measure_may_be_published() -> None:
    assert MeasureBlock().clean(measure()).missing_elements == []


def test_a_period_that_ends_before_it_starts_is_refused_even_in_a_draft() -> None:
    block = MeasureBlock()
    value = measure(period_start="2025-09-30", period_end="2024-10-01")
    with pytest.raises(StructBlockValidationError) as refusal:
        block.clean_deferred(value)
    assert list(refusal.value.block_errors) == ["period_end"]


def test_a_wrong_date_and_an_empty_element_are_told_in_the_same_round() -> None:
    value = measure(period_start="2025-09-30", period_end="2024-10-01", steps=[], period_note="")
    with pytest.raises(StructBlockValidationError) as refusal:
        MeasureBlock().clean(value)
    assert set(refusal.value.block_errors) == {"period_end", "steps"}


def test_indicators_are_offered_in_the_language_of_the_interface() -> None:
    block = MeasureBlock().child_blocks["indicator"]
    with translation.override("th"):
        thai = dict(block.field.choices)["7"]
    with translation.override("en"):
        english = dict(block.field.choices)["7"]
    assert thai == "7. ประสิทธิภาพการสื่อสาร"
    assert english.startswith("7. ") and english.isascii()


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("๓๐ กันยายน ๒๕๖๘", dt.date(2025, 9, 30)),
        ("30 ก.ย. 68", dt.date(2025, 9, 30)),
        ("30/9/2568", dt.date(2025, 9, 30)),
        ("2025-09-30", dt.date(2025, 9, 30)),
        ("2568-09-30", dt.date(2025, 9, 30)),
        ("", None),
    ],
)
def test_a_thai_date_is_typed_either_way_and_stored_gregorian(
    typed: str, stored: dt.date | None
) -> None:
    assert ThaiDateBlock(required=False).clean(typed) == stored


def test_a_date_that_does_not_exist_is_refused_by_its_name() -> None:
    with translation.override("en"), pytest.raises(ValidationError, match="day 31 .* 2568"):
        ThaiDateBlock().clean("31/2/2568")


def test_a_stored_value_that_is_no_date_is_shown_as_empty() -> None:
    assert ThaiDateBlock().to_python("ตลอดปี") is None


def test_a_date_is_shown_in_the_era_of_the_interface() -> None:
    widget = ThaiDateBlock().field.widget
    with translation.override("th"):
        assert widget.format_value(dt.date(2025, 9, 30)) == "30 กันยายน 2568"
    with translation.override("en"):
        assert widget.format_value(dt.date(2025, 9, 30)) == "30 September 2025"


def test_what_was_typed_wrongly_stays_in_the_box() -> None:
    assert ThaiDateBlock().field.widget.format_value("31/2/2568") == "31/2/2568"


@pytest.mark.parametrize(
    ("cells", "header", "rows"),
    [
        ("ไตรมาส\tจำนวน\n๑\t๐\n๒\t๑", ["ไตรมาส", "จำนวน"], [["๑", "๐"], ["๒", "๑"]]),
        ("ไตรมาส | จำนวน\n๑ | ๐", ["ไตรมาส", "จำนวน"], [["๑", "๐"]]),
        ("| a | b |\n| 1 |", ["a", "b"], [["1", ""]]),
        ("เพียงหัว", ["เพียงหัว"], []),
        ("", [], []),
    ],
)
def test_pasted_cells_become_rows_of_equal_length(
    cells: str, header: list[str], rows: list[list[str]]
) -> None:
    value = TableBlock().to_python({"caption": "", "cells": cells})
    assert (value.header, value.rows) == (header, rows)
