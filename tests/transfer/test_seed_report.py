"""A real report, kept outside the project: nothing of its text may stand here."""

from __future__ import annotations

import datetime as dt
import os
import random
import re
from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wagtail_ita.domain.elements import Element
from wagtail_ita.domain.indicators import INDICATORS
from wagtail_ita.domain.records import MeasureRecord
from wagtail_ita.domain.richtext import to_text
from wagtail_ita.transfer.errors import SourceError
from wagtail_ita.transfer.sources import decode_text, read_source
from wagtail_ita.transfer.text import NoticeCode, ParsedReport, parse_report
from wagtail_ita.transfer.text.labels import classify

SHARED = Path(os.environ.get("ITA_SHARED") or Path(__file__).resolve().parents[3] / "shared")
SEED = SHARED / "seed" / "o26_report_2568.txt"

pytestmark = pytest.mark.skipif(
    not SEED.exists(), reason="The real report is not here; ITA_SHARED names its folder."
)

THAI_DIGITS = str.maketrans("๐๑๒๓๔๕๖๗๘๙", "0123456789")
AREA = re.compile(r"^ด้านที่ ([๐-๙]+): (.+) \(ผลคะแนนประเมิน ([๐-๙.]+) คะแนน\)$", re.MULTILINE)
CONCLUSION = re.compile(r"^บทสรุป: ", re.MULTILINE)
LABEL = re.compile(r"^(?:• )?\([๑-๖]\) ([^:\n]+):", re.MULTILINE)
STEP_NUMBER = re.compile(r"(?<!\S)[๑-๙]\.(?= )")


@pytest.fixture(scope="module")
def text() -> str:
    return decode_text(read_source(SEED, max_bytes=1_000_000), name=SEED.name)


@pytest.fixture(scope="module")
def parsed(text: str) -> ParsedReport:
    return parse_report(text)


def areas(text: str) -> list[str]:
    """The text under each heading, cut out of the source by hand."""
    starts = [found.end() for found in AREA.finditer(text)]
    ends = [found.start() for found in AREA.finditer(text)][1:]
    end = CONCLUSION.search(text)
    return [text[i:j] for i, j in zip(starts, [*ends, end.start() if end else None], strict=True)]


def words_of_form(area: str) -> str:
    """An area without its labels and the numbers of its steps."""
    return STEP_NUMBER.sub(" ", LABEL.sub(" ", area))


def period_text(area: str) -> str:
    return next(
        line.split(":", 1)[1].strip() for line in area.splitlines() if line.startswith("(๓)")
    )


def words_of(measure: MeasureRecord, period: str) -> Counter[str]:
    text = [
        f'"{measure.title}"',
        measure.description,
        *measure.steps,
        measure.period.note or period,
        *measure.responsible,
        to_text(measure.output),
        to_text(measure.outcome),
    ]
    return Counter(" ".join(text).split())


def test_the_report_is_understood_as_a_whole(parsed: ParsedReport) -> None:
    record = parsed.record
    assert record.code == "O26"
    assert record.reported_year == 2568
    assert record.overall_score == Decimal("99.98")
    assert record.level == "excellent"
    assert record.title.endswith("ปีงบประมาณ พ.ศ. ๒๕๖๘")
    assert len(record.agency.split()) == 3
    assert to_text(record.introduction).startswith(record.agency.split()[0])
    assert len(to_text(record.conclusion)) > 400


def test_the_ten_measures_are_complete(parsed: ParsedReport) -> None:
    measures = parsed.record.measures
    assert [found.indicator for found in measures] == list(range(1, 11))
    assert [len(found.steps) for found in measures] == [4, 4, 4, 4, 3, 4, 3, 4, 4, 4]
    assert sum(len(found.steps) for found in measures) == 38
    assert all(found.title and found.period and found.output for found in measures)
    assert all(found.outcome and len(found.responsible) == 1 for found in measures)
    assert [bool(found.description) for found in measures] == [True] + [False] * 9


def test_the_ten_scores_are_those_of_the_headings(text: str, parsed: ParsedReport) -> None:
    printed = {
        int(number): Decimal(score.translate(THAI_DIGITS))
        for number, _name, score in AREA.findall(text)
    }
    assert parsed.record.scores == printed
    assert len(printed) == len(INDICATORS)
    assert printed[7] == Decimal("99.95")
    assert printed[8] == Decimal("99.80")


def test_periods_have_dates_only_where_the_text_has_them(parsed: ParsedReport) -> None:
    year = (dt.date(2024, 10, 1), dt.date(2025, 9, 30))
    half = (dt.date(2024, 10, 1), dt.date(2025, 3, 31))
    none = (None, None)
    periods = [found.period for found in parsed.record.measures]
    assert [(period.start, period.end) for period in periods] == [
        *(year, none, none, year, year, year, none, year, half, year)
    ]
    assert [bool(period.note) for period in periods] == [
        *(True, True, True, False, False, False, True, False, True, False)
    ]


def test_the_memo_is_read_with_its_four_officers(parsed: ParsedReport) -> None:
    memo = parsed.record.memo
    assert memo.date == dt.date(2026, 3, 18)
    assert memo.unit and memo.number and memo.addressee
    assert memo.subject == parsed.record.title
    assert memo.background.count("\n\n") == 1
    assert memo.facts.count("\n\n") == 1
    assert memo.proposal.count("\n\n") == 1
    assert len(memo.approvals) == 4
    assert all(officer.name and officer.position for officer in memo.approvals)
    assert all("(" not in officer.name for officer in memo.approvals)
    assert [bool(officer.opinion) for officer in memo.approvals] == [False, True, True, True]
    assert memo.approvals[0].heading == "ผู้รายงาน"
    assert all(officer.heading.count("ปลัด") for officer in memo.approvals[1:3])
    assert memo.approvals[3].heading.startswith("คำสั่ง")


def test_only_the_empty_choices_of_the_form_are_left_over(parsed: ParsedReport) -> None:
    assert {found.line_number for found in parsed.leftovers} == {44, 56, 68}
    assert {found.text.removeprefix("() ") for found in parsed.leftovers} == {"อื่น ๆ"}


def test_what_is_doubtful_is_pointed_out(parsed: ParsedReport) -> None:
    assert [(found.line_number, found.code) for found in parsed.notices] == [
        (15, NoticeCode.TEXT_SUSPECT),
        (21, NoticeCode.YEAR_OTHER),
        (21, NoticeCode.CODE_SPELLING),
        (31, NoticeCode.CODE_SPELLING),
        (82, NoticeCode.CODE_SPELLING),
        (131, NoticeCode.TEXT_SUSPECT),
    ]


@pytest.mark.parametrize("index", range(10))
def test_no_word_of_a_measure_is_lost_or_added(text: str, parsed: ParsedReport, index: int) -> None:
    area = areas(text)[index]
    found = words_of(parsed.record.measures[index], period_text(area))
    assert found == Counter(words_of_form(area).split())


def test_only_labels_were_taken_off(text: str) -> None:
    labels = [label for area in areas(text) for label in LABEL.findall(area)]
    assert [classify(label) for label in labels] == list(Element) * 10


def test_no_word_of_the_memo_is_lost(text: str, parsed: ParsedReport) -> None:
    memo = parsed.record.memo
    kept = [memo.unit, memo.number, memo.subject, memo.addressee, memo.background, memo.facts]
    kept.append(memo.proposal)
    for officer in memo.approvals:
        kept += [officer.heading, officer.opinion, officer.name, officer.position]
    source = text[: text.index(parsed.record.title.split(" ")[0], text.rindex("(ลงชื่อ)"))]
    missing = Counter(re.sub(r"[().]", " ", source).split())
    missing.subtract(Counter(re.sub(r"[().]", " ", " ".join(kept)).split()))
    form = Counter(" ".join((FORM, "๑๘ มีนาคม ๒๕๖๙", "๑ ๒ ๓", "ลงชื่อ " * 4, "อื่น ๆ " * 3)).split())
    assert +missing == form
    assert -missing == Counter()


FORM = "บันทึกข้อความ ส่วนราชการ ที่ วันที่ เรื่อง เรียน เรื่องเดิม ข้อเท็จจริง ข้อเสนอเพื่อพิจารณา"


def test_a_copy_in_windows_874_gives_the_same(text: str, parsed: ParsedReport) -> None:
    assert parse_report(decode_text(text.encode("cp874"), name="copy.txt")) == parsed


def test_line_breaks_of_windows_give_the_same(text: str, parsed: ParsedReport) -> None:
    assert parse_report(text.replace("\n", "\r\n")) == parsed


@pytest.mark.slow
@given(st.randoms(use_true_random=False), st.integers(min_value=1, max_value=80))
def test_a_mutilated_copy_is_read_or_refused(chance: random.Random, cuts: int) -> None:
    lines = SEED.read_text(encoding="utf-8").split("\n")
    for _cut in range(cuts):
        mutilate(lines, chance)
    try:
        parsed = parse_report("\n".join(lines))
    except SourceError as error:
        assert error.code == "no_report"
    else:
        assert len(parsed.record.measures) <= 11 + cuts


def mutilate(lines: list[str], chance: random.Random) -> None:
    """Cut, drop, swap, double or join lines at a place of chance."""
    place, other = chance.randrange(len(lines)), chance.randrange(len(lines))
    match chance.randrange(5):
        case 0:
            lines[place] = lines[place][chance.randrange(len(lines[place]) + 1) :]
        case 1:
            lines[place] = lines[place][: chance.randrange(len(lines[place]) + 1)]
        case 2:
            lines[place : place + chance.randrange(1, 4)] = [""]
        case 3:
            lines[place], lines[other] = lines[other], lines[place]
        case _:
            lines[place] += " " + lines[other]
