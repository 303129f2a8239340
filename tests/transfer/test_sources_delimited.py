from __future__ import annotations

import pytest
from django.test import override_settings

from wagtail_ita.transfer.errors import SourceError
from wagtail_ita.transfer.sources import Document, SourceKind, Table, read_document

ROWS = (("ข้อ", "มาตรการ", "ขั้นตอน"), ("1", "ป้าย, เก้าอี้", "๑. นับ\n๒. ติด"), ("2", "คู่มือ", ""))


def written(delimiter: str, line_end: str = "\r\n") -> str:
    quoted = (delimiter.join('"' + value + '"' for value in row) for row in ROWS)
    return line_end.join(quoted) + line_end


def read(text: str, name: str = "o26.csv", encoding: str = "utf-8") -> Document:
    return read_document(text.encode(encoding), name=name)


def texts(document: Document) -> tuple[tuple[str, ...], ...]:
    (table,) = document.parts
    assert isinstance(table, Table)
    return tuple(tuple(cell.text for cell in row) for row in table.rows)


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp874"])
def test_a_table_is_read_as_every_program_writes_it(delimiter: str, encoding: str) -> None:
    document = read(written(delimiter), encoding=encoding)
    assert document.kind is SourceKind.CSV
    assert texts(document) == ROWS


def test_the_line_that_excel_names_the_delimiter_in_is_no_row() -> None:
    assert texts(read("sep=;\r\nก;ข\r\n")) == (("ก", "ข"),)


def test_rows_may_differ_in_length_and_blank_ones_at_the_end_are_dropped() -> None:
    assert texts(read("ก,ข,ค\nง\nจ,ฉ,ช\nซ,ฌ,ญ\n,,\n\n")) == (
        ("ก", "ข", "ค"),
        ("ง",),
        ("จ", "ฉ", "ช"),
        ("ซ", "ฌ", "ญ"),
    )


@pytest.mark.parametrize("name", ["o26.txt", "o26.csv"])
def test_running_text_is_no_table_whatever_its_name(name: str) -> None:
    text = "รายงาน\nเรื่อง มาตรการ, โครงการ และกิจกรรม\nข้าพเจ้าขอรายงาน ดังนี้\nจบ\n"
    assert read(text, name=name).kind is SourceKind.TEXT


def test_two_columns_are_a_table_only_where_the_name_says_so() -> None:
    text = "มาตรการ,ป้าย\nผู้รับผิดชอบ,กองคลัง\n"
    assert read(text, name="o26.csv").kind is SourceKind.CSV
    assert read(text, name="o26.txt").kind is SourceKind.TEXT


def test_a_table_without_a_word_is_empty() -> None:
    with pytest.raises(SourceError) as caught:
        read(",,\n,,\n")
    assert caught.value.code == "empty"


def test_a_quote_that_never_ends_is_damage_and_not_a_crash() -> None:
    with pytest.raises(SourceError) as caught:
        read("ก,ข,ค\n" * 3 + 'ง,จ,"' + "x" * 200_000)
    assert caught.value.code == "damaged"


def test_rows_have_a_limit() -> None:
    with override_settings(WAGTAIL_ITA={"MAX_IMPORT_ROWS": 10}):
        assert len(texts(read("ก,ข,ค\n" * 10))) == 10
        with pytest.raises(SourceError) as caught:
            read("ก,ข,ค\n" * 11)
    assert caught.value.code == "too_many_rows"
    assert "10" in str(caught.value)


def test_columns_beyond_any_report_are_left_out_and_told() -> None:
    document = read((",".join(["ก"] * 300) + "\n") * 3)
    assert {len(row) for row in texts(document)} == {200}
    assert len(document.remarks) == 1


def test_progress_is_told_up_to_the_end() -> None:
    told: list[tuple[int, int]] = []
    data = ("ก,ข,ค\n" * 2000).encode()
    read_document(data, name="o26.csv", progress=lambda done, total: told.append((done, total)))
    assert len(told) > 2
    assert told[-1] == (2000, 2000)
