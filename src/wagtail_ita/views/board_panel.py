"""The board in the menu and on the home screen of the admin."""

from __future__ import annotations

from typing import Any, ClassVar

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component

from wagtail_ita.checks.board.access import may_see_boards, newest_board
from wagtail_ita.checks.board.reading import read_board
from wagtail_ita.checks.board.rows import Row
from wagtail_ita.checks.board.statuses import Status
from wagtail_ita.selectors import interface_digits
from wagtail_ita.views.years import BOARD, row_url


class BoardMenuItem(MenuItem):
    """The board in the menu, for those who have a right to pages."""

    def is_shown(self, request: HttpRequest) -> bool:
        return may_see_boards(request.user)


class BoardPanel(Component):
    """How the newest year stands, on the home screen of the admin."""

    name = "ita_board"
    template_name = "wagtail_ita/admin/board_panel.html"
    order = 150

    class Media:
        css: ClassVar[dict[str, list[str]]] = {"all": ["wagtail_ita/css/board.css"]}

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        user = parent_context["request"].user
        newest = newest_board(user)
        if newest is None:
            return {"board": None}
        board = read_board(newest, user)
        mine = [row for row in board.rows if row.owner_id == user.pk and _needs_work(row)]
        return {
            "board": board,
            "digits": interface_digits(board.index),
            "url": reverse(BOARD, args=[board.index.pk]),
            "statuses": board.status_counts,
            "mine": [{"row": row, "url": row_url(board, row)} for row in mine],
            "late": board.late_rows(timezone.now()),
        }


def _needs_work(row: Row) -> bool:
    return row.main is not Status.LIVE or row.errors > 0
