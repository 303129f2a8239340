"""What the screens of one assessment year share: rights, the year switch, the export."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import Any, ClassVar
from urllib.parse import quote

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.views.generic import TemplateView
from wagtail.admin.views.generic import WagtailAdminTemplateMixin

from wagtail_ita.checks.board.access import (
    boards_beside,
    find_board,
    may_see_boards,
    newest_board,
)
from wagtail_ita.checks.board.reading import read_board
from wagtail_ita.checks.board.rows import Board, Row
from wagtail_ita.domain.catalogue_items import ItemKind
from wagtail_ita.domain.digits import in_digits
from wagtail_ita.domain.findings import Finding
from wagtail_ita.models import get_item_page_model, get_report_page_model
from wagtail_ita.selectors import interface_digits
from wagtail_ita.views.spreadsheets import SafeSpreadsheetMixin

BOARD = "wagtail_ita_board"
ANSWER_SHEET = "wagtail_ita_answer_sheet"


class YearView(SafeSpreadsheetMixin, WagtailAdminTemplateMixin, TemplateView):
    """A screen of one assessment year, with a switch to the other years.

    The address without an index page shows the newest year that the user may see.
    """

    header_icon = "clipboard-list"
    url_name: ClassVar[str]
    file_name: ClassVar[str]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not may_see_boards(request.user):
            raise PermissionDenied
        response: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        return response

    @cached_property
    def indexes(self) -> list[Any]:
        """The index pages whose year the user may see; of very many, those beside this one."""
        return boards_beside(self.request.user, self.board.index) if self.board else []

    @cached_property
    def board(self) -> Board | None:
        """The year of the address; ``None`` while the site has no year at all.

        Raises:
            PermissionDenied: The user has no right to the index page and its items.
        """
        wanted = self.kwargs.get("index")
        if wanted is None:
            chosen = newest_board(self.request.user)
        else:
            chosen = find_board(self.request.user, wanted)
            if chosen is None:
                raise PermissionDenied if not self.request.user.is_superuser else Http404
        return read_board(chosen, self.request.user) if chosen else None

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.is_export and self.board:
            response: HttpResponse = self.as_spreadsheet(
                self.get_export_rows(), request.GET["export"]
            )
            return response
        return super().get(request, *args, **kwargs)

    def get_export_rows(self) -> Any:
        """Return what the spreadsheet has, one object a line."""
        raise NotImplementedError

    def get_filename(self) -> str:
        board = self.board
        return f"{self.file_name}-{board.index.assessment_year}" if board else self.file_name

    @cached_property
    def digits(self) -> str:
        """The digits of the numbers on the screen: ``thai`` or ``arabic``."""
        return interface_digits(self.board.index if self.board else None)

    def get_page_subtitle(self) -> str:
        return in_digits(self.board.index.assessment_year, self.digits) if self.board else ""

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        here = {"url": "", "label": self.get_page_title(), "sublabel": self.get_page_subtitle()}
        return [*super().get_breadcrumbs_items(), here]

    @cached_property
    def show_export_buttons(self) -> bool:
        return self.board is not None

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            **kwargs,
            board=self.board,
            digits=self.digits,
            years=list(self._years()),
            xlsx_url=self.xlsx_export_url,
            csv_url=self.csv_export_url,
        )

    def _years(self) -> Iterator[dict[str, Any]]:
        numbers = [(each.assessment_year, each.scheme) for each in self.indexes]
        schemes = {scheme for _year, scheme in numbers}
        for each in self.indexes:
            label = in_digits(each.assessment_year, self.digits)
            if numbers.count((each.assessment_year, each.scheme)) > 1:
                label = f"{label} · {each.title}"
            elif len(schemes) > 1:
                label = f"{label} · {each.scheme.upper()}"
            yield {
                "label": label,
                "url": reverse(self.url_name, args=[each.pk]),
                "is_current": self.board is not None and each.pk == self.board.index.pk,
            }


def row_url(board: Board | None, row: Row) -> str:
    """Return where the user works on a row: its page's form, or that of a new page."""
    if row.page or not board or not board.can_add:
        return edit_url(row)
    is_report = row.item is not None and row.item.kind is ItemKind.MEASURES_REPORT
    model = get_report_page_model() if is_report else get_item_page_model()
    path: str = reverse(
        "wagtailadmin_pages:add",
        args=[model._meta.app_label, model._meta.model_name, board.index.pk],
    )
    return path


def edit_url(row: Row) -> str:
    """Return the address of the form of a row's page; empty where the user has no right."""
    if row.page is None or not row.may_edit:
        return ""
    path: str = reverse("wagtailadmin_pages:edit", args=[row.page.pk])
    return path


def finding_url(row: Row, finding: Finding) -> str:
    """Return where the user mends a finding: its field in the form; empty without the right.

    The fragment is the one with which Wagtail's own usage reports lead to a field.
    """
    form, path = edit_url(row), finding.place.path
    return f"{form}#:w:contentpath={quote(path)}" if form and path else form
