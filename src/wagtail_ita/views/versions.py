"""The admin's list of what has been public of a report."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic import WagtailAdminTemplateMixin
from wagtail.admin.widgets.button import Button

from wagtail_ita.models import ITAReportMixin, ITASettings, PublishedVersion
from wagtail_ita.views.importing.destinations import find_report
from wagtail_ita.workflow.recording import CORRECTED_ACTION
from wagtail_ita.workflow.withholding import (
    SHOWN_ACTION,
    WITHHELD_ACTION,
    may_withhold,
    show_again,
    withhold,
)

VERSIONS: Final = "wagtail_ita_versions"


class WithholdForm(forms.Form):
    """Why a version is kept from visitors, or shown to them again."""

    number = forms.IntegerField(min_value=1, max_value=10**6, widget=forms.HiddenInput)
    reason = forms.CharField(
        label=_("Reason"),
        max_length=1000,
        widget=forms.Textarea({"rows": 2}),
        error_messages={"required": _("Say why: it is written into the history of the page.")},
    )


class VersionsView(WagtailAdminTemplateMixin, TemplateView):
    """What has been public of a report: when, by whom, and what was corrected."""

    template_name = "wagtail_ita/admin/versions.html"
    page_title = _("Published versions")
    header_icon = "history"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not may_see_versions(self.page, request.user):
            raise PermissionDenied
        response: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        return response

    @cached_property
    def page(self) -> Any:
        """The report of the address."""
        page = find_report(self.kwargs["page_id"])
        if page is None:
            raise Http404
        return page

    @cached_property
    def versions(self) -> list[PublishedVersion]:
        """All versions, the newest first."""
        versions = PublishedVersion.objects.of(self.page).defer("record")
        return list(versions.select_related("published_by").order_by("-number"))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not may_withhold(request.user, self.page):
            raise PermissionDenied
        form = WithholdForm(request.POST)
        if not form.is_valid():
            messages.error(
                request, " ".join(form.errors.get("reason", [])) or gettext("Choose again.")
            )
            return redirect(VERSIONS, self.page.pk)
        number, reason = form.cleaned_data["number"], form.cleaned_data["reason"]
        version = next((each for each in self.versions if each.number == number), None)
        if version is None:
            raise Http404
        if version is self.versions[0]:
            sentence = gettext(
                "Version %(number)s is what visitors see now. Correct or unpublish the report: "
                "then this version can be withheld."
            )
            messages.error(request, sentence % {"number": number})
        elif version.is_withheld:
            show_again(self.page, version, user=request.user, reason=reason)
            sentence = gettext("Version %(number)s is no longer withheld.")
            messages.success(request, sentence % {"number": number})
        else:
            withhold(self.page, version, user=request.user, reason=reason)
            sentence = gettext("Visitors can no longer open version %(number)s.")
            messages.success(request, sentence % {"number": number})
        return redirect(VERSIONS, self.page.pk)

    def get_page_subtitle(self) -> str:
        return str(self.page.get_admin_display_title())

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        edit = {
            "url": reverse("wagtailadmin_pages:edit", args=[self.page.pk]),
            "label": self.get_page_subtitle(),
        }
        return [*super().get_breadcrumbs_items(), edit, {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        site = self.page.get_site()
        agency = ITASettings.for_site(site) if site else None
        may = may_withhold(self.request.user, self.page)
        return super().get_context_data(
            **kwargs,
            page=self.page,
            # As in the rest of the admin.
            digits="arabic",
            page_url=self.page.get_url(self.request) if self.page.live else None,
            is_public=bool(agency and agency.show_versions),
            versions=[
                {
                    "version": version,
                    "is_current": number == 0,
                    "form": self._form(version) if may and number else None,
                }
                for number, version in enumerate(self.versions)
            ],
        )

    def _form(self, version: PublishedVersion) -> WithholdForm:
        prefix = f"id_{version.number}_%s"
        return WithholdForm(initial={"number": version.number}, auto_id=prefix)


def may_see_versions(page: Any, user: Any) -> bool:
    """Tell whether a page is a report that a user works on."""
    if not isinstance(page, ITAReportMixin):
        return False
    rights = page.permissions_for_user(user)
    return bool(rights.can_edit() or rights.can_publish())


def version_urls() -> list[Any]:
    """Return the addresses of the screen."""
    return [path("ita/versions/<int:page_id>/", VersionsView.as_view(), name=VERSIONS)]


def version_buttons(page: Any, user: Any) -> Iterator[Button]:
    """Yield the button of a report that has been public."""
    has_been_public = getattr(page, "first_published_at", None) is not None
    if has_been_public and may_see_versions(page, user):
        yield Button(
            _("Published versions"),
            url=reverse(VERSIONS, args=[page.pk]),
            icon_name="history",
            priority=46,
        )


def register_version_actions(actions: Any) -> None:
    """Name what is written into the history of a page."""
    actions.register_action(
        CORRECTED_ACTION, _("Publish a correction"), _("Correction published with a note")
    )
    actions.register_action(
        WITHHELD_ACTION, _("Withhold a version"), _("Earlier version withheld from visitors")
    )
    actions.register_action(
        SHOWN_ACTION, _("Show a version again"), _("Earlier version shown to visitors again")
    )
