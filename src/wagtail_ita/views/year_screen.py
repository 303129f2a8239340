"""What the screens that act on a year as a whole share, and the buttons that lead to them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail.admin.views.generic import WagtailAdminTemplateMixin
from wagtail.admin.widgets.button import Button, HeaderButton

from wagtail_ita.checks.board.access import find_board
from wagtail_ita.models import ITAIndexMixin
from wagtail_ita.views.years import BOARD
from wagtail_ita.years.closing import may_close

NEXT_YEAR: Final = "wagtail_ita_next_year"
CLOSING: Final = "wagtail_ita_closing"


class YearActionView(WagtailAdminTemplateMixin, TemplateView):
    """A screen that says what would be done to a year, and does it when it is sent."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not self.is_allowed(request.user):
            raise PermissionDenied
        response: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        return response

    def is_allowed(self, user: Any) -> bool:
        """Tell whether the user may do this to the year."""
        raise NotImplementedError

    @cached_property
    def index(self) -> Any:
        """The index page of the year.

        Raises:
            PermissionDenied: It is not there, or the user has no right to its board.
        """
        found = find_board(self.request.user, self.kwargs["index"])
        if found is None:
            raise PermissionDenied
        return found

    @property
    def board_url(self) -> str:
        return reverse(BOARD, args=[self.index.pk])

    def get_page_subtitle(self) -> str:
        return str(self.index.assessment_year)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        board = {"url": self.board_url, "label": _("ITA board")}
        here = {"url": "", "label": self.get_page_title(), "sublabel": self.get_page_subtitle()}
        return [*super().get_breadcrumbs_items(), board, here]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        # The number of the index page, from the address, is in there by the same name.
        return super().get_context_data(
            **{**kwargs, "index": self.index, "board_url": self.board_url}
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Link:
    label: Any
    url: str
    icon_name: str
    priority: int


def may_start_next_year(user: Any, index: Any) -> bool:
    """Tell whether a user may make another year's index page beside this one."""
    parent = index.get_parent()
    return bool(parent and parent.permissions_for_user(user).can_add_subpage())


def header_menu_buttons(page: Any, user: Any) -> Iterator[Button]:
    """Yield the entries of the menu of an index page; nothing for other pages."""
    if isinstance(page, ITAIndexMixin):
        for link in _links(page, user):
            yield Button(link.label, url=link.url, icon_name=link.icon_name, priority=link.priority)


def board_buttons(index: Any, user: Any) -> list[Button]:
    """Return the same for the head of the board."""
    return [
        # After the answer sheet, which has Wagtail's own default of 1000.
        HeaderButton(
            link.label, url=link.url, icon_name=link.icon_name, priority=1000 + link.priority
        )
        for link in _links(index, user)
    ]


def _links(index: Any, user: Any) -> Iterator[_Link]:
    if may_start_next_year(user, index):
        yield _Link(
            label=_("Start the next year"),
            url=reverse(NEXT_YEAR, args=[index.pk]),
            icon_name="calendar-alt",
            priority=46,
        )
    if may_close(user, index):
        yield _Link(
            label=_("Reopen this year") if index.closed_since else _("Close this year"),
            url=reverse(CLOSING, args=[index.pk]),
            icon_name="lock-open" if index.closed_since else "lock",
            priority=47,
        )
