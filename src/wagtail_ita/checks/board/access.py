"""What a user may see of the board, by Wagtail's own page permissions."""

from __future__ import annotations

from typing import Any, Final

from django.conf import settings
from django.db.models import Q
from wagtail.coreutils import get_supported_content_language_variant
from wagtail.models import Page
from wagtail.permissions import page_permission_policy

from wagtail_ita.models import index_page_models, item_page_models

# Who may do any of these to a page meets it in Wagtail's explorer, too.
ACTIONS: Final = frozenset({"add", "change", "publish", "lock", "unlock"})


def permitted_pages(user: Any) -> Any:
    """Return the pages that a user may do something to, as a queryset of ``Page``."""
    return page_permission_policy.instances_user_has_any_permission_for(user, set(ACTIONS))


def changeable_pages(user: Any) -> Any:
    """Return the pages that a user may open in the editor."""
    return page_permission_policy.instances_user_has_permission_for(user, "change")


def may_add_below(user: Any, index: Any) -> bool:
    """Tell whether a user may make item pages under an index page."""
    allowed: bool = page_permission_policy.user_has_permission_for_instance(user, "add", index)
    return allowed


def may_see_boards(user: Any) -> bool:
    """Tell whether a user has any right to pages; whether to an index or item is a query more."""
    allowed: bool = page_permission_policy.user_has_any_permission(user, set(ACTIONS))
    return allowed


def boards_for(user: Any) -> list[Any]:
    """Return the index pages whose board a user may open, newest year first.

    He may who has a right to the index page or to an item under it. Of an index page and
    its translations one is listed: the others show as translations of its items.
    """
    if not may_see_boards(user):
        return []
    permitted = permitted_pages(user)
    items = Q()
    for model in item_page_models():
        items |= Page.objects.type_q(model)
    item_paths = permitted.filter(items).values_list("path", flat=True) if items else ()
    parents = {path[: -Page.steplen] for path in item_paths}
    # No set of paths in the query: it would have as many parameters as the site has years.
    own = set(permitted.values_list("pk", flat=True).filter(_any_index()))
    pages = [
        page
        for model in index_page_models()
        for page in model.objects.select_related("locale")
        if page.specific_class is model and (page.pk in own or page.path in parents)
    ]
    return sorted(_one_of_each_translation(pages), key=_newest_first)


def _any_index() -> Q:
    indexes = Q(pk__in=())
    for model in index_page_models():
        indexes |= Page.objects.type_q(model)
    return indexes


def _one_of_each_translation(pages: list[Any]) -> list[Any]:
    first = get_supported_content_language_variant(settings.LANGUAGE_CODE)
    chosen: dict[Any, Any] = {}
    for page in sorted(pages, key=lambda each: (each.locale.language_code != first, each.path)):
        chosen.setdefault(page.translation_key, page)
    return list(chosen.values())


def _newest_first(page: Any) -> tuple[Any, ...]:
    # A live year before a draft of the same year.
    return (-page.assessment_year, page.scheme, not page.live, page.path)
