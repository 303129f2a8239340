from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wagtail_ita.domain.codes import CodeError, code_sort_key, normalise_code


@pytest.mark.parametrize(
    "text",
    [
        "O26",
        "o26",
        "O๒๖",
        "๐๒๖",
        "0๒๖",
        "026",
        "๐26",
        "O 26",
        "O-26",
        "O–26",
        "O.26",
        "O_26",
        "O026",
        "ข้อ O26",
        "ข้อ ๐๒๖",
        "ข้อO๒๖",
        "ข้อที่ O26",
        "item O26",
        "ข้อ (O26)",
        "ข้อที่ “O26”",
        "O26".rjust(60),
        "(ข้อ ๐๒๖)",
        "“O26”",
        "O26.",
        "O26:",
        "  O26\n",
        "O\u00a026",
        "O\u200b26",
        "\ufeffO26",
        "Ｏ２６",
        "０２６",
        "О26",  # Cyrillic
        "о26",
        "Ο26",  # Greek
        "ο26",
    ],
)
def test_one_item_has_one_code_however_it_is_written(text):
    assert normalise_code(text) == "O26"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("o8", "O8"),
        ("09", "O9"),
        ("024", "O24"),
        ("O10", "O10"),
        ("010", "O10"),
        ("๐๑๐", "O10"),
        ("O100", "O100"),
        ("MOIT 1.1", "MOIT 1.1"),
        ("moit1.1", "MOIT 1.1"),
        ("MOIT ๒๒", "MOIT 22"),
        ("MOIT-3.1.2", "MOIT 3.1.2"),
        ("M0IT 1", "MOIT 1"),
    ],
)
def test_other_codes_are_brought_to_their_stored_form(text, expected):
    assert normalise_code(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "O",
        "O0",
        "00",
        "0",
        "26",
        "๒๖",
        "OO26",
        "O2 6",
        "O26a",
        "O26 รายงาน",
        "O26/O27",
        "O26 ข้อ",
        "O2ข้อ6",
        "O26".rjust(61),
        "O-",
        "โอ26",
        "Q26",
        "P26",
        "O1000",
        "O²⁶x",
        "MOIT",
        "MOIT 0",
        "EIT 1",
        "O26" * 100_000,
        "\x00",
    ],
)
def test_what_is_no_code_is_refused(text):
    with pytest.raises(CodeError) as caught:
        normalise_code(text)
    assert caught.value.code == "invalid"
    assert "O26" in str(caught.value)


def test_the_refusal_quotes_what_was_typed_and_no_more_than_fits():
    with pytest.raises(CodeError) as caught:
        normalise_code("ข้อ ก" * 100)
    quoted = ("ข้อ ก" * 100)[:60]
    sentence = f"“{quoted}” ไม่ใช่รหัสของข้อ โปรดเขียนอักษร O ตามด้วยเลขข้อ เช่น O26"
    assert str(caught.value) == sentence


@given(st.text(max_size=30))
def test_any_text_is_a_code_in_stored_form_or_a_code_error(text):
    try:
        code = normalise_code(text)
    except CodeError:
        code = "O1"
    assert normalise_code(code) == code


def test_codes_sort_by_number_and_what_is_no_code_comes_last():
    codes = ["x", "O10", "MOIT 10", "O2", "๐๑", "MOIT 1.10", "MOIT 1.9", "", "O9"]
    assert sorted(codes, key=code_sort_key) == [
        "MOIT 1.9",
        "MOIT 1.10",
        "MOIT 10",
        "๐๑",
        "O2",
        "O9",
        "O10",
        "",
        "x",
    ]
