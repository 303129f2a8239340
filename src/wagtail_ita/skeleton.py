"""The year's skeleton: an index page and a draft for each item of the catalogue.

It can be run again at any time: it adds what is missing, never touches what is there, and
leaves a page whose item is no longer in the list at its address.
"""

from __future__ import annotations

import enum
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.models import Page, Site

from wagtail_ita.catalogues import all_catalogues, get_catalogue
from wagtail_ita.domain.catalogue import Catalogue, reported_year_for
from wagtail_ita.domain.catalogue_items import CatalogueItem, ItemKind
from wagtail_ita.models import (
    get_index_page_model,
    get_item_page_model,
    get_report_page_model,
)
from wagtail_ita.selectors import find_index, index_items


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
    """What ``apply_skeleton`` will do."""

    catalogue: Catalogue
    parent: Page
    index: PlannedPage
    items: tuple[PlannedPage, ...]

    @property
    def created(self) -> int:
        return sum(each.step is Step.CREATE for each in (self.index, *self.items))


def plan_skeleton(
    *, year: int, scheme: str, site: Site, parent_path: str | None = None
) -> SkeletonPlan:
    """Compare a year's catalogue with the pages of a site.

    Args:
        year: Assessment year, B.E.
        scheme: Whose list.
        site: Where.
        parent_path: Address of the page that a new index goes under, from the home page,
            e.g. ``/about/``; the home page when it is not given.

    Raises:
        SkeletonError: There is no such catalogue or parent, or the address is taken.
    """
    catalogue = _require_catalogue(scheme, year)
    index_page = find_index(year=year, scheme=scheme, site=site)
    if index_page is None:
        parent = _find_parent(site, parent_path)
        _require_free_slug(parent, f"ita-{year}")
        index = PlannedPage(step=Step.CREATE, code="", title=_index_title(catalogue, parent))
        present: dict[str, Any] = {}
    else:
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
    return SkeletonPlan(catalogue=catalogue, parent=parent, index=index, items=tuple(items))


@transaction.atomic
def apply_skeleton(plan: SkeletonPlan, *, user: Any = None) -> Any:
    """Make the pages of a plan, all as drafts, and return the index page."""
    catalogue = plan.catalogue
    index = plan.index.page
    if index is None:
        index = get_index_page_model()(
            title=plan.index.title, assessment_year=catalogue.year, scheme=catalogue.scheme
        )
        _add_draft(plan.parent, index, user)
    for planned in plan.items:
        if planned.step is Step.CREATE and planned.item is not None:
            _add_draft(index, _new_item_page(planned, catalogue.year), user)
    return index


def _new_item_page(planned: PlannedPage, year: int) -> Any:
    item = planned.item
    assert item is not None
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
    parent.add_child(instance=page)
    page.save_revision(user=user, log_action="wagtail.create", changed=False)


def _index_title(catalogue: Catalogue, parent: Page) -> str:
    if parent.locale.language_code.startswith("th"):
        # A page title is content in the language of its page, whatever the terminal speaks.
        return f"การประเมินคุณธรรมและความโปร่งใส (ITA) ปีงบประมาณ พ.ศ. {catalogue.year}"
    return f"Integrity and Transparency Assessment (ITA), fiscal year {catalogue.year}"


def _require_catalogue(scheme: str, year: int) -> Catalogue:
    catalogue = get_catalogue(scheme, year)
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
