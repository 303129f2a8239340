"""What backs a measure or an item: documents, images, pages of this site and links."""

from __future__ import annotations

from typing import Any

from django.template.defaultfilters import filesizeformat
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail import blocks

from wagtail_ita.blocks.base import ByReference
from wagtail_ita.blocks.pictures import Picture, picture_of
from wagtail_ita.blocks.preloading import DocumentTargetBlock, ImageTargetBlock, PageTargetBlock
from wagtail_ita.domain.addresses import is_followed
from wagtail_ita.domain.records import EvidenceKind


def _title_block() -> blocks.CharBlock:
    return blocks.CharBlock(
        required=False,
        max_length=500,
        label=pgettext_lazy("evidence", "Title"),
        help_text=_(
            "What the reader sees as the text of the link: the name of the document, "
            "never “click here”."
        ),
    )


def _note_block() -> blocks.CharBlock:
    return blocks.CharBlock(
        required=False,
        max_length=500,
        label=_("What it proves"),
        help_text=_("One line, for example “minutes of the meeting that approved the measure”."),
    )


class EvidenceValue(blocks.StructValue):
    """What a template or an export asks of a piece of evidence."""

    kind: EvidenceKind

    @property
    def target(self) -> Any:
        """The chosen document, image or page, or the address of the link."""
        return self.get(self.kind.value if self.kind is not EvidenceKind.LINK else "url")

    @property
    def title_text(self) -> str:
        """The title as typed, or that of the chosen object, or the address."""
        target = self.target
        # The address of a link is text, and the "title" of text is a method.
        named = target if isinstance(target, str) else getattr(target, "title", "")
        return self.get("title") or named or ""

    @cached_property
    def url(self) -> str:
        """Where the evidence is; empty when nothing is chosen."""
        target = self.target
        return (target.url if target else "") or ""

    @property
    def file_extension(self) -> str:
        return ""

    @property
    def file_size(self) -> str:
        return ""


class DocumentEvidenceValue(EvidenceValue):
    """A file, with what a reader should know before he opens it."""

    kind = EvidenceKind.DOCUMENT

    @property
    def file_extension(self) -> str:
        return str(self.target.file_extension).upper() if self.target else ""

    @cached_property
    def file_size(self) -> str:
        size = self.target.file_size if self.target else None
        return filesizeformat(size) if size else ""


class ImageEvidenceValue(EvidenceValue):
    """An image, opened at its full size."""

    kind = EvidenceKind.IMAGE

    @property
    def thumbnail(self) -> Picture | None:
        return picture_of(self.target)

    @cached_property
    def url(self) -> str:
        return self.target.file.url if self.target else ""


class PageEvidenceValue(EvidenceValue):
    """A page of this site."""

    kind = EvidenceKind.PAGE


class LinkEvidenceValue(EvidenceValue):
    """An address outside this site."""

    kind = EvidenceKind.LINK

    @cached_property
    def url(self) -> str:
        url = self.get("url") or ""
        return url if is_followed(url) else ""


class DocumentEvidenceBlock(ByReference, blocks.StructBlock):
    """A file of this site, opened from its document library."""

    document = DocumentTargetBlock(required=False, label=_("Document"))
    title = _title_block()
    note = _note_block()

    class Meta:
        icon = "doc-full"
        label = _("Document")
        label_format = "{title}"
        description = _("A file from the document library: PDF, Word, Excel, CSV.")
        value_class = DocumentEvidenceValue
        preview_value = {"title": _("Order appointing the working group"), "note": ""}
        preview_template = "wagtail_ita/blocks/preview.html"


class ImageEvidenceBlock(ByReference, blocks.StructBlock):
    """A photograph or a picture, with words for those who do not see it."""

    image = ImageTargetBlock(required=False, label=_("Image"))
    title = _title_block()
    alt_text = blocks.CharBlock(
        required=False,
        max_length=500,
        label=_("What the image shows"),
        help_text=_("Read aloud to visitors who do not see the image."),
    )
    note = _note_block()

    class Meta:
        icon = "image"
        label = _("Image")
        label_format = "{title}"
        description = _("A photograph of an activity, a poster, a picture of a notice board.")
        value_class = ImageEvidenceValue
        preview_value = {"title": _("Service point of the one-stop centre")}
        preview_template = "wagtail_ita/blocks/preview.html"


class PageEvidenceBlock(ByReference, blocks.StructBlock):
    """Another page of this site."""

    page = PageTargetBlock(required=False, label=pgettext_lazy("evidence", "Page"))
    title = _title_block()
    note = _note_block()

    class Meta:
        icon = "doc-empty-inverse"
        label = _("Page of this site")
        label_format = "{title}"
        description = _("A page of this site, for example a news item about the activity.")
        value_class = PageEvidenceValue
        preview_value = {"title": _("News: staff training on the code of conduct")}
        preview_template = "wagtail_ita/blocks/preview.html"


class LinkEvidenceBlock(ByReference, blocks.StructBlock):
    """An address outside this site."""

    url = blocks.URLBlock(
        required=False,
        label=pgettext_lazy("evidence", "Address"),
        help_text=_(
            "The full address, beginning with https://. An assessor opens it months later "
            "without an account: files on a personal drive are often closed or gone by then."
        ),
    )
    title = _title_block()
    note = _note_block()

    class Meta:
        icon = "link-external"
        label = pgettext_lazy("evidence", "Link")
        label_format = "{title}"
        description = _("An address outside this site, for example the e-service system.")
        value_class = LinkEvidenceValue
        preview_value = {"title": _("E-service system"), "url": "https://example.go.th/e-service"}
        preview_template = "wagtail_ita/blocks/preview.html"


class EvidenceStreamBlock(ByReference, blocks.StreamBlock):
    """Any number of pieces of evidence, of any kind, in any order."""

    def get_searchable_content(self, value: Any) -> list[str]:
        """Give a search index nothing: whether a piece is public, the block does not know.

        The page does, and gives it those that are (``ita_search_text``).
        """
        return []

    document = DocumentEvidenceBlock()
    image = ImageEvidenceBlock()
    page = PageEvidenceBlock()
    link = LinkEvidenceBlock()

    class Meta:
        icon = "doc-full"
        label = _("Evidence")
        description = _("Documents, images, pages and links that back what is reported.")
        required = False
        preview_value = [("link", {"title": _("E-service system"), "url": "https://example.go.th"})]
        preview_template = "wagtail_ita/blocks/preview.html"
