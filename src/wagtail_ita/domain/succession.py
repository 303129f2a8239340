"""What an item of one year's list was called in the list of another year."""

from __future__ import annotations

from dataclasses import dataclass

from wagtail_ita.domain.catalogue import Catalogue
from wagtail_ita.domain.catalogue_items import CatalogueItem, ItemKind, LinkKind
from wagtail_ita.domain.certainty import Certainty


@dataclass(frozen=True, slots=True, kw_only=True)
class Predecessor:
    """An item of an earlier list that an item continues, and how sure that is."""

    item: CatalogueItem
    kind: LinkKind
    certainty: Certainty


def find_predecessors(
    item: CatalogueItem, *, new: Catalogue, old: Catalogue
) -> tuple[Predecessor, ...]:
    """Return the items of ``old`` that an item of ``new`` continues, in the order of ``old``.

    The measures report of a list is taken for that of the other one, even where no list says
    so: it is the one item whose content is worked on from year to year.
    """
    if (new.scheme, new.year) == (old.scheme, old.year):
        return (Predecessor(item=item, kind=LinkKind.SAME, certainty=Certainty.A),)
    links = {link.reference: link for link in item.also_known_as}
    found = tuple(
        Predecessor(item=each, kind=link.kind, certainty=link.certainty)
        for each in old.items
        if (link := links.get(old.reference(each.code)))
    )
    if found or item.kind is not ItemKind.MEASURES_REPORT or old.report_item is None:
        return found
    return (Predecessor(item=old.report_item, kind=LinkKind.RENAMED, certainty=Certainty.D),)
