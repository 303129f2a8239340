"""Wiring of the admin."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.contrib.auth.models import Permission
from django.http import HttpRequest, HttpResponse
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import AdminOnlyMenuItem, MenuItem
from wagtail.admin.views.pages.bulk_actions.page_bulk_action import PageBulkAction
from wagtail.admin.widgets.button import Button

from wagtail_ita.checks.publishing import REFUSED_ACTION
from wagtail_ita.checks.reminders import REMIND_ACTION
from wagtail_ita.delivery.changes import files_moved
from wagtail_ita.models import public_content_changed
from wagtail_ita.panels import FINDINGS, MEMO, NEW_FINDINGS, NEW_MEMO
from wagtail_ita.views.answer_sheet import AnswerSheetView
from wagtail_ita.views.approving import (
    answer_refused_decisions,
    explain_own_work,
    offer_chain_instead,
    register_chain_actions,
    stop_bulk_move,
    stop_copy,
    stop_late_decisions,
    stop_move,
)
from wagtail_ita.views.board import BoardView
from wagtail_ita.views.board_panel import BoardMenuItem, BoardPanel
from wagtail_ita.views.catalogues import CatalogueListView, CatalogueView
from wagtail_ita.views.closing import ClosingView
from wagtail_ita.views.editing import serve_one_at_a_time
from wagtail_ita.views.findings import FindingsView
from wagtail_ita.views.importing.entries import (
    import_buttons,
    import_menu_item,
    import_urls,
    register_import_actions,
)
from wagtail_ita.views.links import link_urls
from wagtail_ita.views.memo import MemoView
from wagtail_ita.views.refusals import answer_refused_approvals, keep_publishable
from wagtail_ita.views.rollforward import NextYearView
from wagtail_ita.views.translating import answer_refused_updates, publish_translation
from wagtail_ita.views.versions import (
    register_version_actions,
    version_buttons,
    version_urls,
)
from wagtail_ita.views.year_screen import CLOSING, NEXT_YEAR, header_menu_buttons
from wagtail_ita.views.years import ANSWER_SHEET, BOARD
from wagtail_ita.years.history import register_year_actions


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
        path("ita/board/", BoardView.as_view(), name=BOARD),
        path("ita/board/<int:index>/", BoardView.as_view(), name=BOARD),
        path("ita/answers/", AnswerSheetView.as_view(), name=ANSWER_SHEET),
        path("ita/answers/<int:index>/", AnswerSheetView.as_view(), name=ANSWER_SHEET),
        path("ita/next-year/<int:index>/", NextYearView.as_view(), name=NEXT_YEAR),
        path("ita/closing/<int:index>/", ClosingView.as_view(), name=CLOSING),
        *link_urls(),
        *import_urls(),
        *version_urls(),
        path("ita/findings/<int:page_id>/", FindingsView.as_view(), name=FINDINGS),
        path(
            "ita/findings/new/<slug:app_label>/<slug:model_name>/<int:parent_id>/",
            FindingsView.as_view(),
            name=NEW_FINDINGS,
        ),
        path("ita/memo/<int:page_id>/", MemoView.as_view(), name=MEMO),
        path(
            "ita/memo/new/<slug:app_label>/<slug:model_name>/<int:parent_id>/",
            MemoView.as_view(),
            name=NEW_MEMO,
        ),
    ]


@hooks.register("register_reports_menu_item")
def register_board_menu_item() -> MenuItem:
    """The board, for those who have a right to pages."""
    return BoardMenuItem(
        _("ITA board"),
        reverse(BOARD),
        name="ita-board",
        icon_name="clipboard-list",
        order=90,
    )


@hooks.register("register_reports_menu_item")
def register_import_menu_item() -> MenuItem:
    """The import wizard, for those who have a right to pages."""
    return import_menu_item()


@hooks.register("register_page_header_buttons")
def add_import_header_button(
    page: Any, user: Any, view_name: str, next_url: str | None = None
) -> Iterator[Button]:
    """The import wizard in the menu of a report page."""
    return import_buttons(page, user)


@hooks.register("register_page_header_buttons")
def add_year_header_buttons(
    page: Any, user: Any, view_name: str, next_url: str | None = None
) -> Iterator[Button]:
    """What is done to a year as a whole, in the menu of its index page."""
    return header_menu_buttons(page, user)


@hooks.register("register_page_header_buttons")
def add_versions_header_button(
    page: Any, user: Any, view_name: str, next_url: str | None = None
) -> Iterator[Button]:
    """What has been public, in the menu of a report page."""
    return version_buttons(page, user)


@hooks.register("register_page_listing_more_buttons")
def add_versions_listing_button(
    page: Any, user: Any, next_url: str | None = None
) -> Iterator[Button]:
    """What has been public, beside a report in a listing of pages."""
    return version_buttons(page, user)


@hooks.register("register_permissions")
def register_permissions() -> Any:
    """Our own permissions, so that they can be given in the form of a group."""
    return Permission.objects.filter(
        content_type__app_label="wagtail_ita", codename__in=["close_year", "withhold_version"]
    )


@hooks.register("register_page_listing_more_buttons")
def add_import_listing_button(
    page: Any, user: Any, next_url: str | None = None
) -> Iterator[Button]:
    """The import wizard beside a report in a listing of pages."""
    return import_buttons(page, user)


@hooks.register("construct_homepage_panels")
def add_board_panel(request: HttpRequest, panels: list[Any]) -> None:
    """How the newest year stands, on the home screen."""
    panels.append(BoardPanel())


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


@hooks.register("before_bulk_action")
def leave_out_pages_with_errors(
    request: HttpRequest, action_type: str, objects: list[Any], action: Any
) -> HttpResponse | None:
    """The publish rule in the bulk action of the page listing."""
    if action_type != "publish" or not isinstance(action, PageBulkAction):
        return None
    return keep_publishable(request, objects)


@hooks.register("before_bulk_action")
def keep_out_of_chains(
    request: HttpRequest, action_type: str, objects: list[Any], action: Any
) -> HttpResponse | None:
    """Live reports stay out of places whose chain of approval they have not been through."""
    return stop_bulk_move(request, objects, action) if action_type == "move" else None


@hooks.register("after_bulk_action")
def tell_of_files_moved(
    request: HttpRequest, action_type: str, objects: list[Any], action: Any
) -> None:
    """Files that go into a private collection leave the pages, also those that are kept."""
    if action_type == "add_to_collection":
        public_content_changed()
        files_moved(objects)


@hooks.register("before_edit_page")
def answer_decisions(request: HttpRequest, page: Any) -> HttpResponse | None:
    """What the form says about the chain of approval."""
    explain_own_work(request, page)
    return stop_late_decisions(request, page)


@hooks.register("construct_page_action_menu")
def offer_the_chain(menu_items: list[Any], request: HttpRequest, context: dict[str, Any]) -> None:
    """Submit instead of publish, where a report has to go through its chain."""
    offer_chain_instead(menu_items, context)


hooks.register("before_move_page", stop_move)
hooks.register("before_copy_page", stop_copy)
answer_refused_approvals()
answer_refused_updates()


@hooks.register("before_edit_page", order=-1)
def answer_for_the_translation_editor(request: HttpRequest, page: Any) -> HttpResponse | None:
    """The publish rule in wagtail-localize's editor."""
    return publish_translation(request, page)


answer_refused_decisions()
serve_one_at_a_time()


@hooks.register("register_log_actions")
def register_log_actions(actions: Any) -> None:
    """What the history of a page calls our actions."""
    actions.register_action(
        REFUSED_ACTION, _("Refuse to publish"), _("Not published on schedule: the page has errors")
    )
    actions.register_action(REMIND_ACTION, _("Remind the owner"), _("Reminder mailed to the owner"))
    register_import_actions(actions)
    register_version_actions(actions)
    register_chain_actions(actions)
    register_year_actions(actions)
