"""Pages with a word of their own in every place that is nobody's business."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from django.contrib.auth import get_user_model
from django.utils import timezone
from wagtail.models import (
    Collection,
    CollectionViewRestriction,
    Comment,
    PageViewRestriction,
)

from tests.sample import FULL_MEASURE, RECORD, make_document, make_index, make_item, make_report
from wagtail_ita.domain.records import EvidenceKind, EvidenceRecord
from wagtail_ita.models import PublishedVersion

SECRET = "ความลับ"
DUE = dt.date(2031, 12, 29)


@dataclass
class Secrets:
    index: Any
    item: Any
    report: Any
    draft: Any
    private: Any


def secret(name: str) -> str:
    return f"{SECRET}-{name}"


def make_secret_pages() -> Secrets:
    """Publish a year in which everything internal says ``SECRET``."""
    root = Collection.get_first_root_node()
    closed = root.add_child(name=secret("collection"))
    CollectionViewRestriction.objects.create(
        collection=closed, restriction_type=CollectionViewRestriction.LOGIN
    )
    kept = make_document(secret("document"), "kept.pdf", collection=closed)
    shown = make_document("เอกสารที่เปิดได้", "shown.pdf")
    owner = get_user_model().objects.create_user(
        username="owner", first_name=secret("first"), email="secret-owner@example.go.th"
    )
    index = make_index()
    index.save_revision().publish()
    private = make_item(index, "O9", title=secret("private page"))
    PageViewRestriction.objects.create(page=private, restriction_type=PageViewRestriction.LOGIN)
    pieces = [
        ("document", {"document": kept, "title": secret("title"), "note": secret("note")}),
        ("page", {"page": private, "title": secret("page title"), "note": ""}),
        ("document", {"document": shown, "title": "", "note": "ดูหน้า ๒"}),
    ]
    internal = {
        "item_owner": owner,
        "owner": owner,
        "due_date": DUE,
        "explanation": secret("explanation"),
        "personal_data_confirmed": True,
    }
    item = make_item(index, "O12", evidence=pieces, **internal)
    draft = make_item(index, "O13", title=secret("draft page"), live=False)
    report = make_report(index, _record(kept, private, shown))
    type(report).objects.filter(pk=report.pk).update(**internal)
    report = type(report).objects.get(pk=report.pk)
    Comment.objects.create(
        page=report, user=owner, text=secret("comment"), contentpath="measures", position=""
    )
    _draft_of(report)
    PublishedVersion.objects.filter(object_id=str(report.pk)).update(
        withheld_reason=secret("reason")
    )
    # A version before the one that is live, taken from the public.
    PublishedVersion.objects.create(
        content_type_id=PublishedVersion.objects.get(object_id=str(report.pk)).content_type_id,
        object_id=str(report.pk),
        number=0,
        record={"report": {"title": secret("withheld")}},
        note=secret("withheld note"),
        withheld_at=timezone.now(),
        withheld_reason=secret("withheld reason"),
    )
    return Secrets(index=index, item=item, report=report, draft=draft, private=private)


def _record(kept: Any, private: Any, shown: Any) -> Any:
    evidence = tuple(
        EvidenceRecord(
            id=f"7b1b0d3e-0000-4000-8000-00000000000{n}", kind=kind, key=str(target.pk), title=title
        )
        for n, (kind, target, title) in enumerate(
            (
                (EvidenceKind.DOCUMENT, kept, secret("measure title")),
                (EvidenceKind.PAGE, private, secret("measure page")),
                (EvidenceKind.DOCUMENT, shown, ""),
            )
        )
    )
    measure = replace(FULL_MEASURE, evidence=evidence)
    return replace(RECORD, measures=(measure, *RECORD.measures[1:]))


def _draft_of(report: Any) -> None:
    """Save a draft over what is live, as an editor does who is not done."""
    report.title = secret("draft title")
    report.conclusion = f"<p>{secret('draft')}</p>"
    report.correction_note = secret("correction note")
    report.save_revision()


def strings(data: Any) -> Iterator[str]:
    """Yield every key and every value, however deep."""
    if isinstance(data, dict):
        for key, value in data.items():
            yield str(key)
            yield from strings(value)
    elif isinstance(data, list):
        for each in data:
            yield from strings(each)
    else:
        yield json.dumps(data, ensure_ascii=False)


INTERNAL_KEYS = {
    "item_owner",
    "owner",
    "due_date",
    "explanation",
    "personal_data_confirmed",
    "findings",
    "correction_note",
    "comments",
    "workflow",
    "memo_approvals",
    "withheld_reason",
}


def assert_nothing_leaks(data: Any) -> None:
    found = list(strings(data))
    assert [each for each in found if SECRET in each or "secret-owner" in each] == []
    assert INTERNAL_KEYS.isdisjoint(found)
    assert not any(DUE.isoformat() in each for each in found)
