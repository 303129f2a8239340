"""The screen that closes a year, or opens a closed one again."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail.admin import messages

from wagtail_ita.views.year_screen import YearActionView
from wagtail_ita.years.closing import (
    ClosingRefused,
    close_year,
    may_close,
    pending_in,
    reopen_year,
)


class ClosingView(YearActionView):
    """Says what closing or reopening means for this year, and does it."""

    template_name = "wagtail_ita/admin/closing.html"
    header_icon = "lock"

    def is_allowed(self, user: Any) -> bool:
        return may_close(user, self.index)

    def get_page_title(self) -> str:
        return _("Reopen this year") if self.index.closed_since else _("Close this year")

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        # What the button said: two people at once do not undo each other.
        wants_open = request.POST.get("action") == "reopen"
        try:
            if wants_open:
                reopen_year(self.index, user=request.user)
                message = _("The year %(year)s is open again.")
            else:
                close_year(self.index, user=request.user)
                message = _("The year %(year)s is closed. Its addresses and pages stay.")
        except ClosingRefused as refusal:
            messages.error(request, str(refusal))
            return self.get(request, *args, **kwargs)
        messages.success(request, message % {"year": self.index.assessment_year})
        return redirect(self.board_url)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        pending = [] if self.index.closed_since else pending_in(self.index)
        return super().get_context_data(pending=pending, **kwargs)
