"""Wiring of the admin."""

from __future__ import annotations

from typing import Any

from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import AdminOnlyMenuItem, MenuItem

from wagtail_ita.transfer.importing import IMPORT_ACTION
from wagtail_ita.views.catalogues import CatalogueListView, CatalogueView


@hooks.register("register_admin_urls")
def register_admin_urls() -> list[Any]:
    """Addresses of our admin screens."""
    return [
        path("ita/catalogues/", CatalogueListView.as_view(), name="wagtail_ita_catalogues"),
        path(
            "ita/catalogues/<slug:scheme>/<int:year>/",
            CatalogueView.as_view(),
            name="wagtail_ita_catalogue",
        ),
    ]


@hooks.register("register_settings_menu_item")
def register_catalogues_menu_item() -> MenuItem:
    """The lists, for those who run the site."""
    return AdminOnlyMenuItem(
        _("ITA catalogues"),
        reverse("wagtail_ita_catalogues"),
        name="ita-catalogues",
        icon_name="clipboard-list",
        order=900,
    )


@hooks.register("register_log_actions")
def register_log_actions(actions: Any) -> None:
    """What the history of a page calls our actions."""
    actions.register_action(IMPORT_ACTION, _("Import a report"), _("Report imported from a file"))
