"""The year's skeleton: an index page and a draft for each item of the catalogue.

It can be run again at any time: it adds what is missing, never touches what is there, and
leaves a page whose item is no longer in the list at its address.
"""

from __future__ import annotations

import enum
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.models import Page, Site

from wagtail_ita.catalogues import all_catalogues, get_catalogue
from wagtail_ita.domain.catalogue import Catalogue, reported_year_for
from wagtail_ita.domain.catalogue_items import CatalogueItem, ItemKind
from wagtail_ita.domain.succession import find_predecessors
from wagtail_ita.models import (
    closed_sentence,
    get_index_page_model,
    get_item_page_model,
    get_report_page_model,
    lock_pages,
)
from wagtail_ita.selectors import find_index, index_items
from wagtail_ita.years.history import SET_UP


class SkeletonError(Exception):
    """The skeleton cannot be made; the sentence says why and what to do."""


class Step(enum.Enum):
    """What is done about one page."""

    CREATE = "create"
    KEEP = "keep"
    RETIRE = "retire"


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedPage:
    """One page of the skeleton and what is done about it.

    Attributes:
        code: Item code; empty for the index page.
        item: Row of the catalogue; ``None`` for the index and for a retired page.
        page: The page that is there already.
    """

    step: Step
    code: str
    title: str
    item: CatalogueItem | None = None
    page: Any | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SkeletonPlan:
    """What ``apply_skeleton`` will do.

    Attributes:
        year: Assessment year, B.E.
        catalogue: The list that its pages follow.
        remarks: What a person has to look at, in sentences.
    """

    year: int
    catalogue: Catalogue
    parent: Page
    index: PlannedPage
    items: tuple[PlannedPage, ...]
    remarks: tuple[str, ...] = ()

    @property
    def borrowed_year(self) -> int | None:
        """The year whose list is followed while the year's own is not known."""
        return self.catalogue.year if self.catalogue.year != self.year else None

    @property
    def created(self) -> int:
        return sum(each.step is Step.CREATE for each in (self.index, *self.items))


def plan_skeleton(
    *,
    year: int,
    scheme: str,
    site: Site,
    parent_path: str | None = None,
    model: Any = None,
) -> SkeletonPlan:
    """Compare a year's catalogue with the pages of a site.

    The year's own catalogue comes first; where it is not known, an index page that is there
    follows the one that it names, and a new one that of ``model``.

    Args:
        year: Assessment year, B.E.
        scheme: Whose list.
        site: Where.
        parent_path: Address of the page that a new index goes under, from the home page,
            e.g. ``/about/``; the home page when it is not given.
        model: Index page of another year: a new one goes beside it, and follows its list
            while its own is not known.

    Raises:
        SkeletonError: There is no such catalogue or parent, or the address is taken.
    """
    index_page = find_year(year=year, scheme=scheme, site=site, model=model)
    catalogue = _choose_catalogue(scheme, year, index_page, model)
    if index_page is None:
        parent = model.get_parent() if model else _find_parent(site, parent_path)
        _require_free_slug(parent, f"ita-{year}")
        index = PlannedPage(step=Step.CREATE, code="", title=_index_title(year, parent))
        present: dict[str, Any] = {}
    else:
        if index_page.closed_since:
            raise SkeletonError(closed_sentence(index_page.closed_since))
        parent = index_page.get_parent()
        index = PlannedPage(step=Step.KEEP, code="", title=index_page.title, page=index_page)
        present = {page.code: page for page in index_items(index_page)}

    language = parent.locale.language_code
    items = [
        PlannedPage(
            step=Step.KEEP if item.code in present else Step.CREATE,
            code=item.code,
            title=item.title(language),
            item=item,
            page=present.get(item.code),
        )
        for item in catalogue.items
    ]
    items += [
        PlannedPage(step=Step.RETIRE, code=code, title=page.title, page=page)
        for code, page in present.items()
        if catalogue.get(code) is None
    ]
    remarks = _about_list(index_page, catalogue, present) if index_page else ()
    return SkeletonPlan(
        year=year,
        catalogue=catalogue,
        parent=parent,
        index=index,
        items=tuple(items),
        remarks=tuple(remarks),
    )


def find_year(*, year: int, scheme: str, site: Site, model: Any = None) -> Any | None:
    """Return the index page of a year, live or draft.

    Where a site has several agencies, each with its years, that is the one beside ``model``:
    only the first of them finds its years anywhere on the site.
    """
    if model is None:
        return find_index(year=year, scheme=scheme, site=site)
    beside = (
        get_index_page_model()
        .objects.sibling_of(model)
        .filter(assessment_year=year, scheme=scheme, locale_id=model.locale_id)
        .first()
    )
    if beside is not None:
        return beside
    first = find_index(year=model.assessment_year, scheme=scheme, site=site)
    return find_index(year=year, scheme=scheme, site=site) if first == model else None


def _leave_empty(page: Any, planned: PlannedPage) -> None:
    """Fill nothing in."""


@transaction.atomic
def apply_skeleton(
    plan: SkeletonPlan,
    *,
    user: Any = None,
    fill: Callable[[Any, PlannedPage], None] = _leave_empty,
    action: str = SET_UP,
    data: dict[str, Any] | None = None,
) -> Any:
    """Make the pages of a plan, all as drafts, and return the index page.

    Args:
        plan: What was looked at.
        user: Who does it; ``None`` for a command.
        fill: Called with each new page and its plan, before the page is stored.
        action: What the history of the index page calls it.
        data: What the history keeps of it, beside the number of pages.

    Raises:
        SkeletonError: A page cannot be made, or somebody made pages of the year meanwhile. Nothing
            has been made then.
    """
    _refuse_changed(plan)
    index = plan.index.page
    if index is None:
        index = get_index_page_model()(
            title=plan.index.title,
            assessment_year=plan.year,
            scheme=plan.catalogue.scheme,
            list_year=plan.borrowed_year,
        )
        fill(index, plan.index)
        _add_draft(plan.parent, index, user)
    for planned in plan.items:
        if planned.step is Step.CREATE and planned.item is not None:
            page = _new_item_page(planned, plan.year)
            fill(page, planned)
            _add_draft(index, page, user)
    if plan.created:
        log(instance=index, action=action, user=user, data={**(data or {}), "pages": plan.created})
    return index


def _refuse_changed(plan: SkeletonPlan) -> None:
    """Have the place of the plan to oneself; refuse when it is no longer what was looked at."""
    index = plan.index.page
    place = plan.parent if index is None else index
    lock_pages(place.pk)
    # Where the next page below it goes.
    place.refresh_from_db(fields=["path", "depth", "numchild"])
    if index is None:
        years = get_index_page_model().objects.child_of(place)
        changed = years.filter(assessment_year=plan.year, scheme=plan.catalogue.scheme).exists()
    else:
        made = {each.code for each in plan.items if each.step is Step.CREATE}
        changed = bool(made & {page.code for page in index_items(index)})
    if changed:
        raise SkeletonError(
            _(
                "Somebody made pages of %(year)s meanwhile, and nothing has been written. "
                "Look at the new plan and start again."
            )
            % {"year": plan.year}
        )


def _new_item_page(planned: PlannedPage, year: int) -> Any:
    item = planned.item
    assert item is not None  # noqa: S101 - for the type checker: a planned item has a row
    if item.kind is ItemKind.MEASURES_REPORT:
        return get_report_page_model()(
            title=planned.title,
            code=item.code,
            reported_year=reported_year_for(item, year),
        )
    return get_item_page_model()(title=planned.title, code=item.code)


def _add_draft(parent: Page, page: Any, user: Any) -> None:
    page.live = False
    page.has_unpublished_changes = True
    page.owner = user
    try:
        parent.add_child(instance=page)
    except ValidationError as error:
        raise SkeletonError(
            _("The page “%(title)s” cannot be made: %(faults)s")
            % {"title": page.title, "faults": " ".join(error.messages)}
        ) from error
    page.save_revision(user=user, log_action="wagtail.create", changed=False)


def _index_title(year: int, parent: Page) -> str:
    if parent.locale.language_code.startswith("th"):
        # A page title is content in the language of its page, whatever the terminal speaks.
        return f"การประเมินคุณธรรมและความโปร่งใส (ITA) ปีงบประมาณ พ.ศ. {year}"
    return f"Integrity and Transparency Assessment (ITA), fiscal year {year}"


def _about_list(index: Any, catalogue: Catalogue, present: dict[str, Any]) -> Iterator[str]:
    """Say what to do about an index page that follows another list than its pages are made by.

    A page that was made by the list of another year may have the code of another item now.
    """
    old = index.catalogue
    names = {"year": catalogue.year, "title": index.title, "own": index.assessment_year}
    if old is None:
        yield (
            _(
                "The page “%(title)s” follows no list yet. Write %(year)s into its box "
                "“list of another year”."
            )
            % names
        )
    elif old.year != catalogue.year:
        names["old"] = old.year
        yield (
            _(
                "The page “%(title)s” still follows the list of %(old)s. When you have looked at "
                "its items, empty the box “list of another year” in its form and publish it."
            )
            % names
        )
    for item in catalogue.items if old is not None else ():
        before = old.get(item.code) if item.code in present else None
        continued = {each.item.code for each in find_predecessors(item, new=catalogue, old=old)}
        if before is not None and item.code not in continued:
            yield _(
                "%(code)s is another item in the list of %(year)s: “%(new)s”. Its page was made "
                "for “%(old)s” and stays as it is. Look at it."
            ) % {
                "code": item.code,
                "year": catalogue.year,
                "new": item.title(index.locale.language_code),
                "old": before.title(index.locale.language_code),
            }


def _choose_catalogue(scheme: str, year: int, *indexes: Any) -> Catalogue:
    lists = (index.catalogue for index in indexes if index is not None)
    catalogue = get_catalogue(scheme, year) or next(filter(None, lists), None)
    if catalogue is None:
        known = ", ".join(f"{each.scheme} {each.year}" for each in all_catalogues())
        raise SkeletonError(
            _(
                "There is no catalogue of %(scheme)s for %(year)s. Known are: %(known)s. "
                'Add a file of your own with WAGTAIL_ITA["CATALOGUES"].'
            )
            % {"scheme": scheme, "year": year, "known": known}
        )
    return catalogue


def _find_parent(site: Site, path: str | None) -> Page:
    page = site.root_page
    for slug in filter(None, (path or "").split("/")):
        child = page.get_children().filter(slug=slug).first()
        if child is None:
            raise SkeletonError(
                _("There is no page “%(slug)s” under “%(parent)s”. Check --parent %(path)s.")
                % {"slug": slug, "parent": page.title, "path": path}
            )
        page = child
    return page


def _require_free_slug(parent: Page, slug: str) -> None:
    taken = parent.get_children().filter(slug=slug).first()
    if taken is not None:
        raise SkeletonError(
            _(
                "The address “%(slug)s” under “%(parent)s” is taken by the page “%(title)s”. "
                "Move that page or choose another place with --parent."
            )
            % {"slug": slug, "parent": parent.title, "title": taken.title}
        )
