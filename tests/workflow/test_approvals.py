"""Who approved what: the record that is kept with what was published."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.utils import timezone

from tests.workflow import chains
from wagtail_ita.domain.approvals import ChainApproval
from wagtail_ita.domain.records import ApprovalRecord
from wagtail_ita.models import MemoApprovalTask
from wagtail_ita.workflow.approvals import approved_run, chain_approvals

pytestmark = pytest.mark.django_db


def approvals_of(page: Any) -> tuple[ChainApproval, ...]:
    page = chains.fresh(page)
    return chain_approvals(page, page.live_revision_id)


def words(page: Any) -> list[tuple[str, str]]:
    return [(each.record.name, each.record.opinion) for each in approvals_of(page)]


def test_the_chain_in_its_order(approved: Any) -> None:
    first, second = approvals_of(approved)
    clerk, mayor = chains.STAGES
    assert first == ChainApproval(
        record=ApprovalRecord(
            heading=clerk.heading,
            opinion=clerk.opinion,
            name="สมหญิง รอบคอบ",
            position=chains.CLERK,
            date=timezone.localdate(),
        ),
        on_earlier_text=False,
    )
    assert (second.record.heading, second.record.position) == (mayor.heading, chains.MAYOR)


def test_it_survives_the_officers_and_changed_stages(approved: Any, clerk: Any, mayor: Any) -> None:
    before = approvals_of(approved)
    clerk.delete()
    mayor.delete()
    MemoApprovalTask.objects.update(position="ใหม่", heading="ใหม่", opinion="ใหม่")
    assert approvals_of(approved) == before


def test_the_day_is_the_day_in_thailand(page: Any, clerk: Any, mayor: Any, settings: Any) -> None:
    settings.TIME_ZONE = "Asia/Bangkok"
    chains.go_through(page, clerk, mayor)
    run = approved_run(page)
    assert run is not None
    late = dt.datetime(2026, 3, 20, 18, 30, tzinfo=dt.UTC)
    for state in run.states:
        state.finished_at = late
        state.save()
    assert {each.record.date for each in approvals_of(page)} == {dt.date(2026, 3, 21)}


def test_an_officer_who_decided_on_an_earlier_text_is_marked(
    page: Any, clerk: Any, mayor: Any
) -> None:
    MemoApprovalTask.objects.update(not_own=False)
    chains.submit(page)
    chains.approve(page, clerk)
    changed = chains.fresh(page)
    changed.introduction = "<p>นายกเทศมนตรีแก้ถ้อยคำ</p>"
    changed.save_revision(user=mayor)
    chains.approve(page, mayor)
    assert [each.on_earlier_text for each in approvals_of(page)] == [True, False]


def test_a_version_that_says_the_same_is_no_other_text(page: Any, clerk: Any, mayor: Any) -> None:
    chains.submit(page)
    chains.approve(page, clerk)
    same = chains.fresh(page)
    same.due_date = dt.date(2026, 4, 30)
    same.save_revision()
    chains.approve(page, mayor)
    assert [each.on_earlier_text for each in approvals_of(page)] == [False, False]


def test_after_a_return_the_chain_goes_on_where_it_was(
    page: Any, clerk: Any, mayor: Any, reporter: Any
) -> None:
    chains.submit(page, reporter)
    chains.approve(page, clerk, opinion="ครั้งแรก")
    chains.waiting(page).reject(user=mayor, comment="แก้ข้อ ๒")
    changed = chains.fresh(page).get_latest_revision_as_object()
    changed.introduction = "<p>แก้แล้ว</p>"
    changed.save_revision(user=reporter)
    chains.submit(page, reporter)
    assert chains.waiting(page).task.name == chains.STAGES[1].heading
    chains.approve(page, mayor, opinion="ลงนาม")
    assert words(page) == [("สมหญิง รอบคอบ", "ครั้งแรก"), ("สมชาย ตั้งใจ", "ลงนาม")]
    assert [each.on_earlier_text for each in approvals_of(page)] == [True, False]


def test_a_cancelled_run_and_an_earlier_one_do_not_count(
    approved: Any, clerk: Any, mayor: Any
) -> None:
    chains.submit(approved)
    chains.approve(approved, clerk, opinion="ยกเลิกแล้ว")
    chains.run_of(approved).cancel()
    assert len(approvals_of(approved)) == 2
    chains.submit(approved)
    chains.approve(approved, clerk, opinion="ครั้งที่สอง")
    chains.approve(approved, mayor, opinion="ครั้งที่สอง")
    assert {opinion for _name, opinion in words(approved)} == {"ครั้งที่สอง"}


def test_another_text_has_no_approvals(approved: Any) -> None:
    changed = chains.fresh(approved)
    changed.introduction = "<p>อื่น</p>"
    revision = changed.save_revision()
    assert chain_approvals(approved, revision.pk) == ()


def test_the_same_text_in_another_revision_has_them(approved: Any) -> None:
    revision = chains.fresh(approved).save_revision()
    assert len(chain_approvals(approved, revision.pk)) == 2


@pytest.mark.parametrize("revision", [None, 0, 999_999])
def test_no_revision_has_none(approved: Any, revision: int | None) -> None:
    assert chain_approvals(approved, revision) == ()


def test_a_page_without_a_chain_has_none(page: Any) -> None:
    assert approved_run(page) is None
    assert chain_approvals(page, page.latest_revision_id) == ()


def test_it_is_kept_as_plain_data_and_read_again(approved: Any) -> None:
    for each in approvals_of(approved):
        assert ChainApproval.from_json(each.to_json()) == each
    assert ChainApproval.from_json({}) == ChainApproval(record=ApprovalRecord())
