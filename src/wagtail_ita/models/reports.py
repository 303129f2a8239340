"""The measures report: O26 in 2569, O28 in 2568, O43 in 2566."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Any, ClassVar, Final

from django.contrib.contenttypes.fields import GenericRelation
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.http import Http404, HttpRequest, HttpResponseBase
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.fields import RichTextField, StreamField
from wagtail.url_routing import RouteResult

from wagtail_ita.blocks import ApprovalStreamBlock, EvidenceStreamBlock, MeasureStreamBlock
from wagtail_ita.domain.catalogue import reported_year_for
from wagtail_ita.domain.elements import Element
from wagtail_ita.domain.years import FiscalYear
from wagtail_ita.fields import ThaiDateField
from wagtail_ita.models.api import public_parts
from wagtail_ita.models.indexes import ITAIndexMixin
from wagtail_ita.models.items import ITAItemBase
from wagtail_ita.models.memo import initial_memo
from wagtail_ita.models.scores import ScoresMixin
from wagtail_ita.models.search_parts import Reader, SearchPart, report_parts
from wagtail_ita.models.translation import synchronised
from wagtail_ita.models.versions import PublicVersions, PublishedVersion, public_versions

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


VERSIONS: Final = "versions"
_NUMBER: Final = re.compile(r"[1-9][0-9]{0,5}")

VersionView = Callable[[Any, HttpRequest, int], HttpResponseBase]

_version_view: VersionView | None = None


def set_version_view(view: VersionView) -> None:
    """Set the function that answers for an earlier version of a report."""
    global _version_view
    _version_view = view


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
    correction_note = models.TextField(
        _("correction note"),
        blank=True,
        help_text=_(
            "What was corrected in the measures since the report was last published, in one or "
            "two sentences. Shown to the public with its date, and kept there."
        ),
    )

    # So that they go with the page.
    published_versions = GenericRelation(
        PublishedVersion, related_query_name="+", for_concrete_model=False
    )

    ita_template = "wagtail_ita/report_page.html"
    # A copy has not been public yet, so nothing in it has been corrected.
    exclude_fields_in_copy: ClassVar[list[str]] = ["correction_note"]
    ita_search_fields: ClassVar[list[str]] = ["code", "introduction", "measures", "conclusion"]
    ita_api_fields: ClassVar[list[Any]] = [
        "code",
        "reported_year",
        *public_parts("item", "publication", "report", "downloads"),
    ]
    evidence_fields: ClassVar[tuple[str, ...]] = ("measures", "attachments")
    override_translatable_fields: ClassVar[list[Any]] = [
        *ITAItemBase.override_translatable_fields,
        *synchronised("memo_number"),
    ]
    download_names: ClassVar[tuple[str, ...]] = (
        "report.json",
        "report.csv",
        "report.xlsx",
        "report.docx",
        "report.pdf",
        "evidence.zip",
        "share.png",
    )

    class Meta:
        abstract = True

    def get_form_initial(self, parent: Any) -> dict[str, Any]:
        catalogue = parent.catalogue if isinstance(parent, ITAIndexMixin) else None
        item = catalogue.report_item if catalogue else None
        known: dict[str, Any] = {}
        if item is not None:
            known = {
                "title": item.title(parent.locale.language_code),
                "code": item.code,
                "reported_year": reported_year_for(item, parent.assessment_year),
            }
        return {**known, **initial_memo(parent, known)}

    @property
    def reported_fiscal_year(self) -> FiscalYear | None:
        return FiscalYear(self.reported_year) if self.reported_year else None

    def get_content_context(self, request: HttpRequest) -> dict[str, Any]:
        versions = self.public_versions
        is_preview = getattr(request, "is_preview", False)
        return {
            **super().get_content_context(request),
            "elements": {element.key: element for element in Element},
            "score_rows": self.score_rows,
            "versions": versions,
            # What is previewed is a draft, and nothing that is on record is about it.
            "live_version": None if is_preview else versions.live_version,
        }

    @cached_property
    def public_versions(self) -> PublicVersions:
        """What visitors may know of the versions of the page, as it was when first asked for."""
        return public_versions(self)

    def ita_search_parts(self, reader: Reader) -> Iterable[SearchPart]:
        return report_parts(self, reader, self.public_versions)

    @property
    def public_notes(self) -> list[str] | None:
        """The notes on corrections that are public; ``None`` for a page that never was."""
        versions = self.public_versions.versions
        return [each.note for each in versions if each.note] if versions or self.live else None

    def route(self, request: HttpRequest, path_components: list[str]) -> Any:
        """Route to an earlier version of the report, or on as usual."""
        match path_components:
            case [name, number] if name == VERSIONS and _NUMBER.fullmatch(number):
                if not self.live:
                    raise Http404
                return RouteResult(self, args=(self.serve_version, (int(number),), {}))
        return super().route(request, path_components)

    def serve_version(self, request: HttpRequest, number: int) -> HttpResponseBase:
        """Answer for an earlier version."""
        if _version_view is None:
            raise Http404
        return _version_view(self, request, number)
