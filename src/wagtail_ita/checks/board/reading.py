"""Reads the board of an assessment year from the database.

The number of queries does not depend on the number of items: what Wagtail would look up page
by page (revision, workflow, schedule, owner, chosen files) is looked up once for all.
"""

from __future__ import annotations

import copy
import datetime as dt
import logging
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Final

from django.contrib.auth import get_user_model
from django.db.models import Max
from django.utils.translation import get_language
from wagtail.blocks import StreamValue
from wagtail.models import Page, PageLogEntry, Revision

from wagtail_ita import clock
from wagtail_ita.blocks.preloading import preloaded_targets
from wagtail_ita.checks.board.access import changeable_pages, may_add_below, permitted_pages
from wagtail_ita.checks.board.rows import Board, Row
from wagtail_ita.checks.board.statuses import Facts, Status, main_status, marks
from wagtail_ita.checks.pages import UNREADABLE, check_page
from wagtail_ita.checks.publishing import REFUSED_ACTION
from wagtail_ita.domain.catalogue_items import CatalogueItem
from wagtail_ita.domain.codes import code_sort_key
from wagtail_ita.domain.findings import Finding, Place, has_errors
from wagtail_ita.domain.grouping import group_entries
from wagtail_ita.models import ITAItemBase, Visibility, is_closed_for

logger = logging.getLogger(__name__)

# What belongs to the page in the tree, and is the same whichever version is looked at.
_KEPT: Final = frozenset(each.name for each in Page._meta.concrete_fields) - {"title"}


def read_board(index: Any, user: Any) -> Board:
    """Return what a user may see of the board of an index page.

    He sees the pages that he has a right to, and the missing items where he may add pages.
    """
    shows_missing = may_add_below(user, index)
    permitted = permitted_pages(user).child_of(index)
    pages = [
        page
        for page in permitted.specific().prefetch_workflow_states()
        if isinstance(page, ITAItemBase)
    ]
    pages.sort(key=lambda page: code_sort_key(page.code))
    facts = _Surroundings(index=index, pages=pages)
    changeable = set(changeable_pages(user).child_of(index).values_list("pk", flat=True))
    by_code: dict[str, list[Any]] = {}
    for page in pages:
        by_code.setdefault(page.code, []).append(page)
    grouped = group_entries(index.catalogue, by_code, include_missing=shows_missing)
    entries: list[tuple[CatalogueItem | None, Any]] = [
        *((entry.item, entry.page) for entry in grouped.entries),
        *((None, page) for page in grouped.others),
    ]
    drafts = {page.pk: facts.draft_of(page) for page in pages}
    with preloaded_targets(_streams(draft for draft in drafts.values() if draft)):
        rows = tuple(
            _page_row(facts, item, page, drafts[page.pk], may_edit=page.pk in changeable)
            if page
            else _missing_row(item)
            for item, page in _in_order(index, entries)
        )
    can_add = shows_missing and not is_closed_for(user, index)
    return Board(index=index, rows=rows, can_add=can_add, owners=facts.owners)


def _in_order(
    index: Any, entries: list[tuple[CatalogueItem | None, Any]]
) -> list[tuple[CatalogueItem | None, Any]]:
    """Return the entries in the order of the list; grouping brings headings together."""
    catalogue = index.catalogue
    order = {
        item.code: position for position, item in enumerate(catalogue.items if catalogue else ())
    }
    return sorted(
        entries, key=lambda entry: order.get(entry[0].code if entry[0] else "", len(order))
    )


def _missing_row(item: CatalogueItem | None) -> Row:
    assert item is not None  # noqa: S101 - only an item of the list can be missing
    title = item.title(get_language() or "th")
    return Row(code=item.code, title=title, item=item, main=Status.MISSING)


def _page_row(
    facts: _Surroundings, item: CatalogueItem | None, page: Any, draft: Any, *, may_edit: bool
) -> Row:
    findings = _findings_of(draft, facts.index)
    address = facts.address(page)
    # The draft says who does it until when, as soon as somebody has planned it.
    shown = draft or page
    known = Facts(
        live=page.live,
        public=bool(address),
        in_workflow=page.current_workflow_state is not None,
        scheduled=page.pk in facts.schedule,
        changed_on=_day(page.latest_revision_created_at) if page.has_unpublished_changes else None,
        published_on=_day(page.last_published_at),
        due=shown.due_date,
        refused=facts.is_refused(page),
        has_errors=has_errors(findings),
        untranslated=facts.is_untranslated(page),
    )
    main = main_status(known, facts.index.fiscal_year, facts.today)
    return Row(
        code=item.code if item else page.code,
        title=shown.title,
        item=item,
        page=page,
        main=main,
        marks=tuple(marks(known, main, facts.today)),
        owner=facts.owners.get(shown.item_owner_id, ""),
        owner_id=shown.item_owner_id if shown.item_owner_id in facts.owners else None,
        due=shown.due_date,
        scheduled_for=facts.schedule.get(page.pk),
        findings=findings,
        address=address,
        may_edit=may_edit,
    )


def _findings_of(draft: Any, index: Any) -> tuple[Finding, ...]:
    if draft is None:
        return (UNREADABLE.at(Place()),)
    # A cached property that would ask the database for the page above, page by page.
    draft.index_page = index
    return check_page(draft)


@dataclass(kw_only=True)
class _Surroundings:
    """What the rows need beside the pages themselves, each looked up once."""

    index: Any
    pages: list[Any]
    today: dt.date = field(default_factory=clock.today)

    @cached_property
    def _revisions(self) -> Mapping[int, Any]:
        ids = [page.latest_revision_id for page in self.pages if page.latest_revision_id]
        return dict(Revision.objects.filter(pk__in=ids).values_list("pk", "content"))

    def draft_of(self, page: Any) -> Any | None:
        """Return a page with the content of its latest revision; ``None`` if it is broken."""
        content = self._revisions.get(page.latest_revision_id)
        if content is None:
            return copy.copy(page)
        try:
            return _with_content(page, content)
        except Exception:
            logger.exception("The latest version of page %s cannot be read.", page.pk)
            return None

    @cached_property
    def owners(self) -> Mapping[Any, str]:
        """Names of the users who own items, now or in a draft."""
        ids = {page.item_owner_id for page in self.pages}
        for content in self._revisions.values():
            if isinstance(content, dict):
                ids.add(content.get("item_owner"))
        users = get_user_model()._default_manager.in_bulk([each for each in ids if each])
        return {pk: user.get_full_name() or user.get_username() for pk, user in users.items()}

    @cached_property
    def schedule(self) -> Mapping[int, dt.datetime]:
        """When a version of a page goes live, by primary key of the page."""
        revisions = Revision.page_revisions.filter(
            object_id__in=[str(page.pk) for page in self.pages], approved_go_live_at__isnull=False
        )
        found = revisions.values_list("object_id", "approved_go_live_at")
        return {int(pk): moment for pk, moment in found}

    @cached_property
    def _refusals(self) -> Mapping[int, dt.datetime]:
        entries = PageLogEntry.objects.filter(
            action=REFUSED_ACTION, page_id__in=[page.pk for page in self.pages]
        )
        found = entries.values("page_id").annotate(last=Max("timestamp")).order_by()
        return {each["page_id"]: each["last"] for each in found}

    def is_refused(self, page: Any) -> bool:
        """Tell whether errors stopped a schedule, and nobody has changed the page since."""
        refused = self._refusals.get(page.pk)
        changed = page.latest_revision_created_at
        return refused is not None and (changed is None or changed < refused)

    @cached_property
    def _languages(self) -> frozenset[int]:
        translations = type(self.index)._default_manager.filter(
            translation_key=self.index.translation_key
        )
        others = translations.exclude(pk=self.index.pk)
        return frozenset(others.values_list("locale_id", flat=True))

    @cached_property
    def _translated(self) -> Mapping[Any, set[int]]:
        found: dict[Any, set[int]] = {}
        if self._languages:
            keys = [page.translation_key for page in self.pages]
            live = Page.objects.live().filter(
                translation_key__in=keys, locale_id__in=self._languages
            )
            for key, locale in live.values_list("translation_key", "locale_id"):
                found.setdefault(key, set()).add(locale)
        return found

    def is_untranslated(self, page: Any) -> bool:
        """Tell whether a language that the index page has lacks a live page of the item."""
        return not self._languages <= self._translated.get(page.translation_key, set())

    @cached_property
    def visibility(self) -> Visibility:
        return Visibility()

    def address(self, page: Any) -> str:
        """Return where a visitor opens the page; empty when he cannot."""
        return (page.full_url or "") if self.visibility.allows_page(page) else ""


def _with_content(page: Any, content: Mapping[str, Any]) -> Any:
    """Return a copy of a page with what a revision stores of it.

    Wagtail's own way asks the database about every foreign key of every page.
    """
    draft = copy.copy(page)
    for each in page._meta.concrete_fields:
        if each.name in _KEPT or each.name not in content or each.primary_key:
            continue
        setattr(draft, each.attname, each.to_python(content[each.name]))
    return draft


def _streams(pages: Iterable[Any]) -> Iterator[StreamValue]:
    for page in pages:
        for each in page._meta.concrete_fields:
            value = page.__dict__.get(each.attname)
            if isinstance(value, StreamValue):
                yield value


def _day(moment: dt.datetime | None) -> dt.date | None:
    return clock.local_day(moment) if moment else None
