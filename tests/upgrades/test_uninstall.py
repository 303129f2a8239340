"""The plugin is taken out of a site with content by the text of docs/how-to/uninstall.md."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import textwrap
from dataclasses import dataclass, field
from pathlib import Path

import pytest

import wagtail_ita

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parents[2]
TEXT = (ROOT / "docs" / "how-to" / "uninstall.md").read_text(encoding="utf-8")
# Where the package that is tested is: the source or an installed wheel.
PACKAGE = Path(wagtail_ita.__file__).resolve().parents[1]

FILL = """
from django.core.management import call_command
from tests.upgrades.storing import STORED, load_database, read
import wagtail_ita
load_database(read(STORED / f"{wagtail_ita.__version__}.json"))
call_command("migrate", verbosity=0)
call_command("rebuild_references_index", verbosity=0)
call_command("update_index", verbosity=0)
from django.contrib.auth.models import Group, Permission
from django.test import Client
from wagtail.models import Page, PageViewRestriction, Revision, Task
from wagtail_ita.models import get_report_page_model
for page in get_report_page_model().objects.live():
    assert Client().get(page.url + "report.json").status_code == 200
group = Group.objects.create(name="years")
group.permissions.add(Permission.objects.get(codename="close_year"))
assert Page.objects.count() > 5 and Task.objects.filter(name__contains="ปลัด").exists()
"""
LOOK = """
import json
from django.apps import apps
from django.contrib.auth.models import Group, Permission, User
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client
from django.urls import reverse
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import *

found = {}
found["tables"] = [n for n in connection.introspection.table_names() if "wagtail_ita" in n]
found["content types"] = [
    str(kind) for kind in ContentType.objects.all() if kind.model_class() is None
]
found["permissions"] = list(
    Permission.objects.filter(content_type__app_label__startswith="wagtail_ita")
    .values_list("codename", flat=True)
)
found["migrations"] = [
    app for app, name in MigrationRecorder(connection).applied_migrations() if "wagtail_ita" in app
]
found["workflows"] = list(
    Workflow.objects.exclude(name="Moderators approval").values_list("name", flat=True)
)
found["tasks"] = [task.name for task in Task.objects.all() if type(task.specific) is Task]
found["states"] = WorkflowState.objects.count() + TaskState.objects.count()
found["pages"] = [page.title for page in Page.objects.filter(depth__gt=2)]
pages = {str(key) for key in Page.objects.values_list("pk", flat=True)}
found["revisions"] = [str(each) for each in Revision.objects.all() if each.object_id not in pages]
# Every row that points at an object by content type and key has one.
for model in apps.get_models():
    names = {each.name for each in model._meta.concrete_fields}
    if {"content_type", "object_id"} <= names and model not in (PageLogEntry, ModelLogEntry):
        for row in model._default_manager.exclude(content_type=None):
            kind = row.content_type.model_class()
            if kind is None or not kind._base_manager.filter(pk=row.object_id).exists():
                found.setdefault("dangling", []).append(f"{model.__name__}: {row}")
print("RESULT", json.dumps({key: value for key, value in found.items() if value}))
kept = get_document_model().objects.count(), get_image_model().objects.count()
client = Client()
codes = {"/": client.get("/").status_code, "/ita-2569/": client.get("/ita-2569/").status_code}
client.force_login(User.objects.get(username="admin"))
for name, args in (
    ("wagtailadmin_home", []),
    ("wagtailadmin_explore_root", []),
    ("wagtailadmin_reports:site_history", []),
    ("wagtailadmin_reports:workflow", []),
    ("wagtailadmin_workflows:index", []),
    ("wagtailusers_groups:edit", [Group.objects.get(name="years").pk]),
    ("wagtailusers_groups:edit", [Group.objects.get(name="clerks").pk]),
    ("wagtaildocs:index", []),
    ("wagtailimages:index", []),
):
    codes[f"{name} {args}"] = client.get(reverse(name, args=args)).status_code
print("KEPT", json.dumps({"files": kept, "codes": codes}))
"""


@dataclass
class Site:
    """A site in a database of its own."""

    folder: Path
    environ: dict[str, str] = field(init=False)

    def __post_init__(self) -> None:
        self.environ = {
            **os.environ,
            "DATABASE_URL": f"sqlite:///{self.folder / 'site.sqlite3'}",
            "DJANGO_SETTINGS_MODULE": "tests.upgrades.settings_town",
            "ITA_TEST_MEDIA": str(self.folder / "media"),
            "PYTHONPATH": os.pathsep.join([str(PACKAGE), str(ROOT)]),
            "PYTHONIOENCODING": "utf-8",
        }

    def manage(self, *arguments: str, given: str = "") -> str:
        # -P: the folder it runs in has a module named site.
        done = subprocess.run(
            [sys.executable, "-P", "-m", "django", *arguments],
            cwd=self.folder,
            env=self.environ,
            input=given,
            capture_output=True,
            text=True,
            encoding="utf-8",
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout + done.stderr


def blocks(kind: str) -> list[str]:
    """Return the blocks of a kind in the text."""
    found = re.findall(rf"^ *```{kind}\n(.*?)^ *```", TEXT, re.DOTALL | re.MULTILINE)
    return [textwrap.dedent(block) for block in found]


def result(out: str, name: str) -> dict[str, object]:
    [line] = [line for line in out.splitlines() if line.startswith(f"{name} ")]
    found: dict[str, object] = json.loads(line.removeprefix(f"{name} "))
    return found


def test_a_site_runs_on_and_nothing_is_left_of_the_plugin(tmp_path: Path) -> None:
    site = Site(tmp_path)
    site.manage("shell", "-c", FILL)
    [script] = blocks("python")
    (tmp_path / "remove_ita.py").write_text(script, encoding="utf-8")
    before, after = blocks("sh")
    for command in before.splitlines():
        words, _, name = command.partition(" < ")
        given = (tmp_path / name).read_text(encoding="utf-8") if name else ""
        assert words.startswith("python manage.py ")
        site.manage(*words.split()[2:], given=given)
    site.environ["ITA_TEST_TAKEN_OUT"] = "1"
    for command in after.splitlines():
        assert command.startswith("python manage.py ")
        site.manage(*command.split()[2:])
    assert "no issues" in site.manage("check")
    assert "No changes" in site.manage("makemigrations", "--check", "--dry-run")
    out = site.manage("shell", "-c", LOOK)
    assert result(out, "RESULT") == {}
    kept = result(out, "KEPT")
    assert kept["files"] == [1, 1]
    codes = dict(kept["codes"])  # type: ignore[call-overload]
    assert codes.pop("/ita-2569/") == 404
    assert set(codes.values()) == {200}
