"""The screen of the look from outside at a year: when it was last done, and what it found."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets.button import HeaderButton

from wagtail_ita.checks.board.access import changeable_pages
from wagtail_ita.checks.link_checks import words_of
from wagtail_ita.checks.public import Stage
from wagtail_ita.domain.findings import Severity
from wagtail_ita.models import LinkCheck
from wagtail_ita.selectors import interface_digits
from wagtail_ita.tasks.links import ask_for_link_check, check_links
from wagtail_ita.tasks.running import runs_at_once
from wagtail_ita.views.year_screen import YearActionView

LINKS: Final = "wagtail_ita_links"

_SEVERITIES: Final = {each.value: each for each in Severity}


def link_urls() -> list[Any]:
    """Return the address of the screen."""
    return [path("ita/links/<int:index>/", LinkCheckView.as_view(), name=LINKS)]


def link_button(index: Any) -> HeaderButton:
    """Return the way to the screen, for the head of the board."""
    return HeaderButton(
        _("Check links"),
        url=reverse(LINKS, args=[index.pk]),
        icon_name="link",
        priority=1010,
    )


class LinkCheckView(YearActionView):
    """Shows the last look and what it found; sent, it asks for another one.

    Who may open the board of the year may do this: a look changes nothing.
    """

    template_name = "wagtail_ita/admin/links.html"
    header_icon = "link"
    page_title = _("Check links")

    def is_allowed(self, user: Any) -> bool:
        return self.index is not None

    @cached_property
    def checks(self) -> list[LinkCheck]:
        """The looks that are kept, the newest first."""
        return list(LinkCheck.objects.of(self.index).select_related("requested_by"))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        ask_for_link_check(self.index, request.user)
        return redirect(request.path)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        newest = self.checks[0] if self.checks else None
        finished = next((each for each in self.checks if each.finished_at), None)
        return super().get_context_data(
            **kwargs,
            newest=newest,
            stage=_stage(newest),
            finished=finished,
            groups=list(self._groups(finished)) if finished else [],
            runs_at_once=runs_at_once(check_links),
            digits=interface_digits(self.index),
        )

    def _groups(self, check: LinkCheck) -> Iterator[dict[str, Any]]:
        """Yield the findings item by item; what is about the site as a whole has no code."""
        pages = {each["page"] for each in check.results if each["page"]}
        mine = changeable_pages(self.request.user).child_of(self.index).filter(pk__in=pages)
        changeable = set(mine.values_list("pk", flat=True))
        groups: dict[tuple[str, Any], list[Any]] = {}
        for each in check.results:
            groups.setdefault((each["item"], each["page"]), []).append(
                {"severity": _SEVERITIES[each["severity"]], **words_of(each)}
            )
        for (code, page), findings in groups.items():
            url = reverse("wagtailadmin_pages:edit", args=[page]) if page in changeable else ""
            yield {"code": code, "url": url, "findings": findings}


def _stage(check: LinkCheck | None) -> Any:
    return next((each for each in Stage if check and each.value == check.stage), None)
