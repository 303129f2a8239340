"""The classes that guides give are those of a site that starts and makes a year."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.docs.reading import DOCS, ROOT, Block, blocks_of
from tests.docs.test_samples import BLOCKS, left_out

pytestmark = pytest.mark.slow

OWN_PAGE_TYPES = DOCS / "how-to" / "own-page-types.md"
SETTINGS = """
from tests.settings import *

_LEFT_OUT = {{"wagtail_ita.pages"}}
INSTALLED_APPS = [*{apps!r}, *(app for app in INSTALLED_APPS if app not in _LEFT_OUT)]
DATABASES = {{"default": {{"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}}}}
# Tables without Wagtail's two hundred migrations: what they add, the script makes.
class _NoMigrations(dict):
    __contains__ = lambda self, app: True
    __getitem__ = lambda self, app: None
MIGRATION_MODULES = _NoMigrations()
{settings}
"""
SCRIPT = """
import django
django.setup()
from django.core.management import call_command
from wagtail.models import Locale, Page, Site
from wagtail_ita.models import get_report_page_model

call_command("check", fail_level="WARNING")
call_command("migrate", run_syncdb=True, verbosity=0)
Locale.objects.create(language_code="th")
home = Page.add_root(title="Root", slug="root").add_child(instance=Page(title="Home", slug="home"))
Site.objects.create(hostname="localhost", root_page=home, is_default_site=True)
call_command("ita_setup", year=2569, scheme=None, parent=None, chain="none", interactive=False)
report = get_report_page_model().objects.get()
print("made", type(report).__module__, report.contact_person == "", report.get_parent().specific)
print([each.code for each in report.publish_errors() if each.code.startswith("agency")])
"""


def class_blocks() -> list[Block]:
    return [
        block
        for block in BLOCKS
        if block.language == "python"
        and not left_out(block)
        and any(isinstance(each, ast.ClassDef) for each in ast.parse(block.text).body)
    ]


def app_of(block: Block, number: int) -> str:
    if block.page == OWN_PAGE_TYPES:
        return "mysite"
    return "agency" if "AppConfig" in block.text else f"sample{number}"


def write_app(folder: Path, name: str, block: Block) -> None:
    (folder / name).mkdir()
    module = "apps" if "AppConfig" in block.text else "models"
    # Several guides name their class alike, and here they are all of one site.
    text = block.text.replace("class ReportPage(", f"class {name.title()}ReportPage(")
    (folder / name / "__init__.py").touch()
    (folder / name / f"{module}.py").write_text(
        block.text if name == "mysite" else text, encoding="utf-8"
    )


def test_a_site_of_the_classes_in_the_guides_makes_a_year_and_keeps_its_own_rule(tmp_path):
    blocks = class_blocks()
    names = [app_of(block, number) for number, block in enumerate(blocks)]
    assert sorted(set(names)) == sorted(names)
    for name, block in zip(names, blocks, strict=True):
        write_app(tmp_path, name, block)
    told = [each.text for each in blocks_of(OWN_PAGE_TYPES) if "INDEX_PAGE" in each.text]
    settings = SETTINGS.format(apps=names, settings=told[0])
    (tmp_path / "site_settings.py").write_text(settings, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT],
        env=os.environ
        | {
            "DJANGO_SETTINGS_MODULE": "site_settings",
            "PYTHONPATH": os.pathsep.join([str(tmp_path), str(ROOT), *sys.path]),
        },
        cwd=tmp_path,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    made, rules = done.stdout.splitlines()[-2:]
    assert made.startswith("made mysite.models True")
    assert rules == "['agency-no-owner']"
