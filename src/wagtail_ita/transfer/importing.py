"""A parsed report into a draft: first a plan that only looks, then one step that writes."""

from __future__ import annotations

import enum
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.models import Site

from wagtail_ita.catalogues import get_catalogue
from wagtail_ita.domain.catalogue import reported_year_for
from wagtail_ita.domain.catalogue_items import ItemKind
from wagtail_ita.domain.records import MeasureRecord, ReportRecord
from wagtail_ita.models import ITAReportMixin, get_report_page_model
from wagtail_ita.selectors import find_index, find_item
from wagtail_ita.transfer.pages import apply_report, report_to_record

IMPORT_ACTION = "wagtail_ita.import"


class ImportRefused(Exception):
    """The import would do harm or has nowhere to go; the sentence says why and what to do."""


class Outcome(enum.Enum):
    """What applying a plan does."""

    CREATE = "create"
    UPDATE = "update"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportPlan:
    """What ``apply_import`` will write, and where.

    Attributes:
        record: The content, with the ids of what is on the page already.
        page: The latest draft of the page, or ``None`` when it will be made.
        notices: Sentences on what the person should look at.
    """

    outcome: Outcome
    index: Any
    page: Any | None
    record: ReportRecord
    notices: tuple[str, ...] = ()


def plan_import(
    record: ReportRecord,
    *,
    year: int,
    scheme: str,
    site: Site,
    code: str | None = None,
    replace_content: bool = False,
) -> ImportPlan:
    """Find the page that a record belongs to and work out what would change.

    Args:
        record: What the reader of the file understood.
        year: Assessment year, B.E.
        scheme: Whose list.
        site: Where the pages are.
        code: Item to import into; by default the one that the catalogue or the file names.
        replace_content: Whether a draft that somebody works on may be replaced. What is
            published needs no such word: the import makes a draft beside it.

    Raises:
        ImportRefused: There is no index or report page for it, or somebody works on a draft.
    """
    index = find_index(year=year, scheme=scheme, site=site)
    if index is None:
        raise ImportRefused(
            _(
                "There is no index page for %(year)s. "
                "Make it first with: manage.py ita_setup --year %(year)s"
            )
            % {"year": year}
        )
    code = code or _report_code(record, year=year, scheme=scheme)
    # The agency is the site's, not the page's.
    record = replace(record, agency="")
    notices = tuple(_contradictions(record, code=code, year=year, scheme=scheme))
    page = find_item(index, code)
    if page is None:
        title = _official_title(index, code) or record.title
        new = replace(record, code=code, title=title)
        return ImportPlan(
            outcome=Outcome.CREATE, index=index, page=None, record=new, notices=notices
        )
    draft = _latest_draft(page)
    present = report_to_record(draft)
    new = _with_ids(replace(record, code=code, title=draft.title), present)
    if new == present:
        outcome = Outcome.NOTHING
    elif _has_work_in_progress(page, present) and not replace_content:
        raise ImportRefused(
            _(
                "The draft of the page %(code)s “%(title)s” has content that is not published "
                "yet. Publish it first, or run the import again with --replace; the version of "
                "today stays in the page's history."
            )
            % {"code": code, "title": draft.title}
        )
    else:
        outcome = Outcome.UPDATE
        notices = (*notices, *_about_evidence(new, present))
    return ImportPlan(outcome=outcome, index=index, page=draft, record=new, notices=notices)


@transaction.atomic
def apply_import(plan: ImportPlan, *, user: Any = None, source: str = "") -> Any:
    """Write a plan as a draft revision with a log entry, and return the page.

    Nothing is published: what the public sees stays as it is.

    Args:
        plan: What to write.
        user: Who does it, for the history.
        source: Name of the file, for the history.

    Raises:
        ImportRefused: A value does not fit its field. Nothing has been written then.
    """
    if plan.outcome is Outcome.NOTHING:
        return plan.page
    page = plan.page or get_report_page_model()(live=False)
    apply_report(page, plan.record)
    try:
        _check_blocks(page)
        if plan.page is None:
            plan.index.add_child(instance=page)
        elif not page.live:
            # As the editor does: only a live page keeps its published content in the table.
            page.save()
        revision = page.save_revision(user=user)
    except ValidationError as error:
        raise ImportRefused(
            _("The report cannot be stored: %(faults)s") % {"faults": " ".join(_faults(error))}
        ) from error
    _log(page, revision, user, source)
    return page


def _log(page: Any, revision: Any, user: Any, source: str) -> None:
    log(
        instance=page,
        action=IMPORT_ACTION,
        user=user,
        revision=revision,
        content_changed=True,
        data={"source": source},
    )


def _check_blocks(page: Any) -> None:
    # Page.full_clean() does not look into blocks; drafts may lack elements, so the check is
    # the one that the editor makes when a draft is saved.
    for name in ("measures", "memo_approvals", "attachments"):
        block = page._meta.get_field(name).stream_block
        block.clean_deferred(getattr(page, name))


def _faults(error: ValidationError) -> Iterator[str]:
    if hasattr(error, "error_dict"):
        for field, messages in error.message_dict.items():
            yield f"{field}: {' '.join(messages)}"
    else:
        yield from error.messages


def _latest_draft(page: Any) -> Any:
    if not isinstance(page, ITAReportMixin):
        raise ImportRefused(
            _("The page %(code)s is no measures report, so a report cannot go into it.")
            % {"code": page.code}
        )
    return page.get_latest_revision_as_object()


def _report_code(record: ReportRecord, *, year: int, scheme: str) -> str:
    catalogue = get_catalogue(scheme, year)
    item = catalogue.report_item if catalogue else None
    code = item.code if item else record.code
    if not code:
        raise ImportRefused(
            _("It is not known which item of %(year)s the report is. Name it with --item.")
            % {"year": year}
        )
    return code


def _official_title(index: Any, code: str) -> str:
    catalogue = get_catalogue(index.scheme, index.assessment_year)
    item = catalogue.get(code) if catalogue else None
    return item.title(index.locale.language_code) if item else ""


def _contradictions(record: ReportRecord, *, code: str, year: int, scheme: str) -> Iterator[str]:
    if record.code and record.code != code:
        yield _("The file calls itself %(found)s, but it goes into %(code)s.") % {
            "found": record.code,
            "code": code,
        }
    catalogue = get_catalogue(scheme, year)
    item = catalogue.get(code) if catalogue else None
    if item is None or item.kind is not ItemKind.MEASURES_REPORT:
        yield _("The catalogue of %(year)s does not know %(code)s as the measures report.") % {
            "year": year,
            "code": code,
        }
        return
    expected = reported_year_for(item, year)
    if expected and record.reported_year and record.reported_year != expected:
        yield _(
            "The file reports fiscal year %(found)s; %(code)s of %(year)s is about %(expected)s."
        ) % {"found": record.reported_year, "code": code, "year": year, "expected": expected}


def _has_work_in_progress(page: Any, record: ReportRecord) -> bool:
    if page.live and not page.has_unpublished_changes:
        return False
    return record != ReportRecord(
        code=record.code, title=record.title, reported_year=record.reported_year
    )


def _about_evidence(new: ReportRecord, present: ReportRecord) -> Iterator[str]:
    kept = {piece.id for measure in new.measures for piece in measure.evidence}
    for number, measure in enumerate(present.measures, start=1):
        lost = [piece for piece in measure.evidence if piece.id not in kept]
        if lost:
            yield _(
                "Measure %(number)d “%(title)s” of the page has another name in the file or is "
                "not in it: %(count)d pieces of its evidence are not in the new draft."
            ) % {"number": number, "title": measure.title, "count": len(lost)}
    if present.attachments:
        yield _("The page's attachments are kept: %(count)d.") % {"count": len(present.attachments)}


def _with_ids(new: ReportRecord, present: ReportRecord) -> ReportRecord:
    """Give the parts of a new record the ids of the parts that they update."""
    return replace(
        new,
        measures=tuple(_measures_with_ids(new.measures, present.measures)),
        memo=replace(
            new.memo,
            approvals=tuple(
                replace(each, id=present.memo.approvals[position].id)
                if position < len(present.memo.approvals)
                else each
                for position, each in enumerate(new.memo.approvals)
            ),
        ),
        # A text file names no files, so what was attached by hand stays.
        attachments=new.attachments or present.attachments,
    )


def _measures_with_ids(
    new: tuple[MeasureRecord, ...], present: tuple[MeasureRecord, ...]
) -> Iterator[MeasureRecord]:
    left = list(present)
    for measure in new:
        twin = next(
            (each for each in left if each.title == measure.title),
            next(
                (
                    each
                    for each in left
                    if each.indicator == measure.indicator and measure.indicator is not None
                ),
                None,
            ),
        )
        if twin is None:
            yield measure
        else:
            left.remove(twin)
            # Under another name it may be another measure: what backed the old one need not
            # back the new one.
            same = twin.title == measure.title
            evidence = measure.evidence or (twin.evidence if same else ())
            yield replace(measure, id=twin.id, evidence=evidence)
