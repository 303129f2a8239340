"""The measures report: O26 in 2569, O28 in 2568, O43 in 2566."""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.fields import RichTextField, StreamField

from wagtail_ita.blocks import ApprovalStreamBlock, EvidenceStreamBlock, MeasureStreamBlock
from wagtail_ita.domain.catalogue import reported_year_for
from wagtail_ita.domain.elements import Element
from wagtail_ita.domain.years import FiscalYear
from wagtail_ita.fields import ThaiDateField
from wagtail_ita.models.indexes import ITAIndexMixin
from wagtail_ita.models.items import ITAItemBase
from wagtail_ita.models.scores import ScoresMixin

TEXT_FEATURES = ["h3", "bold", "italic", "ol", "ul", "link", "document-link"]
MEMO_FIELDS = (
    "memo_unit",
    "memo_number",
    "memo_date",
    "memo_subject",
    "memo_addressee",
    "memo_background",
    "memo_facts",
    "memo_proposal",
)


class MemoMixin(models.Model):
    """The official covering letter (บันทึกข้อความ) that the report was born from."""

    memo_unit = models.CharField(_("government unit"), max_length=500, blank=True)
    memo_number = models.CharField(_("memo number"), max_length=100, blank=True)
    memo_date = ThaiDateField(_("memo date"), null=True, blank=True)
    memo_subject = models.CharField(_("subject"), max_length=500, blank=True)
    memo_addressee = models.CharField(_("addressee"), max_length=500, blank=True)
    memo_background = models.TextField(_("background"), blank=True)
    memo_facts = models.TextField(_("facts"), blank=True)
    memo_proposal = models.TextField(_("proposal"), blank=True)
    memo_approvals = StreamField(
        ApprovalStreamBlock(),
        verbose_name=_("opinions and orders"),
        blank=True,
    )

    class Meta:
        abstract = True

    @property
    def has_memo(self) -> bool:
        return any(getattr(self, name) for name in MEMO_FIELDS) or bool(self.memo_approvals)


class ITAReportMixin(ScoresMixin, MemoMixin, ITAItemBase):
    """A report on the measures of one fiscal year."""

    reported_year = models.PositiveSmallIntegerField(
        _("reported fiscal year (B.E.)"),
        null=True,
        blank=True,
        validators=[MinValueValidator(2540), MaxValueValidator(2999)],
        help_text=_(
            "The fiscal year that the report is about, usually the one before the assessment: "
            "O26 of 2569 reports 2568."
        ),
    )
    introduction = RichTextField(_("introduction"), blank=True, features=TEXT_FEATURES)
    measures = StreamField(
        MeasureStreamBlock(),
        verbose_name=_("measures"),
        blank=True,
    )
    conclusion = RichTextField(_("conclusion"), blank=True, features=TEXT_FEATURES)
    attachments = StreamField(
        EvidenceStreamBlock(),
        verbose_name=_("attachments"),
        blank=True,
        help_text=_("For example the signed memo."),
    )

    ita_template = "wagtail_ita/report_page.html"
    ita_search_fields: ClassVar[list[str]] = ["code", "introduction", "measures", "conclusion"]
    download_names: ClassVar[tuple[str, ...]] = (
        "report.json",
        "report.csv",
        "report.xlsx",
        "report.docx",
        "report.pdf",
        "evidence.zip",
    )

    class Meta:
        abstract = True

    def get_form_initial(self, parent: Any) -> dict[str, Any]:
        catalogue = parent.catalogue if isinstance(parent, ITAIndexMixin) else None
        item = catalogue.report_item if catalogue else None
        if item is None:
            return {}
        return {
            "title": item.title(parent.locale.language_code),
            "code": item.code,
            "reported_year": reported_year_for(item, parent.assessment_year),
        }

    @property
    def reported_fiscal_year(self) -> FiscalYear | None:
        return FiscalYear(self.reported_year) if self.reported_year else None

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        return {
            **super().get_context(request, *args, **kwargs),
            "elements": {element.key: element for element in Element},
            "score_rows": self.score_rows,
        }
