"""The page forms: short ASCII addresses that never change once they are public."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from wagtail.admin.forms import WagtailAdminPageForm

_ASCII_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


class ITAPageForm(WagtailAdminPageForm):
    """Form of an index, item or report page.

    Addresses of these pages are handed in and opened again months later, so they are short,
    ASCII, and fixed from the first publication on.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "slug" in self.fields:
            self.fields["slug"].required = False
            self.fields["slug"].help_text = _(
                "Short, in a–z, 0–9 and hyphens. Left empty, it is made from the item code. "
                "It cannot be changed once the page has been published."
            )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        if "slug" not in self.fields:
            return cleaned
        slug = cleaned.get("slug") or self.instance.get_default_slug(cleaned)
        published_slug = self.initial.get("slug") if self.instance.first_published_at else None
        if published_slug and slug != published_slug:
            message = _(
                "The address “%(slug)s” has been public and may have been handed in. Keep it."
            )
            self.add_error(
                "slug", forms.ValidationError(message, "slug_fixed", {"slug": published_slug})
            )
        elif slug and not _ASCII_SLUG.fullmatch(slug):
            message = _("Use a–z, 0–9 and hyphens only: Thai addresses break when copied.")
            self.add_error("slug", forms.ValidationError(message, "slug_not_ascii"))
        else:
            cleaned["slug"] = slug
        return cleaned
