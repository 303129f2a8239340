"""The report as an official paper: PDF for screen readers, search and the printer."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from wagtail_ita.models import in_words_of
from wagtail_ita.transfer.formats.base import Format
from wagtail_ita.transfer.publication import Publication


def render(publication: Publication) -> bytes:
    """Return the report as PDF/UA-1; the same bytes for the same publication."""
    # These need the extra.
    from wagtail_ita.transfer.formats.content import document_tree
    from wagtail_ita.transfer.formats.pdf.textlayer import mend_text_layer
    from wagtail_ita.transfer.formats.pdf.typesetting import set_pages

    with in_words_of(publication.language):
        tree = document_tree(publication)
    return mend_text_layer(set_pages(tree, emblem=publication.emblem))


PDF = Format(
    name="pdf",
    filename="report.pdf",
    content_type="application/pdf",
    title=_("Official paper (PDF)"),
    render=render,
    extra="pdf",
    modules=("typst", "icu4py", "pikepdf"),
)
