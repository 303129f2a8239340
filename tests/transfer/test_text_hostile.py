"""Texts that are no reports at all, or made to take long."""

from __future__ import annotations

import contextlib
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.transfer.text_samples import AREA, CONCLUSION, FRONT, MEMO
from wagtail_ita.transfer.errors import SourceError
from wagtail_ita.transfer.text import NoticeCode, parse_report

PLACES = {
    "alone": "{}",
    "as a measure": "ด้านที่ 1: ก\n(1) มาตรการ: {}",
    "as steps": "ด้านที่ 1: ก\n(2) ขั้นตอน: {}",
    "as a memo": "บันทึกข้อความ\nเรื่อง {}\nด้านที่ 1: ก\n(1) มาตรการ: ข\n",
}


@pytest.mark.slow
@pytest.mark.parametrize("place", PLACES.values(), ids=PLACES)
@pytest.mark.parametrize(
    "unit",
    [
        *("(", "1", "1. ", "(๑) ", "- ", "\n", "(\n", " ", "ก", "คะแนน 1 ", "\u0e38\u0e48"),
        *("ด้านที่ 1: ", "(๒) ขั้นตอน: ", "1 ตุลาคม 2567 - ", "\u05b0\u05c1", '"', "ขั้นตอน"),
    ],
)
def test_a_hostile_text_ends_soon(unit: str, place: str) -> None:
    size = 700_000  # letters, which is 2 MB of Thai
    text = place.format((unit * (size // len(unit) + 1))[:size])
    started = time.perf_counter()
    with contextlib.suppress(SourceError):
        parse_report(text)
    assert time.perf_counter() - started < 60


def test_a_text_longer_than_any_report_is_refused_at_once() -> None:
    text = AREA + "(" * 10_000_000
    started = time.perf_counter()
    with pytest.raises(SourceError) as caught:
        parse_report(text)
    assert caught.value.code == "too_long"
    assert time.perf_counter() - started < 10


def test_a_text_of_too_many_lines_is_refused() -> None:
    with pytest.raises(SourceError) as caught:
        parse_report(AREA + "\n" * 20_000)
    assert caught.value.code == "too_long"


def test_a_fault_on_every_line_does_not_flood_the_notices() -> None:
    parsed = parse_report(AREA + "เเก้\n" * 500)
    suspects = [notice for notice in parsed.notices if notice.code == NoticeCode.TEXT_SUSPECT]
    assert len(suspects) == 51
    assert "450" in next(notice.message for notice in suspects if notice.line_number is None)


PIECES = [
    *(line + "\n" for line in (MEMO + FRONT + AREA + CONCLUSION).split("\n")),
    *("(", ")", "๑", "1. ", ":", '"', " ", "\n", "ก", "\u0e4d", "-", "อื่น ๆ", "ด้านที่ ", "คะแนน "),
]


@given(st.lists(st.sampled_from(PIECES) | st.text(max_size=5), max_size=40))
def test_no_text_raises_anything_but_a_source_error(pieces: list[str]) -> None:
    try:
        parsed = parse_report("".join(pieces))
    except SourceError as error:
        assert str(error)
    else:
        assert all(leftover.text for leftover in parsed.leftovers)
