"""What stays together in a title, which language a text is in, and a year in a reader's words."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import wagtail_ita.domain
from wagtail_ita.domain.fiscal import explained_year
from wagtail_ita.domain.scripts import has_letters, is_in_english, is_in_thai
from wagtail_ita.domain.titles import title_pieces
from wagtail_ita.domain.years import FiscalYear

DATA = Path(wagtail_ita.domain.__file__).parent / "data"


def joined(title: str) -> list[str]:
    return [piece.text for piece in title_pieces(title) if piece.is_joined]


def official_titles() -> list[str]:
    titles = set()
    for path in DATA.glob("*-2*.json"):
        data = json.loads(path.read_text(encoding="utf-8"))
        titles |= {row["title_th"] for row in (*data["items"], *data["sub_indicators"])}
        titles |= {row.get("group_th", "") for row in data["items"]}
    return sorted(titles - {""})


# ---------------------------------------------------------------------------------------- titles


@pytest.mark.parametrize(
    ("title", "kept"),
    [
        ("รายงานประจำปีงบประมาณ พ.ศ. ๒๕๖๘", "พ.ศ. ๒๕๖๘"),
        ("แผนของปีงบประมาณ ๒๕๖๘", "ปีงบประมาณ ๒๕๖๘"),
        ("ระเบียบยืมพัสดุ (O26)", "(O26)"),
        ("ข้อ O26 ของปี", "O26"),
        ("ประกาศต่าง ๆ ของเทศบาล", "ง ๆ"),
        ("อบรม จำนวน ๑๒ รุ่น", "จำนวน ๑๒ รุ่"),
        ("รอบ 6 เดือน", "รอบ 6 เดื"),
        ("แต่งตั้งนายสมหมาย ตัวอย่าง", "นายสมหมาย"),
        ("คู่มือของเจ้าหน้าที่", "เจ้าหน้าที่"),
        ("นโยบายความโปร่งใส", "ความโปร่งใส"),
        ("สัญญา ป.ป.ช. ฉบับร่าง", "ป.ป.ช."),
        ("ถึง ๓๐ กันยายน ๒๕๖๘", "๓๐ กันยายน ๒๕๖๘"),
        ("fiscal year 2568 (1 October 2024 to 30 September 2025)", "1 October 2024"),
        ("ระบบ E-Service", "E-Service"),
    ],
)
def test_what_belongs_together_stays_on_one_line(title: str, kept: str) -> None:
    assert kept in joined(title)


@pytest.mark.parametrize("title", ["โครงการอบรม", "มาตรการป้องกัน", "แผนการบริหาร", "รายการพัสดุ"])
def test_the_end_of_another_word_is_not_taken_for_the_beginning_of_one(title: str) -> None:
    assert not [kept for kept in joined(title) if kept.startswith("การ")]


def test_a_lawyer_is_no_mister() -> None:
    assert not [kept for kept in joined("ทนายอาสาประจำตำบล") if kept.startswith("นาย")]


@pytest.mark.parametrize("title", official_titles())
def test_an_official_title_keeps_every_word_of_the_field(title: str) -> None:
    assert "".join(piece.text for piece in title_pieces(title)) == title
    loose = "\n".join(piece.text for piece in title_pieces(title) if not piece.is_joined)
    for word in ("งบประมาณ", "หน่วยงาน", "เจ้าหน้าที่", "โปร่งใส", "ส่งเสริม", "จัดซื้อ", "ประจำปี"):
        assert word not in loose


@pytest.mark.parametrize(
    ("title", "pieces"),
    [
        ("", []),
        ("ก", [("ก", False)]),
        ("O26", [("O26", True)]),
        ("แผน O26", [("แผน ", False), ("O26", True)]),
        ("(O26)O7 ก", [("(O26)", True), ("O7", True), (" ก", False)]),
        # Twenty letters fit; what is longer is broken, and what follows it is kept all the same.
        ("ปีงบประมาณ 123456789 ก", [("ปีงบประมาณ 123456789", True), (" ก", False)]),
        ("ปีงบประมาณ 1234567890 O26", [("ปีงบประมาณ 1234567890 ", False), ("O26", True)]),
    ],
)
def test_a_title_is_cut_where_a_line_may_end(title: str, pieces: list[tuple[str, bool]]) -> None:
    assert [(piece.text, piece.is_joined) for piece in title_pieces(title)] == pieces


@given(st.text(alphabet="การดำเนินงบประมาณ่้ๆ. O26๒๕๖๘()-A", max_size=80))
def test_a_title_comes_out_as_it_went_in_and_fits_a_small_phone(title: str) -> None:
    pieces = list(title_pieces(title))
    assert "".join(piece.text for piece in pieces) == title
    assert all(len(piece.text) <= 20 for piece in pieces if piece.is_joined)


# ------------------------------------------------------------------------------- which language


@pytest.mark.parametrize(
    ("text", "thai", "english"),
    [
        ("มาตรการทะเบียนยืมพัสดุ", True, False),
        ("การใช้ระบบ E-Service (Online) ของเทศบาล", True, False),
        ("Register of borrowed supplies", False, True),
        ("The office (สำนักปลัด) keeps a register of what is borrowed", False, False),
        ("<p>ไม่พบพัสดุ<b>สูญหาย</b></p>", True, False),
        ("<p>Nothing was lost</p>", False, True),
        ("<strong>ก</strong>", True, False),
        ("&nbsp;ก&nbsp;", True, False),
        # As much of the one as of the other.
        ("กข ab", False, False),
        ("https://example.go.th/archive of the year", False, True),
        ("https://example.go.th/รายงาน", False, False),
        ("O26", False, False),
        ("OIT", False, False),
        ("๑๒๘", False, False),
        ("", False, False),
        ("ມາດຕະການ", False, False),
    ],
)
def test_the_letters_tell_the_language(text: str, thai: bool, english: bool) -> None:
    assert (is_in_thai(text), is_in_english(text)) == (thai, english)


@pytest.mark.parametrize(("text", "expected"), [("๒๕๖๘ – 12", False), ("O26", True), ("ມາດ", True)])
def test_a_number_is_in_no_language(text: str, expected: bool) -> None:
    assert has_letters(text) is expected


# ----------------------------------------------------------------------------------------- years


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en", "2568 (1 October 2024 to 30 September 2025)"),
        ("lo", "2568 (1 October 2024 to 30 September 2025)"),
        ("th", "2568"),
        ("th-TH", "2568"),
    ],
)
def test_a_foreign_reader_is_told_which_days_a_fiscal_year_has(
    language: str, expected: str
) -> None:
    assert explained_year(FiscalYear(2568), language=language) == expected
