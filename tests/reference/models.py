"""The fields of the page types and of the agency's settings, and the names a site may import."""

from __future__ import annotations

import importlib
import inspect
from collections.abc import Iterable, Iterator
from typing import Any

from django.db import models
from wagtail.fields import StreamField

from tests.reference.markdown import both, code, first_sentence, table
from wagtail_ita.models import ITASettings
from wagtail_ita.pages.models import ITAIndexPage, ITAItemPage, ITAReportPage

# What a site may import and build on; the modules beside them may change in any release.
PUBLIC = {
    "wagtail_ita.models": (
        "AbstractITAIndexPage",
        "AbstractITAItemPage",
        "AbstractITAReportPage",
        "ITAIndexMixin",
        "ITAItemMixin",
        "ITAReportMixin",
        "ITASettings",
        "PublishRefused",
        "PublishedVersion",
        "SearchPart",
        "Visibility",
        "add_publish_rule",
        "get_index_page_model",
        "get_item_page_model",
        "get_report_page_model",
        "public_content_changed",
        "public_context",
    ),
    "wagtail_ita.forms": ("ITAPageForm",),
    "wagtail_ita.panels": (
        "TITLE_PANEL",
        "index_panels",
        "item_panels",
        "report_panels",
        "task_panels",
    ),
    "wagtail_ita.fields": ("ThaiDateField", "ThaiDateFormField"),
    "wagtail_ita.searching": ("site_query",),
    "wagtail_ita.selectors": ("default_site", "find_index", "find_item", "index_items"),
    "wagtail_ita.transfer.pages": ("apply_report", "report_to_record"),
    "wagtail_ita.transfer.reading": ("read_report",),
    "wagtail_ita.domain.records": ("ReportRecord",),
    "wagtail_ita.domain.findings": ("Finding", "FindingType", "Place", "Severity", "register"),
}


def fields() -> str:
    """Return the fields of the three page types."""
    return "\n\n".join(
        f"### {model.__name__}\n\n{first_sentence(model)}\n\n{_table(model)}"
        for model in (ITAIndexPage, ITAItemPage, ITAReportPage)
    )


def settings_fields() -> str:
    """Return the fields of the agency's settings."""
    return _table(ITASettings)


def public_names() -> str:
    """Return the names that a site may import, with what each is."""
    rows = [
        (code(f"{module}.{name}"), _about(module, name))
        for module, names in PUBLIC.items()
        for name in names
    ]
    return table(("name", ""), rows)


def _about(module: str, name: str) -> str:
    thing = getattr(importlib.import_module(module), name)
    documented = inspect.isclass(thing) or inspect.isfunction(thing)
    return first_sentence(thing) if documented else "The panel of the title."


def _table(model: Any) -> str:
    return table(("field", "type", "in the form", ""), map(_row, _own_fields(model)))


def _own_fields(model: Any) -> Iterator[Any]:
    for field in model._meta.local_fields:
        if not field.primary_key and field.name not in ("site", "page_ptr"):
            yield field


def _row(field: Any) -> Iterable[str]:
    english, thai = both(field.verbose_name)
    label = english if english == thai else f"{english} · {thai}"
    return code(field.name), _type(field), label, both(field.help_text)[0]


def _type(field: Any) -> str:
    if isinstance(field, StreamField):
        block = type(field.stream_block).__name__
        return f"[`{block}`](blocks.md#{block.lower()})"
    if isinstance(field, models.ForeignKey):
        return "key of an image" if "image" in field.name or field.name == "emblem" else "user"
    name = type(field).__name__
    details = []
    if isinstance(field, models.DecimalField):
        details.append("0 to 100, two decimals")
    elif isinstance(field, models.CharField) and field.max_length:
        details.append(f"up to {field.max_length} characters")
    if field.null:
        details.append("may be empty")
    return f"{name}: {', '.join(details)}" if details else name
