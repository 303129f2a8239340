"""Every block of code in README and docs is tried, by a rule for its language.

What runs in a rule is what a reader would copy. A block that cannot be tried here stands in
``LEFT_OUT`` with the reason.
"""

from __future__ import annotations

import ast
import importlib.util
import json
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from django.apps import apps
from django.core.management import BaseCommand, get_commands, load_command_class
from django.core.management.base import CommandError
from django.template import TemplateSyntaxError, engines
from django.urls import URLPattern

from tests.docs.reading import PRESENT, ROOT, Block, blocks_of
from wagtail_ita.conf import Settings
from wagtail_ita.domain.catalogue import read_catalogue

PACKAGE = ROOT / "src" / "wagtail_ita"
BLOCKS = [block for page in PRESENT for block in blocks_of(page)]
EXTRAS = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"][
    "optional-dependencies"
]

# What a reader copies and this machine cannot run. By page and a piece of the block.
LEFT_OUT = {
    ("docs/how-to/proxy.md", "proxy_cache_path"): "tests/proxy runs a real nginx with these lines",
    ("docs/how-to/scale.md", "manage.py rqworker"): "the tests have a worker of the database only",
    ("docs/how-to/own-page-types.md", "class ReportPage(ITAReportMixin, BasePage)"): (
        "a base page model is a setting of the process: tests/basepage has these classes"
    ),
    ("docs/reference/api.md", "class ReportPage(ITAReportMixin, BasePage)"): (
        "a base page model is a setting of the process: tests/basepage has these classes"
    ),
}
# Apps and backends that a guide names and the tests do not install.
NOT_INSTALLED = {
    "django_rq": "the guide to a large site: a worker in Redis",
    "django_tasks_rq": "the guide to a large site: a worker in Redis",
    "storages": "the guide to a large site: tests ran against moto by hand",
}
# Programs that are not ours; what they are told stands in the guide and was tried by hand.
PROGRAMS = {
    "apt-get",
    "cd",
    "cp",
    "git",
    "gunicorn",
    "mail",
    "mariadb",
    "mariadb-dump",
    "pg_dump",
    "pg_restore",
    "sha256sum",
    "source",
    "sqlite3",
    "tar",
    "unzip",
    "wagtail",
    ".",
}


def left_out(block: Block) -> str:
    page = block.page.relative_to(ROOT).as_posix()
    for (where, piece), reason in LEFT_OUT.items():
        if where == page and piece in block.text:
            return reason
    return ""


# ------------------------------------------------------------------------------------- shell


@cache
def command(name: str) -> BaseCommand:
    """Return a command of a site like that of the tests."""
    app = get_commands()[name]
    return app if isinstance(app, BaseCommand) else load_command_class(app, name)


def elsewhere(name: str) -> Path:
    """Return the file of a command whose app the tests have not installed."""
    folders = (
        ROOT / "example_site" / "townsite" / "sample",
        *(Path(place) / "django_tasks_db" for place in sys.path),
    )
    files = [folder / "management" / "commands" / f"{name}.py" for folder in folders]
    assert any(file.exists() for file in files), f"There is no command {name}."
    return next(file for file in files if file.exists())


def try_command(words: list[str]) -> None:
    """Let the parser of a command read its line; where it cannot be made, know its options."""
    name, *arguments = words
    if name not in get_commands():
        known = re.findall(r'"(--[\w-]+)"', elsewhere(name).read_text(encoding="utf-8"))
        assert {each for each in arguments if each.startswith("-")} - set(known) == set()
        return
    parser = command(name).create_parser("manage.py", name)
    try:
        options = parser.parse_args(arguments)
    except (CommandError, SystemExit) as error:
        raise AssertionError(f"{name} does not take {arguments}: {error}") from error
    if name == "shell" and options.command:
        compile(options.command, "shell", "exec")


def try_pip(words: list[str]) -> None:
    assert words[0] in {"install", "uninstall"}
    for word in words[1:]:
        if found := re.fullmatch(r"wagtail-ita(?:\[([\w,]+)\])?(?:==[\d.*]+)?", word):
            assert set((found[1] or "").split(",")) - {""} <= set(EXTRAS), word


def try_make(words: list[str]) -> None:
    targets = re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.M)
    assert words[0] in targets


def try_python(words: list[str]) -> None:
    if words[0] == "manage.py":
        try_command(words[1:])
    else:
        assert words[:2] == ["-m", "venv"], words


SHELL: dict[str, Callable[[list[str]], None]] = {
    "make": try_make,
    "pip": try_pip,
    "python": try_python,
}


def try_line(line: str) -> None:
    """Try one line of a shell: each command of it, without what is sent where."""
    line = line.replace("<this repository>", "REPOSITORY")
    for program, *rest in split(shlex.split(line, comments=True)):
        if program in SHELL:
            SHELL[program](rest)
        else:
            assert program in PROGRAMS, f"{program}: no rule for this program"


def split(words: list[str]) -> Iterator[list[str]]:
    """Split the words of a line at && and the like, and leave out what goes into files."""
    part: list[str] = []
    passes = False
    for word in words:
        if word in {"&&", "||", "|", ";"}:
            yield part
            part = []
        elif word in {">", "<", "2>&1"}:
            passes = word != "2>&1"
        elif passes:
            passes = False
        elif part or not re.match(r"[A-Z_]+=", word):
            part.append(word)
    if part:
        yield part


def try_shell(block: Block) -> None:
    for line in block.text.splitlines():
        line = line.removeprefix("$ ").strip()
        if line and not line.startswith("#"):
            try_line(line)


def try_cron(block: Block) -> None:
    for line in block.text.splitlines():
        if line and not line.startswith("#"):
            *when, what = line.split(None, 5)
            assert all(re.fullmatch(r"[\d*/,-]+", each) for each in when), line
            try_line(what)


# ------------------------------------------------------------------------------------ Python


def try_code(block: Block) -> None:
    tree = ast.parse(block.text)
    # Modules with classes are tried as apps of a site, in test_classes.py.
    if any(isinstance(each, ast.ClassDef) for each in tree.body):
        return
    given = run(block)
    try_settings(given)
    for each in given.get("urlpatterns", ()):
        assert each is ... or isinstance(each, URLPattern) or each.url_patterns


def run(block: Block) -> dict[str, Any]:
    """Run a block where the names stand that it builds on, and return what it has made."""
    here = {
        "BASE_DIR": Path("/srv/site"),
        "INSTALLED_APPS": [],
        "STORAGES": {},
        "text": "งบประมาณ",
    }
    exec(compile(block.text, block.place, "exec"), here)
    return here


def try_settings(given: dict[str, Any]) -> None:
    if "WAGTAIL_ITA" in given:
        Settings(**given["WAGTAIL_ITA"])
    for app in given["INSTALLED_APPS"]:
        is_there(app)
    for backend in backends(given):
        is_there(backend.rpartition(".")[0])


def backends(value: Any) -> Iterator[str]:
    """Return the classes that settings name, however deep."""
    if isinstance(value, dict):
        for key, inner in value.items():
            if key in {"BACKEND", "CLASS"}:
                yield inner
            elif not str(key).startswith("__"):
                yield from backends(inner)


def is_there(dotted: str) -> None:
    root = dotted.partition(".")[0]
    if root not in NOT_INSTALLED:
        assert importlib.util.find_spec(dotted), f"{dotted} cannot be imported"


# -------------------------------------------------------------------------------- the others


def try_template(block: Block) -> None:
    engines["django"].from_string(block.text)
    ours = {
        name
        for path in (PACKAGE / "templates").rglob("*.html")
        for name in re.findall(r"{% block (\w+) %}", path.read_text(encoding="utf-8"))
    }
    named = set(re.findall(r"{% block (ita_\w+) %}", block.text))
    assert named - ours == set()


def try_style(block: Block) -> None:
    ours = re.findall(r"--ita-[\w-]+", (PACKAGE / "static/wagtail_ita/css/ita.css").read_text())
    assert set(re.findall(r"--ita-[\w-]+", block.text)) - set(ours) == set()
    assert block.text.count("{") == block.text.count("}") > 0


def try_json(block: Block) -> None:
    data = json.loads(block.text)
    assert block.title.startswith("catalogues/"), "a rule for lists only, so far"
    schema = json.loads((PACKAGE / "domain/data/catalogue.schema.json").read_text())
    jsonschema.validate(data, schema)
    read_catalogue(data)


def try_nginx(block: Block) -> None:
    program = shutil.which("nginx", path="/usr/sbin:/usr/bin:/sbin:/usr/local/sbin")
    if program is None:
        pytest.skip("nginx is not installed")
    whole = f"events {{}}\npid /dev/null;\nerror_log stderr;\nhttp {{\n{block.text}\n}}\n"
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "nginx.conf"
        file.write_text(whole, encoding="utf-8")
        told = subprocess.run(
            [program, "-t", "-q", "-c", str(file)], capture_output=True, text=True
        )
    assert told.returncode == 0, told.stderr


def try_text(block: Block) -> None:
    """What a program prints, or an address: test_tutorial.py compares what it can."""
    assert block.text.strip()


RULES: dict[str, Callable[[Block], None]] = {
    "console": try_shell,
    "cron": try_cron,
    "css": try_style,
    "django": try_template,
    "json": try_json,
    "nginx": try_nginx,
    "python": try_code,
    "sh": try_shell,
    "text": try_text,
}


@pytest.mark.django_db
@pytest.mark.parametrize("block", BLOCKS, ids=lambda block: block.place)
def test_a_sample_is_right(block):
    assert block.language in RULES, f"{block.place}: no rule for the language {block.language!r}"
    if not left_out(block):
        RULES[block.language](block)


def test_nothing_is_left_out_that_is_not_there_any_more():
    used = {key for block in BLOCKS for key in LEFT_OUT if left_out(block) == LEFT_OUT[key]}
    assert used == set(LEFT_OUT)
    assert not any(apps.is_installed(name) for name in NOT_INSTALLED)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("sh", "python manage.py ita_setup --year 2569 --chains default"),
        ("sh", "python manage.py ita_set_up --year 2569"),
        ("sh", 'pip install "wagtail-ita[words]"'),
        ("sh", "make everything"),
        ("sh", "curl https://example.go.th | sh"),
        ("cron", "*/5 * * * * python manage.py publish_schedules"),
        ("python", "WAGTAIL_ITA = {'PAGE_MAXAGE': 300}"),
        ("python", "INSTALLED_APPS += ['wagtail_ita.page']"),
        ("python", "from wagtail_ita.searching import site_queries"),
        ("django", "{% block ita_heads %}{% endblock %}"),
        ("django", "{% if %}"),
        ("css", ".ita { --ita-colour: red; }"),
        ("nginx", "server { listen 80; proxy_passes http://127.0.0.1; }"),
    ],
)
def test_a_wrong_sample_is_found(language, text):
    block = Block(page=ROOT / "README.md", line=1, language=language, title="", text=text)
    faults = (AssertionError, ImportError, SyntaxError, TemplateSyntaxError, TypeError)
    with pytest.raises(faults):
        RULES[language](block)
