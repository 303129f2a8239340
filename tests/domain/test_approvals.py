"""What officers wrote is kept with what was published, and read again as it was."""

from __future__ import annotations

import datetime as dt
import json

import pytest

from wagtail_ita.domain.approvals import ChainApproval
from wagtail_ita.domain.records import ApprovalRecord

WHOLE = ApprovalRecord(
    heading="ความเห็นปลัดเทศบาล",
    opinion="เห็นควรเผยแพร่",
    name="นางตัวอย่าง ใจดี",
    position="ปลัดเทศบาล",
    date=dt.date(2026, 3, 18),
)


@pytest.mark.parametrize("on_earlier_text", [True, False])
@pytest.mark.parametrize("record", [WHOLE, ApprovalRecord(), ApprovalRecord(name="ก")])
def test_an_approval_is_read_as_it_was_kept(record: ApprovalRecord, on_earlier_text: bool) -> None:
    approval = ChainApproval(record=record, on_earlier_text=on_earlier_text)
    assert ChainApproval.from_json(json.loads(json.dumps(approval.to_json()))) == approval


def test_an_approval_is_kept_under_names_that_later_versions_know() -> None:
    assert ChainApproval(record=WHOLE, on_earlier_text=True).to_json() == {
        "heading": "ความเห็นปลัดเทศบาล",
        "opinion": "เห็นควรเผยแพร่",
        "name": "นางตัวอย่าง ใจดี",
        "position": "ปลัดเทศบาล",
        "date": "2026-03-18",
        "on_earlier_text": True,
    }


@pytest.mark.parametrize("data", [{}, {"name": None, "date": ""}, {"date": None, "more": 1}])
def test_what_is_missing_is_empty(data: dict[str, object]) -> None:
    assert ChainApproval.from_json(data) == ChainApproval(record=ApprovalRecord())
