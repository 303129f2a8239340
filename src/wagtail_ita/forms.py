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
    ASCII, and fixed from the first publication on. A new page starts with what the year's
    list says of it.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk is None and self.parent_page is not None:
            known = self.instance.get_form_initial(self.parent_page.specific)
            self.initial.update({name: value for name, value in known.items() if value})
        if "slug" in self.fields:
            self.fields["slug"].required = False
            self.fields["slug"].help_text = _(
                "Short, in a–z, 0–9 and hyphens. Left empty, it is made from the item code. "
                "It cannot be changed once the page has been published."
            )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        if "slug" in self.fields and "slug" not in self.errors:
            slug = cleaned.get("slug") or self.instance.get_default_slug(cleaned)
            error = slug and self._slug_error(slug)
            if error:
                self.add_error("slug", error)
            elif slug:
                cleaned["slug"] = slug
        return cleaned

    def _slug_error(self, slug: str) -> forms.ValidationError | None:
        public = self.initial.get("slug") if self.instance.first_published_at else None
        if public and slug != public:
            message = _(
                "The address “%(slug)s” has been public and may have been handed in. Keep it."
            )
            return forms.ValidationError(message, "slug_fixed", {"slug": public})
        if not _ASCII_SLUG.fullmatch(slug):
            message = _("Use a–z, 0–9 and hyphens only: Thai addresses break when copied.")
            return forms.ValidationError(message, "slug_not_ascii")
        siblings = self.parent_page.get_children().exclude(pk=self.instance.pk)
        taken = siblings.filter(slug=slug).first()
        if taken is not None:
            message = _("The address “%(slug)s” is taken by the page “%(title)s”. Edit that page.")
            return forms.ValidationError(message, "slug_taken", {"slug": slug, "title": taken})
        return None
