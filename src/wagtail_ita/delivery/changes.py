"""Listens to what changes on the site, and passes it on to ``purging`` and to the made files."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from copy import copy
from functools import partial, wraps
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.db.models.signals import post_delete, post_save, pre_delete
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Collection, CollectionViewRestriction, PageViewRestriction
from wagtail.signals import (
    page_published,
    page_slug_changed,
    page_unpublished,
    post_page_move,
    pre_page_move,
)

from wagtail_ita.delivery import affected
from wagtail_ita.delivery.purging import is_told, purge_pages
from wagtail_ita.models import ITASettings, PublishedVersion
from wagtail_ita.transfer import shelf
from wagtail_ita.transfer.pack import forget_pack

Receiver = Callable[..., None]


def register() -> None:
    """Listen; called once, when the app is ready."""
    page_published.connect(_page_changed, dispatch_uid=_uid("published"))
    page_unpublished.connect(_page_changed, dispatch_uid=_uid("unpublished"))
    page_unpublished.connect(_page_taken_back, dispatch_uid=_uid("taken_back"))
    for signal in (pre_page_move, post_page_move):
        signal.connect(_page_moved, dispatch_uid=_uid("moved"))
    page_slug_changed.connect(_slug_changed, dispatch_uid=_uid("slug"))
    _connect((post_save, post_delete), ITASettings, _settings_changed)
    _connect((post_save,), PublishedVersion, _version_changed)
    _connect((post_save, post_delete), PageViewRestriction, _page_privacy_changed)
    _connect((post_save, post_delete), CollectionViewRestriction, _collection_privacy_changed)
    _connect((post_save,), Collection, _collection_changed)
    for model in (get_document_model(), get_image_model()):
        # Once it is deleted, nobody knows any more who pointed to it.
        _connect((post_save, pre_delete), model, _file_changed)


def _uid(name: str) -> str:
    return f"wagtail_ita.delivery.{name}"


def _connect(signals: Iterable[Any], model: Any, receiver: Receiver) -> None:
    for signal in signals:
        signal.connect(receiver, sender=model, dispatch_uid=_uid(receiver.__name__))


def _if_told(find: Callable[..., Iterable[Any] | None]) -> Receiver:
    """Make a receiver that tells the cache of the pages that a function finds."""

    @wraps(find)
    def receiver(instance: Any, **kwargs: Any) -> None:
        # Fixtures come with everything at once, in any order.
        if not kwargs.get("raw") and is_told():
            purge_pages(find(instance, **kwargs) or ())

    return receiver


# ------------------------------------------------------------------------------------- pages


@_if_told
def _page_changed(page: Any, **kwargs: Any) -> Iterable[Any]:
    return affected.pages_showing(page)


def _page_taken_back(instance: Any, **kwargs: Any) -> None:
    if not affected.is_ours(instance):
        return
    transaction.on_commit(partial(shelf.clear_page, str(instance.pk)), robust=True)
    index = getattr(instance, "index_page", None)
    if index is not None:
        transaction.on_commit(partial(forget_pack, index.pk), robust=True)


@_if_told
def _page_moved(page: Any, **kwargs: Any) -> Iterable[Any]:
    return affected.pages_showing_tree(page)


@_if_told
def _slug_changed(page: Any, instance_before: Any, **kwargs: Any) -> Iterable[Any]:
    new, old = page.url_path, instance_before.url_path
    for each in affected.pages_below(page):
        before = copy(each)
        before.url_path = old + each.url_path.removeprefix(new)
        purge_pages([before])
        yield each


@_if_told
def _page_privacy_changed(restriction: Any, **kwargs: Any) -> Iterable[Any]:
    # It may be going together with its page.
    model = PageViewRestriction._meta.get_field("page").related_model
    page = model._default_manager.filter(pk=restriction.page_id).first()
    return affected.pages_showing_tree(page) if page is not None else ()


@_if_told
def _version_changed(version: Any, **kwargs: Any) -> Iterable[Any]:
    # A new one comes with a publication, which is told anyway.
    page = None if kwargs.get("created") else version.page
    return affected.pages_showing(page) if page is not None else ()


# ---------------------------------------------------------------------------- what they point to


@_if_told
def _settings_changed(agency: Any, **kwargs: Any) -> Iterable[Any]:
    return affected.pages_of_site(agency.site)


@_if_told
def _file_changed(file: Any, **kwargs: Any) -> Iterable[Any]:
    if kwargs.get("created"):
        return
    yield from affected.pages_referring_to([file])
    if isinstance(file, get_image_model()):
        for agency in ITASettings.objects.filter(emblem=file).select_related("site"):
            yield from affected.pages_of_site(agency.site)


def files_moved(files: Any) -> None:
    """Tell the cache that files are in another collection; Wagtail sends no signal of it."""
    if is_told():
        purge_pages(affected.pages_referring_to(files))


@_if_told
def _collection_privacy_changed(restriction: Any, **kwargs: Any) -> Iterable[Any]:
    return _pages_with_files_of(restriction.collection)


@_if_told
def _collection_changed(collection: Any, **kwargs: Any) -> Iterable[Any]:
    # It may have been moved below a private one.
    return () if kwargs.get("created") else _pages_with_files_of(collection)


def _pages_with_files_of(collection: Any) -> Iterable[Any]:
    inside = Q(collection__path__startswith=collection.path)
    for model in (get_document_model(), get_image_model()):
        yield from affected.pages_referring_to(model._default_manager.filter(inside))
