"""The catalogues for the webmaster: source, date and certainty of each list and row."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail.admin.views.generic import WagtailAdminTemplateMixin

from wagtail_ita.catalogues import all_catalogues, catalogue_faults, get_catalogue
from wagtail_ita.domain.catalogue import Catalogue, other_names
from wagtail_ita.domain.catalogue_items import Column
from wagtail_ita.domain.digits import in_digits
from wagtail_ita.selectors import interface_digits

_COLUMNS: Final = {
    Column.SUB_INDICATOR: pgettext_lazy("catalogue", "Sub-indicator"),
    Column.GROUP: pgettext_lazy("catalogue", "Group"),
    Column.COMPONENTS: pgettext_lazy("catalogue", "Components"),
}


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

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Return the path to the screen; its last part is the heading."""
        return [*super().get_breadcrumbs_items(), {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the lists, and what is wrong with those that cannot be read."""
        return super().get_context_data(
            **kwargs,
            catalogues=all_catalogues(),
            faults=catalogue_faults(),
            digits=interface_digits(),
        )


class CatalogueView(_AdministratorView):
    """The rows of one catalogue."""

    template_name = "wagtail_ita/admin/catalogue.html"

    def get_page_title(self) -> str:
        """Name the list by its year and its scheme."""
        catalogue = self.get_catalogue()
        year = in_digits(catalogue.year, interface_digits())
        return f"{year} · {catalogue.title(get_language() or 'th')}"

    def get_catalogue(self) -> Catalogue:
        """Return the list of the address, or answer that there is none."""
        catalogue = get_catalogue(self.kwargs["scheme"], self.kwargs["year"])
        if catalogue is None:
            raise Http404
        return catalogue

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Return the path to the screen; its last part is the heading."""
        lists = {"url": reverse("wagtail_ita_catalogues"), "label": _("ITA catalogues")}
        here = {"url": "", "label": self.get_page_title()}
        return [*super().get_breadcrumbs_items(), lists, here]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the list and its rows, each with what it was called in other lists."""
        catalogue = self.get_catalogue()
        return super().get_context_data(
            **kwargs,
            catalogue=catalogue,
            rows=list(_rows(catalogue)),
            language=get_language(),
            digits=interface_digits(),
        )


def _rows(catalogue: Catalogue) -> Iterator[dict[str, Any]]:
    language = get_language() or "th"
    known = all_catalogues()
    for item in catalogue.items:
        names = other_names(catalogue.reference(item.code), known)
        weaker = [(_COLUMNS[column], certainty) for column, certainty in item.weaker.items()]
        yield {"item": item, "note": item.note(language), "other_names": names, "weaker": weaker}
