"""The fields that every item has, and those of an item that is not the measures report."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from contextlib import suppress
from typing import Any, ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.fields import StreamField

from wagtail_ita.blocks import EvidenceStreamBlock, ItemBodyStreamBlock
from wagtail_ita.domain.catalogue_items import CatalogueItem
from wagtail_ita.domain.codes import CodeError, normalise_code
from wagtail_ita.domain.years import FiscalYear
from wagtail_ita.fields import ThaiDateField
from wagtail_ita.models.api import public_parts
from wagtail_ita.models.base import PageMixin
from wagtail_ita.models.search_parts import Reader, SearchPart, item_parts
from wagtail_ita.models.translation import synchronised


class ITAItemBase(PageMixin):
    """What an item is to the index and to the board: code, owner, due date, click path."""

    code = models.CharField(
        _("item code"),
        max_length=20,
        blank=True,
        help_text=_("As in the year's list, for example O26. Thai digits may be typed."),
    )
    item_owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=pgettext_lazy("item", "owner"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("Who sees to it that the item is published."),
    )
    due_date = ThaiDateField(_("due date"), null=True, blank=True)
    explanation = models.TextField(
        _("explanation for the assessor"),
        blank=True,
        help_text=_("Where on the website the item is: the clicks from the home page."),
    )

    personal_data_confirmed = models.BooleanField(
        _("personal data checked"),
        default=False,
        help_text=_(
            "Only if a citizen number on this page has to be public by law. Without it a page "
            "with such a number is not published."
        ),
    )

    # The explanation is read by the assessment system, which is in Thai, and by no visitor.
    override_translatable_fields: ClassVar[list[Any]] = [
        *PageMixin.override_translatable_fields,
        *synchronised("code", "item_owner", "explanation"),
    ]

    class Meta:
        abstract = True

    def adopt(self, parent: Any) -> None:
        """Take the index page as it is known, before the page has a place in the tree."""
        if hasattr(parent, "assessment_year"):
            self.index_page = parent

    def clean(self) -> None:
        super().clean()
        if self.code:
            try:
                normalise_code(self.code)
            except CodeError as error:
                raise ValidationError({"code": str(error)}) from error

    def get_default_slug(self, values: dict[str, Any] | None = None) -> str:
        """Return the slug for a page that has none: the code in small ASCII letters."""
        code = (values or {}).get("code") or self.code
        try:
            return normalise_code(code).lower().replace(" ", "-").replace(".", "-")
        except CodeError:
            return ""

    def prepare(self) -> None:
        # A code that cannot be read stays as typed: clean() says so, and a draft may have it.
        with suppress(CodeError):
            self.code = normalise_code(self.code)
        super().prepare()

    @cached_property
    def index_page(self) -> Any:
        """The index page that the item is under, or ``None`` while it is elsewhere."""
        from_tree = self.get_parent() if getattr(self, "path", "") else None
        parent = from_tree.specific if from_tree else None
        return parent if hasattr(parent, "assessment_year") else None

    @cached_property
    def closed_since(self) -> dt.datetime | None:
        return self.index_page.closed_at if self.index_page else None

    def find_closed_since(self) -> dt.datetime | None:
        return self.index_page.find_closed_since() if self.index_page else None

    @property
    def year_path(self) -> str:
        return str(self.path[: -self.steplen])

    @property
    def assessment_fiscal_year(self) -> FiscalYear | None:
        return self.index_page.fiscal_year if self.index_page else None

    @property
    def catalogue_item(self) -> CatalogueItem | None:
        """The row of the year's catalogue that the page answers, if there is one."""
        if not self.index_page or not self.code:
            return None
        catalogue = self.index_page.catalogue
        return catalogue.get(self.code) if catalogue else None

    def get_content_context(self, request: HttpRequest) -> dict[str, Any]:
        return {
            **super().get_content_context(request),
            "index_page": self.index_page,
            "catalogue_item": self.catalogue_item,
        }


class ITAItemMixin(ITAItemBase):
    """An item that is shown with evidence, text and tables, or with "nothing to report"."""

    evidence = StreamField(
        EvidenceStreamBlock(),
        verbose_name=_("evidence"),
        blank=True,
    )
    body = StreamField(
        ItemBodyStreamBlock(),
        verbose_name=_("text and tables"),
        blank=True,
    )
    nothing_to_report = models.TextField(
        _("nothing to report"),
        blank=True,
        help_text=_(
            "When there is nothing, say so: an empty item counts as missing. "
            "For example “There was no complaint in fiscal year 2568.”"
        ),
    )

    ita_template = "wagtail_ita/item_page.html"
    download_names: ClassVar[tuple[str, ...]] = ("share.png",)
    ita_search_fields: ClassVar[list[str]] = ["code", "body", "nothing_to_report"]
    ita_api_fields: ClassVar[list[Any]] = ["code", *public_parts("item", "content")]
    evidence_fields: ClassVar[tuple[str, ...]] = ("evidence",)

    class Meta:
        abstract = True

    def ita_search_parts(self, reader: Reader) -> Iterable[SearchPart]:
        return item_parts(self, reader)
