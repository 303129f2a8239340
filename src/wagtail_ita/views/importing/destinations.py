"""Where a user may import a report to, and how the steps name it to each other."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from wagtail_ita.checks.board.access import boards_for, find_board
from wagtail_ita.domain.digits import in_digits
from wagtail_ita.models import ITAReportMixin, get_report_page_model, item_page_models
from wagtail_ita.selectors import interface_digits
from wagtail_ita.transfer.importing import (
    ImportRefused,
    Target,
    index_target,
    page_target,
    refuse_without_right,
    report_code,
)

Choice = tuple[str, str]


def destinations(user: Any, page: Any = None) -> list[Choice]:
    """Return the places that a user may import into, newest year first.

    Args:
        user: Who asks.
        page: A report page that is among them even when it is a translation.
    """
    found = dict(choice for index in boards_for(user) for choice in _of_index(index, user))
    if page is not None:
        found.setdefault(name_of(page), _page_label(page))
    return list(found.items())


def name_of(page: Any) -> str:
    """Return what the steps call a report page."""
    return f"page:{page.pk}"


def find_destination(name: str, user: Any) -> Target:
    """Return the target that a name stands for.

    Raises:
        ImportRefused: It is gone, is locked, or the user has no right to it.
    """
    kind, _colon, key = name.partition(":")
    target = _page_of(key) if kind == "page" else _index_of(key, user)
    if target is None:
        raise ImportRefused(_("The page to import into is not there any more. Choose again."))
    refuse_without_right(target, user)
    return target


def find_report(key: int | str) -> Any | None:
    """Return a report page by its id."""
    for model in _report_models():
        page = model.objects.filter(pk=key).first()
        if page is not None:
            return page.specific
    return None


def page_named(name: str) -> Any | None:
    """Return the report page that a name stands for; ``None`` for one that is to be made."""
    kind, _colon, key = name.partition(":")
    return find_report(key) if kind == "page" and key.isdecimal() else None


def may_import_into(page: Any, user: Any) -> bool:
    """Tell whether a page is a report that a user may edit."""
    return isinstance(page, ITAReportMixin) and bool(page.permissions_for_user(user).can_edit())


def _report_models() -> list[Any]:
    return [model for model in item_page_models() if issubclass(model, ITAReportMixin)]


def _page_of(key: str) -> Target | None:
    page = find_report(key)
    return page_target(page) if page else None


def _index_of(key: str, user: Any) -> Target | None:
    index = find_board(user, int(key)) if key.isdecimal() else None
    return index_target(index) if index else None


def _of_index(index: Any, user: Any) -> Iterator[Choice]:
    code = report_code(index)
    pages = [
        page
        for model in _report_models()
        for page in model.objects.child_of(index).defer_streamfields()
        if page.specific_class is model
    ]
    for page in pages:
        if may_import_into(page, user):
            yield name_of(page), _page_label(page, index)
    may_add = index.permissions_for_user(user).can_add_subpage()
    if not code or code in {page.code for page in pages} or not may_add:
        return
    if get_report_page_model().can_create_at(index):
        yield (
            f"index:{index.pk}",
            _("%(year)s · %(code)s: make a new page") % {"year": _year(index), "code": code},
        )


def _page_label(page: Any, index: Any = None) -> str:
    index = index or page.index_page
    title = page.get_admin_display_title()
    return " · ".join(filter(None, (_year(index) if index else "", page.code, title)))


def _year(index: Any) -> str:
    scheme = "" if index.scheme == "nacc" else f" ({index.scheme.upper()})"
    return f"{in_digits(index.assessment_year, interface_digits(index))}{scheme}"
