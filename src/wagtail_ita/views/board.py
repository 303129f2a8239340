"""The board: where each item of an assessment year stands."""

from __future__ import annotations

from functools import cached_property
from typing import Any, ClassVar

from django import forms
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext, pgettext_lazy
from wagtail.admin.widgets.button import Button, HeaderButton

from wagtail_ita.checks.board.rows import Board, Row, RowFilter
from wagtail_ita.checks.board.statuses import Status
from wagtail_ita.domain.collation import thai_sort_key
from wagtail_ita.domain.digits import in_digits, numbers_in
from wagtail_ita.domain.findings import Finding, Severity
from wagtail_ita.views.links import link_button
from wagtail_ita.views.year_screen import board_buttons
from wagtail_ita.views.years import ANSWER_SHEET, BOARD, YearView, finding_url, row_url


class BoardFilterForm(forms.Form):
    """Which rows of the board to show; a plain GET form, so that a choice can be bookmarked."""

    status = forms.ChoiceField(label=_("Status"), required=False)
    owner = forms.ChoiceField(label=pgettext_lazy("item", "Owner"), required=False)
    severity = forms.ChoiceField(label=_("Findings"), required=False)

    def __init__(self, board: Board, *args: Any, digits: str = "arabic", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        counts = board.counts
        everything = ("", pgettext("filter", "All"))
        self.fields["status"].choices = [
            everything,
            *(
                (each.value, f"{each.label} ({in_digits(counts.get(each, 0), digits)})")
                for each in Status
            ),
        ]
        people = sorted(board.owners.items(), key=lambda pair: thai_sort_key(pair[1]))
        self.fields["owner"].choices = [
            everything,
            (RowFilter.NO_OWNER, pgettext("item", "Nobody")),
            *((str(pk), name) for pk, name in people),
        ]
        self.fields["severity"].choices = [
            everything,
            (Severity.ERROR.value, pgettext("filter", "Errors")),
            (Severity.WARNING.value, pgettext("filter", "Errors and warnings")),
            (Severity.NOTE.value, pgettext("filter", "Any finding")),
        ]

    @property
    def row_filter(self) -> RowFilter:
        """What is chosen; a choice that does not exist is none."""
        # An invalid form keeps the choices that are valid.
        self.is_valid()
        chosen = self.cleaned_data
        return RowFilter(
            status={each.value: each for each in Status}.get(chosen.get("status")),
            owner=chosen.get("owner") or "",
            severity={each.value: each for each in Severity}.get(chosen.get("severity")),
        )


class BoardView(YearView):
    """Where each item of the year stands, and who sees to it until when."""

    template_name = "wagtail_ita/admin/board.html"
    page_title = _("ITA board")
    url_name = BOARD
    file_name = "ita-board"
    export_headings: ClassVar[dict[str, Any]] = {
        "code": _("Item code"),
        "title": pgettext_lazy("item", "Title"),
        "status": _("Status"),
        "marks": _("Marks"),
        "owner": pgettext_lazy("item", "Owner"),
        "due": _("Due date"),
        "errors": _("Errors"),
        "warnings": _("Warnings"),
        "notes": _("Notes"),
        "findings": _("Findings"),
        "address": _("Address"),
    }

    @cached_property
    def filter_form(self) -> BoardFilterForm | None:
        """The filters, bound to the address."""
        if self.board is None:
            return None
        return BoardFilterForm(self.board, self.request.GET, digits=self.digits)

    @cached_property
    def rows(self) -> list[Row]:
        """The rows that the filters leave."""
        if not self.board or not self.filter_form:
            return []
        return self.board.filtered(self.filter_form.row_filter)

    def get_export_rows(self) -> list[Row]:
        return self.rows

    def to_row_dict(self, item: Row) -> dict[str, Any]:
        return {
            "code": item.code,
            "title": item.title,
            "status": str(item.main.label),
            "marks": [str(mark.label) for mark in item.marks],
            "owner": item.owner,
            "due": item.due,
            "errors": item.errors,
            "warnings": item.warnings,
            "notes": item.notes,
            "findings": "\n".join(str(finding.message) for finding in item.findings),
            "address": item.address,
        }

    @cached_property
    def header_buttons(self) -> list[Button]:
        if not self.board:
            return []
        return [
            HeaderButton(
                _("Answer sheet"),
                url=reverse(ANSWER_SHEET, args=[self.board.index.pk]),
                icon_name="list-ul",
            ),
            link_button(self.board.index),
            *board_buttons(self.board.index, self.request.user),
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        with numbers_in(self.digits):
            rows = [
                {
                    "row": row,
                    "url": row_url(self.board, row),
                    "findings": [_worded(row, finding) for finding in row.sorted_findings],
                }
                for row in self.rows
            ]
        return super().get_context_data(
            **kwargs,
            rows=rows,
            filter_form=self.filter_form,
            is_filtered=bool(self.filter_form and self.filter_form.row_filter != RowFilter()),
            statuses=self.board.status_counts if self.board else [],
            late=self.board.late_rows(timezone.now()) if self.board else [],
        )


def _worded(row: Row, finding: Finding) -> dict[str, Any]:
    """Return what the screen says of a finding, in the language and the digits of now."""
    return {
        "severity": finding.severity,
        "url": finding_url(row, finding),
        "place": finding.place.label,
        "message": str(finding.message),
        "statement": str(finding.statement),
        "remedy": str(finding.remedy),
    }
