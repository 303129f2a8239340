"""Which item of an earlier list an item continues."""

from __future__ import annotations

from wagtail_ita.domain.catalogue import read_catalogue, shipped_catalogues
from wagtail_ita.domain.catalogue_items import LinkKind
from wagtail_ita.domain.certainty import Certainty
from wagtail_ita.domain.succession import find_predecessors

LISTS = {(each.scheme, each.year): each for each in map(read_catalogue, shipped_catalogues())}
NEW, OLD = LISTS["nacc", 2569], LISTS["nacc", 2568]
OTHER = LISTS["ovec", 2569]


def test_in_its_own_list_an_item_continues_itself() -> None:
    for item in NEW.items:
        (found,) = find_predecessors(item, new=NEW, old=NEW)
        assert (found.item, found.kind, found.certainty) == (item, LinkKind.SAME, Certainty.A)


def test_an_item_continues_what_its_list_says_with_the_certainty_that_is_said() -> None:
    linked = 0
    for item in NEW.items:
        said = {
            link.code: (link.kind, link.certainty)
            for link in item.also_known_as
            if (link.scheme, link.year) == (OLD.scheme, OLD.year)
        }
        found = find_predecessors(item, new=NEW, old=OLD)
        assert {each.item.code: (each.kind, each.certainty) for each in found} == said
        order = [each.code for each in OLD.items]
        assert [each.item.code for each in found] == sorted(said, key=order.index)
        linked += len(said)
    assert linked > 20


def test_a_report_continues_the_report_even_where_no_list_says_so() -> None:
    first = LISTS["nacc", 2566]
    (found,) = find_predecessors(first.report_item, new=first, old=NEW)
    assert (found.item, found.kind, found.certainty) == (
        NEW.report_item,
        LinkKind.RENAMED,
        Certainty.D,
    )
    others = [item for item in first.items if item is not first.report_item]
    assert not any(find_predecessors(item, new=first, old=NEW) for item in others)


def test_a_list_without_a_report_has_none_to_go_on_with() -> None:
    assert OTHER.report_item is None
    assert find_predecessors(NEW.report_item, new=NEW, old=OTHER) == ()
