"""Abstract pages: for a site whose own page types build on Wagtail's ``Page``.

A site with a base page model of its own combines the mixins with that instead.
"""

from __future__ import annotations

from wagtail.models import Page
from wagtail.search import index

from wagtail_ita.forms import ITAPageForm
from wagtail_ita.models.indexes import ITAIndexMixin
from wagtail_ita.models.items import ITAItemMixin
from wagtail_ita.models.reports import ITAReportMixin
from wagtail_ita.panels import (
    TITLE_PANEL,
    index_panels,
    item_panels,
    report_panels,
    task_panels,
)


class AbstractITAIndexPage(ITAIndexMixin, Page):
    """One assessment year. Subclass it to add fields of your own."""

    content_panels = [TITLE_PANEL, *index_panels()]
    search_fields = [
        *Page.search_fields,
        *(index.SearchField(name) for name in ITAIndexMixin.ita_search_fields),
    ]
    api_fields = list(ITAIndexMixin.ita_api_fields)
    base_form_class = ITAPageForm

    class Meta:
        abstract = True


class AbstractITAItemPage(ITAItemMixin, Page):
    """One item of the year's list. Subclass it to add fields of your own."""

    content_panels = [TITLE_PANEL, *item_panels(), *task_panels()]
    search_fields = [
        *Page.search_fields,
        *(index.SearchField(name) for name in ITAItemMixin.ita_search_fields),
    ]
    api_fields = list(ITAItemMixin.ita_api_fields)
    base_form_class = ITAPageForm

    class Meta:
        abstract = True


class AbstractITAReportPage(ITAReportMixin, Page):
    """The measures report. Subclass it to add fields of your own."""

    content_panels = [TITLE_PANEL, *report_panels(), *task_panels()]
    search_fields = [
        *Page.search_fields,
        *(index.SearchField(name) for name in ITAReportMixin.ita_search_fields),
    ]
    api_fields = list(ITAReportMixin.ita_api_fields)
    base_form_class = ITAPageForm

    class Meta:
        abstract = True
