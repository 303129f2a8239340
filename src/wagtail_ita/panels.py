"""The parts of the edit forms, for our page types and for a site's own."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, Panel

from wagtail_ita.domain.indicators import INDICATORS

# The title without Wagtail's link to the slug: a slug made of a Thai title loses its vowels.
TITLE_PANEL: Panel = FieldPanel("title")


def index_panels() -> list[Panel]:
    """Panels for the fields of ``ITAIndexMixin``."""
    return [
        FieldRowPanel(
            [FieldPanel("assessment_year"), FieldPanel("scheme")],
            heading=_("Assessment"),
        ),
        FieldPanel("introduction"),
        FieldPanel("show_unpublished"),
    ]


def item_panels() -> list[Panel]:
    """Panels for the fields of ``ITAItemMixin``."""
    return [
        FieldPanel("code"),
        FieldPanel("evidence"),
        FieldPanel("body"),
        FieldPanel("nothing_to_report"),
    ]


def task_panels() -> list[Panel]:
    """Panels for what is inside the house: who does it until when, and where the page is."""
    return [
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("item_owner"), FieldPanel("due_date")]),
                FieldPanel("explanation"),
                FieldPanel("personal_data_confirmed"),
            ],
            heading=_("For the assessment system"),
            help_text=_("Not shown to the public."),
        ),
    ]


def report_panels() -> list[Panel]:
    """Panels for the fields of ``ITAReportMixin``."""
    return [
        FieldRowPanel([FieldPanel("code"), FieldPanel("reported_year")], heading=_("Report")),
        FieldPanel("introduction"),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("overall_score"), FieldPanel("level")]),
                *_score_rows(),
            ],
            heading=_("ITA result of the reported year"),
            help_text=_("As printed in the result. Nothing is rounded or added up."),
            classname="collapsed",
        ),
        FieldPanel("measures"),
        FieldPanel("conclusion"),
        MultiFieldPanel(
            [
                FieldPanel("memo_unit"),
                FieldRowPanel([FieldPanel("memo_number"), FieldPanel("memo_date")]),
                FieldPanel("memo_subject"),
                FieldPanel("memo_addressee"),
                FieldPanel("memo_background"),
                FieldPanel("memo_facts"),
                FieldPanel("memo_proposal"),
                FieldPanel("memo_approvals"),
            ],
            heading=_("Official memo"),
            classname="collapsed",
        ),
        FieldPanel("attachments"),
    ]


def _score_rows() -> list[Panel]:
    fields = [FieldPanel(f"score_{indicator.number}") for indicator in INDICATORS]
    return [FieldRowPanel(fields[start : start + 2]) for start in range(0, len(fields), 2)]
