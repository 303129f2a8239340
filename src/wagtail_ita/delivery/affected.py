"""Which of our pages show something of what has changed.

Each question takes a few queries, however many pages the site has. Pages come without what is
in their blocks, which no address needs.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q
from wagtail.models import ReferenceIndex

from wagtail_ita.blocks.preloading import base_page_model
from wagtail_ita.models import (
    ITAIndexMixin,
    ITAItemBase,
    ITAReportMixin,
    index_page_models,
    item_page_models,
)


def is_ours(page: Any) -> bool:
    """Tell whether a page is an index, an item or a report."""
    return isinstance(page, (ITAIndexMixin, ITAItemBase))


def pages_showing(page: Any) -> Iterator[Any]:
    """Return a page of any kind where it is ours, and those of ours that show something of it."""
    if isinstance(page, ITAIndexMixin):
        family = [page, *_translations(page)]
        yield from family
        # Its title, its list and whether there is a page to switch to stand on each item.
        for index in family:
            yield from _children(index)
        yield from _years(page)
    elif isinstance(page, ITAItemBase):
        yield page
        yield from _translations(page)
        if page.index_page is not None:
            yield page.index_page
            # The course of the scores over the years stands on every index.
            if isinstance(page, ITAReportMixin):
                yield from _years(page.index_page)
    yield from pages_referring_to([page])


def pages_below(page: Any) -> Iterator[Any]:
    """Return our pages among a page and all that are below it."""
    yield from _live(Q(path__startswith=page.path))


def pages_showing_tree(page: Any) -> Iterator[Any]:
    """Return our pages that show something of a page, or of one that is below it."""
    below = list(pages_below(page))
    yield from below
    yield from _live(Q(translation_key__in={each.translation_key for each in below}))
    yield from pages_referring_to([page, *below])
    page = page.specific
    if is_ours(page):
        yield from pages_showing(page)
    for index in below:
        if isinstance(index, ITAIndexMixin):
            yield from _years(index)


def pages_of_site(site: Any) -> Iterator[Any]:
    """Return our pages of a site, in all its languages."""
    yield from _live(_of_site(site))


def pages_referring_to(targets: Any) -> Iterator[Any]:
    """Return our pages that point to any of these objects: as evidence, or in a text.

    Args:
        targets: A list, or a queryset.
    """
    kinds = ContentType.objects.get_for_models(*_models()).values()
    references = ReferenceIndex.get_references_to_in_bulk(targets)
    keys = references.filter(content_type__in=kinds).values_list("object_id", flat=True)
    yield from _by_key(set(keys))


def _models() -> tuple[Any, ...]:
    return (*index_page_models(), *item_page_models())


def _live(condition: Q) -> Iterator[Any]:
    for model in _models():
        for page in model._default_manager.live().filter(condition).defer_streamfields():
            # A class that a site derives from one of ours is found by its own query.
            if page.specific_class is model:
                yield page


def _by_key(keys: Iterable[Any]) -> Iterator[Any]:
    known = list(keys)
    if known:
        yield from _live(Q(pk__in=known))


def _translations(page: Any) -> Iterator[Any]:
    others = Q(translation_key=page.translation_key) & ~Q(pk=page.pk)
    yield from type(page)._default_manager.live().filter(others).defer_streamfields()


def _children(index: Any) -> Iterator[Any]:
    for model in item_page_models():
        yield from model._default_manager.child_of(index).live().defer_streamfields()


def _years(index: Any) -> Iterator[Any]:
    """Return the years that the switch of an index leads to."""
    site = index.get_site()
    if site is not None:
        of_scheme = Q(scheme=index.scheme, locale_id=index.locale_id)
        others = type(index)._default_manager.live().filter(of_scheme & _of_site(site))
        yield from others.exclude(pk=index.pk)


def _of_site(site: Any) -> Q:
    base = base_page_model()
    key = base._default_manager.values_list("translation_key", flat=True)
    roots = base._default_manager.filter(translation_key__in=key.filter(pk=site.root_page_id))
    below = Q(pk__in=[])
    for path in roots.values_list("path", flat=True):
        below |= Q(path__startswith=path)
    return below
