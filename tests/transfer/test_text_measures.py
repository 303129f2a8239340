"""The measures of a report: their six elements, and the lists in them."""

from __future__ import annotations

import pytest

from tests.transfer.text_samples import (
    AREA,
    CHAIRS,
    codes,
    left,
    measure,
    remarks,
    steps,
    with_steps,
)
from wagtail_ita.domain.records import PeriodRecord
from wagtail_ita.transfer.text import NoticeCode, parse_report

# ---------------------------------------------------------------------------------- elements


@pytest.mark.parametrize("number", [2, 3, 4, 5, 6])
def test_a_missing_element_stays_empty_and_is_pointed_out(number: int) -> None:
    lines = AREA.split("\n")
    starts = [index for index, line in enumerate(lines) if line.startswith("(")] + [len(lines)]
    kept = lines[: starts[number - 1]] + lines[starts[number] :]
    parsed = parse_report("\n".join(kept))
    found = parsed.record.measures[0]
    values = (found.steps, found.period, found.responsible, found.output, found.outcome)
    assert [bool(value) for value in values] == [other != number for other in range(2, 7)]
    assert codes(parsed) == {NoticeCode.ELEMENT_MISSING}


def test_a_measure_that_lost_its_first_label_is_still_a_measure_of_its_own() -> None:
    second = AREA.split("\n", 2)[2]
    parsed = parse_report(AREA + second)
    assert [found.title for found in parsed.record.measures] == [CHAIRS.title, ""]
    assert codes(parsed) == {NoticeCode.ELEMENT_MISSING}


def test_a_measure_that_ends_with_its_output_is_one_of_its_own_too() -> None:
    lines = AREA.strip().split("\n")
    parsed = parse_report("\n".join([*lines[:-1], *lines[2:]]))
    first, second = parsed.record.measures
    assert (first.output, first.outcome) == (CHAIRS.output, "")
    assert (second.steps, second.outcome) == (CHAIRS.steps, CHAIRS.outcome)


def test_the_name_of_a_measure_may_follow_its_steps() -> None:
    heading, name, *rest = AREA.strip().split("\n")
    parsed = parse_report("\n".join([heading, *rest[:3], name, *rest[3:]]))
    assert parsed.record.measures == (CHAIRS,)


def test_a_label_that_stands_twice_keeps_both_texts() -> None:
    parsed = parse_report(AREA.replace("(๕) ", "(๔) ผู้รับผิดชอบ: สำนักปลัด\n(๕) "))
    assert parsed.record.measures[0].responsible == ("กองคลังและกองช่าง", "สำนักปลัด")
    assert codes(parsed) == {NoticeCode.ELEMENT_REPEATED}
    (notice,) = remarks(parsed)
    assert (notice.line_number, notice.path) == (8, "measures.0.responsible")
    assert "ผู้รับผิดชอบ" in notice.message


def test_a_part_of_another_form_is_left_over() -> None:
    parsed = parse_report(AREA.replace("(๕) ", "งบประมาณ: ไม่ใช้\n(๕) "))
    assert parsed.record.measures == (CHAIRS,)
    assert left(parsed) == ["งบประมาณ: ไม่ใช้"]
    assert codes(parsed) == {NoticeCode.LABEL_UNKNOWN}


def test_a_label_of_unknown_wording_is_placed_by_its_number_and_pointed_out() -> None:
    parsed = parse_report(AREA.replace("ผู้รับผิดชอบ", "คนทำ"))
    assert parsed.record.measures == (CHAIRS,)
    assert codes(parsed) == {NoticeCode.LABEL_UNKNOWN}


@pytest.mark.parametrize("label", ["มาตรการที่ ๓", "มาตรการที่ ๑", "๓. มาตรการที่ ๓"])
def test_the_first_measure_of_an_area_may_go_on_counting(label: str) -> None:
    assert measure(AREA.replace("(๑) มาตรการ โครงการ หรือกิจกรรม:", label)) == CHAIRS


def test_a_part_of_another_form_in_front_of_the_first_measure_is_left_over() -> None:
    heading, rest = AREA.split("\n", 1)
    parsed = parse_report(f"{heading}\nงบประมาณ: ไม่ใช้\n{rest}")
    assert parsed.record.measures == (CHAIRS,)
    assert left(parsed) == ["งบประมาณ: ไม่ใช้"]
    assert codes(parsed) == set()


def test_an_unknown_label_behind_the_last_element_is_left_over() -> None:
    parsed = parse_report(AREA + "(๗) คำขวัญ: นั่งดี\n")
    assert parsed.record.measures == (CHAIRS,)
    assert left(parsed) == ["(๗) คำขวัญ: นั่งดี"]


def test_text_between_a_heading_and_the_first_label_is_left_over() -> None:
    heading, rest = AREA.split("\n", 1)
    parsed = parse_report(f"{heading}\nดังนี้\n{rest}")
    assert parsed.record.measures == (CHAIRS,)
    assert [(found.line_number, found.text) for found in parsed.leftovers] == [(2, "ดังนี้")]


@pytest.mark.parametrize(
    ("text", "title", "description"),
    [
        ("“ก ข” ค", "ก ข", "ค"),
        ("«ก» ข", "ก", "ข"),
        ("ก ข\nค", "ก ข", "ค"),
        ('โครงการ "ก" ปีที่ ๒', 'โครงการ "ก" ปีที่ ๒', ""),
        ("\nก", "ก", ""),
    ],
)
def test_the_name_of_a_measure_is_what_is_quoted_or_the_first_line(
    text: str, title: str, description: str
) -> None:
    found = measure(f"ด้านที่ 1: การปฏิบัติหน้าที่\n(1) มาตรการ: {text}\n(2) ขั้นตอน: ก")
    assert (found.title, found.description) == (title, description)


def test_a_quotation_mark_that_is_not_closed_is_pointed_out() -> None:
    parsed = parse_report(AREA.replace('เก้าอี้" ให้', "เก้าอี้ ให้"))
    assert parsed.record.measures[0].title.startswith('"มาตรการ')
    assert codes(parsed) == {NoticeCode.TITLE_QUOTES}


# ------------------------------------------------------------------------------------- lists


@pytest.mark.parametrize(
    "text",
    [
        "๑. ก ข ๒. ค ๓. ง",
        "1) ก ข 2) ค 3) ง",
        "\n1. ก ข\n2. ค\n3. ง",
        "\n1.ก ข\n2.ค\n3.ง",
        "\n(๑) ก ข\n(๒) ค\n(๓) ง",
        "\n2.1 ก ข\n2.2 ค\n2.3 ง",
        "\nขั้นตอนที่ 1 ก ข\nขั้นตอนที่ 2 ค\nขั้นตอนที่ 3: ง",
        "\n- ก ข\n- ค\n- ง",
        "\n• ก ข\n•ค\n•\tง",
        "\n- ก\nข\n- ค\n- ง",
        "\nก ข\nค\n\nง",
        "\n1. ก ข\n\n2. ค\n- ๔ -\n3. ง",
        "\n1. ก\nข\n2. ค 3. ง",
    ],
)
def test_steps_are_told_apart_in_any_style(text: str) -> None:
    assert tuple(" ".join(step.split()) for step in steps(text)) == ("ก ข", "ค", "ง")


def test_figures_and_paragraph_numbers_cut_no_step() -> None:
    assert steps("๑. ตามข้อ 4. ของระเบียบ งบ ๒.๕ ล้าน ๒. อ่านข้อ ๒. อีกครั้ง") == (
        "ตามข้อ 4. ของระเบียบ งบ ๒.๕ ล้าน",
        "อ่านข้อ ๒. อีกครั้ง",
    )


def test_a_number_at_the_beginning_of_a_line_goes_before_one_inside_a_line() -> None:
    assert steps("\n1. ตามข้อ 2. ของระเบียบ\n2. จบ") == ("ตามข้อ 2. ของระเบียบ", "จบ")


def test_sub_steps_stay_in_their_step() -> None:
    assert steps("\n1. ก\n1.1 ข\n1.2 ค\n2. ง") == ("ก\n1.1 ข\n1.2 ค", "ง")


def test_a_gap_in_the_numbers_is_pointed_out_and_nothing_is_lost() -> None:
    parsed = with_steps("\n1. ก\n3. ข")
    assert parsed.record.measures[0].steps == ("ก", "ข")
    assert (NoticeCode.STEP_NUMBERING, 5) in [
        (notice.code, notice.line_number) for notice in parsed.notices
    ]


def test_a_number_that_stands_twice_is_pointed_out_and_stays_in_its_step() -> None:
    parsed = with_steps("\n1. ก\n2. ข\n2. ค\n3. ง")
    assert parsed.record.measures[0].steps == ("ก", "ข\n2. ค", "ง")
    assert (NoticeCode.STEP_NUMBERING, 6) in [
        (notice.code, notice.line_number) for notice in parsed.notices
    ]


def test_a_step_may_begin_with_the_word_of_a_label() -> None:
    assert steps("\n1. โครงการ: อบรม\n2. กิจกรรม: ปลูกป่า") == ("โครงการ: อบรม", "กิจกรรม: ปลูกป่า")


def test_words_in_front_of_the_first_step_are_left_over() -> None:
    parsed = with_steps("ทำดังนี้\n1. ก\n2. ข")
    assert parsed.record.measures[0].steps == ("ก", "ข")
    assert left(parsed) == ["ทำดังนี้"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("กองคลังและกองช่าง", ("กองคลังและกองช่าง",)),
        ("กองคลัง / กองช่าง", ("กองคลัง / กองช่าง",)),
        ("กองคลัง; กองช่าง；นิติกร", ("กองคลัง", "กองช่าง", "นิติกร")),
        ("๑. กองคลัง ๒. กองช่าง", ("กองคลัง", "กองช่าง")),
        ("\n- กองคลัง\n- กองช่าง", ("กองคลัง", "กองช่าง")),
        ("กองคลัง\nกองช่าง", ("กองคลัง", "กองช่าง")),
    ],
)
def test_responsible_parties_are_divided_by_breaks_numbers_and_semicolons_only(
    text: str, expected: tuple[str, ...]
) -> None:
    assert measure(AREA.replace("กองคลังและกองช่าง", text)).responsible == expected


def test_a_period_in_words_stays_words() -> None:
    found = measure(AREA.replace("ตุลาคม ๒๕๖๗ – มีนาคม ๒๕๖๘", "ตลอดปีงบประมาณ"))
    assert found.period == PeriodRecord(note="ตลอดปีงบประมาณ")
