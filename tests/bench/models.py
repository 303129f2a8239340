"""What our pages are measured against: the least that Wagtail can do for the same content."""

from __future__ import annotations

from decimal import Decimal

from django.conf import settings
from django.db import models
from django.http import HttpRequest, HttpResponse
from wagtail import blocks
from wagtail.admin.panels import FieldPanel
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.fields import RichTextField, StreamField
from wagtail.images.blocks import ImageChooserBlock
from wagtail.models import Page
from wagtail.search import index

from wagtail_ita.blocks.measure import RESULT_FEATURES, indicator_choices
from wagtail_ita.models import ITAReportMixin
from wagtail_ita.models.reports import MEMO_FIELDS, TEXT_FEATURES
from wagtail_ita.models.scores import level_choices


class BarePage(Page):
    """Prints stored HTML."""

    html = models.TextField(blank=True)

    def serve(self, request: HttpRequest) -> HttpResponse:
        return HttpResponse(self.html)


def _bare_struct(*fields: tuple[str, blocks.Block]) -> blocks.StructBlock:
    return blocks.StructBlock([*fields, ("title", _line()), ("note", _line())])


def _line() -> blocks.CharBlock:
    return blocks.CharBlock(required=False)


def _bare_evidence() -> blocks.StreamBlock:
    image = ("image", ImageChooserBlock(required=False))
    return blocks.StreamBlock(
        [
            ("document", _bare_struct(("document", DocumentChooserBlock(required=False)))),
            ("image", _bare_struct(image, ("alt_text", _line()))),
            ("page", _bare_struct(("page", blocks.PageChooserBlock(required=False)))),
            ("link", _bare_struct(("url", blocks.URLBlock(required=False)))),
        ],
        required=False,
    )


def _bare_measure() -> blocks.StructBlock:
    return blocks.StructBlock(
        [
            ("indicator", blocks.ChoiceBlock(indicator_choices, required=False)),
            ("title", _line()),
            ("description", blocks.TextBlock(required=False)),
            ("steps", blocks.ListBlock(blocks.TextBlock(required=False))),
            ("period_start", blocks.DateBlock(required=False)),
            ("period_end", blocks.DateBlock(required=False)),
            ("period_note", _line()),
            ("responsible", blocks.ListBlock(_line())),
            ("output", blocks.RichTextBlock(required=False, features=RESULT_FEATURES)),
            ("outcome", blocks.RichTextBlock(required=False, features=RESULT_FEATURES)),
            ("evidence", _bare_evidence()),
        ]
    )


def _bare_approval() -> blocks.StructBlock:
    return blocks.StructBlock(
        [
            ("heading", _line()),
            ("opinion", blocks.TextBlock(required=False)),
            ("name", _line()),
            ("position", _line()),
            ("date", blocks.DateBlock(required=False)),
        ]
    )


def _bare_score() -> models.DecimalField[Decimal | None, Decimal | None]:
    return models.DecimalField(max_digits=5, decimal_places=2, null=True, blank=True)


class BareStreamPage(Page):
    """The fields of a report page, as a site would write them by itself with Wagtail alone.

    Each field and each box of a measure of ours is here by the same name, as the plain field or
    block of Wagtail that comes nearest, with a plain panel of its own; and the search index takes
    the same of it. So a ratio measures what we add: Thai dates, groups and words of help in a
    measure, findings, rules, versions, approvals. It does not measure that a report has many
    fields.
    """

    code = models.CharField(max_length=20, blank=True)
    reported_year = models.PositiveSmallIntegerField(null=True, blank=True)
    introduction = RichTextField(blank=True, features=TEXT_FEATURES)
    overall_score = _bare_score()
    level = models.CharField(max_length=20, blank=True, choices=level_choices)
    score_1 = _bare_score()
    score_2 = _bare_score()
    score_3 = _bare_score()
    score_4 = _bare_score()
    score_5 = _bare_score()
    score_6 = _bare_score()
    score_7 = _bare_score()
    score_8 = _bare_score()
    score_9 = _bare_score()
    score_10 = _bare_score()
    measures = StreamField([("measure", _bare_measure())], blank=True, collapsed=True)
    correction_note = models.TextField(blank=True)
    conclusion = RichTextField(blank=True, features=TEXT_FEATURES)
    memo_unit = models.CharField(max_length=500, blank=True)
    memo_number = models.CharField(max_length=100, blank=True)
    memo_date = models.DateField(null=True, blank=True)
    memo_subject = models.CharField(max_length=500, blank=True)
    memo_addressee = models.CharField(max_length=500, blank=True)
    memo_background = models.TextField(blank=True)
    memo_facts = models.TextField(blank=True)
    memo_proposal = models.TextField(blank=True)
    memo_approvals = StreamField([("approval", _bare_approval())], blank=True)
    attachments = StreamField(_bare_evidence(), blank=True)
    item_owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    due_date = models.DateField(null=True, blank=True)
    explanation = models.TextField(blank=True)
    personal_data_confirmed = models.BooleanField(default=False)

    content_panels = [
        *Page.content_panels,
        *(
            FieldPanel(name)
            for name in (
                "code",
                "reported_year",
                "introduction",
                "overall_score",
                "level",
                *(f"score_{number}" for number in range(1, 11)),
                "measures",
                "correction_note",
                "conclusion",
                *MEMO_FIELDS,
                "memo_approvals",
                "attachments",
                "item_owner",
                "due_date",
                "explanation",
                "personal_data_confirmed",
            )
        ),
    ]
    search_fields = [
        *Page.search_fields,
        *(index.SearchField(name) for name in ITAReportMixin.ita_search_fields),
    ]
