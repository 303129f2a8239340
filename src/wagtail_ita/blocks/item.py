"""What an item page may say beside its evidence: text and tables."""

from __future__ import annotations

import re
from typing import Any

from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail import blocks

from wagtail_ita.blocks.base import ByReference

_EXAMPLE = {
    "caption": _("Complaints received, by quarter"),
    "cells": "Q1 | Q2 | Q3 | Q4\n0 | 1 | 0 | 0",
}

# A number, a sum or a percentage, in Thai or Arabic digits. No date: it is read from the left.
_FIGURE = re.compile(r"[-−–+]?\d[\d,]*(\.\d+)? ?%?")
_NO_FIGURE = frozenset({"", "-", "–", "—"})


class TableValue(blocks.StructValue):
    """The pasted cells as rows of equal length."""

    @cached_property
    def _grid(self) -> list[list[str]]:
        lines = [line for line in (self.get("cells") or "").splitlines() if line.strip()]
        separator = "\t" if any("\t" in line for line in lines) else "|"
        rows = [[cell.strip() for cell in line.strip("|").split(separator)] for line in lines]
        width = max(map(len, rows), default=0)
        return [row + [""] * (width - len(row)) for row in rows]

    @property
    def header(self) -> list[str]:
        return self._grid[0] if self._grid else []

    @property
    def rows(self) -> list[list[str]]:
        return self._grid[1:]

    @cached_property
    def figure_columns(self) -> frozenset[int]:
        """Which columns hold figures alone, to be set one below the other; never the first."""
        columns = list(zip(*self.rows, strict=True))
        return frozenset(
            number
            for number, cells in enumerate(columns)
            if number
            and (figures := set(cells) - _NO_FIGURE)
            and all(map(_FIGURE.fullmatch, figures))
        )


class TableBlock(ByReference, blocks.StructBlock):
    """A table pasted from a spreadsheet or a word processor.

    Cells are kept as text, one row a line: so a translation system sees every word, which
    it does not in Wagtail's own table blocks, and a clerk pastes instead of retyping.
    """

    caption = blocks.CharBlock(
        required=False,
        max_length=500,
        label=pgettext_lazy("table", "Caption"),
        help_text=_("What the table shows, with its year."),
    )
    cells = blocks.TextBlock(
        required=False,
        rows=6,
        label=_("Cells"),
        help_text=_(
            "Copy the cells in Excel or Word and paste them here. One row a line, the first is "
            "the heading; typed by hand, separate the columns with |."
        ),
    )

    class Meta:
        icon = "table"
        label = _("Table")
        label_format = "{caption}"
        description = _("A table pasted from Excel or Word.")
        value_class = TableValue
        template = "wagtail_ita/blocks/table.html"
        preview_value = _EXAMPLE
        preview_template = "wagtail_ita/blocks/preview.html"


class ParagraphBlock(ByReference, blocks.RichTextBlock):
    """Running text, with headings that fit below those of the page."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("features", ["h3", "bold", "italic", "ol", "ul", "link", "document-link"])
        super().__init__(**kwargs)

    class Meta:
        icon = "pilcrow"
        label = _("Text")
        description = _("Running text with headings, lists and links.")
        preview_value = _("The channel is open day and night. Each report is answered in 15 days.")
        preview_template = "wagtail_ita/blocks/preview.html"


class ItemBodyStreamBlock(ByReference, blocks.StreamBlock):
    """Text and tables of an item page."""

    paragraph = ParagraphBlock()
    table = TableBlock()

    class Meta:
        icon = "doc-full-inverse"
        label = _("Text and tables")
        description = _("What the page says beside its evidence.")
        required = False
        preview_value = [("table", _EXAMPLE)]
        preview_template = "wagtail_ita/blocks/preview.html"
