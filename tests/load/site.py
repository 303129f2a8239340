"""The demo on PostgreSQL, served by two workers."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from zoneinfo import ZoneInfo

from tests.load.diary import WORKERS
from tests.load.history import History
from tests.proxy.nginx import free_port, wait_for

ROOT = Path(__file__).resolve().parents[2]
EXAMPLE = ROOT / "example_site"
# The head of an answer that names the process that gave it.
WORKER = "X-Worker"


@dataclass(slots=True, kw_only=True)
class Report:
    """A report that somebody writes in.

    Attributes:
        form: What a browser sends of its edit form.
        history: What is public of it.
    """

    pk: int
    path: str
    form: dict[str, str] = field(repr=False)
    history: History = field(default_factory=History, repr=False)


@dataclass(slots=True, kw_only=True)
class DemoSite:
    """What the people of the run need to know of the site.

    Attributes:
        log: What the workers write, where nobody has asked.
    """

    address: str
    paths: list[str]
    reports: list[Report]
    sessions: list[dict[str, str]]
    zone: ZoneInfo
    environ: dict[str, str] = field(repr=False)
    log: Path


@contextmanager
def demo_site(database: str, folder: Path) -> Iterator[DemoSite]:
    """Make the site in a database of its own, serve it, and remove it."""
    name = database.rpartition("/")[2]
    port = free_port()
    environ = os.environ | {
        "DATABASE_URL": database,
        "DJANGO_SETTINGS_MODULE": "townsite.settings",
        "MEDIA_ROOT": str(folder / "media"),
        "PYTHONPATH": os.pathsep.join(map(str, (EXAMPLE, ROOT / "src", ROOT))),
        "WAGTAILADMIN_BASE_URL": f"http://127.0.0.1:{port}",
    }
    os.environ.update(environ)
    sys.path.insert(0, str(EXAMPLE))
    _server(database, f'CREATE DATABASE "{name}"')
    try:
        _run(environ, "migrate", "--verbosity=0")
        _run(environ, "load_sample")
        site = _prepared(environ, f"http://127.0.0.1:{port}", folder / "workers.log")
        command = [sys.executable, "-m", "gunicorn", "tests.load.wsgi", f"--bind=127.0.0.1:{port}"]
        command += [f"--workers={WORKERS}", "--threads=3", "--timeout=120", "--log-level=warning"]
        # As a site runs, not as a demo does.
        production = environ | {"DJANGO_DEBUG": "0"}
        with site.log.open("wb") as log:
            process = subprocess.Popen(command, cwd=EXAMPLE, env=production, stderr=log)
        try:
            wait_for(port, process)
            yield site
        finally:
            process.terminate()
            process.wait(60)
    finally:
        from django.db import connections

        connections.close_all()
        _server(database, f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        shutil.rmtree(folder / "media", ignore_errors=True)


def _server(database: str, statement: str) -> None:
    """Let the server make or remove a database, which nobody can do from inside of it."""
    import psycopg

    server = database.rpartition("/")[0] + "/postgres"
    with psycopg.connect(server.replace("postgres://", "postgresql://", 1), autocommit=True) as at:
        at.execute(statement)


def _run(environ: dict[str, str], *command: str) -> None:
    subprocess.run(
        [sys.executable, "manage.py", *command], cwd=EXAMPLE, env=environ, check=True, stdout=2
    )


def _prepared(environ: dict[str, str], address: str, log: Path) -> DemoSite:
    """Add a year with four reports that are written in, and people who are logged in."""
    import django

    django.setup()
    from django.contrib.auth import get_user_model
    from django.test import Client
    from django.utils import timezone
    from wagtail.models import Page, WorkflowPage

    from tests.admin.typed_forms import typed_form
    from tests.bench.__main__ import report_with
    from tests.sample import make_item
    from wagtail_ita.models import get_index_page_model

    # Of the chain of approval nobody is there.
    WorkflowPage.objects.all().delete()
    year = get_index_page_model().objects.live().first()
    index = get_index_page_model()(title="ITA 2575", assessment_year=2575, scheme="nacc")
    year.get_parent().add_child(instance=index)
    make_item(index, "O1")
    pages = [report_with(index, f"O{code}", measures=10, evidence=20) for code in range(25, 29)]
    paths = [page.url for page in Page.objects.live().public().filter(depth__gt=1)]
    sessions = []
    for number in range(3):
        client = Client()
        client.force_login(get_user_model().objects.create_superuser(f"load-{number}", "", "x"))
        sessions.append({name: morsel.value for name, morsel in client.cookies.items()})
    return DemoSite(
        address=address,
        paths=[*filter(None, paths)],
        reports=[
            Report(
                pk=page.pk, path=page.get_url(), form=typed_form(type(page).objects.get(pk=page.pk))
            )
            for page in pages
        ],
        sessions=sessions,
        zone=timezone.get_default_timezone(),
        environ=environ,
        log=log,
    )
