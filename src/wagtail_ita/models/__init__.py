"""Fields and behaviour of the page types, and the settings of a site.

Submodules depend on each other downwards only: ``settings``, ``visibility``, ``uploads``,
``downloads`` and ``scores`` know none of the others; ``base`` uses them; then come ``items``,
``registry``, ``indexes``, ``reports`` and ``pages``, each of which may use those before it.
Outside code imports from here, never from a submodule.
"""

from __future__ import annotations

from wagtail_ita.models.downloads import set_download_view
from wagtail_ita.models.indexes import ITAIndexMixin, YearLink
from wagtail_ita.models.items import ITAItemBase, ITAItemMixin
from wagtail_ita.models.pages import (
    AbstractITAIndexPage,
    AbstractITAItemPage,
    AbstractITAReportPage,
)
from wagtail_ita.models.publishing import (
    PublishRefused,
    refusal_sentence,
    scheduled_refused,
    set_publish_rule,
)
from wagtail_ita.models.registry import (
    get_index_page_model,
    get_item_page_model,
    get_report_page_model,
    item_page_models,
)
from wagtail_ita.models.reports import ITAReportMixin
from wagtail_ita.models.scores import ScoreRow
from wagtail_ita.models.settings import AgencyKind, ITASettings
from wagtail_ita.models.uploads import ImportUpload
from wagtail_ita.models.visibility import Visibility

__all__ = [
    "AbstractITAIndexPage",
    "AbstractITAItemPage",
    "AbstractITAReportPage",
    "AgencyKind",
    "ITAIndexMixin",
    "ITAItemBase",
    "ITAItemMixin",
    "ITAReportMixin",
    "ITASettings",
    "ImportUpload",
    "PublishRefused",
    "ScoreRow",
    "Visibility",
    "YearLink",
    "get_index_page_model",
    "get_item_page_model",
    "get_report_page_model",
    "item_page_models",
    "refusal_sentence",
    "scheduled_refused",
    "set_download_view",
    "set_publish_rule",
]
