"""Which changes of the database are changes of what visitors can see."""

from __future__ import annotations

from functools import cache
from typing import Any, Final

from django.db.models.signals import post_delete, post_save
from wagtail.contrib.settings.models import BaseGenericSetting, BaseSiteSetting
from wagtail.documents.models import AbstractDocument
from wagtail.images.models import AbstractImage
from wagtail.models import BaseViewRestriction, Collection, Locale, Site
from wagtail.signals import post_page_move
from wagtail.snippets.models import get_snippet_models

from wagtail_ita.blocks.preloading import base_page_model
from wagtail_ita.models.public_state import public_content_changed
from wagtail_ita.models.versions import PublishedVersion

_SEEN_BY_VISITORS: Final = (
    AbstractDocument,
    AbstractImage,
    BaseGenericSetting,
    BaseSiteSetting,
    BaseViewRestriction,
    Collection,
    Locale,
    Site,
)
# What Wagtail writes into the row of a page when somebody saves a draft or plans something.
_OF_A_DRAFT: Final = frozenset(
    {
        "approved_schedule",
        "draft_title",
        "expire_at",
        "go_live_at",
        "has_unpublished_changes",
        "latest_revision",
        "latest_revision_created_at",
        "locked",
        "locked_at",
        "locked_by",
    }
)


def register() -> None:
    """Follow the changes; called once, when the app is ready."""
    post_save.connect(_saved, dispatch_uid="wagtail_ita.public_saved")
    post_delete.connect(_deleted, dispatch_uid="wagtail_ita.public_deleted")
    # Moving writes the rows below without a signal for each.
    post_page_move.connect(public_content_changed, dispatch_uid="wagtail_ita.public_moved")


def _saved(
    sender: Any,
    instance: Any,
    created: bool = False,
    raw: bool = False,
    update_fields: Any = None,
    **kwargs: Any,
) -> None:
    if raw:
        return
    if issubclass(sender, base_page_model()):
        changes = _changes_page(instance, created, update_fields)
    elif issubclass(sender, PublishedVersion):
        # A new one comes with the page that it is a version of.
        changes = not created
    else:
        changes = _is_seen(sender) and not (created and _says_nothing(instance))
    if changes:
        public_content_changed()


def _deleted(sender: Any, instance: Any, **kwargs: Any) -> None:
    if _is_seen(sender) or issubclass(sender, base_page_model()):
        public_content_changed()


def _changes_page(page: Any, created: bool, update_fields: Any) -> bool:
    if update_fields is not None and _OF_A_DRAFT.issuperset(update_fields):
        return False
    # A page that is not live may have been so before this save.
    return bool(page.live) or not created


def _says_nothing(instance: Any) -> bool:
    """Tell whether it is the row that Wagtail makes when settings are first read."""
    if not isinstance(instance, BaseGenericSetting | BaseSiteSetting):
        return False
    blank = type(instance)()
    return all(
        getattr(instance, each.attname) == getattr(blank, each.attname)
        for each in instance._meta.concrete_fields
        if not each.primary_key and each.name != "site"
    )


@cache
def _is_seen(model: Any) -> bool:
    return issubclass(model, _SEEN_BY_VISITORS) or model in get_snippet_models()
