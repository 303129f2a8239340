from __future__ import annotations

import codecs
import os
import time
from pathlib import Path

import pytest
from django.utils import translation

from tests.transfer.refused import refused
from wagtail_ita.transfer.errors import SourceError
from wagtail_ita.transfer.sources import decode_text, read_source
from wagtail_ita.transfer.sources.text import text_document

THAI = "รายงานผล ๑๒ ข้อ\r\nผู้รับผิดชอบ: กองช่าง “ก” – ข\r\n"


@pytest.mark.parametrize(
    "data",
    [
        THAI.encode("utf-8"),
        THAI.encode("utf-8-sig"),
        THAI.encode("utf-16"),
        codecs.BOM_UTF16_BE + THAI.encode("utf-16-be"),
        codecs.BOM_UTF32_LE + THAI.encode("utf-32-le"),
        THAI.encode("cp874"),
    ],
    ids=["utf-8", "utf-8 with mark", "utf-16 le", "utf-16 be", "utf-32", "windows-874"],
)
def test_thai_text_is_read_in_the_encodings_that_offices_use(data: bytes) -> None:
    assert decode_text(data, name="report.txt") == THAI


def test_plain_ascii_needs_no_thai() -> None:
    assert decode_text(b"O26 report", name="report.txt") == "O26 report"


def test_bytes_with_nulls_and_no_known_type_are_binary() -> None:
    error = refused(lambda: decode_text(b"abc\x00\x01\x02", name="o26.dat"))
    assert error.code == "binary"
    assert "o26.dat" in str(error)


@pytest.mark.parametrize(
    "data", [b"", b" \r\n\t ", codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF8 * 2 + b"\n"]
)
def test_a_file_without_a_word_is_called_empty(data: bytes) -> None:
    error = refused(lambda: decode_text(data, name="empty.txt"))
    assert error.code == "empty"
    assert "empty.txt" in str(error)


@pytest.mark.parametrize(
    "data",
    [
        "Быстрая лиса прыгает через ленивую собаку".encode("cp1251"),
        "Ein schöner Bericht über Maßnahmen".encode("latin-1"),
        "これは報告書です。措置と結果".encode("shift_jis"),
        codecs.BOM_UTF16_LE + b"a\x00b",
        codecs.BOM_UTF8 + b"a\x00b",
        bytes(range(0x80, 0xFF)) * 4,
        "กา ่ขา ้คา ีงา ูจา".encode("cp874"),
        "าาาาๆๆๆๆ".encode("cp874"),
        "Report ก".encode("cp874"),
        "6 ÷ 2".encode("latin-1"),
    ],
    ids=[
        "russian",
        "german",
        "japanese",
        "cut utf-16",
        "a null in utf-8",
        "every high byte",
        "marks on nothing",
        "vowels alone",
        "one letter among many",
        "a sign that is a digit there",
    ],
)
def test_bytes_that_are_no_thai_text_are_refused(data: bytes) -> None:
    error = refused(lambda: decode_text(data, name="o26.txt"))
    assert error.code == "encoding"
    assert "o26.txt" in str(error)


@pytest.mark.parametrize(
    "text",
    [
        "ITA ๒๕๖๙ กข",
        "abcd ก",
        "กี่ข้อ " * 9 + "\u0e48",
        "๑. ป้าย ๓๐ ป้าย, ๑๕,๐๐๐ บาท, ๑๐๐.๐๐",
        "เก้าอี้ ๑๒ ตัว ๓๔๕๖๗๘",
    ],
)
def test_short_thai_text_in_windows_874_is_read_with_latin_and_numbers(text: str) -> None:
    assert decode_text(text.encode("cp874"), name="o26.txt") == text


def test_damaged_utf_8_is_not_taken_for_windows_874() -> None:
    data = THAI.encode() * 3
    error = refused(lambda: decode_text(data[:40] + b"\xff" + data[40:], name="o26.txt"))
    assert error.code == "damaged"
    assert "o26.txt" in str(error)


def test_every_error_is_a_whole_sentence_that_says_what_to_do() -> None:
    with translation.override("en"), pytest.raises(SourceError) as caught:
        decode_text(b"PDF\x00", name="o26.bin")
    sentence = str(caught.value)
    assert sentence.endswith(".")
    assert ".txt" in sentence


def test_lines_of_a_text_have_a_limit() -> None:
    document = text_document("\ufeffก\r\nข\x0bค\n", name="o26.txt", max_lines=3)
    assert document.lines == ("ก", "ข", "ค")
    error = refused(lambda: text_document("ก\n" * 4, name="o26.txt", max_lines=3))
    assert error.code == "too_many_paragraphs"
    assert "o26.txt has more than 3 paragraphs" in str(error)


def test_a_named_file_is_read(tmp_path: Path) -> None:
    path = tmp_path / "o26.txt"
    path.write_bytes(b"abc")
    assert read_source(path, max_bytes=3) == b"abc"


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    error = refused(lambda: read_source(tmp_path / "nowhere.txt", max_bytes=10))
    assert error.code == "missing"
    assert "nowhere.txt" in str(error)


def test_a_folder_is_no_report(tmp_path: Path) -> None:
    error = refused(lambda: read_source(tmp_path, max_bytes=10))
    assert error.code == "not_a_file"
    assert str(tmp_path) in str(error)


def test_a_large_file_is_refused_unread_with_its_size_and_the_limit(tmp_path: Path) -> None:
    path = tmp_path / "large.txt"
    with path.open("wb") as sparse:
        sparse.truncate(50_000_000)
    started = time.perf_counter()
    error = refused(lambda: read_source(path, max_bytes=10_000_000))
    assert time.perf_counter() - started < 10
    assert error.code == "too_large"
    assert "large.txt has 50.0 MB, and at most 10.0 MB" in str(error)


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such names.")
def test_a_name_that_the_system_refuses_is_an_error_of_ours() -> None:
    with translation.override("en"), pytest.raises(SourceError, match=r"xxx.*\.$") as caught:
        read_source(Path("x" * 5000), max_bytes=10)
    # Some versions of Python say that there is none.
    assert caught.value.code in {"unreadable", "missing"}
    assert "Errno" not in str(caught.value)
    assert "None" not in str(caught.value)
