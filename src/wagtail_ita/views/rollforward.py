"""The screen that starts the next year: the plan, and the button that makes it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.admin import messages

from wagtail_ita.domain.years import FiscalYear
from wagtail_ita.models import closed_sentence, is_closed_for
from wagtail_ita.views.year_screen import YearActionView, may_start_next_year
from wagtail_ita.views.years import BOARD
from wagtail_ita.workflow.chain import adopt_chain
from wagtail_ita.years.rollforward import (
    EMPTIED,
    KEPT,
    RollforwardError,
    RollforwardPlan,
    apply_rollforward,
    plan_next_year,
)


class YearForm(forms.Form):
    """Which year is started; typed in either digits."""

    year = forms.CharField(
        label=gettext_lazy("Year to start (B.E.)"),
        max_length=10,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )

    def clean_year(self) -> int:
        try:
            return int(FiscalYear.parse(self.cleaned_data["year"]))
        except ValueError as error:
            raise forms.ValidationError(str(error)) from error


class NextYearView(YearActionView):
    """Shows what would be made of a year's pages for the next one, and makes it."""

    template_name = "wagtail_ita/admin/next_year.html"
    page_title = gettext_lazy("Start the next year")
    header_icon = "calendar-alt"

    def get_page_subtitle(self) -> str:
        return _("from %(year)s") % {"year": self.index.assessment_year}

    def is_allowed(self, user: Any) -> bool:
        return may_start_next_year(user, self.index)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self._show(request.GET.get("year") or str(self.index.assessment_year + 1))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = YearForm(request.POST)
        if not form.is_valid():
            return self._show(request.POST.get("year", ""))
        try:
            with transaction.atomic():
                plan = self._plan(form.cleaned_data["year"])
                made = apply_rollforward(plan, user=request.user)
                for report, source in made.reports:
                    adopt_chain(report, source, user=request.user)
        except RollforwardError as error:
            messages.error(request, str(error))
            return self._show(request.POST["year"])
        count = plan.skeleton.created
        message = ngettext(
            "The year %(year)s has been started: %(count)d page made as a draft.",
            "The year %(year)s has been started: %(count)d pages made as drafts.",
            count,
        )
        if not count:
            message = _("Nothing was missing in %(year)s: all its pages are there already.")
        messages.success(request, message % {"year": plan.skeleton.year, "count": count})
        return redirect(reverse(BOARD, args=[made.index.pk]))

    def _plan(self, year: int) -> RollforwardPlan:
        site = self.index.get_site()
        if site is None:
            raise RollforwardError(
                _("The page “%(title)s” belongs to no site. Add one under Settings, Sites.")
                % {"title": self.index.title}
            )
        plan = plan_next_year(self.index, year, site=site)
        self._refuse_without_right(plan)
        return plan

    def _refuse_without_right(self, plan: RollforwardPlan) -> None:
        user, target = self.request.user, plan.skeleton.index.page
        # Beside this year he may add pages; the other one may be somewhere else.
        if target is None:
            return
        if target.closed_since and is_closed_for(user, target):
            raise RollforwardError(closed_sentence(target.closed_since))
        if not target.permissions_for_user(user).can_add_subpage():
            raise RollforwardError(
                _("You have no right to make a page under “%(title)s”. Ask who runs the site.")
                % {"title": target.title}
            )

    def _show(self, year: str) -> HttpResponse:
        form, plan, refusal = YearForm({"year": year}), None, ""
        if form.is_valid():
            try:
                plan = self._plan(form.cleaned_data["year"])
            except RollforwardError as error:
                refusal = str(error)
        context = self.get_context_data(
            form=form, plan=plan, refusal=refusal, kept=KEPT, emptied=EMPTIED
        )
        return self.render_to_response(context)
