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

#: More boards than a person looks through.
MANY: Final = 100


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


def boards_for(user: Any, *, most: int = MANY) -> list[Any]:
    """Return the index pages whose board a user may open, newest year first.

    He may who has a right to the index page or to an item under it. Of an index page and
    its translations one is listed: the others show as translations of its items.

    Args:
        user: Who asks.
        most: Of a site of hundreds of agencies not all are wanted.
    """
    return _listed(_found(_newest_keys(user, most)))[:most] if may_see_boards(user) else []


def boards_beside(user: Any, index: Any) -> list[Any]:
    """Return the boards that a user may go to from one: all of his, or those of the agency."""
    keys = _newest_keys(user, MANY)
    if sum(map(len, keys.values())) < MANY:
        return _listed(_found(keys))
    model = type(index)
    return _listed(_permitted_indexes(user, model).sibling_of(index))


def newest_board(user: Any) -> Any | None:
    """Return the index page of the newest year whose board a user may open."""
    # A few, because among them may be the translations of the newest.
    return next(iter(boards_for(user, most=10)), None)


def find_board(user: Any, key: int) -> Any | None:
    """Return the index page with a primary key, where a user may open its board."""
    if not may_see_boards(user):
        return None
    for model in index_page_models():
        page = model.objects.filter(pk=key).first()
        if page is None or page.specific_class is not model:
            continue
        same = _permitted_indexes(user, model).filter(translation_key=page.translation_key)
        return next((each for each in _one_of_each_translation(list(same)) if each == page), None)
    return None


def _permitted_indexes(user: Any, model: Any) -> Any:
    pages = model.objects.select_related("locale")
    if user.is_superuser:
        return pages
    # Below a page that he has a right to he has a right to everything: only a right to an item
    # itself does not show in those to index pages.
    items = tuple(item_page_models())
    parents = {
        permission.page.path[: -Page.steplen]
        for permission in page_permission_policy.get_cached_permissions_for_user(user)
        if issubclass(permission.page.specific_class or Page, items)
    }
    return pages.filter(Q(pk__in=permitted_pages(user).values("pk")) | Q(path__in=parents))


def _newest_keys(user: Any, most: int) -> dict[Any, list[int]]:
    # Only the keys: sorting whole rows of thousands reads the table of all pages.
    return {
        model: list(
            _permitted_indexes(user, model)
            .order_by("-assessment_year", "scheme", "pk")
            .values_list("pk", flat=True)[:most]
        )
        for model in index_page_models()
    }


def _found(keys: dict[Any, list[int]]) -> list[Any]:
    return [
        page
        for model, chosen in keys.items()
        for page in model.objects.select_related("locale").filter(pk__in=chosen)
        # A class that a site derives from an index page is found by its own query.
        if page.specific_class is model
    ]


def _listed(pages: Any) -> list[Any]:
    return sorted(_one_of_each_translation(list(pages)), key=_newest_first)


def _one_of_each_translation(pages: list[Any]) -> list[Any]:
    first = get_supported_content_language_variant(settings.LANGUAGE_CODE)
    chosen: dict[Any, Any] = {}
    for page in sorted(pages, key=lambda each: (each.locale.language_code != first, each.path)):
        chosen.setdefault(page.translation_key, page)
    return list(chosen.values())


def _newest_first(page: Any) -> tuple[Any, ...]:
    # A live year before a draft of the same year.
    return (-page.assessment_year, page.scheme, not page.live, page.path)
