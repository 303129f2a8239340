"""Fields and behaviour of the page types, and the settings of a site.

Submodules depend on each other downwards only: ``open_data``, ``settings``, ``visibility``,
``api``, ``uploads``, ``translation``, ``approvals``, ``versions``, ``languages``,
``public_state``, ``downloads``, ``link_checks``, ``safe_markup`` and ``scores`` know none of the
others;
``page_cache`` and ``public_changes`` stand on ``public_state``, ``sitemaps`` on ``languages``;
``memo``, ``search_parts``, ``searching`` and ``base`` use them, in this order; then come
``items``, ``registry``, ``indexes``, ``reports`` and ``pages``, each of which may use those before
it.
Outside code imports from here, never from a submodule.
"""

from __future__ import annotations

from wagtail_ita.models.api import set_public_pages
from wagtail_ita.models.approvals import MemoApprovalState, MemoApprovalTask
from wagtail_ita.models.base import public_context
from wagtail_ita.models.closing import (
    ClosedYearLock,
    YearClosed,
    closed_sentence,
    is_closed_for,
    may_close_years,
)
from wagtail_ita.models.deciding import DecisionRefused
from wagtail_ita.models.downloads import set_download_view
from wagtail_ita.models.indexes import ITAIndexMixin, YearLink, index_page_models
from wagtail_ita.models.items import ITAItemBase, ITAItemMixin
from wagtail_ita.models.languages import (
    PageLanguages,
    in_words_of,
    interface_language,
    language_of,
    root_path_of,
    shown_title,
)
from wagtail_ita.models.link_checks import LinkCheck
from wagtail_ita.models.locking import can_lock, lock_pages
from wagtail_ita.models.memo import memo_source, public_approvals, typed_approvals
from wagtail_ita.models.page_cache import not_modified
from wagtail_ita.models.pages import (
    AbstractITAIndexPage,
    AbstractITAItemPage,
    AbstractITAReportPage,
)
from wagtail_ita.models.public_state import PublicState, public_content_changed, public_stamp
from wagtail_ita.models.publishing import (
    PublishRefused,
    add_publish_rule,
    current_publisher,
    once_a_publication,
    refusal_sentence,
    scheduled_refused,
    set_publish_recorder,
    typed_findings,
)
from wagtail_ita.models.registry import (
    get_index_page_model,
    get_item_page_model,
    get_report_page_model,
    item_page_models,
)
from wagtail_ita.models.reports import ITAReportMixin, set_version_view
from wagtail_ita.models.safe_markup import safe_markup
from wagtail_ita.models.scores import ScoreRow
from wagtail_ita.models.search_parts import Reader, SearchPart
from wagtail_ita.models.searching import QUESTION, set_search_view
from wagtail_ita.models.settings import AgencyKind, ITASettings
from wagtail_ita.models.text_parts import is_translated
from wagtail_ita.models.texts import NOT_SHOWN, same_text, version_of
from wagtail_ita.models.uploads import ImportUpload
from wagtail_ita.models.versions import (
    Correction,
    PublicVersions,
    PublishedVersion,
    public_versions,
    shown_changes,
    shown_versions,
)
from wagtail_ita.models.visibility import Visibility

__all__ = [
    "AbstractITAIndexPage",
    "AbstractITAItemPage",
    "AbstractITAReportPage",
    "AgencyKind",
    "NOT_SHOWN",
    "ClosedYearLock",
    "Correction",
    "DecisionRefused",
    "ITAIndexMixin",
    "ITAItemBase",
    "ITAItemMixin",
    "ITAReportMixin",
    "ITASettings",
    "ImportUpload",
    "LinkCheck",
    "MemoApprovalState",
    "MemoApprovalTask",
    "PageLanguages",
    "PublicState",
    "PublicVersions",
    "PublishRefused",
    "PublishedVersion",
    "QUESTION",
    "Reader",
    "ScoreRow",
    "SearchPart",
    "Visibility",
    "YearClosed",
    "YearLink",
    "add_publish_rule",
    "can_lock",
    "closed_sentence",
    "current_publisher",
    "get_index_page_model",
    "get_item_page_model",
    "get_report_page_model",
    "in_words_of",
    "interface_language",
    "is_translated",
    "item_page_models",
    "language_of",
    "index_page_models",
    "is_closed_for",
    "item_page_models",
    "lock_pages",
    "may_close_years",
    "memo_source",
    "not_modified",
    "once_a_publication",
    "public_approvals",
    "public_content_changed",
    "public_stamp",
    "public_context",
    "public_versions",
    "root_path_of",
    "refusal_sentence",
    "safe_markup",
    "same_text",
    "scheduled_refused",
    "set_download_view",
    "set_public_pages",
    "set_publish_recorder",
    "set_search_view",
    "set_version_view",
    "shown_changes",
    "shown_title",
    "shown_versions",
    "typed_approvals",
    "typed_findings",
    "version_of",
]
