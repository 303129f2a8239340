"""What is not sure about a plan, said in sentences for the person who decides."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.admin.utils import get_user_display_name

from wagtail_ita.domain.catalogue_items import ItemKind, LinkKind
from wagtail_ita.domain.certainty import Certainty
from wagtail_ita.models import ITAReportMixin

if TYPE_CHECKING:
    from wagtail_ita.years.rollforward.plan import CarriedItem


def about_items(items: Sequence[CarriedItem], from_year: int) -> Iterator[str]:
    """Yield what has to be looked at about how the new items follow the old ones."""
    yield from _about_certainty(items, from_year)
    yield from _about_divided(items, from_year)
    for item in items:
        yield from _about_links(item, from_year)
        yield from _about_pages(item, from_year)
        if item.is_made:
            yield from _about_owners(item)


def _about_certainty(items: Sequence[CarriedItem], from_year: int) -> Iterator[str]:
    least = Certainty.B
    unsure = [
        item
        for item in items
        if any(source.certainty.is_weaker_than(least) for source in item.sources)
    ]
    if unsure:
        yield ngettext(
            "For %(count)d item it is not certain which item of %(year)s it follows: no authority "
            "says so in so many words. Compare the titles.",
            "For %(count)d items it is not certain which items of %(year)s they follow: no "
            "authority says so in so many words. Compare the titles.",
            len(unsure),
        ) % {"count": len(unsure), "year": from_year}


def _about_divided(items: Sequence[CarriedItem], from_year: int) -> Iterator[str]:
    successors: dict[str, list[str]] = {}
    for item in items:
        for code in dict.fromkeys(source.item.code for source in item.sources):
            successors.setdefault(code, []).append(item.planned.code)
    for code, found in successors.items():
        if len(found) > 1:
            yield _(
                "%(code)s of %(year)s goes on in several items: %(codes)s. "
                "Each of them gets its owner."
            ) % {"code": code, "year": from_year, "codes": ", ".join(found)}


def _about_links(item: CarriedItem, from_year: int) -> Iterator[str]:
    codes = list(dict.fromkeys(source.item.code for source in item.sources))
    names = {"code": item.planned.code, "year": from_year, "codes": ", ".join(codes)}
    if len(codes) > 1 or any(source.kind is LinkKind.MERGED for source in item.sources):
        yield _("%(code)s brings together what was asked for in %(codes)s of %(year)s.") % names
    elif any(source.kind is LinkKind.REPLACED for source in item.sources):
        yield (
            _("%(code)s stands in the place of %(codes)s of %(year)s and asks for something else.")
            % names
        )
    is_report = item.planned.item and item.planned.item.kind is ItemKind.MEASURES_REPORT
    reports = [each for each in item.sources if isinstance(each.version, ITAReportMixin)]
    if reports and not is_report:
        yield (
            _(
                "%(codes)s of %(year)s is a measures report, %(code)s is none: the measures "
                "stay in the old page."
            )
            % names
        )


def _about_pages(item: CarriedItem, from_year: int) -> Iterator[str]:
    pages: dict[str, list[Any]] = {}
    for source in item.sources:
        pages.setdefault(source.item.code, []).append(source.page)
    for code, found in pages.items():
        if len(found) > 1:
            yield _(
                "The number of pages of %(code)s in %(year)s is %(count)d. One page is made of "
                "them; what goes over is taken from “%(title)s”."
            ) % {"code": code, "count": len(found), "year": from_year, "title": found[0].title}


def _about_owners(item: CarriedItem) -> Iterator[str]:
    owners = {each.version.item_owner_id for each in item.sources} - {None}
    names = {
        "code": item.planned.code,
        "name": get_user_display_name(item.owner) if item.owner else "",
    }
    if len(owners) > 1:
        yield (
            _("The pages that %(code)s follows have different owners. It gets the first, %(name)s.")
            % names
        )
    if item.owner and not item.owner.is_active:
        yield (
            _("The owner of %(code)s, %(name)s, has an account that is not active. Choose another.")
            % names
        )
