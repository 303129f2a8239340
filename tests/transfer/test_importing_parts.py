"""Plans and what is selected of them, of records alone: no page and no database."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from django.utils import translation

from tests.sample import FULL_MEASURE, PLAIN_MEASURE, RECORD
from tests.transfer.refused import assert_thai
from wagtail_ita.domain.records import (
    ApprovalRecord,
    EvidenceKind,
    EvidenceRecord,
    MeasureRecord,
    PeriodRecord,
    ReportRecord,
)
from wagtail_ita.transfer.importing import (
    ImportPlan,
    State,
    Target,
    about_conflicts,
    about_losses,
    make_plan,
    removal_path,
    select,
)
from wagtail_ita.transfer.importing.matching import Match, match_measures
from wagtail_ita.transfer.importing.parts import (
    MEASURE_FIELDS,
    REPORT_PATHS,
    below,
    is_empty,
    measure_label,
    measure_name,
    report_label,
    same,
    value_at,
    with_value,
)
from wagtail_ita.transfer.parsed import ParsedReport


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    with translation.override("en"):
        yield


def plan_of(found: ReportRecord, present: ReportRecord, **kept: Any) -> ImportPlan:
    target = Target(index=None, page=None, code="O26", title="ชื่อของหน้า")
    # What the draft of a page has, without the page.
    vars(target)["present"] = present
    return make_plan(ParsedReport(record=found, **kept), target)


def measure(title: str, indicator: int | None = None, **fields: Any) -> MeasureRecord:
    return MeasureRecord(title=title, indicator=indicator, **fields)


# --------------------------------------------------------------------------------- the matching


def pairs(found: list[MeasureRecord], present: list[MeasureRecord]) -> dict[int, tuple[int, Match]]:
    return {
        here: (pair.present, pair.match) for here, pair in match_measures(found, present).items()
    }


class TestMatching:
    def test_by_id_before_title(self) -> None:
        present = [measure("ก", 1, id="x"), measure("ข", 1, id="y")]
        assert pairs([measure("ก", 1, id="y")], present) == {0: (1, Match.ID)}
        assert pairs([measure("ข", 1)], present) == {0: (1, Match.TITLE)}

    def test_measures_without_id_or_title_have_none_in_common(self) -> None:
        assert pairs([MeasureRecord()], [MeasureRecord()]) == {}

    def test_digits_case_and_spaces_are_no_difference(self) -> None:
        assert pairs([measure(" Plan ๒ ก")], [measure("plan2 ก")]) == {0: (0, Match.TITLE)}

    def test_alike_of_one_indicator(self) -> None:
        present = [measure("โครงการอบรมพนักงาน", 3), measure("โครงการอบรมพนักงาน", 4)]
        found = [measure("โครงการอบรมเจ้าหน้าที่", 4)]
        assert pairs(found, present) == {0: (1, Match.LIKELY)}

    def test_the_most_alike_come_first_and_none_twice(self) -> None:
        present = [measure("abcdefgh", 3), measure("abcdefxy", 3)]
        found = [measure("abcdefgz", 3), measure("abcdefgq", 3)]
        assert pairs(found, present) == {0: (0, Match.LIKELY), 1: (1, Match.LIKELY)}

    @pytest.mark.parametrize(
        ("title", "is_one"), [("abcdefghij123456789X", True), ("abcdeX", False)]
    )
    def test_without_an_indicator_they_have_to_be_very_alike(
        self, title: str, is_one: bool
    ) -> None:
        present = [measure("abcdefghij1234567890", 3), measure("zz", 3)]
        assert bool(pairs([measure(title)], present)) == is_one

    def test_the_only_two_of_an_indicator_belong_together(self) -> None:
        present = [measure("ก", 3), measure("ข", 4)]
        assert pairs([measure("คคค", 3)], present) == {0: (0, Match.LIKELY)}
        assert pairs([measure("คคค", 3), measure("งงง", 3)], present) == {}
        assert pairs([measure("คคค", 5)], present) == {}


# ------------------------------------------------------------------------------------ the parts


class TestParts:
    @pytest.mark.parametrize("path", REPORT_PATHS)
    def test_each_path_can_be_read_and_written(self, path: str) -> None:
        written = with_value(RECORD, path, "ใหม่")
        assert value_at(written, path) == "ใหม่"
        assert value_at(RECORD, path) != "ใหม่"
        others = [each for each in REPORT_PATHS if each != path]
        assert [value_at(written, each) for each in others] == [
            value_at(RECORD, each) for each in others
        ]
        assert report_label(path)
        assert report_label(path)[0] == report_label(path)[0].upper()

    @pytest.mark.parametrize("language", ["en", "th"])
    def test_each_has_a_name_of_its_own(self, language: str) -> None:
        with translation.override(language):
            labels = [*map(report_label, REPORT_PATHS), *map(measure_label, MEASURE_FIELDS)]
            assert len(set(labels)) >= len(labels) - 1
            for label in labels:
                assert language == "en" or any("ก" <= letter <= "ฮ" for letter in label)

    @pytest.mark.parametrize("value", [None, "", (), PeriodRecord()])
    def test_what_is_empty(self, value: Any) -> None:
        assert is_empty(value)

    @pytest.mark.parametrize(
        "value", [0, Decimal("0.00"), "0", ("",), PeriodRecord(note="ก"), False]
    )
    def test_what_is_not(self, value: Any) -> None:
        assert not is_empty(value)

    def test_ids_make_no_difference(self) -> None:
        one, two = ApprovalRecord(id="1", name="ก"), ApprovalRecord(id="2", name="ก")
        assert same((one,), (two,))
        assert not same((one,), (replace(two, name="ข"),))
        assert not same((one,), (two, two))
        assert same(("ก",), ("ก",))
        assert not same("ก", "ข")

    def test_wider_paths(self) -> None:
        assert list(below("measures.0.steps.1")) == [
            "measures.0.steps.1",
            "measures.0.steps",
            "measures.0",
            "measures",
        ]
        assert list(below("")) == []

    def test_a_measure_has_a_name_in_a_sentence(self) -> None:
        assert measure_name(2, FULL_MEASURE) == f"Measure 2 “{FULL_MEASURE.title}”"
        assert measure_name(2, MeasureRecord()) == "Measure 2 “–”"


# ------------------------------------------------------------------------------------- the plan


class TestPlan:
    def test_each_part_says_how_it_stands(self) -> None:
        present = replace(RECORD, conclusion="", level="pass")
        found = replace(RECORD, introduction="", scores={1: Decimal("99.00")})
        plan = plan_of(found, present)
        states = {each.path: each.state for each in plan.parts}
        assert states["conclusion"] is State.NEW
        assert states["level"] is State.CHANGED
        assert states["overall_score"] is State.SAME
        assert states["introduction"] is states["scores.7"] is State.ONLY_PAGE
        assert states["scores.1"] is State.CHANGED
        assert "scores.2" not in states
        assert {each.path for each in plan.parts if each.is_choice} == {
            *("conclusion", "level", "scores.1")
        }
        assert plan.kept == ()
        assert plan.notices == ()

    def test_lines_and_doubt_come_from_the_reader(self) -> None:
        plan = plan_of(
            RECORD,
            ReportRecord(),
            origins={"measures.0": (3, 4), "measures.0.steps": (4,), "conclusion": (9,)},
            unsure=frozenset({"measures.0.steps.1", "measures.1", "scores.1"}),
        )
        unsure = {each.path for each in plan.every_part if each.unsure}
        assert unsure == {
            "scores.1",
            "measures.0.steps",
            *(f"measures.1.{name}" for name in MEASURE_FIELDS if name != "description"),
        }
        assert not unsure & plan.defaults
        assert plan.everything(unsure=False) == plan.defaults
        assert plan.everything(unsure=True) == plan.defaults | unsure
        assert plan.measures[0].lines == (3, 4)
        lines = {each.path: each.lines for each in plan.every_part}
        assert lines["measures.0.steps"] == (4,)
        assert lines["conclusion"] == (9,)
        assert lines["introduction"] == ()

    def test_what_may_be_chosen(self) -> None:
        likely = replace(PLAIN_MEASURE, id="", title="เสียงตามสาย", evidence=())
        plan = plan_of(ReportRecord(measures=(likely,)), RECORD)
        [found] = plan.measures
        assert found.may_be_another
        assert (found.number, found.present, found.match) == (1, PLAIN_MEASURE, Match.LIKELY)
        assert plan.kept == (FULL_MEASURE,)
        assert plan.choices == {
            "measures.0.title",
            "measures.0.evidence",
            "separate.0",
            removal_path(FULL_MEASURE),
        }
        # A person gave it its name, as far as nothing tells of another import.
        assert plan.defaults == frozenset()


# -------------------------------------------------------------------------------- the selection


class TestSelection:
    def test_nothing_chosen_changes_nothing_but_title_and_code(self) -> None:
        selection = select(plan_of(ReportRecord(conclusion="<p>ก</p>"), RECORD), ())
        assert selection.record == replace(RECORD, title="ชื่อของหน้า")
        assert selection.positions == {}

    def test_entries_keep_the_ids_of_the_page_in_their_places(self) -> None:
        old = RECORD.memo.approvals[0]
        new = replace(old, id="", name="ใหม่")
        memo = replace(RECORD.memo, approvals=(new, replace(new, id="z"), replace(new, name="สาม")))
        plan = plan_of(replace(RECORD, memo=memo), RECORD)
        found = select(plan, {"memo.approvals"}).record.memo.approvals
        assert [(each.id, each.name) for each in found] == [
            (old.id, "ใหม่"),
            ("z", "ใหม่"),
            ("", "สาม"),
        ]

    def test_a_new_measure_stands_behind_the_one_before_it_in_the_file(self) -> None:
        new = measure("โครงการใหม่", 9, steps=("ทำ",))
        found = ReportRecord(measures=(FULL_MEASURE, new, PLAIN_MEASURE))
        plan = plan_of(found, RECORD)
        selection = select(plan, plan.everything(unsure=True))
        assert [each.title for each in selection.record.measures] == [
            FULL_MEASURE.title,
            "โครงการใหม่",
            PLAIN_MEASURE.title,
        ]
        ids = [each.id for each in selection.record.measures]
        assert ids[0::2] == [FULL_MEASURE.id, PLAIN_MEASURE.id]
        assert selection.positions == {ids[0]: 0, ids[1]: 1, ids[2]: 2}
        assert ids[1]

    def test_a_measure_with_an_id_of_its_own_keeps_it(self) -> None:
        new = measure("โครงการใหม่", 9, id="file-id")
        plan = plan_of(ReportRecord(measures=(new,)), RECORD)
        assert select(plan, plan.defaults).record.measures[0].id == "file-id"
        # Without a word of it chosen it does not come.
        assert select(plan, ()).record.measures == RECORD.measures

    def test_one_that_is_set_apart_is_whole_but_for_what_is_unsure(self) -> None:
        likely = replace(PLAIN_MEASURE, id="", title="เสียงตามสาย", evidence=())
        found = ReportRecord(measures=(likely,))
        plan = plan_of(found, RECORD, unsure=frozenset({"measures.0.outcome"}))
        [apart, *others] = select(plan, {"separate.0"}).record.measures
        assert replace(apart, id="") == replace(likely, outcome="")
        assert others == list(RECORD.measures)
        [apart, *_others] = select(plan, {"separate.0", "measures.0.outcome"}).record.measures
        assert apart.outcome == likely.outcome

    def test_a_measure_of_the_page_goes_only_when_that_is_chosen(self) -> None:
        plan = plan_of(ReportRecord(measures=(FULL_MEASURE,)), RECORD)
        assert select(plan, plan.everything(unsure=True)).record.measures == RECORD.measures
        gone = select(plan, {removal_path(PLAIN_MEASURE)}).record.measures
        assert gone == (FULL_MEASURE,)


class TestSentences:
    def test_evidence_that_is_lost_is_counted_in_both_languages(self) -> None:
        link = EvidenceRecord(id="1", kind=EvidenceKind.LINK, title="ก", url="https://e.go.th/")
        second = replace(PLAIN_MEASURE, evidence=(link, replace(link, id="2")))
        plan = plan_of(RECORD, replace(RECORD, measures=(FULL_MEASURE, second)))
        left = replace(RECORD, measures=(FULL_MEASURE,))
        assert list(about_losses(plan, left)) == [
            f"Measure 2 “{PLAIN_MEASURE.title}” of the page has another name in the file or is "
            "not in it: 2 pieces of its evidence are not in the new draft."
        ]
        one = replace(RECORD, measures=(replace(second, evidence=(link,)),))
        [sentence] = about_losses(plan, one)
        assert sentence.endswith("1 piece of its evidence is not in the new draft.")
        with translation.override("th"):
            for sentence in about_losses(plan, left):
                assert_thai(sentence)
        assert list(about_losses(plan, plan.present)) == []

    def test_attachments_that_stay_are_told(self) -> None:
        attached = (EvidenceRecord(id="1", kind=EvidenceKind.LINK, title="ก", url="https://e/"),)
        present = replace(RECORD, attachments=attached)
        plan = plan_of(RECORD, present)
        assert list(about_losses(plan, present)) == ["The page's attachments are kept: 1."]
        assert list(about_losses(plan, replace(present, attachments=()))) == []
        assert list(about_losses(plan_of(RECORD, RECORD), RECORD)) == []
        with translation.override("th"):
            for sentence in about_losses(plan, present):
                assert_thai(sentence)

    def test_what_a_person_wrote_is_named_where_it_is_overwritten(self) -> None:
        plan = plan_of(
            replace(
                RECORD, conclusion="<p>ใหม่</p>", measures=(replace(FULL_MEASURE, output="ใหม่"),)
            ),
            RECORD,
        )
        by_hand = {"conclusion", "measures.0.output"}
        plan = replace(
            plan,
            parts=tuple(replace(each, is_kept_by_hand=each.path in by_hand) for each in plan.parts),
            measures=tuple(
                replace(
                    each,
                    parts=tuple(
                        replace(part, is_kept_by_hand=part.path in by_hand) for part in each.parts
                    ),
                )
                for each in plan.measures
            ),
        )
        assert not by_hand & plan.defaults
        assert by_hand <= plan.choices
        assert list(about_conflicts(plan, by_hand)) == [
            f"Written by hand on the page, and replaced by the file: {report_label('conclusion')}.",
            "Written by hand on the page, and replaced by the file: "
            f"Measure 1 “{FULL_MEASURE.title}”: (5) Output.",
        ]
        assert list(about_conflicts(plan, {"measures.0.steps", "level"})) == []


def test_a_day_is_a_day() -> None:
    day = dt.date(2026, 3, 18)
    present = replace(RECORD, memo=replace(RECORD.memo, date=None))
    plan = plan_of(RECORD, present)
    assert select(plan, {"memo.date"}).record.memo.date == day
