"""Two versions of a report are compared as a reader sees them."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import replace
from typing import Any

import pytest

from tests.sample import FULL_MEASURE, PLAIN_MEASURE, RECORD
from wagtail_ita.domain.differences import ChangeKind, MeasureChange, Part, differences
from wagtail_ita.domain.marking import Run, marked_texts
from wagtail_ita.domain.records import (
    EvidenceKind,
    EvidenceRecord,
    MeasureRecord,
    PeriodRecord,
    ReportRecord,
)

PIECE = EvidenceRecord(id="e", kind=EvidenceKind.LINK, title="ข่าว", url="https://example.go.th/1")


def changed(**fields: Any) -> ReportRecord:
    return replace(RECORD, measures=(replace(FULL_MEASURE, **fields), PLAIN_MEASURE))


def told(before: ReportRecord, after: ReportRecord) -> list[tuple[str, int, tuple[Part, ...]]]:
    return [(each.kind.value, each.number, each.parts) for each in differences(before, after)]


@pytest.mark.parametrize(
    ("fields", "part"),
    [
        ({"indicator": 5}, Part.INDICATOR),
        ({"title": "มาตรการทะเบียนใหม่"}, Part.MEASURE),
        ({"description": "เพื่อความโปร่งใส"}, Part.MEASURE),
        ({"steps": ("เวียนคู่มือ",)}, Part.STEPS),
        ({"steps": FULL_MEASURE.steps[::-1]}, Part.STEPS),
        ({"period": PeriodRecord(start=dt.date(2024, 10, 2))}, Part.PERIOD),
        ({"period": replace(FULL_MEASURE.period, note="ทั้งปี")}, Part.PERIOD),
        ({"responsible": ("กองคลัง",)}, Part.RESPONSIBLE),
        ({"output": "<p>มีการยืม ๑๒๙ ครั้ง ลงทะเบียนครบ</p>"}, Part.OUTPUT),
        ({"outcome": "<p>ไม่พบพัสดุ<b>สูญหาย</b>ในการตรวจนับประจำปี</p>"}, Part.OUTCOME),
        ({"evidence": (PIECE,)}, Part.EVIDENCE),
    ],
)
def test_each_part_is_told_by_itself(fields: dict[str, Any], part: Part) -> None:
    assert told(RECORD, changed(**fields)) == [("changed", 1, (part,))]


@pytest.mark.parametrize(
    "fields",
    [
        {"title": "  มาตรการทะเบียนยืมพัสดุกลาง\u200b "},
        {"description": "เพื่อให้ตรวจสอบการยืมได้ทุกครั้ง\n"},
        {"steps": (*FULL_MEASURE.steps, " ")},
        {"steps": tuple(f"\x01{step}" for step in FULL_MEASURE.steps)},
        {"period": replace(FULL_MEASURE.period, note=f" {FULL_MEASURE.period.note}\u200b")},
        {"output": '<p data-block-key="x1">มีการยืม ๑๒๘ ครั้ง\n ลงทะเบียนครบ</p><p></p>'},
        {"id": "another"},
    ],
)
def test_what_nobody_sees_is_no_change(fields: dict[str, Any]) -> None:
    assert differences(RECORD, changed(**fields)) == ()


@pytest.mark.parametrize(
    ("before", "after", "is_same"),
    [
        ("<p><b>ก</b> ข</p>", "<p><strong>ก</strong> ข</p>", True),
        ("<p>a &amp; b</p>", "<p>a & b</p>", True),
        ("<p>ก<br>ข</p>", "<p>ก<br/>ข</p>", True),
        ("<ul><li>ก</li></ul>", "<ol><li>ก</li></ol>", False),
        ("<p>ก ข</p>", "<p>ก</p><p>ข</p>", False),
        ("<p>ก ข</p>", "<p>กข</p>", False),
        ("<p>ก<b> ข</b></p>", "<p>ก <b>ข</b></p>", True),
        ("<p>ก</p><p>ข</p>", "<p>ค</p><p>ข</p>", False),
        ("<p><b> </b>ก</p>", "<p>ก</p>", True),
        ("<p>ก<br></br>ข</p>", "<p>ก<br>ข</p>", True),
        ('<p><a href="https://a.go.th">ก</a></p>', '<p><a href="https://b.go.th">ก</a></p>', False),
        ('<p><a linktype="page" id="3">ก</a></p>', '<p><a id="3" linktype="page">ก</a></p>', True),
        ("<p>ก</p>", "<p>ก <i>ข", False),
    ],
)
def test_rich_text_is_compared_by_what_it_means(before: str, after: str, is_same: bool) -> None:
    found = differences(changed(outcome=before), changed(outcome=after))
    assert (not found) is is_same


def test_measures_that_are_new_or_gone_are_told_with_their_numbers() -> None:
    new = MeasureRecord(id="n", title="มาตรการใหม่")
    after = replace(RECORD, measures=(new, FULL_MEASURE))
    assert told(RECORD, after) == [("added", 1, ()), ("removed", 2, ())]
    assert [each.title for each in differences(RECORD, after)] == [new.title, PLAIN_MEASURE.title]


def test_what_follows_a_new_measure_is_compared_all_the_same() -> None:
    new = MeasureRecord(id="n", title="มาตรการ\n ใหม่")
    after = replace(RECORD, measures=(new, replace(FULL_MEASURE, steps=()), PLAIN_MEASURE))
    assert told(RECORD, after) == [("added", 1, ()), ("changed", 2, (Part.STEPS,))]
    added = differences(RECORD, after)[0]
    assert (added.title, added.before, added.after) == ("มาตรการ ใหม่", None, new)


def test_another_order_is_no_change() -> None:
    assert differences(RECORD, replace(RECORD, measures=RECORD.measures[::-1])) == ()


def test_a_measure_that_was_imported_anew_is_known_by_its_title() -> None:
    after = changed(id="other", steps=("เวียนคู่มือ",))
    assert told(RECORD, after) == [("changed", 1, (Part.STEPS,))]


def test_a_copy_of_a_measure_is_a_new_one() -> None:
    copy = replace(FULL_MEASURE, id="copy")
    after = replace(RECORD, measures=(FULL_MEASURE, copy, PLAIN_MEASURE))
    assert told(RECORD, after) == [("added", 2, ())]


def test_measures_of_one_title_are_told_apart_in_their_order() -> None:
    twins = tuple(
        replace(FULL_MEASURE, id=id_, steps=(step,)) for id_, step in (("a", "1"), ("b", "2"))
    )
    before = replace(RECORD, measures=twins)
    after = replace(RECORD, measures=tuple(replace(each, id="") for each in twins))
    assert differences(before, after) == ()


def test_the_order_of_evidence_is_no_change() -> None:
    other = replace(PIECE, url="https://example.go.th/2")
    assert differences(changed(evidence=(PIECE, other)), changed(evidence=(other, PIECE))) == ()


def test_a_change_is_kept_as_json_without_what_stood_there() -> None:
    before, after = RECORD, changed(steps=("ลับ",), outcome="<p>ลับ</p>")
    [change] = differences(before, after)
    assert (change.before, change.after) == (before.measures[0], after.measures[0])
    text = json.dumps(change.to_json(), ensure_ascii=False)
    assert "ลับ" not in text
    back = MeasureChange.from_json(json.loads(text))
    assert back == replace(change, before=None, after=None)
    assert back.kind is ChangeKind.CHANGED
    assert (back.measure_id, back.title) == (FULL_MEASURE.id, FULL_MEASURE.title)


def test_every_part_has_a_name() -> None:
    assert [str(part.label) for part in Part] and len({str(part.label) for part in Part}) == 8


class TestMarking:
    def marks(self, before: list[str], after: list[str]) -> tuple[list[str], list[str]]:
        return tuple(  # type: ignore[return-value]
            [run.text for line in text for run in line if run.is_marked]
            for text in marked_texts(before, after)
        )

    def test_only_what_differs_in_a_line_is_marked(self) -> None:
        assert self.marks(["อบรม ๖๐ คน"], ["อบรม ๗๕ คน"]) == (["๖๐"], ["๗๕"])

    @pytest.mark.parametrize(
        ("before", "after", "gone", "new"),
        [
            ("มี 128 ครั้ง", "มี 129 ครั้ง", ["128"], ["129"]),
            ("มี 12 ครั้ง", "มี 13 ครั้ง", ["12"], ["13"]),
            ("พบ 112 ครั้ง", "พบ 2 ครั้ง", ["112"], ["2"]),
            ("ข้อ 12", "ข้อ ก2", ["12"], ["ก2"]),
            ("ข้อ ก2", "ข้อ 12", ["ก2"], ["12"]),
            ("ที่", "ที", ["ที่"], ["ที"]),
            # A vowel that stands beside its letter: a measure may be told in Burmese, too.
            ("မာ", "မ", ["မာ"], ["မ"]),
        ],
    )
    def test_a_number_and_a_syllable_stay_whole(
        self, before: str, after: str, gone: list[str], new: list[str]
    ) -> None:
        assert self.marks([before], [after]) == (gone, new)

    @pytest.mark.parametrize(
        ("before", "after", "new"),
        [
            ("อบรม", "อบรม ๒ ครั้ง", " ๒ ครั้ง"),
            ("60", "มี 60", "มี "),
            ("คน", "๖๐ คน", "๖๐ "),
            ("มากมาก", "มากมากมาก", "มาก"),
        ],
    )
    def test_what_was_written_before_or_behind_a_line_is_marked_alone(
        self, before: str, after: str, new: str
    ) -> None:
        assert self.marks([before], [after]) == ([], [new])
        assert self.marks([after], [before]) == ([new], [])

    def test_lines_that_are_new_or_gone_are_marked_whole(self) -> None:
        assert self.marks(["ก", "ข"], ["ก", "ค่ะ", "ข"]) == ([], ["ค่ะ"])
        assert self.marks(["ก", "ข"], ["ข"]) == (["ก"], [])

    def test_nothing_is_lost_or_added(self) -> None:
        before, after = ["ก", "มี 128 ครั้ง", "ข"], ["ก", "มีการยืม 12 ครั้ง"]
        left, right = marked_texts(before, after)
        assert ["".join(run.text for run in line) for line in left] == before
        assert ["".join(run.text for run in line) for line in right] == after

    def test_lines_that_are_all_alike_are_compared_one_by_one(self) -> None:
        alike = ["ไม่มี"] * 298
        assert self.marks(["ก", *alike], ["ข", "ค", *alike]) == (["ก"], ["ข", "ค"])

    def test_a_text_of_very_many_lines_is_marked_as_a_whole(self) -> None:
        many = [str(number) for number in range(1000)]
        left, _right = marked_texts(many, [*many, "1"])
        assert left[0] == (Run("0", True),)
