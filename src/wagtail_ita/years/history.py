"""What the history of an index page says of its year as a whole."""

from __future__ import annotations

from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.log_actions import LogFormatter

SET_UP: Final = "wagtail_ita.year_set_up"
ROLLED_FORWARD: Final = "wagtail_ita.year_rolled_forward"
CLOSED: Final = "wagtail_ita.year_closed"
REOPENED: Final = "wagtail_ita.year_reopened"


class _SetUp(LogFormatter):
    label = gettext_lazy("Set up an ITA year")

    def format_message(self, log_entry: Any) -> str:
        pages = log_entry.data.get("pages", 0)
        return ngettext(
            "%(pages)d page of the year made as a draft",
            "%(pages)d pages of the year made as drafts",
            pages,
        ) % {"pages": pages}


class _RolledForward(LogFormatter):
    label = gettext_lazy("Start the next ITA year")

    def format_message(self, log_entry: Any) -> str:
        return _("Year started from that of %(year)s: %(pages)d pages made as drafts") % {
            "year": log_entry.data.get("from_year", "–"),
            "pages": log_entry.data.get("pages", 0),
        }


def register_year_actions(actions: Any) -> None:
    """Name what is done to a year in the history of its index page."""
    actions.register_action(SET_UP)(_SetUp)
    actions.register_action(ROLLED_FORWARD)(_RolledForward)
    actions.register_action(
        CLOSED, gettext_lazy("Close an ITA year"), gettext_lazy("Year closed: its pages are kept")
    )
    actions.register_action(
        REOPENED,
        gettext_lazy("Reopen an ITA year"),
        gettext_lazy("Year reopened: its pages can be changed again"),
    )
