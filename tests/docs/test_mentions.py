"""What the documentation names in its sentences is there: settings, templates, tags, commands."""

from __future__ import annotations

import importlib
import re
import shlex
from functools import cache

import pytest
from django.apps import apps
from django.template import engines

from tests.docs.reading import PRESENT, ROOT, codes_of, named
from tests.docs.test_samples import command
from wagtail_ita.conf import Settings

PACKAGE = ROOT / "src" / "wagtail_ita"
TEMPLATES = PACKAGE / "templates" / "wagtail_ita"
each_page = pytest.mark.parametrize("page", PRESENT, ids=named)


@cache
def source() -> str:
    """All that the package says, as one text."""
    return "\n".join(
        path.read_text(encoding="utf-8")
        for path in sorted(PACKAGE.rglob("*"))
        if path.suffix in {".css", ".html", ".js", ".json", ".py"} and "locale" not in path.parts
    )


@cache
def words() -> set[str]:
    return set(re.findall(r"\w+", source()))


@cache
def tags() -> set[str]:
    engine = engines["django"].engine
    libraries = [*engine.template_builtins, *engine.template_libraries.values()]
    return {name for library in libraries for name in (*library.tags, *library.filters)}


def missing(code: str) -> list[str]:
    """Return what a piece of code in a sentence names and is not there."""
    return [
        *(key for key in re.findall(r'WAGTAIL_ITA\["(\w+)"\]', code) if not is_setting(key)),
        *(
            path
            for path in re.findall(r"(?:wagtail_ita|includes)/[\w/]+\.html", code)
            if not (TEMPLATES / path.removeprefix("wagtail_ita/")).exists()
        ),
        *(tag for tag in re.findall(r"{% (?:end_)?(\w+)", code) if tag not in tags()),
        *(word for word in re.findall(r"(?<![\w/.-])ita_\w+", code) if not is_word(word)),
        *(word for word in re.findall(r"\b(?:Abstract)?ITA[A-Z]\w+", code) if not is_word(word)),
        *(name for name in re.findall(r"--ita-[\w-]*\w", code) if name not in source()),
        *(name for name in re.findall(r"\bwagtail_ita\.[EW]\d+", code) if name not in source()),
        *(
            name
            for name in re.findall(r"(?<![\w/])wagtail_ita\.[a-z]\w*(?:\.\w+)*", code)
            if not can_be_imported(name)
        ),
        *(name for name in re.findall(r"\bwagtail_ita_pages\.(\w+)", code) if not is_model(name)),
        *wrong_options(code),
    ]


def is_setting(key: str) -> bool:
    return key in Settings.__dataclass_fields__


def is_word(word: str) -> bool:
    return word in words() or is_command(word)


def is_model(name: str) -> bool:
    return name.lower() in apps.get_app_config("wagtail_ita_pages").models


def can_be_imported(dotted: str) -> bool:
    module, _dot, name = dotted.rpartition(".")
    try:
        importlib.import_module(dotted)
    except ImportError:
        return module != "" and hasattr(importlib.import_module(module), name)
    return True


def wrong_options(code: str) -> list[str]:
    """Return the options that a command named in a sentence does not have."""
    found = re.match(r"(?:python manage\.py |manage\.py )?(ita_\w+|\w+(?= --))( .*)?$", code)
    if not found or not re.match(r"(python )?(manage\.py|ita_)", code) or not is_command(found[1]):
        return []
    parser = command(found[1]).create_parser("manage.py", found[1])
    words = shlex.split(found[2] or "")
    return [
        each
        for each in words
        if each.startswith("--") and each not in parser._option_string_actions
    ]


def is_command(name: str) -> bool:
    return (PACKAGE / "management" / "commands" / f"{name}.py").exists()


@each_page
def test_what_a_page_names_is_there(page):
    assert [name for code in codes_of(page) for name in missing(code)] == []


@pytest.mark.parametrize(
    "code",
    [
        'WAGTAIL_ITA["PAGES_MAX_AGE"]',
        "wagtail_ita/reports_page.html",
        "includes/not_there.html",
        "{% ita_cache %}",
        "ita_not_there",
        "ITANotThere",
        "--ita-not-there",
        "wagtail_ita.E099",
        "wagtail_ita.models.not_there",
        "wagtail_ita_pages.ITANotThere",
        "ita_check --not-there",
        "python manage.py ita_setup --year 2569 --not-there",
    ],
)
def test_what_is_not_there_is_found(code):
    assert missing(code)


@pytest.mark.parametrize(
    "code",
    [
        'WAGTAIL_ITA["PAGE_MAX_AGE"]',
        "wagtail_ita/report_page.html",
        "{% ita_cached %}",
        "ita_check --public",
        "wagtail_ita.models.Visibility",
        "…/ita-2569/",
    ],
)
def test_what_is_there_is_not_complained_of(code):
    assert missing(code) == []
