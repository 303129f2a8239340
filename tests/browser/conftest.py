"""A real Chromium on a live site, for everything below this folder.

A test asks for ``page``, or for ``open_page`` when it needs a second visitor. Each test fails on
its own when a page of it writes an error to the console. With a failure a screenshot is kept in the
folder that ``ITA_BROWSER_ARTEFACTS`` names; with ``ITA_BROWSER_TRACE=1``, which takes half as long
again, also a trace: open it with ``playwright show-trace FILE``.
"""

from __future__ import annotations

import os
import re
import shutil
import tempfile
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.db import connections
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from tests.browser.watch import Watch
from tests.sample import make_index, make_site

# Playwright's loop runs in this thread, so Django takes every query of a test for one made in an
# event loop. Only here: elsewhere the guard is right.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

HERE = Path(__file__).resolve().parent
CHROMIUM_ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # Whatever a page asks of another host fails, here as on a machine without a network.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1",
)
TRACES = os.environ.get("ITA_BROWSER_TRACE") == "1"
DESKTOP = {"width": 1280, "height": 900}
PASSWORD = "ธงชัย-only-for-tests"
# The machine of a CI draws slowly; a test that passes never waits this long.
expect.set_options(timeout=15_000)

OpenPage = Callable[..., Page]
_FAILED = pytest.StashKey[bool]()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark every test of this folder: it drives a browser and flushes the database.

    With ``serialized_rollback`` Wagtail's root page, locale, collections and groups, which
    migrations made, come back after each flush.
    """
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.django_db(transaction=True, serialized_rollback=True))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Iterator[None]:
    """Remember a failure, so that the fixtures can keep what the browser showed."""
    report = yield
    if report.failed:
        item.stash[_FAILED] = True
    return report


_HUNG: set[str] = set()


@pytest.hookimpl(optionalhook=True)
def pytest_handlecrashitem(crashitem: str, report: Any) -> None:
    """Let a test that hung have a second try, and say so; one that hangs twice fails.

    Once in many runs Chromium stops to answer, and not all that it is asked has a limit of time.
    pytest-xdist begins the file anew in another process.
    """
    if crashitem not in _HUNG:
        _HUNG.add(crashitem)
        report.outcome = "skipped"
        report.wasxfail = "its process ended, see where it stood above; it is tried once more"


# ---------------------------------------------------------------------------------- the site


@pytest.fixture(scope="session")
def django_db_modify_db_settings(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Put an SQLite test database into a file.

    In memory all threads of the live server share one connection, so that two requests of one
    page stand in each other's transactions.
    """
    settings = connections.settings["default"]
    if settings["ENGINE"].endswith("sqlite3"):
        settings["TEST"]["NAME"] = str(tmp_path_factory.mktemp("db") / "browser.sqlite3")
        settings["OPTIONS"] = {
            **settings.get("OPTIONS", {}),
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=MEMORY; PRAGMA synchronous=OFF;",
        }


@pytest.fixture(scope="session")
def live_server(django_db_setup: None, live_server: Any) -> Any:
    """The live server, started only now: it decides by the database's name how to connect."""
    return live_server


@pytest.fixture(autouse=True)
def _quiet_wagtail(settings: Any) -> None:
    """Switch off what writes by itself or asks other hosts."""
    settings.WAGTAIL_AUTOSAVE_INTERVAL = 0
    settings.WAGTAIL_ENABLE_UPDATE_CHECK = False
    settings.WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
    settings.WAGTAIL_GRAVATAR_PROVIDER_URL = None


@pytest.fixture
def site(live_server: Any) -> Any:
    """The default site, at the address where the live server answers."""
    from wagtail.models import Site

    site = make_site()
    host, port = re.fullmatch(r"http://(.+):(\d+)", live_server.url).groups()
    Site.objects.filter(pk=site.pk).update(hostname=host, port=int(port))
    Site.clear_site_root_paths_cache()
    site.refresh_from_db()
    return site


@pytest.fixture
def index(site: Any) -> Any:
    """The published index page of 2569."""
    return make_index()


@pytest.fixture
def editor(db: None) -> Any:
    """A clerk who writes and publishes: of Wagtail's own two groups, and no superuser."""
    user = get_user_model().objects.create_user("editor", "editor@example.go.th", PASSWORD)
    user.groups.set(Group.objects.filter(name__in=["Editors", "Moderators"]))
    return user


# ------------------------------------------------------------------------------- the browser


@pytest.fixture(scope="session")
def browser(django_db_setup: None) -> Iterator[Browser]:
    """One Chromium for the whole run; each page gets a profile of its own."""
    program = shutil.which("chromium")
    if program is None:
        pytest.skip("There is no program “chromium” on the PATH (Debian: apt install chromium).")
    before = {connection.alias: connection for connection in connections.all()}
    with sync_playwright() as playwright:
        # Inside an event loop Django keeps connections apart from those of the plain thread. A new
        # one would not know the serialized content that each test is to begin with.
        for alias, connection in before.items():
            connections[alias] = connection
        browser = playwright.chromium.launch(executable_path=program, args=list(CHROMIUM_ARGUMENTS))
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def artefacts() -> Path:
    """Where screenshots and traces of failures go."""
    named = os.environ.get("ITA_BROWSER_ARTEFACTS")
    folder = Path(named) if named else Path(tempfile.gettempdir()) / "wagtail-ita-browser"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


@pytest.fixture
def open_page(
    browser: Browser, live_server: Any, artefacts: Path, request: pytest.FixtureRequest
) -> Iterator[OpenPage]:
    """Open a page of a new visitor who shares nothing with the others; Thai unless told.

    Keyword arguments are those of Playwright's ``new_context``.
    """
    contexts: list[BrowserContext] = []
    watches: list[Watch] = []

    def open_one(**options: Any) -> Page:
        context = browser.new_context(
            **{
                "base_url": live_server.url,
                "locale": "th-TH",
                "timezone_id": "Asia/Bangkok",
                "viewport": DESKTOP,
                **options,
            }
        )
        context.set_default_timeout(15_000)
        if TRACES:
            context.tracing.start(screenshots=True, snapshots=True)
        contexts.append(context)
        page = context.new_page()
        watches.append(Watch(page))
        return page

    yield open_one

    problems = [problem for watch in watches for problem in watch.problems]
    if problems or request.node.stash.get(_FAILED, False):
        name = re.sub(r"[^\w.-]+", "_", request.node.name)
        _keep(contexts, artefacts, name)
    for context in contexts:
        context.close()
    _let_the_server_finish()
    if problems:
        pytest.fail("The console of the browser shows:\n" + "\n".join(problems), pytrace=False)


def sign_in(page: Page, user: Any) -> None:
    """Give a page the session of a user who has logged in before."""
    client = Client()
    client.force_login(user)
    for name, morsel in client.cookies.items():
        page.context.add_cookies(
            [{"name": name, "value": morsel.value, "domain": "localhost", "path": "/"}]
        )


def _let_the_server_finish() -> None:
    """Wait for answers that nobody reads any more: the flush must not come in between."""
    for thread in threading.enumerate():
        if "process_request_thread" in thread.name:
            thread.join(timeout=30)


def _keep(contexts: list[BrowserContext], folder: Path, name: str) -> None:
    for number, context in enumerate(contexts, start=1):
        stem = f"{name}-{number}"
        for page in context.pages:
            page.screenshot(path=folder / f"{stem}.png", full_page=True)
        if TRACES:
            context.tracing.stop(path=folder / f"{stem}.zip")


@pytest.fixture
def editor_page(open_page: OpenPage, editor: Any) -> Page:
    """The browser of the clerk, who logged in this morning."""
    page = open_page()
    sign_in(page, editor)
    return page


@pytest.fixture
def page(open_page: OpenPage) -> Page:
    """A visitor with a Thai browser at 1280 pixels."""
    return open_page()
