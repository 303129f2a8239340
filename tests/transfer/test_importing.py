"""What an import would do, what it does of that, and what it refuses to do."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.utils import translation
from wagtail.models import PageLogEntry, Revision

from tests.admin.roles import make_user
from tests.sample import FULL_MEASURE, PLAIN_MEASURE, RECORD, make_document, make_index, make_report
from wagtail_ita.domain.records import MeasureRecord, PeriodRecord, ReportRecord
from wagtail_ita.models import get_report_page_model
from wagtail_ita.transfer.importing import (
    ATTACH_ACTION,
    IMPORT_ACTION,
    ImportPlan,
    ImportRefused,
    PartPlan,
    State,
    about_conflicts,
    about_losses,
    apply_import,
    attach_document,
    index_target,
    make_plan,
    page_target,
    select,
)
from wagtail_ita.transfer.pages import report_to_record
from wagtail_ita.transfer.parsed import ParsedReport

pytestmark = pytest.mark.django_db

NEW_MEASURE = MeasureRecord(indicator=9, title="โครงการลานรับฟังประชาชน", steps=("จัดเวทีทุกเดือน",))
STEPS = ("เวียนคู่มือฉบับใหม่", "ลงทะเบียนทุกครั้ง")


@pytest.fixture(autouse=True)
def _english() -> Any:
    with translation.override("en"):
        yield


@pytest.fixture
def index() -> Any:
    return make_index()


def bare(record: ReportRecord) -> ReportRecord:
    """A report as a file has it: without ids."""
    approvals = tuple(replace(each, id="") for each in record.memo.approvals)
    return replace(
        record,
        measures=tuple(replace(each, id="", evidence=()) for each in record.measures),
        memo=replace(record.memo, approvals=approvals),
    )


def read(record: ReportRecord, **kept: Any) -> ParsedReport:
    return ParsedReport(record=record, **kept)


def plan_of(record: ReportRecord, page: Any, **kept: Any) -> ImportPlan:
    page = get_report_page_model().objects.get(pk=page.pk)
    return make_plan(read(record, **kept), page_target(page))


def part(plan: ImportPlan, path: str) -> PartPlan:
    return next(each for each in plan.every_part if each.path == path)


def draft(page: Any) -> Any:
    return get_report_page_model().objects.get(pk=page.pk).get_latest_revision_as_object()


def content(page: Any) -> ReportRecord:
    return report_to_record(draft(page))


def imported(index: Any, record: ReportRecord = RECORD) -> Any:
    """A page whose whole content came from a file."""
    return apply_import(make_plan(read(bare(record)), index_target(index)), source="a.docx")


def with_measure(record: ReportRecord, number: int, **changes: Any) -> ReportRecord:
    measures = list(record.measures)
    measures[number] = replace(measures[number], **changes)
    return replace(record, measures=tuple(measures))


def edit(page: Any, record: ReportRecord) -> None:
    """Save a draft as a person does."""
    from wagtail_ita.transfer.pages import apply_report

    latest = draft(page)
    apply_report(latest, record)
    latest.save_revision()


# ------------------------------------------------------------------------------------- the plan


def test_everything_is_new_on_a_page_that_is_to_be_made(index: Any) -> None:
    plan = make_plan(read(bare(RECORD)), index_target(index))
    assert plan.target.page is None
    assert {each.state for each in plan.every_part} == {State.NEW}
    assert plan.defaults == plan.choices
    assert plan.target.title.startswith("รายงาน")


def test_each_part_says_how_it_stands_to_the_page(index: Any) -> None:
    page = imported(index)
    file = replace(
        bare(RECORD), introduction="", overall_score=Decimal("98"), scores={2: Decimal(0)}
    )
    plan = plan_of(with_measure(file, 0, steps=STEPS, description=""), page)
    states = {each.path: each.state for each in plan.every_part}
    assert states["introduction"] is State.ONLY_PAGE
    assert states["overall_score"] is State.CHANGED
    assert states["scores.2"] is State.NEW
    assert states["scores.1"] is State.ONLY_PAGE
    assert states["memo.number"] is State.SAME
    assert states["memo.approvals"] is State.SAME
    assert states["measures.0.steps"] is State.CHANGED
    assert states["measures.0.description"] is State.ONLY_PAGE
    assert states["measures.0.outcome"] is State.SAME
    assert "measures.0.evidence" not in states
    assert plan.choices == {"overall_score", "scores.2", "measures.0.steps"}


def test_a_part_knows_its_lines_and_whether_it_is_unsure(index: Any) -> None:
    plan = make_plan(
        read(
            bare(RECORD),
            origins={"measures.0": (4, 5, 6), "measures.0.steps": (5, 6), "memo.number": (2,)},
            unsure=frozenset({"measures.0.steps.1", "measures.1", "memo"}),
        ),
        index_target(index),
    )
    steps = part(plan, "measures.0.steps")
    assert (steps.lines, steps.unsure, steps.is_default) == ((5, 6), True, False)
    assert not part(plan, "measures.0.title").unsure
    assert all(each.unsure for each in plan.measures[1].parts)
    assert part(plan, "memo.number").unsure
    assert plan.measures[0].lines == (4, 5, 6)
    assert not any(path.startswith("memo.") for path in plan.defaults)
    record = select(plan, plan.defaults).record
    assert record.measures[0].steps == ()
    assert len(record.measures) == 1


def test_labels_are_those_of_the_editors_form(index: Any) -> None:
    plan = make_plan(read(bare(RECORD)), index_target(index))
    labels = {each.path: each.label for each in plan.every_part}
    assert labels["memo.number"] == "Memo number"
    assert labels["measures.0.steps"] == "(2) Steps or method"
    assert labels["scores.1"].startswith("1. ")
    assert labels["reported_year"].startswith("Reported")


# --------------------------------------------------------------------------------- the matching


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        pytest.param({"id": FULL_MEASURE.id, "title": "อื่น", "indicator": 1}, 0, id="by its id"),
        pytest.param({"title": FULL_MEASURE.title, "indicator": 7}, 0, id="by its title"),
        pytest.param({"title": f" {PLAIN_MEASURE.title}  "}, 1, id="whatever the spaces"),
        pytest.param({"title": "มาตรการทะเบียนยืมทรัพย์สินกลาง", "indicator": 4}, 0, id="reworded"),
        pytest.param({"title": "ตรวจนับสิ้นปี", "indicator": 4}, 0, id="the only one of it"),
        pytest.param({"title": "มาตรการทะเบียนยืมพัสดุกลางฯ"}, 0, id="alike, no indicator"),
        pytest.param({"title": "ตรวจนับสิ้นปี", "indicator": 5}, None, id="another indicator"),
        pytest.param({"title": "ตรวจนับสิ้นปี"}, None, id="nothing alike"),
        pytest.param({}, None, id="nothing known"),
    ],
)
def test_a_measure_finds_its_twin(index: Any, found: dict[str, Any], expected: int | None) -> None:
    page = make_report(index)
    plan = plan_of(ReportRecord(measures=(MeasureRecord(**found),)), page)
    present = plan.measures[0].present
    assert (present and present.title) == (
        None if expected is None else RECORD.measures[expected].title
    )
    assert len(plan.kept) == (2 if expected is None else 1)


def test_two_measures_of_the_file_never_update_one_of_the_page(index: Any) -> None:
    page = make_report(index)
    twice = replace(FULL_MEASURE, id="")
    plan = plan_of(ReportRecord(measures=(twice, twice, twice)), page)
    assert [each.present is not None for each in plan.measures] == [True, False, False]
    written = content(apply_import(plan, plan.everything(unsure=True)))
    assert len({each.id for each in written.measures}) == len(written.measures) == 4


def test_the_surest_twin_comes_first(index: Any) -> None:
    page = make_report(index)
    alike = MeasureRecord(title="มาตรการทะเบียนยืมพัสดุกลางฉบับใหม่", indicator=4)
    plan = plan_of(ReportRecord(measures=(alike, replace(FULL_MEASURE, id=""))), page)
    assert plan.measures[0].present is None
    assert plan.measures[1].present == FULL_MEASURE


def test_what_only_seems_the_same_measure_may_be_set_apart(index: Any) -> None:
    page = make_report(index)
    file = MeasureRecord(title="โครงการข่าวเสียงตามสาย", indicator=7, steps=PLAIN_MEASURE.steps)
    plan = plan_of(ReportRecord(measures=(file,)), page)
    assert plan.measures[0].may_be_another
    chosen = {plan.measures[0].separate_path}
    written = content(apply_import(plan, chosen)).measures
    assert [each.title for each in written] == [file.title, FULL_MEASURE.title, PLAIN_MEASURE.title]
    assert written[0].steps == file.steps
    assert written[1:] == RECORD.measures


def test_under_another_name_the_evidence_may_be_taken_away_in_words(index: Any) -> None:
    page = make_report(index)
    file = ReportRecord(measures=(MeasureRecord(title="เสียงตามสาย", indicator=7),))
    plan = plan_of(file, page)
    evidence = part(plan, "measures.0.evidence")
    assert (evidence.is_removal, evidence.is_default) == (True, False)
    kept = select(plan, {"measures.0.title"}).record
    assert kept.measures[1].evidence == PLAIN_MEASURE.evidence
    gone = select(plan, {evidence.path}).record
    assert gone.measures[1].evidence == ()
    assert PLAIN_MEASURE.title in " ".join(about_losses(plan, gone))


# --------------------------------------------------------------------- conflicts with a person


def test_what_a_person_wrote_is_not_overwritten_unless_chosen(index: Any) -> None:
    page = imported(index)
    by_hand = with_measure(content(page), 0, outcome="<p>แก้ไขด้วยมือ</p>")
    edit(page, by_hand)
    file = with_measure(bare(RECORD), 0, outcome="<p>ผลใหม่จากไฟล์</p>", steps=STEPS)
    plan = plan_of(file, page)
    outcome, steps = part(plan, "measures.0.outcome"), part(plan, "measures.0.steps")
    assert (outcome.is_conflict, outcome.is_default) == (True, False)
    assert (steps.is_conflict, steps.is_default) == (False, True)
    written = content(apply_import(plan)).measures[0]
    assert (written.outcome, written.steps) == ("<p>แก้ไขด้วยมือ</p>", STEPS)
    plan = plan_of(file, page)
    assert [*about_conflicts(plan, {outcome.path})] != []
    written = content(apply_import(plan, {outcome.path})).measures[0]
    assert written.outcome == "<p>ผลใหม่จากไฟล์</p>"


def test_what_the_file_changed_since_its_last_import_is_no_conflict(index: Any) -> None:
    page = imported(index)
    plan = plan_of(replace(bare(RECORD), conclusion="<p>ใหม่</p>"), page)
    assert plan.defaults == {"conclusion"}
    assert content(apply_import(plan)).conclusion == "<p>ใหม่</p>"


def test_what_a_person_emptied_is_not_filled_again_unless_chosen(index: Any) -> None:
    page = imported(index)
    edit(page, replace(content(page), introduction=""))
    introduction = part(plan_of(bare(RECORD), page), "introduction")
    assert (introduction.state, introduction.is_conflict) == (State.NEW, True)


def test_what_the_person_kept_once_stays_a_conflict(index: Any) -> None:
    page = make_report(index, replace(RECORD, conclusion="<p>ด้วยมือ</p>"))
    file = with_measure(bare(RECORD), 0, steps=STEPS)
    plan = plan_of(file, page)
    assert plan.defaults == frozenset()
    apply_import(plan, {"measures.0.steps"})
    plan = plan_of(with_measure(file, 0, steps=("ใหม่กว่า",)), page)
    assert part(plan, "conclusion").is_conflict
    assert plan.defaults == {"measures.0.steps"}


def test_an_import_of_before_parts_were_noted_took_over_everything(index: Any) -> None:
    page = imported(index)
    PageLogEntry.objects.filter(action=IMPORT_ACTION).update(data={"source": "old.txt"})
    plan = plan_of(replace(bare(RECORD), conclusion="<p>ใหม่</p>"), page)
    assert plan.defaults == {"conclusion"}


# --------------------------------------------------------------------------------- the writing


def test_the_same_file_again_changes_nothing(index: Any) -> None:
    page = imported(index)
    before = (Revision.objects.count(), PageLogEntry.objects.count())
    plan = plan_of(bare(RECORD), page)
    assert plan.choices == frozenset()
    assert apply_import(plan).pk == page.pk
    assert (Revision.objects.count(), PageLogEntry.objects.count()) == before


def test_ids_and_order_of_the_page_stay(index: Any) -> None:
    page = imported(index)
    ids = [each.id for each in content(page).measures]
    first, second = bare(RECORD).measures
    file = replace(bare(RECORD), measures=(replace(second, steps=STEPS), NEW_MEASURE, first))
    written = content(apply_import(plan_of(file, page))).measures
    assert [each.title for each in written] == [first.title, second.title, NEW_MEASURE.title]
    assert [each.id for each in written[:2]] == ids
    assert written[1].steps == STEPS


def test_ids_from_a_file_of_ours_are_those_of_the_new_page(index: Any) -> None:
    page = apply_import(make_plan(read(RECORD), index_target(index)))
    assert content(page).measures == RECORD.measures
    assert content(page).memo == RECORD.memo


def test_one_element_is_taken_and_the_rest_is_not(index: Any) -> None:
    page = make_report(index)
    file = with_measure(
        bare(RECORD),
        0,
        steps=STEPS,
        period=PeriodRecord(note="ทั้งปี"),
        responsible=("กองช่าง",),
    )
    written = content(apply_import(plan_of(file, page), {"measures.0.period"}))
    assert written == with_measure(RECORD, 0, period=PeriodRecord(note="ทั้งปี"))


def test_measures_of_the_page_stay_unless_they_are_taken_away(index: Any) -> None:
    page = imported(index)
    ids = {each.title: each.id for each in content(page).measures}
    file = ReportRecord(measures=(replace(bare(RECORD).measures[0], steps=STEPS),))
    plan = plan_of(file, page)
    assert [each.title for each in plan.kept] == [PLAIN_MEASURE.title]
    assert len(select(plan, plan.defaults).record.measures) == 2
    assert len(select(plan, plan.everything(unsure=True)).record.measures) == 2
    written = content(apply_import(plan, {f"remove.{ids[PLAIN_MEASURE.title]}"}))
    assert [each.id for each in written.measures] == [ids[FULL_MEASURE.title]]


def test_a_measure_of_which_nothing_is_chosen_is_not_added(index: Any) -> None:
    page = imported(index)
    file = replace(bare(RECORD), measures=(*bare(RECORD).measures, NEW_MEASURE))
    plan = plan_of(file, page)
    assert select(plan, set()).record == plan.present
    only_title = select(plan, {"measures.2.title"}).record.measures[2]
    assert (only_title.title, only_title.steps) == (NEW_MEASURE.title, ())


def test_paths_that_the_plan_does_not_offer_do_nothing(index: Any) -> None:
    plan = plan_of(bare(RECORD), imported(index))
    odd = {
        "measures.0.title",
        "measures.99.steps",
        "remove.x",
        "separate.0",
        "code",
    }
    assert select(plan, odd).record == plan.present


def test_a_live_report_gets_a_draft_beside_it(index: Any) -> None:
    page = make_report(index)
    apply_import(plan_of(replace(bare(RECORD), conclusion="<p>ใหม่</p>"), page), {"conclusion"})
    live = get_report_page_model().objects.get(pk=page.pk)
    assert (live.live, live.conclusion, live.has_unpublished_changes) == (
        True,
        RECORD.conclusion,
        True,
    )
    assert content(page).conclusion == "<p>ใหม่</p>"


def test_the_history_names_who_and_what(index: Any) -> None:
    user = User.objects.create_superuser("boss")
    page = apply_import(
        make_plan(read(bare(RECORD)), index_target(index)), user=user, source="ปี 68.docx"
    )
    entry = PageLogEntry.objects.get(action=IMPORT_ACTION)
    assert (entry.user, entry.data["source"]) == (user, "ปี 68.docx")
    assert entry.revision_id == draft(page).latest_revision_id
    assert page.owner == user


# -------------------------------------------------------------------------------- the refusals


def test_it_is_all_or_nothing(index: Any) -> None:
    page = imported(index)
    before = (content(page), Revision.objects.count(), PageLogEntry.objects.count())
    file = replace(bare(RECORD), conclusion="<p>ใหม่</p>", reported_year=12)
    with pytest.raises(ImportRefused, match="cannot be stored"):
        apply_import(plan_of(file, page))
    assert (content(page), Revision.objects.count(), PageLogEntry.objects.count()) == before


def test_nothing_is_left_of_a_page_that_cannot_be_made(index: Any) -> None:
    plan = make_plan(read(replace(bare(RECORD), reported_year=12)), index_target(index))
    with pytest.raises(ImportRefused):
        apply_import(plan)
    assert not get_report_page_model().objects.exists()
    assert index.get_children().count() == 0


def test_a_page_that_somebody_saved_meanwhile_is_looked_at_again(index: Any) -> None:
    page = imported(index)
    plan = plan_of(replace(bare(RECORD), conclusion="<p>ใหม่</p>"), page)
    edit(page, replace(content(page), introduction="<p>อื่น</p>"))
    with pytest.raises(ImportRefused, match="meanwhile"):
        apply_import(plan)
    assert content(page).introduction == "<p>อื่น</p>"
    assert content(page).conclusion == RECORD.conclusion


def test_a_page_that_somebody_made_meanwhile_is_not_doubled(index: Any) -> None:
    plan = make_plan(read(bare(RECORD)), index_target(index))
    imported(index)
    with pytest.raises(ImportRefused, match="meanwhile"):
        apply_import(plan)
    assert get_report_page_model().objects.count() == 1


def test_a_page_that_was_deleted_meanwhile_is_said_to_be(index: Any) -> None:
    page = imported(index)
    plan = plan_of(replace(bare(RECORD), conclusion="<p>ใหม่</p>"), page)
    page.delete()
    with pytest.raises(ImportRefused, match="deleted"):
        apply_import(plan)


@pytest.mark.parametrize("who", ["a command", "another editor"])
def test_a_locked_page_is_refused(index: Any, who: str) -> None:
    page = imported(index)
    locker = User.objects.create_superuser("locker")
    get_report_page_model().objects.filter(pk=page.pk).update(locked=True, locked_by=locker)
    plan = plan_of(replace(bare(RECORD), conclusion="<p>ใหม่</p>"), page)
    user = None if who == "a command" else make_user("somchai", index, "add", "change")
    with pytest.raises(ImportRefused, match="locked"):
        apply_import(plan, user=user)
    assert content(apply_import(plan, user=locker)).conclusion == "<p>ใหม่</p>"


def test_who_may_not_edit_or_add_is_refused(index: Any) -> None:
    stranger = make_user("stranger")
    with pytest.raises(ImportRefused, match="right"):
        apply_import(make_plan(read(bare(RECORD)), index_target(index)), user=stranger)
    page = imported(index)
    plan = plan_of(replace(bare(RECORD), conclusion="<p>ใหม่</p>"), page)
    with pytest.raises(ImportRefused, match="right"):
        apply_import(plan, user=stranger)
    assert content(page).conclusion == RECORD.conclusion


# --------------------------------------------------------------------------------------- a scan


def test_a_scan_becomes_an_attachment_of_a_draft(index: Any) -> None:
    page = make_report(index)
    document = make_document("บันทึกข้อความ")
    attach_document(page_target(page), document)
    written = content(page)
    assert [each.key for each in written.attachments] == [str(document.pk)]
    assert replace(written, attachments=()) == RECORD
    assert PageLogEntry.objects.filter(action=ATTACH_ACTION).count() == 1


def test_a_scan_may_make_the_page(index: Any) -> None:
    page = attach_document(index_target(index), make_document("บันทึกข้อความ"))
    written = content(page)
    assert (written.code, written.measures, len(written.attachments)) == ("O26", (), 1)
    assert not page.live


def test_a_score_of_zero_is_a_score(index: Any) -> None:
    plan = make_plan(read(ReportRecord(scores={3: Decimal("0.00")})), index_target(index))
    assert plan.choices == {"scores.3"}


def test_a_day_of_the_memo_comes_in(index: Any) -> None:
    record = replace(RECORD, memo=replace(RECORD.memo, date=dt.date(2026, 1, 5)))
    page = imported(index, record)
    assert content(page).memo.date == dt.date(2026, 1, 5)
