"""The memo of a report page: what it may begin with, and the approvals that the public sees."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from decimal import Decimal
from typing import Any

from django.utils.translation import override

from wagtail_ita.domain.approvals import ChainApproval
from wagtail_ita.domain.codes import CodeError, normalise_code
from wagtail_ita.domain.memo import MemoSource, default_subject
from wagtail_ita.domain.ratings import get_level
from wagtail_ita.domain.records import ApprovalRecord
from wagtail_ita.models.settings import ITASettings


def memo_source(page: Any, parent: Any) -> MemoSource:
    """Return what a report page knows for its memo, saved or only typed.

    Args:
        page: Told already which page it is under. What its form refused stands in its fields as
            it was typed; that is taken for not known.
        parent: The page above it.
    """
    language = parent.locale.language_code
    item, index = page.catalogue_item, page.index_page
    level = get_level(page.level)
    return replace(
        _settings_source(parent),
        title=" ".join((item.title(language) if item else page.title or "").split()),
        code=_code(page.code),
        reported_year=_known(page.reported_year, int),
        assessment_year=index.assessment_year if index else None,
        overall_score=_known(page.overall_score, Decimal),
        level=level.label(language) if level else "",
        measure_count=sum(bool(_text(child.value.get("title"))) for child in page.measures),
    )


def initial_memo(parent: Any, known: Mapping[str, Any]) -> dict[str, str]:
    """Return what the memo of a new report starts with: who writes to whom, and about what.

    Args:
        parent: The page above it.
        known: What is known of the report by its form's names; empty where no list names one.
    """
    source = replace(
        _settings_source(parent),
        title=known.get("title") or "",
        reported_year=known.get("reported_year"),
    )
    return {
        "memo_unit": source.unit,
        "memo_addressee": source.addressee,
        "memo_subject": default_subject(source),
    }


def typed_approvals(page: Any) -> tuple[ApprovalRecord, ...]:
    """Return what was typed in for opinions and orders that were signed on paper."""
    return tuple(
        ApprovalRecord(
            id=child.id or "",
            heading=child.value.get("heading") or "",
            opinion=child.value.get("opinion") or "",
            name=child.value.get("name") or "",
            position=child.value.get("position") or "",
            date=child.value.get("date"),
        )
        for child in page.memo_approvals
    )


def public_approvals(page: Any, version: Any) -> tuple[ChainApproval, ...]:
    """Return the approvals of a memo as the public sees them: on paper first, then the chain.

    What stands in both, because a file of the page was imported again, is shown once.

    Args:
        page: The report as it is published.
        version: The ``PublishedVersion`` of it, which keeps the chain as it was then; ``None``
            for a draft, whose approvals are not given yet.
    """
    on_paper = [ChainApproval(record=record) for record in typed_approvals(page)]
    typed = {replace(each.record, id="") for each in on_paper}
    given = (ChainApproval.from_json(each) for each in version.approvals) if version else ()
    return (*on_paper, *(each for each in given if each.record not in typed))


def _settings_source(parent: Any) -> MemoSource:
    language = parent.locale.language_code
    site = parent.get_site()
    agency = ITASettings.for_site(site) if site else ITASettings()
    with override(language):
        name = agency.agency_name
    return MemoSource(
        unit=agency.memo_unit,
        addressee=agency.memo_addressee,
        agency=" ".join(name.split()),
        language=language,
        thai_digits=agency.digits_for(language) == "thai",
    )


def _known(value: Any, kind: type) -> Any:
    return value if isinstance(value, kind) else None


def _text(value: object) -> str:
    return str(value or "").strip()


def _code(text: object) -> str:
    with suppress(CodeError):
        return normalise_code(_text(text))
    return ""
