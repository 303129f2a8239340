"""What a customer does: the wheel into an empty environment, and README's lines into a new site."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.environments import create, find_interpreters, install
from tests.packaging.building import ROOT, build
from tests.sample import RECORD
from tests.transfer import source_files
from wagtail_ita.transfer.formats.json import record_data

pytestmark = pytest.mark.slow

README = (ROOT / "README.md").read_text(encoding="utf-8")
# The modules that the extras bring.
OF_EXTRAS = {"docx", "icu4py", "pikepdf", "pypdfium2", "typst"}

IMPORT_EVERYTHING = """
import importlib, json, pkgutil, wagtail_ita
missing = set()
def note(name):
    raise
for module in pkgutil.walk_packages(wagtail_ita.__path__, "wagtail_ita.", onerror=note):
    try:
        importlib.import_module(module.name)
    except ModuleNotFoundError as error:
        missing.add(error.name.partition(".")[0])
print("RESULT", json.dumps({"missing": sorted(missing), "from": wagtail_ita.__file__}))
"""
PUBLISH_AND_VISIT = """
import json
from django.test import Client
from wagtail_ita.models import get_index_page_model, get_report_page_model
index, report = get_index_page_model().objects.get(), get_report_page_model().objects.get()
index.save_revision().publish()
found = {"measures": len(report.get_latest_revision_as_object().measures)}
found["index"] = Client().get(index.url).content.decode()
style = __import__("re").search(r'href="(/static/wagtail_ita/[^"]+[.]css)"', found["index"])
from django.contrib.staticfiles import finders
found["style"] = bool(style and finders.find(style[1].removeprefix("/static/")))
print("RESULT", json.dumps(found))
"""
VISIT_AS_EDITOR = """
import json
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import reverse
from wagtail_ita.models import get_report_page_model
user = get_user_model().objects.create_superuser("admin", "admin@example.go.th", "x")
client = Client()
client.force_login(user)
page = get_report_page_model().objects.get()
found = {}
for name, args in (("wagtailadmin_home", []), ("wagtailadmin_pages:edit", [page.pk]),
                   ("wagtail_ita_board", []), ("wagtail_ita_import", [])):
    found[name] = client.get(reverse(name, args=args)).status_code
print("RESULT", json.dumps(found))
"""


@dataclass(frozen=True, kw_only=True)
class Town:
    """A site that `wagtail start` has made."""

    python: Path
    folder: Path

    def manage(self, *arguments: str, given: str = "") -> subprocess.CompletedProcess[str]:
        """Run manage.py, as the webmaster does: nothing of this project is in its way."""
        environ = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith(("DJANGO", "DATABASE", "PYTHON", "VIRTUAL_ENV"))
        }
        return subprocess.run(
            [str(self.python), "manage.py", *arguments],
            cwd=self.folder,
            env=environ | {"PYTHONIOENCODING": "utf-8"},
            input=given,
            capture_output=True,
            text=True,
            encoding="utf-8",
        )

    def must(self, *arguments: str, given: str = "") -> str:
        done = self.manage(*arguments, given=given)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def run_script(self, script: str) -> dict[str, object]:
        """Run a script with the site set up, and return what it found."""
        out = self.must("shell", "--no-imports", "-c", script)
        [line] = [line for line in out.splitlines() if line.startswith("RESULT ")]
        found: dict[str, object] = json.loads(line.removeprefix("RESULT "))
        return found

    def add_to_settings(self, lines: str) -> None:
        path = self.folder / "townsite" / "settings" / "base.py"
        path.write_text(f"{path.read_text(encoding='utf-8')}\n{lines}\n", encoding="utf-8")


def readme_lines() -> list[str]:
    """Return the five lines of README.md under “Install it into your Wagtail site”."""
    text = README.split("**Install it into your Wagtail site**", 1)[1]
    block = re.search(r"```sh\n(.*?)```", text, re.DOTALL)
    assert block
    return block[1].splitlines()


def start(python: Path, folder: Path) -> Town:
    folder.mkdir()
    start_it = "from wagtail.bin.wagtail import main; main()"
    done = subprocess.run(
        [str(python), "-c", start_it, "start", "townsite", str(folder)],
        capture_output=True,
        text=True,
        cwd=folder,
    )
    assert done.returncode == 0, done.stderr
    return Town(python=python, folder=folder)


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build("wheel", ROOT, tmp_path_factory.mktemp("built"))


@pytest.fixture(scope="module")
def python(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The Python of an empty environment."""
    folder = tmp_path_factory.mktemp("environment") / "venv"
    # The same Python that the tests run on, which is one that we support.
    version = sys.version_info[:2]
    base = next(each for each in find_interpreters() if each.version[:2] == version)
    create(folder, base)
    return folder / "bin" / "python"


@pytest.fixture(scope="module")
def bare(wheel: Path, python: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    """A new site with the wheel and no extra, and a published report in it."""
    install(python, str(wheel))
    town = start(python, tmp_path_factory.mktemp("bare") / "town")
    town.add_to_settings(readme_lines()[1].removeprefix("# "))
    report = town.folder / "report.json"
    report.write_text(json.dumps(record_data(RECORD)), encoding="utf-8")
    (town.folder / "report.docx").write_bytes(source_files.docx())
    (town.folder / "report.pdf").write_bytes(source_files.pdf(*source_files.LINES))
    town.must("migrate", "--verbosity", "0")
    town.must("ita_setup", "--year", "2569", "--chain", "none")
    town.must("ita_import", "report.json", "--year", "2569", "--publish")
    town.run_script(PUBLISH_AND_VISIT)
    return town


@pytest.fixture(scope="module")
def town(bare: Town, wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Town:
    """A new site into which the lines of README.md were typed, and nothing else."""
    first, second, *commands = readme_lines()
    requirement = re.fullmatch(r'pip install "(wagtail-ita\[.*\])"(?: +#.*)?', first)
    assert requirement
    # From this wheel, and not from wherever a package of that name may be.
    install(bare.python, f"{requirement[1]} @ {wheel.as_uri()}")
    town = start(bare.python, tmp_path_factory.mktemp("readme") / "town")
    assert second.startswith("# INSTALLED_APPS += ")
    town.add_to_settings(second.removeprefix("# "))
    (town.folder / "report.docx").write_bytes(source_files.docx())
    assert len(commands) == 3
    for command in commands:
        words = command.partition(" #")[0].split()
        assert words[:2] == ["python", "manage.py"]
        town.must(*words[2:])
    return town


def test_everything_can_be_imported_but_what_needs_an_extra(bare: Town) -> None:
    found = bare.run_script(IMPORT_EVERYTHING)
    assert set(found["missing"]) <= OF_EXTRAS  # type: ignore[call-overload]
    assert "site-packages" in str(found["from"])


@pytest.mark.parametrize(
    ("arguments", "extra"),
    [
        (["ita_import", "report.docx", "--year", "2569"], "import"),
        (["ita_import", "report.pdf", "--year", "2569"], "import"),
        (["ita_export", "--year", "2569", "--format", "docx", "-o", "O26.docx"], "docx"),
        (["ita_export", "--year", "2569", "--format", "pdf", "-o", "O26.pdf"], "pdf"),
    ],
    ids=["import of Word", "import of PDF", "Word", "PDF"],
)
def test_without_an_extra_the_command_says_which_one(
    bare: Town, arguments: list[str], extra: str
) -> None:
    done = bare.manage(*arguments)
    assert done.returncode == 1
    assert f'pip install "wagtail-ita[{extra}]"' in done.stderr
    assert "Traceback" not in done.stderr


def test_without_the_extra_search_the_check_says_so(bare: Town) -> None:
    path = bare.folder / "townsite" / "settings" / "base.py"
    before = path.read_text(encoding="utf-8")
    bare.add_to_settings('WAGTAIL_ITA = {"SEARCH_WORDS": "icu"}')
    try:
        done = bare.manage("check")
    finally:
        path.write_text(before, encoding="utf-8")
    assert done.returncode == 1
    assert "wagtail-ita[search]" in done.stderr


def test_without_an_extra_the_page_offers_what_it_can(bare: Town) -> None:
    script = """
import json
from django.test import Client
from wagtail_ita.models import get_report_page_model
page, client = get_report_page_model().objects.get(), Client()
names = ("report.json", "report.csv", "report.xlsx", "report.docx", "report.pdf", "evidence.zip")
found = {name: client.get(page.url + name).status_code for name in names}
found["page"] = client.get(page.url).content.decode()
print("RESULT", json.dumps(found))
"""
    found = bare.run_script(script)
    html = str(found.pop("page"))
    assert {name for name, code in found.items() if code == 200} == {
        "report.json",
        "report.csv",
        "report.xlsx",
        "evidence.zip",
    }
    assert {code for code in found.values() if code != 200} == {404}
    assert "report.xlsx" in html
    assert "report.pdf" not in html


def test_the_lines_of_the_readme_give_a_year_and_the_draft_of_its_report(town: Town) -> None:
    found = town.run_script(PUBLISH_AND_VISIT)
    assert found["measures"] == 1
    assert "O26" in str(found["index"])
    assert found["style"]


def test_the_new_site_is_sound(town: Town) -> None:
    done = town.manage("check")
    assert done.returncode == 0
    found = set(re.findall(r"wagtail_ita\.[EW]\d+", done.stderr))
    # `wagtail start` sets the clock to UTC, and we say what that does.
    assert found == {"wagtail_ita.W004"}
    town.must("makemigrations", "--check", "--dry-run")


def test_an_editor_can_begin(town: Town) -> None:
    assert set(town.run_script(VISIT_AS_EDITOR).values()) == {200}
