"""A site whose templates a test may choose, and the look at it from outside."""

from __future__ import annotations

import copy
from typing import Any

from tests import settings as test_settings
from tests.checks.servers import Server
from wagtail_ita.checks.public import Inspection, inspect_public

HOME = (
    "{% load wagtailcore_tags %}<title>{{ page.title }}</title>"
    "{% for child in page.get_children.live.public %}"
    '<a href="{% pageurl child %}">{{ child.title }}</a> {% endfor %}'
)
HOME_NAME = "wagtailcore/page.html"
INDEX_NAME = "wagtail_ita/index_page.html"
ITEM_NAME = "wagtail_ita/item_page.html"


def use_templates(settings: Any, templates: dict[str, str] | None = None) -> None:
    """Take templates from here before the apps'; the home page links the pages below it."""
    engines = copy.deepcopy(test_settings.TEMPLATES)
    engines[0].pop("APP_DIRS", None)
    engines[0]["OPTIONS"]["loaders"] = [
        ("django.template.loaders.locmem.Loader", {HOME_NAME: HOME, **(templates or {})}),
        "django.template.loaders.app_directories.Loader",
    ]
    settings.TEMPLATES = engines


def item_template(html: str) -> dict[str, str]:
    """Return a template of item pages with nothing of ours in it."""
    return {ITEM_NAME: f"{{% load wagtailcore_tags %}}<title>x</title><main>{html}</main>"}


def body(html: str) -> list[tuple[str, str]]:
    return [("paragraph", html)]


def link(href: str, text: str = "หลักฐาน") -> str:
    return f'<a href="{href}">{text}</a>'


def look(index: Any, *servers: Server, **options: Any) -> Inspection:
    # The servers of the tests are on 127.0.0.1, which nothing else would ever be opened at.
    allowed = [server.host for server in servers]
    return inspect_public(index, allowed_hosts=allowed, seconds=1.0, **options)


def found(index: Any, *servers: Server, **options: Any) -> list[tuple[str, str]]:
    """Return the item and the code of each finding."""
    inspection = look(index, *servers, **options)
    return [(finding.place.label, finding.code) for finding in inspection.findings]
