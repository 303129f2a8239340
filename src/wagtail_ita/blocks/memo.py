"""The chain of opinions and orders under a memo."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from wagtail_ita.blocks.base import ByReference
from wagtail_ita.blocks.dates import ThaiDateBlock

_EXAMPLE = {
    "heading": _("Order of the mayor"),
    "opinion": _("Noted. Publish as proposed."),
    "position": _("Mayor"),
}


class ApprovalBlock(ByReference, blocks.StructBlock):
    """One officer's part: what he wrote, who he is, and when.

    It records an act done on paper. It is no digital signature and is never shown as one.
    """

    heading = blocks.CharBlock(
        required=False,
        max_length=255,
        label=_("Heading"),
        help_text=_("For example “Opinion of the municipal clerk” or “Order of the mayor”."),
    )
    opinion = blocks.TextBlock(required=False, rows=2, label=_("Opinion or order"))
    name = blocks.CharBlock(required=False, max_length=255, label=_("Name, with title"))
    position = blocks.CharBlock(required=False, max_length=255, label=_("Position"))
    date = ThaiDateBlock(required=False, label=_("Date"))

    class Meta:
        icon = "mail"
        label = _("Opinion or order")
        label_format = "{heading} {name}"
        description = _("What an officer wrote under the memo, with name, position and date.")
        preview_value = _EXAMPLE
        preview_template = "wagtail_ita/blocks/preview.html"


class ApprovalStreamBlock(ByReference, blocks.StreamBlock):
    """The chain, from the reporter to the chief executive."""

    approval = ApprovalBlock()

    class Meta:
        icon = "mail"
        label = _("Opinions and orders")
        description = _("The chain of a memo, from the reporter to the chief executive.")
        required = False
        preview_value = [("approval", _EXAMPLE)]
        preview_template = "wagtail_ita/blocks/preview.html"
