"""The ways into the import wizard from the rest of the admin."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets.button import Button

from wagtail_ita.transfer.importing import ATTACH_ACTION, IMPORT_ACTION
from wagtail_ita.views.board_panel import BoardMenuItem
from wagtail_ita.views.importing.destinations import may_import_into
from wagtail_ita.views.importing.pages import (
    ATTACH,
    PLAN,
    PROGRESS,
    START,
    TEMPLATE,
    AttachView,
    PlanView,
    ProgressView,
    StartView,
    TemplateFileView,
)


def import_urls() -> list[Any]:
    """Return the addresses of the wizard."""
    return [
        path("ita/import/", StartView.as_view(), name=START),
        path("ita/import/template/", TemplateFileView.as_view(), name=TEMPLATE),
        path("ita/import/progress/<uuid:key>/", ProgressView.as_view(), name=PROGRESS),
        path("ita/import/plan/<str:token>/", PlanView.as_view(), name=PLAN),
        path("ita/import/attach/<str:token>/", AttachView.as_view(), name=ATTACH),
    ]


def import_menu_item() -> MenuItem:
    """Return the wizard as an entry of the reports menu, for those who have a right to pages."""
    return BoardMenuItem(
        _("ITA: import a report"),
        reverse(START),
        name="ita-import",
        icon_name="upload",
        order=92,
    )


def import_buttons(page: Any, user: Any) -> Iterator[Button]:
    """Yield the button of a report page that its user may edit."""
    if may_import_into(page, user):
        yield Button(
            _("Import a file"),
            url=f"{reverse(START)}?page={page.pk}",
            icon_name="upload",
            priority=45,
        )


def register_import_actions(actions: Any) -> None:
    """Name what an import writes into the history of a page."""
    actions.register_action(IMPORT_ACTION, _("Import a report"), _("Report imported from a file"))
    actions.register_action(
        ATTACH_ACTION, _("Attach a file"), _("File attached as evidence instead of an import")
    )
