"""A date that is typed and shown as Thai officials write it, and stored as Gregorian."""

from __future__ import annotations

import datetime as dt

from django import forms
from django.utils.functional import cached_property
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from wagtail_ita.blocks.base import ByReference
from wagtail_ita.domain.dates import format_date
from wagtail_ita.fields import ThaiDateFormField


class ThaiDateBlock(ByReference, blocks.DateBlock):
    """A date block for Thai dates.

    It stays a ``DateBlock``, so that what knows that block (comparison, the API, translation)
    knows this one.
    """

    @cached_property
    def field(self) -> forms.Field:
        return ThaiDateFormField(
            required=self.field_options["required"], help_text=self.field_options["help_text"]
        )

    def to_python(self, value: object) -> dt.date | None:
        try:
            date: dt.date | None = super().to_python(value)
        except (TypeError, ValueError):
            # Stored by other hands and no date: shown as empty instead of breaking the page.
            return None
        return date

    def render_basic(self, value: dt.date | None, context: object = None) -> str:
        # What an editor reads when he compares two versions.
        return format_date(value, language=get_language() or "th") if value else ""

    class Meta:
        icon = "calendar"
        description = _("A date, typed in the Buddhist or the Gregorian era.")
        preview_value = dt.date(2025, 9, 30)
        preview_template = "wagtail_ita/blocks/preview.html"
