"""Which words a search index is given, what a question means, and how a passage is cut."""

from __future__ import annotations

import re
import time
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wagtail_ita.domain.searching import (
    LONGEST_QUERY,
    index_words,
    look,
    marked_title,
    parse_query,
    passage,
    written,
)

THAI_TEXT = st.text(alphabet="กขคงจนบปมรลสหองิีึืุู่้๊๋์ัำาะเแโใไๆฯ ๐๑๒\u200b\u0e4d.-aAO26é", max_size=40)


def found(query: str, text: str) -> list[str]:
    """What of a text is marked for a question, as it is written there."""
    lines = look(text, parse_query(query))
    return [line.text[start:end] for line in lines for start, end in line.spans]


def shown(query: str, text: str) -> str:
    runs = passage(look(text, parse_query(query)))
    return "".join(f"[{run.text}]" if run.is_marked else run.text for run in runs)


@pytest.mark.parametrize(
    ("typed", "asked"),
    [
        ("ปี ๒๕๖๘", "2568"),
        ("ปี 2568", "๒๕๖๘"),
        ("ระบบ E-Service", "e-service"),
        ("ITA", "ita"),
        ("Café", "cafe"),
        ("Résumé", "resume"),
        # Digits of Laos, as a keyboard across the river types them.
        ("ปี ໒໕໖໘", "2568"),
        ("ＩＴＡ", "ITA"),
        # ำ in two parts, in each order that fonts and PDF files leave behind.
        ("นํ้า", "น้ำ"),
        ("น้ํา", "น้ำ"),
        ("น้ำ", "นํ้า"),
        ("ดําเนินการ", "ดำเนินการ"),
        ("นำ้", "น้ำ"),
        ("ธํุ", "ธุํ"),
        # A tone mark typed before its vowel, and a mark twice.
        ("ท่ี", "ที่"),
        ("ที่่", "ที่"),
        ("เเก้ไข", "แก้ไข"),
        # Characters that nobody sees.
        ("กอง\u200bคลัง", "กองคลัง"),
        ("กอง\u2060\u00adคลัง", "กอง\ufeffคลัง"),
        ("ต่าง ๆ", "ต่างๆ"),
        ("ต่างๆ", "ต่าง ๆ"),
        ("กรุงเทพ ฯ", "กรุงเทพฯ"),
        ("พ.ศ. ๒๕๖๘", "พ.ศ.2568"),
        ("ข้อ O26", "o๒๖"),
    ],
)
def test_what_means_the_same_is_found(typed: str, asked: str) -> None:
    assert len(found(asked, f"ตาม{typed} นี้")) >= 1
    words = index_words(f"ตาม {typed} นี้")
    assert all(f" {written(term.runs)} " in f" {words} " for term in parse_query(asked))


@pytest.mark.parametrize(
    ("asked", "text"),
    [
        ("ปา", "ป่า"),
        ("มา", "ม้า"),
        ("กรม", "กรรม"),
        ("คลังกอง", "กองคลัง"),
        # Two words are not one: their pairs stand there one after the other all the same.
        ("กขค", "กข ขค"),
        ("256", "2568"),
        ("port", "report"),
        ("๒๖", "O๒๖"),
        ("กอง-คลัง", "กองคลัง"),
        ("กองคลัง", "กอง\x07คลัง"),
    ],
)
def test_what_is_something_else_is_not_found(asked: str, text: str) -> None:
    assert found(asked, text) == []


@pytest.mark.parametrize(
    "word",
    ["ITA", "กอง\u200bคลัง", "คลัง", "เเก้ไข", "และ", "ต่าง ๆ", "น้ํา", "ประปา", "๒๕๖๘", "Café", "ท่ี"],
)
def test_a_word_is_marked_as_it_is_written_whatever_stands_before_it(word: str) -> None:
    text = "ITA กอง\u200bคลัง เเก้ไข และ ต่าง ๆ น้ําประปา ๒๕๖๘ Café ท่ี"
    assert found(word, text) == [word]
    line = shown(word, text)
    assert line.replace("[", "").replace("]", "") == text
    assert line.index("[") == text.index(word)


def test_an_abbreviation_is_asked_for_by_what_an_index_has() -> None:
    assert [term.runs for term in parse_query("พ.ศ. พ.2568 ก O26")] == [
        ("ศ",),
        ("2568",),
        ("ก",),
        ("o26",),
    ]
    assert found("พ.ศ.", "ตามพ.ศ. นี้") == ["พ.ศ"]


def test_a_letter_alone_is_found_where_it_stands_alone() -> None:
    assert found("ก", "แบบ ก. และการ") == ["ก"]
    assert found("ก", "การเงิน") == []


@pytest.mark.parametrize("text", ["", "   ", "่", "ิ์", "!?*()", '""', "“”", "\u200b", "_", "๏"])
def test_what_has_neither_letter_nor_digit_asks_nothing(text: str) -> None:
    assert parse_query(text) == ()
    assert index_words(text) == ""


def test_all_words_count_and_quoted_ones_stand_together() -> None:
    assert [term.text for term in parse_query("กองคลัง ทุจริต กองคลัง")] == ["กองคลัง", "ทุจริต"]
    assert found("“แผน งบ”", "แผน งบประมาณ") == ["แผน งบ"]
    assert found('"แผน งบ"', "แผน และ งบประมาณ") == []
    # Neither is a quotation mark that nobody closed a reason to find nothing.
    assert found('"แผน งบ', "แผน งบประมาณ") == ["แผน งบ"]


def test_a_question_is_cut_at_a_length_that_no_database_minds() -> None:
    terms = parse_query("กขค " * 1000 + "ฆงจ")
    assert [term.text for term in terms] == ["กขค"]
    assert len(parse_query("ก" * 10_000)[0].text) == LONGEST_QUERY
    assert len(parse_query(" ".join(f"w{number}" for number in range(60)))) == 8


def test_the_index_has_each_pair_of_letters_and_a_break_between_lines() -> None:
    assert index_words("กองคลัง ITA\n\nก 25") == (
        "t012d t2d07 t0704 t0425 t2531 t3107 wwita zzz t01 ww25"
    )
    assert index_words("a\x07b\u2003c") == "wwa wwb wwc"
    assert index_words("กองคลัง ก", lambda run: [run]) == "t012d0704253107 t01"


def test_the_words_of_the_index_are_ascii_that_no_engine_cuts_or_leaves_out() -> None:
    words = index_words("งบประมาณของ ก. ที่ 5 the O26 Émile " + "ก" * 500 + "x" * 500).split()
    assert all(re.fullmatch(r"[a-z][a-z0-9]{2,83}", word) for word in words)
    assert "the" not in words


@given(THAI_TEXT, THAI_TEXT, THAI_TEXT)
def test_whatever_stands_in_a_text_is_found_marked_and_in_its_index(
    before: str, word: str, after: str
) -> None:
    text = f"{before} | {word} | {after}"
    terms = parse_query(word)
    lines = look(text, terms)
    assert {term for line in lines for term in line.terms} == set(range(len(terms)))
    words = f" {index_words(text)} "
    assert all(f" {written(term.runs)} " in words for term in terms)


@given(THAI_TEXT, THAI_TEXT)
def test_a_passage_is_the_text_and_no_mark_leaves_its_letter(text: str, word: str) -> None:
    runs = marked_title(text, parse_query(word))
    assert "".join(run.text for run in runs) == " ".join(text.split())
    cuts = [run.text[0] for run in runs[1:]]
    assert [char for char in cuts if unicodedata.category(char) == "Mn"] == []


def test_a_tone_mark_is_marked_with_its_letter() -> None:
    assert shown("ที", "ณ ที่นี้") == "ณ [ที่]นี้"
    assert shown("น้ำ", "ค่านํ้าประปา") == "ค่า[นํ้า]ประปา"
    assert shown("ำประ", "ค่านํ้าประปา") == "ค่า[นํ้าประ]ปา"


def test_a_passage_shows_the_line_that_the_word_is_in() -> None:
    assert shown("คลัง", "งานแผน\nกองคลัง งานพัสดุ\nงานช่าง") == "กอง[คลัง] งานพัสดุ"


def test_a_passage_shows_two_lines_when_the_words_are_in_two() -> None:
    assert shown("คลัง ช่าง", "กองคลัง\nงานแผน\nกองช่าง") == "กอง[คลัง] … กอง[ช่าง]"
    assert shown("คลัง ช่าง", "กองช่าง\nกองคลัง และกองช่าง") == "กอง[คลัง] และกอง[ช่าง]"


def test_a_long_line_is_cut_at_a_space_and_says_so() -> None:
    text = "คำนำ " * 40 + "งบประมาณ" + " คำตาม" * 60
    line = shown("งบประมาณ", text)
    assert line == "…" + "คำนำ " * 11 + "[งบประมาณ]" + " คำตาม" * 19 + "…"


@pytest.mark.parametrize(
    ("before", "beginning"),
    [
        # Sixty letters, where none of them hangs on the one before.
        ("ก" * 100, "ก" * 60),
        ("ก" * 100 + " " + "ก" * 10, "ก" * 49 + " " + "ก" * 10),
        ("ก" * 60, "ก" * 60),
        # A letter with its vowel and its tone mark is not parted.
        ("ที่ทำ" * 40, "ที่ทำ" * 12),
        ("ที่ทำ" * 40 + "น", "ทำ" + "ที่ทำ" * 11 + "น"),
        ("ที่ทำ" * 40 + "นน", "ทำ" + "ที่ทำ" * 11 + "นน"),
        ("ที่ทำ" * 40 + "นนน", "ทำ" + "ที่ทำ" * 11 + "นนน"),
        ("ที่ทำ" * 40 + "นนนน", "ที่ทำ" * 11 + "นนนน"),
        # Nor one from the vowel that stands before it.
        ("เก่า" * 50 + "น", "เก่า" * 14 + "น"),
        ("คือ" * 60 + "น", "อ" + "คือ" * 19 + "น"),
        # In Burmese some vowels stand beside their letter, and are marks to Unicode.
        ("မာ" * 50 + "န", "မာ" * 29 + "န"),
    ],
)
def test_a_long_line_without_a_space_begins_with_a_whole_letter(
    before: str, beginning: str
) -> None:
    cut = "…" if before != beginning else ""
    assert shown("งบ", f"{before}งบ").replace("[งบ]", "|") == f"{cut}{beginning}|"


@pytest.mark.parametrize(
    ("after", "end"),
    [
        # Of a hit at the beginning a hundred and eighty letters in all are shown.
        ("ก" * 178, "ก" * 178),
        ("ก" * 179, "ก" * 178 + "…"),
        ("ก" * 170 + " " + "ก" * 7, "ก" * 170 + " " + "ก" * 7),
        ("ก" * 178 + " ข", "ก" * 178 + "…"),
        ("ก" * 179 + " ข", "ก" * 178 + "…"),
        ("ก" * 100 + " " + "ก" * 100, "ก" * 100 + " " + "ก" * 77 + "…"),
        ("ก" * 155 + " ก " + "ก" * 50, "ก" * 155 + " ก…"),
        ("ก" * 178 + "่", "ก" * 178 + "่"),
        ("ก" * 177 + "ที่ดี", "ก" * 177 + "ที่…"),
        ("ก" * 177 + "โกง", "ก" * 177 + "โก…"),
    ],
)
def test_a_long_line_ends_at_a_space_or_with_a_whole_letter(after: str, end: str) -> None:
    assert shown("งบ", f"งบ{after}") == f"[งบ]{end}"


def test_two_lines_are_joined_by_one_sign_of_what_is_left_out() -> None:
    long = "กองคลัง" + "ก" * 200
    assert shown("คลัง ช่าง", f"{long}\nกองช่าง") == f"กอง[คลัง]{'ก' * 173}… กอง[ช่าง]"


def test_of_many_hits_those_in_the_passage_are_marked() -> None:
    text = "งบ" + "ก" * 176 + "งบ งบ" + "ก" * 30 + "งบ"
    assert shown("งบ", text) == "[งบ]" + "ก" * 176 + "[งบ]…"
    assert shown("งบ", "งบงบ แผนงบ") == "[งบงบ] แผน[งบ]"
    assert shown("กอง องคลัง", "ของกองคลังนี้") == "ของ[กองคลัง]นี้"


def test_a_long_page_takes_no_time() -> None:
    text = "การดำเนินการตามมาตรการ ๒๕๖๘ ที่ผู้บริหารกำหนดนํ้า " * 2000
    start = time.perf_counter()
    index_words(text)
    look(text, parse_query("ที่ผู้ ๒๕๖๘"))
    assert time.perf_counter() - start < 30
