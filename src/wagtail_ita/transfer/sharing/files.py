"""Which files the content of a page can be had as."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from wagtail_ita.models import ITAIndexMixin, ITAReportMixin
from wagtail_ita.transfer.formats.items import ITEMS_FORMATS
from wagtail_ita.transfer.formats.registry import FORMATS
from wagtail_ita.transfer.pack import PACK_NAME


def data_files(page: Any) -> Iterator[tuple[str, str, str]]:
    """Yield name, title and type of the files that a live page offers."""
    if not page.live:
        return
    forms: Any = ()
    if isinstance(page, ITAReportMixin):
        forms = [form for form in FORMATS.values() if form.is_available]
    elif isinstance(page, ITAIndexMixin):
        forms = ITEMS_FORMATS.values()
    for form in forms:
        if form.filename in page.download_names:
            yield form.filename, str(form.title), form.content_type
    if PACK_NAME in page.download_names:
        yield PACK_NAME, _("Everything in one file, with the evidence (ZIP)"), "application/zip"
