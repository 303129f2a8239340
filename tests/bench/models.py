"""What our pages are measured against: the least that Wagtail can do for the same content."""

from __future__ import annotations

from django.db import models
from django.http import HttpRequest, HttpResponse
from wagtail import blocks
from wagtail.admin.panels import FieldPanel
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.fields import StreamField
from wagtail.models import Page

from wagtail_ita.blocks.measure import RESULT_FEATURES, indicator_choices


class BarePage(Page):
    """Prints stored HTML."""

    html = models.TextField(blank=True)

    def serve(self, request: HttpRequest) -> HttpResponse:
        return HttpResponse(self.html)


class BareStreamPage(Page):
    """The fields of a measure in a plain StreamField, as a site would write it by itself."""

    measures = StreamField(
        [
            (
                "measure",
                blocks.StructBlock(
                    [
                        ("indicator", blocks.ChoiceBlock(indicator_choices, required=False)),
                        ("title", blocks.CharBlock(required=False)),
                        ("description", blocks.TextBlock(required=False)),
                        ("steps", blocks.ListBlock(blocks.TextBlock(required=False))),
                        ("period_start", blocks.DateBlock(required=False)),
                        ("period_end", blocks.DateBlock(required=False)),
                        ("period_note", blocks.CharBlock(required=False)),
                        ("responsible", blocks.ListBlock(blocks.CharBlock(required=False))),
                        ("output", blocks.RichTextBlock(required=False, features=RESULT_FEATURES)),
                        ("outcome", blocks.RichTextBlock(required=False, features=RESULT_FEATURES)),
                        (
                            "evidence",
                            blocks.StreamBlock(
                                [
                                    (
                                        "document",
                                        blocks.StructBlock(
                                            [
                                                ("document", DocumentChooserBlock(required=False)),
                                                ("title", blocks.CharBlock(required=False)),
                                                ("note", blocks.CharBlock(required=False)),
                                            ]
                                        ),
                                    )
                                ],
                                required=False,
                            ),
                        ),
                    ]
                ),
            )
        ],
        blank=True,
    )
    content_panels = [*Page.content_panels, FieldPanel("measures")]
