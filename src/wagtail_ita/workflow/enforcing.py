"""Holds that a report with a chain of approval is public only with a text that went through it.

The publish rule says it in words, on the form and wherever a revision is published. Signals
hold it where no revision is published: a page that is stored as live, as a copy or by code, one
that is moved to where there is a chain, and one whose time to go live is set.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import Any, Final

from django.db.models.signals import post_save, pre_save
from wagtail.models import Revision
from wagtail.signals import post_page_move, pre_page_move

from wagtail_ita.conf import get_settings
from wagtail_ita.domain.approvals import APPROVAL_MISSING, SOURCE_NOT_APPROVED
from wagtail_ita.domain.findings import Finding, Place
from wagtail_ita.models import (
    NOT_SHOWN,
    ITAReportMixin,
    PublishRefused,
    add_publish_rule,
    same_text,
    version_of,
)
from wagtail_ita.workflow.approvals import approved_run
from wagtail_ita.workflow.chain import adopt_chain, chain_at, chain_of, has_chains

_ID: Final = "wagtail_ita.approvals"


def register() -> None:
    """Put the rule and the signals in force; called once, when the app is ready."""
    add_publish_rule(check_approval)
    pre_save.connect(refuse_to_store, dispatch_uid=_ID)
    pre_save.connect(refuse_to_schedule, sender=Revision, dispatch_uid=_ID)
    post_save.connect(adopt_for_new, dispatch_uid=_ID)
    pre_page_move.connect(refuse_to_move, dispatch_uid=_ID)
    post_page_move.connect(adopt_for_moved, dispatch_uid=_ID)


def check_approval(page: Any) -> Sequence[Finding]:
    """Return what is missing of the approval of a page, as it would be published now."""
    if not isinstance(page, ITAReportMixin) or not has_chains():
        return ()
    chain, source = chain_of(page), None
    if chain is None:
        source, chain = _source_with_chain(page)
    if chain is None or _is_public(page):
        return ()
    if source is not None:
        if source.live and is_approved(source):
            return ()
        return (SOURCE_NOT_APPROVED.at(Place(), chain=chain.name, source=source.title),)
    return () if is_approved(page) else (APPROVAL_MISSING.at(Place(), chain=chain.name),)


def _is_public(page: Any) -> bool:
    """Tell whether visitors see this very text already, perhaps since before the chain."""
    stored = type(page)._base_manager.filter(pk=page.pk, live=True).first() if page.pk else None
    return stored is not None and same_text(page, stored)


def is_approved(page: Any) -> bool:
    """Tell whether the text of a page is what the chain decided on last."""
    # An alias says what its source says, and is not decided on by itself.
    decided = page.alias_of.specific if page.alias_of_id else page
    run = approved_run(decided) if decided.pk else None
    return run is not None and same_text(page, version_of(run.revision))


def refused_at(
    page: Any, parent: Any, *, as_copy: bool = False
) -> Iterator[tuple[Any, Sequence[Finding]]]:
    """Yield the live reports at and below a page that a chain under ``parent`` would stop.

    Moved there, only what comes under a chain by that is meant: a live report that has one
    already stays live. A copy is a new page, which no chain has seen.
    """
    chain = chain_at(parent, page)
    if chain is None:
        return
    for report in live_reports(page):
        if as_copy or (chain_of(report) is None and not is_approved(report)):
            yield report, (APPROVAL_MISSING.at(Place(), chain=chain.name),)


def live_reports(page: Any) -> Iterator[Any]:
    """Yield the live reports at and below a page of any kind."""
    if not _may_hold_reports(page):
        return
    for each in page.get_descendants(inclusive=True).live().specific():
        if isinstance(each, ITAReportMixin):
            yield each


def refuse_to_store(
    sender: Any,
    instance: Any,
    raw: bool = False,
    update_fields: Collection[str] | None = None,
    **kwargs: Any,
) -> None:
    """Refuse to store as live what did not go through the chain, whoever tries."""
    if raw or not isinstance(instance, ITAReportMixin) or not instance.live:
        return
    if not get_settings().STOP_PUBLISHING:
        return
    if update_fields is not None and NOT_SHOWN - {"live"} >= set(update_fields):
        return
    # The publish rule has just been asked about a revision that is being published.
    if instance.is_being_published:
        return
    errors = check_approval(instance)
    if errors:
        raise PublishRefused(instance, errors)


def refuse_to_schedule(
    sender: Any,
    instance: Revision,
    raw: bool = False,
    update_fields: Collection[str] | None = None,
    **kwargs: Any,
) -> None:
    """Refuse to set the time at which a revision goes live, not only when that time comes."""
    if raw or not instance.approved_go_live_at or not get_settings().STOP_PUBLISHING:
        return
    if update_fields is not None and "approved_go_live_at" not in update_fields:
        return
    if issubclass(instance.content_type.model_class() or object, ITAReportMixin):
        page = instance.as_object()
        errors = check_approval(page)
        if errors:
            raise PublishRefused(page, errors)


def refuse_to_move(
    sender: Any, instance: Any, parent_page_before: Any, parent_page_after: Any, **kwargs: Any
) -> None:
    """Refuse to move a live report that did not go through it to where there is a chain."""
    if parent_page_before == parent_page_after or not get_settings().STOP_PUBLISHING:
        return
    for report, errors in refused_at(instance, parent_page_after.specific):
        raise PublishRefused(report, errors)


def adopt_for_new(
    sender: Any, instance: Any, created: bool = False, raw: bool = False, **kwargs: Any
) -> None:
    """Attach the chain of the reports beside it to a new report, so that it can be submitted."""
    if created and not raw and isinstance(instance, ITAReportMixin):
        adopt_chain(instance)


def adopt_for_moved(
    sender: Any, instance: Any, parent_page_before: Any, parent_page_after: Any, **kwargs: Any
) -> None:
    """Attach the chain of the reports beside them to reports that have been moved there."""
    if parent_page_before == parent_page_after or not _may_hold_reports(instance):
        return
    for each in instance.get_descendants(inclusive=True).specific():
        if isinstance(each, ITAReportMixin):
            adopt_chain(each)


def _may_hold_reports(page: Any) -> bool:
    """Tell whether a report may be at or below a page, as cheaply as can be known."""
    return page.numchild > 0 or issubclass(page.specific_class or object, ITAReportMixin)


def _source_with_chain(page: Any) -> tuple[Any, Any]:
    """Return the report in another language that has a chain, and the chain."""
    if page.alias_of_id or not page.translation_key:
        return None, None
    for each in type(page)._base_manager.filter(translation_key=page.translation_key):
        if each.pk != page.pk and each.locale_id != page.locale_id and not each.alias_of_id:
            chain = chain_of(each)
            if chain is not None:
                return each, chain
    return None, None
