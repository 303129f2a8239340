"""The parts of the edit forms, for our page types and for a site's own."""

from __future__ import annotations

from typing import Any, Final

from django import forms
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, Panel
from wagtail.admin.staticfiles import versioned_static
from wagtail.admin.ui.side_panels import BaseSidePanel

from wagtail_ita.domain.indicators import INDICATORS

FINDINGS: Final = "wagtail_ita_findings"
NEW_FINDINGS: Final = "wagtail_ita_new_findings"
MEMO: Final = "wagtail_ita_memo"
NEW_MEMO: Final = "wagtail_ita_new_memo"

# The title without Wagtail's link to the slug: a slug made of a Thai title loses its vowels.
TITLE_PANEL: Panel = FieldPanel("title")


def index_panels() -> list[Panel]:
    """Panels for the fields of ``ITAIndexMixin``."""
    return [
        FieldRowPanel(
            [FieldPanel("assessment_year"), FieldPanel("scheme"), FieldPanel("list_year")],
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
        FindingsPanel(),
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
        correction_panel(),
        FieldPanel("conclusion"),
        MultiFieldPanel(
            [
                MemoFillPanel(),
                FieldPanel("memo_unit"),
                FieldRowPanel([FieldPanel("memo_number"), FieldPanel("memo_date")]),
                FieldPanel("memo_subject"),
                FieldPanel("memo_addressee"),
                FieldPanel("memo_background"),
                FieldPanel("memo_facts"),
                FieldPanel("memo_proposal"),
                FieldPanel(
                    "memo_approvals",
                    help_text=_(
                        "Only what was signed on paper: put the scan of the signed memo into the "
                        "attachments as its evidence. What officers approve in the workflow is "
                        "added when the page is published."
                    ),
                ),
            ],
            heading=_("Official memo"),
            classname="collapsed",
        ),
        FieldPanel(
            "attachments",
            help_text=_(
                "For example the scan of the signed memo, which is the evidence of the opinions "
                "and orders that were typed in."
            ),
        ),
        FindingsPanel(),
    ]


def correction_panel() -> Panel:
    """What a correction of a published report asks for, and what was said of earlier ones.

    Nothing of it is shown before the report has been published.
    """
    return MultiFieldPanel(
        [
            FieldPanel("correction_note", widget=forms.Textarea({"rows": 3})),
            PublicNotesPanel(),
        ],
        heading=_("Correction of what is public"),
    )


class PublicNotesPanel(Panel):
    """The notes on corrections that are public: to be read, and never changed."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "wagtail_ita/admin/public_notes.html"

        def __init__(self, **kwargs: Any) -> None:
            super().__init__(**kwargs)
            versions = self.instance.public_versions if self.instance.pk else None
            self.corrections = (
                [each for each in versions.corrections if each.note] if versions else []
            )

        def is_shown(self) -> bool:
            return bool(self.corrections)

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            context: dict[str, Any] = super().get_context_data(parent_context)
            return {**context, "corrections": self.corrections}


class FindingsPanel(Panel):
    """The findings of what is typed, in a side panel beside the form.

    Wagtail lets a page type add panels to its form, but none to those beside it. So this one
    has no place in the form: it brings the side panel along, and a script moves it there.
    """

    BASE_ATTRS = {"hidden": True}

    class BoundPanel(Panel.BoundPanel):
        template_name = "wagtail_ita/admin/findings_panel.html"

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            context: dict[str, Any] = super().get_context_data(parent_context)
            panel = FindingsSidePanel(self.instance, self.request, self.form.parent_page)
            return {**context, "side_panel": panel}

        @property
        def media(self) -> forms.Media:
            return forms.Media(
                css={"all": [versioned_static("wagtail_ita/css/findings.css")]},
                js=[versioned_static("wagtail_ita/js/findings.js")],
            )

        def show_panel_furniture(self) -> bool:
            return False


class MemoFillPanel(Panel):
    """A button that fills the empty boxes of the memo; without JavaScript it is not shown."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "wagtail_ita/admin/memo_fill_panel.html"

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            context: dict[str, Any] = super().get_context_data(parent_context)
            saved = reverse(MEMO, args=[0])
            url = typed_url(self.instance, self.form.parent_page, MEMO, NEW_MEMO)
            return {**context, "url": url, "saved_url": saved}

        @property
        def media(self) -> forms.Media:
            return forms.Media(
                css={"all": [versioned_static("wagtail_ita/css/admin.css")]},
                js=[versioned_static("wagtail_ita/js/memo.js")],
            )

        def show_panel_furniture(self) -> bool:
            return False


def typed_url(page: Any, parent: Any, name: str, new_name: str) -> str:
    """Return where a form is sent as it is typed: to an address of the page, saved or not."""
    if page.pk:
        return str(reverse(name, args=[page.pk]))
    options = page._meta
    return str(reverse(new_name, args=[options.app_label, options.model_name, parent.pk]))


class FindingsSidePanel(BaseSidePanel):
    """What ``FindingsPanel`` brings along: a switch in the header, and what it opens."""

    class SidePanelToggle(BaseSidePanel.SidePanelToggle):
        aria_label = _("Toggle findings")
        icon_name = "clipboard-list"
        counter_classname = "w-bg-critical-200"

    name = "ita-findings"
    title = _("Findings")
    template_name = "wagtail_ita/admin/findings_side_panel.html"
    order = 150

    def __init__(self, page: Any, request: Any, parent: Any) -> None:
        super().__init__(page, request)
        self.parent = parent

    @property
    def url(self) -> str:
        """Where the form is sent to be checked."""
        return typed_url(self.object, self.parent, FINDINGS, NEW_FINDINGS)

    @property
    def saved_url(self) -> str:
        """The same for a page that is stored meanwhile, with 0 in the place of its id."""
        return str(reverse(FINDINGS, args=[0]))


def _score_rows() -> list[Panel]:
    fields = [FieldPanel(f"score_{indicator.number}") for indicator in INDICATORS]
    return [FieldRowPanel(fields[start : start + 2]) for start in range(0, len(fields), 2)]
