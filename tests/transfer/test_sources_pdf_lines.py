"""Lines and paragraphs put together from letters whose places are given here."""

from __future__ import annotations

import pytest

from wagtail_ita.transfer.sources.pdf_lines import Letter, PageLine, lines_of
from wagtail_ita.transfer.sources.pdf_paragraphs import Page, is_page_number, paragraphs_of

WIDTH = 595


def letter(text: str, left: float, right: float, *, baseline: float = 100) -> Letter:
    return Letter(text, left, right, baseline, 10)


def word(text: str, left: float, *, baseline: float = 100) -> list[Letter]:
    """Letters without marks, each five wide."""
    places = range(len(text))
    return [letter(text[at], left + 5 * at, left + 5 * at + 5, baseline=baseline) for at in places]


def texts(*letters: Letter) -> list[str]:
    return [line.text for line in lines_of(letters)[0]]


class TestLines:
    def test_a_line_knows_where_it_stands(self) -> None:
        [line], copies = lines_of([*word("กข", 20, baseline=70), *word("คง", 60, baseline=70)])
        assert line == PageLine(text="กข คง", left=20, right=70, baseline=70, size=10)
        assert copies == 0

    def test_sara_am_begins_above_the_letter_before_it(self) -> None:
        letters = [letter("ท", 0, 5), letter("ำ", -0.9, 9), *word("ดี", 9)]
        assert texts(*letters) == ["ทำดี"]

    @pytest.mark.parametrize(("gap", "text"), [(1.7, "กข"), (1.8, "ก ข")])
    def test_a_gap_of_a_sixth_of_the_size_is_a_space(self, gap: float, text: str) -> None:
        assert texts(*word("ก", 0), *word("ข", 5 + gap)) == [text]

    @pytest.mark.parametrize(("gap", "text"), [(2.1, "aข"), (2.3, "a ข")])
    def test_between_latin_and_thai_more_is_none(self, gap: float, text: str) -> None:
        assert texts(*word("a", 0), *word("ข", 5 + gap)) == [text]

    def test_from_thai_to_latin_it_is_as_in_thai(self) -> None:
        assert texts(*word("ก", 0), *word("b", 7.1)) == ["ก b"]

    @pytest.mark.parametrize(("baseline", "lines"), [(97.6, ["กข"]), (97.4, ["ก", "ข"])])
    def test_a_letter_a_quarter_lower_stands_in_the_next_line(
        self, baseline: float, lines: list[str]
    ) -> None:
        assert texts(*word("ก", 0), *word("ข", 5, baseline=baseline)) == lines

    @pytest.mark.parametrize("lines_between", [1, 2])
    def test_what_comes_late_finds_its_line_above_others(self, lines_between: int) -> None:
        between = [word("คค", 0, baseline=80 - 20 * line) for line in range(lines_between)]
        letters = [*word("ก", 0), *word("ข", 30), *sum(between, []), *word("–", 15)]
        assert texts(*letters) == ["ก – ข", *["คค"] * lines_between]

    def test_what_comes_later_than_that_stands_alone(self) -> None:
        between = [word("คค", 0, baseline=80 - 20 * line) for line in range(3)]
        letters = [*word("ก", 0), *word("ข", 30), *sum(between, []), *word("–", 15)]
        assert texts(*letters) == ["ก ข", "คค", "คค", "คค", "–"]

    def test_a_mark_that_comes_late_finds_its_letter_above_other_lines(self) -> None:
        letters = [*word("กข", 0), *word("คค", 0, baseline=80), letter("่", 7, 7.5, baseline=103)]
        assert texts(*letters) == ["กข่", "คค"]

    def test_a_mark_comes_behind_those_that_its_letter_has(self) -> None:
        late = letter("้", 3, 3.4, baseline=104)
        assert texts(letter("ท", 0, 5), letter("ี", 5, 5), *word("ม", 5), late) == ["ที้ม"]

    def test_a_mark_far_above_belongs_to_no_letter_below_it(self) -> None:
        assert texts(*word("กข", 0), letter("้", 7, 7.5, baseline=111)) == ["กข", "้"]

    def test_two_columns_of_one_height_are_one_line_with_a_space(self) -> None:
        assert texts(*word("กก", 0), *word("ขข", 200)) == ["กก ขข"]

    def test_a_space_of_the_file_is_one_however_wide(self) -> None:
        assert texts(*word("ก", 0), letter(" ", 5, 20), *word("ข", 40)) == ["ก ข"]

    def test_a_line_of_spaces_is_none(self) -> None:
        assert texts(letter(" ", 0, 3), *word("ก", 0, baseline=80)) == ["ก"]


def line(text: str, *, left: float = 50, right: float = 545, at: float = 0) -> PageLine:
    """The line of a page at a place, which is counted in lines from above."""
    return PageLine(text=text, left=left, right=right, baseline=800 - 20 * at, size=14)


def read(*pages: list[PageLine]) -> list[str]:
    return list(paragraphs_of([Page(lines=lines, width=WIDTH) for lines in pages]))


class TestParagraphs:
    def test_a_full_line_goes_on_in_the_next(self) -> None:
        lines = [
            line("เทศบาลตั้ง", at=0),
            line("ใจ", right=300, at=1),
            line("ปิดประกาศ", right=90, at=2),
        ]
        assert read(lines) == ["เทศบาลตั้งใจ", "ปิดประกาศ"]

    @pytest.mark.parametrize(
        ("before", "after", "whole"),
        [
            ("ก", "ข", "กข"),
            ("ก ", "ข", "ก ข"),
            ("ก", " ข", "ก ข"),
            ("ปี ๒๕๖๘", "ถึง", "ปี ๒๕๖๘ ถึง"),
            ("see", "also", "see also"),
            ("well-", "known", "well-known"),
            ("ถึง", "Wagtail", "ถึง Wagtail"),
        ],
    )
    def test_only_thai_is_joined_without_a_space(self, before: str, after: str, whole: str) -> None:
        assert read([line(before), line(after, at=1)]) == [whole]

    def test_an_indent_begins_a_paragraph(self) -> None:
        assert read([line("ก"), line("ข", left=80, at=1)]) == ["ก", "ข"]
        assert read([line("ก"), line("ข", left=70, at=1)]) == ["กข"]

    def test_behind_a_number_a_list_hangs(self) -> None:
        assert read([line("(๑) ก"), line("ข", left=80, at=1)]) == ["(๑) กข"]

    def test_a_wider_gap_parts_paragraphs(self) -> None:
        usual = [line("ก", at=0), line("ข", at=1), line("ค", at=2)]
        assert read([*usual, line("ง", at=3.4)]) == ["กขค", "ง"]
        assert read([*usual, line("ง", at=3.3)]) == ["กขคง"]

    @pytest.mark.parametrize("entry", ["(๒) ข", "2. ข", "• ข", "๓๐) ข"])
    def test_an_entry_of_a_list_begins_a_paragraph(self, entry: str) -> None:
        assert read([line("ก"), line(entry, at=1)]) == ["ก", entry]

    @pytest.mark.parametrize("words", ["99.80 คะแนน", "๓๑) ข"])
    def test_a_number_that_no_list_has_goes_on(self, words: str) -> None:
        assert read([line("ได้"), line(words, at=1)]) == [f"ได้ {words}"]

    def test_inside_brackets_a_number_goes_on(self) -> None:
        assert read([line("ตาม (ข้อ"), line("2) และ", at=1)]) == ["ตาม (ข้อ 2) และ"]
        assert read([line("ตาม (ข้อ 1)"), line("2) และ", at=1)]) == ["ตาม (ข้อ 1)", "2) และ"]

    def test_a_paragraph_goes_on_over_the_end_of_a_page(self) -> None:
        assert read([line("ก"), line("2", right=60, at=30)], [line("ข")]) == ["กข", "2"]

    def test_a_page_that_ends_between_two_leaves_a_blank_one(self) -> None:
        assert read([line("ก", right=200)], [line("ข", right=200)]) == ["ก", "", "ข"]

    def test_numbers_alone_are_paragraphs(self) -> None:
        assert read([line("- 1 -", right=60)]) == ["- 1 -"]
        assert read([]) == []

    @pytest.mark.parametrize(
        "number", ["1", "- ๒ -", "หน้า 3", "หน้าที่ ๑๒ จาก ๓๐", "4/10", "(5)", "6 OF 9"]
    )
    def test_the_number_of_a_page_is_told(self, number: str) -> None:
        assert is_page_number(f" {number} ")

    @pytest.mark.parametrize("words", ["1234", "ข้อ 1", "1.5", "12 คน"])
    def test_what_is_none_is_told(self, words: str) -> None:
        assert not is_page_number(words)
