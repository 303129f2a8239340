"""The answer sheet: what to enter into the assessment system, ready to copy."""

from __future__ import annotations

from functools import cached_property
from typing import Any, ClassVar

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext, pgettext_lazy
from wagtail.admin.widgets.button import Button, HeaderButton

from wagtail_ita.checks.board.answers import Answer, answer_sheet
from wagtail_ita.views.years import ANSWER_SHEET, BOARD, YearView, edit_url


class AnswerSheetView(YearView):
    """What to enter into the assessment system, ready to copy."""

    template_name = "wagtail_ita/admin/answer_sheet.html"
    page_title = _("ITA answer sheet")
    url_name = ANSWER_SHEET
    file_name = "ita-answers"
    export_headings: ClassVar[dict[str, Any]] = {
        "code": _("Item code"),
        "title": pgettext_lazy("item", "Title"),
        "answer": _("Answer"),
        "addresses": _("Addresses"),
        "explanation": _("Explanation"),
        "evidence": _("Addresses of the evidence"),
    }

    @cached_property
    def answers(self) -> list[Answer]:
        """The lines of the sheet."""
        return answer_sheet(self.board) if self.board else []

    def get_export_rows(self) -> list[Answer]:
        return self.answers

    def to_row_dict(self, item: Answer) -> dict[str, Any]:
        return {
            "code": item.code,
            "title": item.title,
            "answer": answer_label(item),
            "addresses": "\n".join(item.addresses),
            "explanation": item.explanation,
            "evidence": "\n".join(item.evidence),
        }

    @cached_property
    def header_buttons(self) -> list[Button]:
        if not self.board:
            return []
        return [
            HeaderButton(
                _("Board"),
                url=reverse(BOARD, args=[self.board.index.pk]),
                icon_name="clipboard-list",
            )
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        answers = [
            {
                "answer": each,
                "label": answer_label(each),
                "url": next((url for row in each.rows if (url := edit_url(row))), ""),
            }
            for each in self.answers
        ]
        return super().get_context_data(
            **kwargs, answers=answers, there=sum(each.is_there for each in self.answers)
        )


def answer_label(answer: Answer) -> str:
    """Return the answer as the assessment system words it."""
    return pgettext("answer", "Yes") if answer.is_there else pgettext("answer", "No")
