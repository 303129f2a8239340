"""Writes down what goes public: one ``PublishedVersion`` for each publication of a report.

Every publication has one, also one that changes no word: it is public again from that day, and
the page says so. An alias has none of its own: it shows what the page says that it mirrors.
"""

from __future__ import annotations

import logging
from collections.abc import Container, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Final

from django.contrib.contenttypes.models import ContentType
from django.utils import timezone
from wagtail.log_actions import log

from wagtail_ita.blocks.preloading import preloaded_targets
from wagtail_ita.domain.differences import MeasureChange, differences, visible_text
from wagtail_ita.domain.records import ReportRecord
from wagtail_ita.models import (
    ITAReportMixin,
    PublishedVersion,
    current_publisher,
    once_a_publication,
    set_publish_recorder,
)
from wagtail_ita.transfer.errors import SourceError
from wagtail_ita.transfer.formats.json import read_data, record_data
from wagtail_ita.transfer.pages import report_to_record
from wagtail_ita.workflow.approvals import chain_approvals

logger = logging.getLogger(__name__)

CORRECTED_ACTION: Final = "wagtail_ita.correction_published"


@dataclass(frozen=True, slots=True, kw_only=True)
class LastPublic:
    """What visitors saw of a page last.

    Attributes:
        record: What it said.
        version: Where that is on record; ``None`` for a page that went public before there were
            versions, or by means that leave none.
        stored: The page as the database has it, where there is no version.
        new_note: The correction note of the page; empty when it was about an earlier correction.
    """

    record: ReportRecord
    version: PublishedVersion | None = None
    stored: Any = None
    new_note: str = ""


def register() -> None:
    """Give the models what writes versions; called once, when the app is ready."""
    set_publish_recorder(recorded)


def has_versions(page: Any) -> bool:
    """Tell whether what goes public of a page is written down."""
    return isinstance(page, ITAReportMixin) and not getattr(page, "alias_of_id", None)


@once_a_publication
def last_public(page: Any) -> LastPublic | None:
    """Return what visitors saw of a page last, also when it is not public now.

    Whether somebody has edited the draft since, or unpublished the page, makes no difference.
    ``None`` for a page that was never public, as far as is known.
    """
    rows = type(page)._base_manager.filter(pk=page.pk).values_list("live", "correction_note")
    row = rows.first()
    if row is None:
        return None
    is_live, stored_note = row
    version = PublishedVersion.objects.of(page).order_by("-number").first()
    record = record_of_version(version) if version else None
    stored = None
    if record is None:
        if not is_live:
            return None
        stored = type(page)._base_manager.get(pk=page.pk)
        with preloaded_targets([stored.measures, stored.attachments]):
            record = report_to_record(stored)
    old_notes = {visible_text(stored_note), visible_text(version.note if version else "")}
    note = _new_note(page, old_notes)
    return LastPublic(record=record, version=version, stored=stored, new_note=note)


def record_of_version(version: PublishedVersion) -> ReportRecord | None:
    """Return what a version said; ``None`` if somebody has broken what is stored of it."""
    try:
        return read_data(version.record)
    except SourceError:
        logger.exception("The version %s cannot be read.", version)
        return None


def _new_note(page: Any, old_notes: Container[str]) -> str:
    """Return the correction note of a page, unless it was about an earlier correction.

    A draft that was made of an old revision brings the note of that one along.
    """
    note = str(page.correction_note or "").strip()
    if not note or visible_text(note) in old_notes:
        return ""
    if page.live_revision_id:
        versions = PublishedVersion.objects.of(page).filter(revision_id=page.live_revision_id)
        if any(visible_text(each.note) == visible_text(note) for each in versions.only("note")):
            return ""
    return note


@contextmanager
def recorded(page: Any) -> Iterator[None]:
    """Write down what goes public, before the save that makes it so, and log it after.

    The save puts the page into the search index, which has the version's note and approvals too.
    """
    if not has_versions(page):
        yield
        return
    last = last_public(page)
    note = last.new_note if last else ""
    record = report_to_record(page)
    changes = differences(last.record, record) if last else ()
    number = 1
    if last and last.version:
        number = last.version.number + 1
    elif last and (changes or _was_published(last.stored)):
        _write_unrecorded(page, last)
        number = 2
    version = _write(page, number, record, note, changes)
    yield
    if version.changes:
        data = {"version": number, "note": note}
        log(instance=page, action=CORRECTED_ACTION, user=version.published_by, data=data)


def _write(
    page: Any,
    number: int,
    record: ReportRecord,
    note: str,
    changes: tuple[MeasureChange, ...],
) -> PublishedVersion:
    user = current_publisher()
    return PublishedVersion.objects.create(
        **_key(page),
        number=number,
        revision_id=page.live_revision_id,
        published_by=user if user is not None and user.pk else None,
        record=record_data(record),
        approvals=[each.to_json() for each in chain_approvals(page, page.live_revision_id)],
        note=note,
        changes=[change.to_json() for change in changes],
    )


def _was_published(page: Any) -> bool:
    """Tell whether a revision of the page itself is public; an alias has that of another."""
    revision = page.live_revision
    return revision is not None and revision.object_id == str(page.pk)


def _write_unrecorded(page: Any, last: LastPublic) -> None:
    """Write down what is public of a page that has no version, before it is gone."""
    stored = last.stored
    PublishedVersion.objects.create(
        **_key(page),
        number=1,
        revision_id=stored.live_revision_id,
        published_at=stored.last_published_at or stored.first_published_at or timezone.now(),
        record=record_data(last.record),
        approvals=[each.to_json() for each in chain_approvals(page, stored.live_revision_id)],
    )


def _key(page: Any) -> dict[str, Any]:
    kind = ContentType.objects.get_for_model(type(page), for_concrete_model=False)
    return {"content_type": kind, "object_id": str(page.pk)}
