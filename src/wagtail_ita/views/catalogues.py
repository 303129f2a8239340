"""The catalogues for the webmaster: source, date and certainty of each list and row."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponseBase
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail.admin.views.generic import WagtailAdminTemplateMixin

from wagtail_ita.catalogues import all_catalogues, catalogue_faults, get_catalogue


class _AdministratorView(WagtailAdminTemplateMixin, TemplateView):
    """A screen for those who run the site; Wagtail's URLs already ask for a login."""

    header_icon = "clipboard-list"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_superuser:
            raise PermissionDenied
        response: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        return response


class CatalogueListView(_AdministratorView):
    """All catalogues that this site knows."""

    template_name = "wagtail_ita/admin/catalogues.html"
    page_title = _("ITA catalogues")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            **kwargs,
            catalogues=all_catalogues(),
            faults=catalogue_faults(),
            language=get_language() or "th",
        )


class CatalogueView(_AdministratorView):
    """The rows of one catalogue."""

    template_name = "wagtail_ita/admin/catalogue.html"
    page_title = _("ITA catalogue")

    def get_page_subtitle(self) -> str:
        return f"{self.kwargs['scheme']} {self.kwargs['year']}"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        catalogue = get_catalogue(self.kwargs["scheme"], self.kwargs["year"])
        if catalogue is None:
            raise Http404
        return super().get_context_data(**kwargs, catalogue=catalogue)
