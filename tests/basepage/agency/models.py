"""What a site with a base page model of its own writes: three classes over our mixins."""

from __future__ import annotations

from wagtail.test.basepage.models import BasePage

from wagtail_ita.forms import ITAPageForm
from wagtail_ita.models import ITAIndexMixin, ITAItemMixin, ITAReportMixin
from wagtail_ita.panels import TITLE_PANEL, index_panels, item_panels, report_panels, task_panels


class YearPage(ITAIndexMixin, BasePage):
    base_form_class = ITAPageForm
    content_panels = [TITLE_PANEL, *index_panels()]
    api_fields = ITAIndexMixin.ita_api_fields


class ItemPage(ITAItemMixin, BasePage):
    base_form_class = ITAPageForm
    content_panels = [TITLE_PANEL, *item_panels(), *task_panels()]
    api_fields = ITAItemMixin.ita_api_fields


class ReportPage(ITAReportMixin, BasePage):
    base_form_class = ITAPageForm
    content_panels = [TITLE_PANEL, *report_panels(), *task_panels()]
    api_fields = ITAReportMixin.ita_api_fields
