from __future__ import annotations

import pytest
from django.test import override_settings
from django.utils import translation

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
@pytest.mark.parametrize("line_end", ["\r\n", "\n", "\r"])
def test_a_table_is_read_as_every_program_writes_it(
    delimiter: str, encoding: str, line_end: str
) -> None:
    document = read(written(delimiter, line_end), encoding=encoding)
    assert document.kind is SourceKind.CSV
    assert texts(document) == ROWS


@pytest.mark.parametrize(
    "text",
    [
        "sep=;\r\nก;ข\r\n",
        "SEP=;\nก;ข",
        "\ufeffsep=;\r\nก;ข",
        "sep=\t\r\nก\tข\r\n",
        "sep=|\nก|ข\n",
    ],
)
def test_the_line_that_excel_names_the_delimiter_in_is_no_row(text: str) -> None:
    assert texts(read(text)) == (("ก", "ข"),)


def test_a_blank_line_after_the_name_of_the_delimiter_is_a_row() -> None:
    assert texts(read("sep=|\n\nก|ข\n")) == ((), ("ก", "ข"))


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


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        ("ก,ข\n", "o26.csv", SourceKind.CSV),
        ("ก,ข\nค\n", "o26.csv", SourceKind.CSV),
        ("ก,ข\nค\nง\n", "o26.csv", SourceKind.TEXT),
        ("ก,ข,ค\n", "o26.txt", SourceKind.TEXT),
        ("ก,ข,ค\n" * 2, "o26.txt", SourceKind.CSV),
        ("ก,ข,ค\n" * 4 + "ง\n", "o26.txt", SourceKind.CSV),
        ("ก,ข,ค\n" * 3 + "ง\n" * 2, "o26.txt", SourceKind.TEXT),
        ("ก,ข,ค\n\n" * 3, "o26.txt", SourceKind.CSV),
    ],
)
def test_most_lines_of_a_table_have_the_same_columns(
    text: str, name: str, kind: SourceKind
) -> None:
    assert read(text, name=name).kind is kind


def test_a_comma_in_numbers_does_not_win_over_the_semicolon_between_them() -> None:
    rows = (("ป้าย", "1,5", "2,5"), ("คู่มือ", "0,5", "3,0"))
    assert texts(read("".join(";".join(row) + "\n" for row in rows))) == rows


def test_a_row_too_long_to_be_looked_at_to_its_end_is_no_evidence() -> None:
    rows = (("ก" * 30_000, "ข", "ค"),) * 4
    assert texts(read("".join(",".join(row) + "\n" for row in rows), name="o26.txt")) == rows


def test_a_table_without_a_word_is_empty() -> None:
    with pytest.raises(SourceError, match=r"o26\.csv") as caught:
        read("sep=,\n,,\n,,\n")
    assert caught.value.code == "empty"


def test_a_quote_that_never_ends_is_damage_and_not_a_crash() -> None:
    with pytest.raises(SourceError, match=r"o26\.csv") as caught:
        read("ก,ข,ค\n" * 3 + 'ง,จ,"' + "x" * 200_000)
    assert caught.value.code == "damaged"


def test_rows_have_a_limit() -> None:
    with override_settings(WAGTAIL_ITA={"MAX_IMPORT_ROWS": 10}):
        assert len(texts(read("ก,ข,ค\n" * 10))) == 10
        with pytest.raises(SourceError, match=r"o26\.csv") as caught:
            read("ก,ข,ค\n" * 11)
    assert caught.value.code == "too_many_rows"
    assert "10" in str(caught.value)


def test_columns_beyond_any_report_are_left_out_and_told() -> None:
    with translation.override("en"):
        document = read((",".join(["ก"] * 300) + "\n") * 3)
    assert {len(row) for row in texts(document)} == {200}
    assert document.remarks == ("Columns after the first 200 were left out.",)


def test_progress_is_told_up_to_the_end() -> None:
    told: list[tuple[int, int]] = []
    data = ("ก,ข,ค\n" * 2000).encode()
    read_document(data, name="o26.csv", progress=lambda done, total: told.append((done, total)))
    assert 2 < len(told) < 10
    assert told[-1] == (2000, 2000)
    # The last line break may be followed by one row more.
    assert all(done <= 2000 and total in {2000, 2001} for done, total in told)
