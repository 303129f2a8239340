"""Thai words in the order of the Royal Society's dictionary."""

from __future__ import annotations

import random

import pytest

from wagtail_ita.domain.collation import thai_sort_key


def ordered(words: list[str]) -> list[str]:
    mixed = list(words)
    random.Random(7).shuffle(mixed)
    return sorted(mixed, key=thai_sort_key)


@pytest.mark.parametrize(
    "words",
    [
        # A vowel in front is looked at after its consonant.
        ["กรม", "กอง", "การ", "กิจการ", "กีฬา", "กุศล", "เกษตร", "แก้ไข", "โกศล", "ไกล"],
        ["กา", "เก", "แก", "โก", "ใก", "ไก", "ขา"],
        ["งบประมาณ", "เงิน", "จริยธรรม", "เจ้าหน้าที่", "แจ้ง", "โจทย์"],
        # ฤ stands after ร, ฦ after ล.
        ["รัก", "เรียน", "ฤดู", "ฤทธิ์", "ลม", "เลย", "ฦๅชา", "วัน"],
        # The vowels among themselves.
        ["กะ", "กัน", "กา", "กำ", "กิ", "กี", "กึ", "กื", "กุ", "กู"],
        # Tone marks count last, and only where nothing else differs.
        ["เกง", "เก็ง", "เก่ง", "เก้ง", "เก๋ง"],
        ["ปา", "ป่า", "ป้า", "ป๊า", "ป๋า", "ปาก", "ป่าไม้"],
        ["ก๊าซ", "การ", "กำ"],
        # All that may stand above a letter, as the Unicode collation for Thai has them.
        ["ก", "ก๎", "ก์", "ก็", "ก่", "ก้", "ก๊", "ก๋", "กา"],
        # A silent letter is a letter.
        ["การ", "การเงิน", "การณ์", "กาล"],
        # The shorter word comes first.
        ["กอง", "กองคลัง", "กองช่าง", "กองสวัสดิการ"],
        ["แก", "แกน", "แกะ"],
    ],
)
def test_words_stand_as_in_the_dictionary(words: list[str]) -> None:
    assert ordered(words) == words


def test_code_points_would_put_the_vowels_in_front_last() -> None:
    words = ["เกษตร", "ขนส่ง", "ไฟฟ้า", "สมชาย"]
    assert ordered(words) == ["เกษตร", "ขนส่ง", "ไฟฟ้า", "สมชาย"]
    assert sorted(words) != words


def test_names_of_people() -> None:
    names = ["ก้องเกียรติ", "เกศินี", "จิราพร", "แจ่มใส", "ไพศาล", "ภาณุ", "โสภา", "อารี", "เอกชัย"]
    assert ordered(names) == names


def test_latin_comes_last_and_its_case_and_accents_do_not_count() -> None:
    words = ["2568", "ก้อง", "เอก", "à la carte", "anna", "Émile", "eva", "Zoe"]
    assert ordered(words) == words


def test_thai_digits_are_the_arabic_ones() -> None:
    assert ordered(["แผน ๒๕๖๙", "แผน 2568", "แผน ๒๕๖๗"]) == [
        "แผน ๒๕๖๗",
        "แผน 2568",
        "แผน ๒๕๖๙",
    ]


def test_signs_and_spaces_do_not_count() -> None:
    assert ordered(["กอง คลัง", "กองกลาง", "“กองช่าง”"]) == ["กองกลาง", "กอง คลัง", "“กองช่าง”"]


def test_sara_am_is_one_letter_however_it_is_typed() -> None:
    composed, typed = "กำ", "กํา"
    assert thai_sort_key(composed)[:2] == thai_sort_key(typed)[:2]


@pytest.mark.parametrize("text", ["", " ", "่", "เ", "เเ", "ๆ", "123", "ก์", "\ud800"])
def test_any_text_has_a_place(text: str) -> None:
    assert sorted([text, "ก"], key=thai_sort_key)
