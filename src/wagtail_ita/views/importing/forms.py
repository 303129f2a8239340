"""The form of the first step."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any, Final

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from wagtail_ita.conf import get_settings

ACCEPTED: Final = (".docx", ".pdf", ".xlsx", ".csv", ".json", ".txt")


class UploadForm(forms.Form):
    """A file and where it goes.

    What the file is, its reader finds out: an extension may lie, and browsers only use it to
    offer fitting files.
    """

    destination = forms.ChoiceField(
        label=pgettext_lazy("import", "Import into"),
        help_text=gettext_lazy(
            "What the public sees does not change: the import makes a draft version."
        ),
    )
    file = forms.FileField(
        label=gettext_lazy("Report file"),
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ",".join(ACCEPTED)}),
    )
    # Under this key the browser asks how far reading is, before it has an answer.
    key = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, destinations: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["destination"].choices = destinations
        self.fields["file"].help_text = _(
            "Word (.docx), PDF with text, Excel (.xlsx), CSV, JSON of this site, or plain text; "
            "at most %(size)s."
        ) % {"size": filesizeformat(get_settings().MAX_IMPORT_BYTES)}
        # A fresh key for every form that is shown.
        self.fresh_key = uuid.uuid4()

    def clean_file(self) -> UploadedFile:
        file: UploadedFile = self.cleaned_data["file"]
        limit = get_settings().MAX_IMPORT_BYTES
        if file.size > limit:
            raise forms.ValidationError(
                _(
                    "%(name)s has %(size)s, and at most %(limit)s are read. Save the report "
                    "without pictures, or as a smaller file, and choose that one."
                )
                % {
                    "name": file.name,
                    "size": filesizeformat(file.size),
                    "limit": filesizeformat(limit),
                }
            )
        return file
