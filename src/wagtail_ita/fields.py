"""Fields for dates as Thai officials write them: one for forms, one for models."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.db import models
from django.utils.translation import gettext_lazy as _

from wagtail_ita.domain.dates import DateError, parse_date
from wagtail_ita.widgets import ThaiDateInput


class ThaiDateFormField(forms.Field):
    """A form field that reads a date as typed and holds it as a Gregorian ``date``."""

    widget = ThaiDateInput

    def to_python(self, value: object) -> dt.date | None:
        if value in self.empty_values:
            return None
        if isinstance(value, dt.datetime):
            return value.date()
        if isinstance(value, dt.date):
            return value
        try:
            return parse_date(str(value))
        except DateError as error:
            raise forms.ValidationError(str(error), code="invalid") from error

    def has_changed(self, initial: object, data: object) -> bool:
        try:
            return self.to_python(initial) != self.to_python(data)
        except forms.ValidationError:
            return True


class ThaiDateField(models.DateField):
    """A date column that is typed and shown as Thai officials write dates.

    In migrations it is Django's own ``DateField``, so that nobody's migrations depend on
    the place of this class.
    """

    description = _("Date, typed in the Buddhist or the Gregorian era")

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.DateField", args, kwargs

    def formfield(self, **kwargs: Any) -> forms.Field | None:
        kwargs["form_class"] = ThaiDateFormField
        # Wagtail's form factory proposes its own date picker, which knows no Buddhist years.
        kwargs["widget"] = ThaiDateInput
        return super().formfield(**kwargs)
