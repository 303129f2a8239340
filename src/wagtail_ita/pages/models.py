"""Thin concrete classes: tree rules and names, nothing else."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from wagtail_ita.models import (
    AbstractITAIndexPage,
    AbstractITAItemPage,
    AbstractITAReportPage,
)


class ITAIndexPage(AbstractITAIndexPage):
    """The items of one assessment year."""

    page_description = _("One assessment year: groups the year's items for the public.")
    subpage_types = ["wagtail_ita_pages.ITAItemPage", "wagtail_ita_pages.ITAReportPage"]

    class Meta:
        verbose_name = _("ITA year")
        verbose_name_plural = _("ITA years")


class ITAItemPage(AbstractITAItemPage):
    """One item of the year's list, for example O12."""

    page_description = _("One item of the list: evidence, text and tables.")
    parent_page_types = ["wagtail_ita_pages.ITAIndexPage"]
    subpage_types: list[str] = []

    class Meta:
        verbose_name = _("ITA item")
        verbose_name_plural = _("ITA items")


class ITAReportPage(AbstractITAReportPage):
    """The report on the measures of one fiscal year, for example O26 of 2569."""

    page_description = _("The report on measures, each with its six elements.")
    parent_page_types = ["wagtail_ita_pages.ITAIndexPage"]
    subpage_types: list[str] = []

    class Meta:
        verbose_name = _("ITA report")
        verbose_name_plural = _("ITA reports")
