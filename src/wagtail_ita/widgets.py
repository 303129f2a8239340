"""The input for dates as Thai officials write them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.admin.staticfiles import versioned_static

from wagtail_ita.domain.dates import format_date


class ThaiDateInput(forms.TextInput):
    """A text box that takes a date in any Thai or Western form and reads it back.

    Under the box the browser says which day it understood, in its own Buddhist calendar,
    so that a clerk sees at once when a year was taken for the wrong era.
    """

    template_name = "wagtail_ita/widgets/thai_date_input.html"

    @property
    def media(self) -> forms.Media:
        return forms.Media(
            css={"all": [versioned_static("wagtail_ita/css/admin.css")]},
            js=[versioned_static("wagtail_ita/js/thai-date.js")],
        )

    def get_context(
        self, name: str, value: object, attrs: Mapping[str, Any] | None
    ) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["unreadable"] = _("This is not a date that can be read.")
        return context

    def build_attrs(
        self, base_attrs: Mapping[str, Any], extra_attrs: Mapping[str, Any] | None = None
    ) -> dict[str, Any]:
        attrs = super().build_attrs(base_attrs, extra_attrs)
        attrs.setdefault("placeholder", _("e.g. 30 Sep 2568"))
        return {
            **attrs,
            "autocomplete": "off",
            "data-ita-thai-date-target": "input",
            "data-action": "ita-thai-date#read",
        }

    def format_value(self, value: object) -> str | None:
        """Show a stored date in the era of the interface; leave typed text as it was typed."""
        day = value
        if isinstance(value, str) and value:
            # A block's stored value arrives as ISO text; what a clerk typed may be anything.
            try:
                day = dt.date.fromisoformat(value)
            except ValueError:
                return value
        if isinstance(day, dt.date):
            return format_date(day, language=get_language() or "th")
        return None
