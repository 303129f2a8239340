"""Fills the memo of an edit form: the usual sentences, with what is typed there now."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from django.http import HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wagtail_ita.checks.typed import read_typed
from wagtail_ita.domain.memo import default_memo
from wagtail_ita.models import ITAReportMixin, memo_source
from wagtail_ita.views.typed_forms import Refusal, TypedFormView, sentence

BOXES = ("unit", "subject", "addressee", "background", "facts", "proposal")


class MemoView(TypedFormView):
    """What to put into the boxes of the memo that are empty. It reads and never writes."""

    page_class = ITAReportMixin

    def answer(self, form: Any, parent: Any) -> HttpResponse:
        read_typed(form)
        memo = asdict(default_memo(memo_source(form.instance, parent)))
        values = {
            f"memo_{name}": memo[name]
            for name in BOXES
            if memo[name] and not form.data.get(form.add_prefix(f"memo_{name}"), "").strip()
        }
        return JsonResponse({"values": values, "message": _message(len(values))})

    def refuse(self, reason: Refusal) -> HttpResponse:
        sentences = {
            Refusal.NOT_ALLOWED: _("You may not edit this page, so its memo is not filled in."),
            Refusal.NOT_THERE: _("The memo cannot be filled in: the page is not there."),
            Refusal.UNREADABLE: _(
                "The memo cannot be filled in now. Save the draft and open it again."
            ),
        }
        return sentence(sentences[reason], status=reason.value)


def _message(count: int) -> str:
    if not count:
        return _("No box was filled in: what can be filled in has words already.")
    return ngettext(
        "%(count)d box has been filled in. Read it through and change what is not right.",
        "%(count)d boxes have been filled in. Read them through and change what is not right.",
        count,
    ) % {"count": count}
