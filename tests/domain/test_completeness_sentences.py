"""What an editor reads: each finding names the place, what stands there, and what should."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal

import pytest
from django.utils import translation

from tests.domain.completeness_cases import (
    ITEM_CONTEXT,
    YEAR,
    evidence,
    found,
    item,
    measure,
    report,
)
from wagtail_ita.domain.completeness import check_item
from wagtail_ita.domain.records import EvidenceKind, MemoRecord, PeriodRecord

FIRST = "Measure 1 “มาตรการทดสอบเรื่องที่ 1”"
LAST_YEAR = PeriodRecord(start=dt.date(2023, 10, 1), end=dt.date(2024, 9, 30))
REACHES_BACK = PeriodRecord(start=dt.date(2023, 10, 1), end=dt.date(2025, 1, 1))
TITLE_REMEDY = "Correct the year in the title, or the reported fiscal year of the page."


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


@pytest.mark.parametrize(
    ("record", "message", "remedy"),
    [
        (
            report(code="O27"),
            "Item code: The year's list has no item “O27”.",
            "Look the code up in the year's list.",
        ),
        (
            report(measure(steps=None)),
            f"{FIRST}, (2) Steps or method: What is stored here cannot be read.",
            "Enter it again. If that does not help, tell the webmaster.",
        ),
        (
            report(measure(responsible=("กองคลัง ในปี 2565",))),
            f"{FIRST}, (4) Responsible party: "
            "The text names year 2565, beside no year of this report.",
            "Check that the year is meant.",
        ),
        (
            report(reported_year=2567, title="ก", introduction="", memo=MemoRecord(), measures=()),
            "Reported fiscal year: The page reports fiscal year 2567; the list asks for 2568.",
            "Enter 2568 and check that the content is of that year, "
            "or move the page to the year it belongs to.",
        ),
        (
            report(title="รายงานผล ปี ๒๕๖๖"),
            "Title of the page: The title names year 2566; the content is about fiscal year 2568.",
            TITLE_REMEDY,
        ),
        (
            report(introduction="<p>จัดอบรมในปี 2565</p>"),
            "Introduction: The text names year 2565, beside no year of this report.",
            "Check that the year is meant.",
        ),
        (
            report(introduction="<p>รายงานฉบับนี้แสดงผลของปีงบประมาณ พ.ศ. ๒๕๖๗</p>"),
            "Introduction: The text speaks of the report or of its measures for 2567; "
            "the content is about fiscal year 2568.",
            "Check the year in the text.",
        ),
        (
            report(scores={3: Decimal("100.01")}, level=""),
            "Score of indicator 3: The score 100.01 is not between 0 and 100.",
            "Enter the score as it was announced.",
        ),
        (
            report(overall_score=Decimal("100.5"), scores={}, level=""),
            "Total score: The score 100.5 is not between 0 and 100.",
            "Enter the score as it was announced.",
        ),
        (
            report(overall_score=Decimal("99.89")),
            "Total score: The total is 99.89, but the mean of the ten scores is 99.98.",
            "Compare the eleven figures with the announced result.",
        ),
        (
            report(level="good"),
            "Level: The level “Good pass” does not fit the total 99.98 and the scores.",
            "Compare level, total and scores with the announced result.",
        ),
        (
            report(level="aa"),
            "Level: The scale of 2568 has no level “AA”.",
            "Choose the level as it was announced.",
        ),
        (
            report(level="no-such-level"),
            "Level: The scale of 2568 has no level “no-such-level”.",
            "Choose the level as it was announced.",
        ),
        (
            report(measure(period=LAST_YEAR)),
            f"{FIRST}, (3) Period: No day of the period is in fiscal year 2568, "
            "which the report is about.",
            "Correct the dates: fiscal year 2568 runs from 1 October 2567 to 30 September 2568.",
        ),
        (
            report(measure(period=REACHES_BACK)),
            f"{FIRST}, (3) Period: A part of the period is not in fiscal year 2568.",
            "Check the dates: fiscal year 2568 runs from 1 October 2567 to 30 September 2568.",
        ),
        (
            report(measure(period=PeriodRecord(note="ตลอดปีงบประมาณ พ.ศ. ๒๕๖๗"))),
            f"{FIRST}, (3) Period: “ตลอดปีงบประมาณ พ.ศ. ๒๕๖๗” names year 2567; "
            "the report is about fiscal year 2568.",
            "Correct the year in the words, or the reported fiscal year of the page.",
        ),
        (
            report(measure(period=replace(YEAR, note="ตุลาคม ๒๕๖๗ – มีนาคม ๒๕๖๘"))),
            f"{FIRST}, (3) Period: The words “ตุลาคม ๒๕๖๗ – มีนาคม ๒๕๖๘” "
            "name other dates than the two date fields.",
            "Correct the dates or the words, or delete one of the two.",
        ),
        (
            report(measure(steps=())),
            f"{FIRST}, (2) Steps or method: Element (2) “Steps or method” is empty.",
            "Fill it in. What was done, step by step, in the order in which it was done.",
        ),
        (
            report(measure(1, title="ก"), measure(2, title="ข"), measure(3, title="ก")),
            "Measure 3 “ก”, (1) Measure, project or activity: Measure 1 has the same title.",
            "Delete one of the two, or give them titles that tell them apart.",
        ),
        (
            report(measure(evidence=(evidence(EvidenceKind.LINK, title=""),))),
            f"{FIRST}, Evidence, entry 1: The link https://example.go.th/a has no title.",
            "Enter the name of the document or page that it leads to.",
        ),
        (
            report(measure(evidence=(evidence(), evidence(title="ดาวน์โหลด")))),
            f"{FIRST}, Evidence, entry 2: The title “ดาวน์โหลด” does not say what the evidence is.",
            "Enter the name of the document or page that it leads to.",
        ),
        (
            report(conclusion="<p>OIT ครบทั้ง ๔๓ ข้อ</p>"),
            "Conclusion: “OIT ครบทั้ง ๔๓ ข้อ”: the number of items in the list of 2568 is 28.",
            "Correct the number, or check what is counted.",
        ),
        (
            report(introduction="<p>ครบทั้ง ๙ มาตรการ</p>"),
            "Introduction: “ทั้ง ๙ มาตรการ”: the number of measures in the report is 10.",
            "Correct the number, or add the missing measures.",
        ),
        (
            report(introduction="<p>องค์การบริหารส่วนตำบลรายงานครอบคลุมทั้ง ๑๐ ตำบล</p>"),
            "Introduction: “ทั้ง ๑๐ ตำบล”: 10 is the number of measures in this report.",
            "Check the word after the number.",
        ),
        (
            report(introduction="ตามข้อ ๐๒๖"),
            "Introduction: “๐๒๖” is written with a zero.",
            "Write O26 with the letter O.",
        ),
        (
            report(introduction="ตามข้อ O28"),
            "Introduction: The text names item O28; this page is item O26.",
            "Check that the other item is meant.",
        ),
        (
            report(memo=MemoRecord(date=dt.date(2025, 9, 30))),
            "Memo: date: The memo is dated before fiscal year 2568 ended on 30 September 2568.",
            "Check the date of the memo and the reported fiscal year.",
        ),
    ],
)
def test_a_finding_of_a_report_says_where_what_and_what_to_do(record, message, remedy):
    first = found(record)[0]
    assert str(first.message) == message
    assert str(first.remedy) == remedy


@pytest.mark.parametrize(
    ("record", "path", "message", "remedy"),
    [
        (
            item(title="รายงานผล", text="ปีงบประมาณ ๒๕๖๗"),
            "",
            "The page names year 2567, and nowhere 2568, which the list asks for.",
            "Check that the content is of fiscal year 2568, and say so on the page.",
        ),
        (
            item(title="รายงานผล", text="ก"),
            "",
            "Neither title nor text nor evidence names fiscal year 2568.",
            "Name the year in the title or in the text.",
        ),
        (
            item(title="รายงานผลปีงบประมาณ ๒๕๖๗"),
            "title",
            "Title of the page: The title names year 2567; the content is about fiscal year 2568.",
            TITLE_REMEDY,
        ),
        (
            item(text="ปี ๒๕๖๘ OIT ครบทั้ง ๔๓ ข้อ"),
            "body",
            "Text and tables: “OIT ครบทั้ง ๔๓ ข้อ”: the number of items in the list of 2568 is 28.",
            "Correct the number, or check what is counted.",
        ),
        (
            item(nothing_to_report="OIT ครบทั้ง ๔๓ ข้อ"),
            "nothing_to_report",
            "Nothing to report: “OIT ครบทั้ง ๔๓ ข้อ”: the number of items in the list of 2568 is 28.",
            "Correct the number, or check what is counted.",
        ),
        (item(code=26), "code", "Item code: What is stored here cannot be read.", None),
    ],
)
def test_a_finding_of_an_item_says_where_what_and_what_to_do(record, path, message, remedy):
    first = check_item(record, ITEM_CONTEXT)[0]
    assert first.place.path == path
    assert str(first.message) == message
    assert remedy in {None, str(first.remedy)}
