"""What holds for every test, and how a run treats skips."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import hypothesis
import pytest
import wagtail
from django.core.signals import setting_changed
from django.urls import clear_url_caches
from django.utils import translation
from pytest_django.plugin import blocking_manager_key

CI = os.environ.get("CI", "").lower() in {"1", "true"}
TESTS = Path(__file__).resolve().parent
# These need a run of their own: a live server flushes the database under the other tests; a
# site's base page model, its app for translation and its worker are settings of the whole process.
ALONE = ("basepage", "browser", "faults", "simple", "web_workers", "worker")
# Wagtail's API that writes came with 8.0.
SINCE_WAGTAIL_8 = (
    TESTS / "pages" / "test_api.py",
    TESTS / "pages" / "test_api_v3.py",
    TESTS / "workflow" / "test_ways_round_api.py",
)

# A slow machine is no bug, and CI has to give the same answer twice.
hypothesis.settings.register_profile("default", deadline=None)
hypothesis.settings.register_profile("ci", deadline=None, derandomize=True)
hypothesis.settings.load_profile("ci" if CI else "default")


def _forget_addresses(*, setting: str, **kwargs: Any) -> None:
    if setting in {"LANGUAGE_CODE", "LANGUAGES"}:
        clear_url_caches()


# Django keeps the addresses of each language, and the site's own language has no prefix: a test
# that changes it would leave its addresses to the next one.
setting_changed.connect(_forget_addresses, dispatch_uid="tests.forget_addresses")


def pytest_configure(config: pytest.Config) -> None:
    if CI:
        config.pluginmanager.register(SkipGuard(), "ita-skip-guard")


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Leave out what this Wagtail does not have, and ``ALONE`` unless the command line names it."""
    if collection_path in SINCE_WAGTAIL_8 and wagtail.VERSION < (8, 0):
        return True
    for name in ALONE:
        folder = TESTS / name
        if collection_path == folder and not any(
            (config.invocation_params.dir / argument.split("::")[0])
            .resolve()
            .is_relative_to(folder)
            for argument in config.args
        ):
            return True
    return None


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out, rather than skip, what this run was told not to have."""
    if os.environ.get("ITA_TEST_LOCALIZE", "1") != "0":
        return
    left_out = [item for item in items if item.get_closest_marker("localize")]
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if item not in left_out]


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: pytest.Item, nextitem: pytest.Item | None) -> Iterator[None]:
    """Bring back what migrations made: a test with real transactions empties the database."""
    result = yield
    marker = item.get_closest_marker("django_db")
    if nextitem is None:
        return result  # the database has gone with the last test
    if marker and marker.kwargs.get("serialized_rollback") and "browser" not in item.path.parts:
        from django.db import connection

        with item.config.stash[blocking_manager_key].unblock():
            connection.creation.deserialize_db_from_string(connection._test_serialized_contents)
    return result


@pytest.fixture(scope="session", autouse=True)
def _no_made_files_left() -> Iterator[None]:
    """Remove the folder of the downloads that this run has made."""
    from wagtail_ita.transfer.shelf import own_folder

    folder = own_folder()
    yield
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(autouse=True)
def _site_language() -> Iterator[None]:
    """Go back to the site's language: a request leaves its own to the next test."""
    yield
    translation.deactivate()


@pytest.fixture(autouse=True)
def _fresh_site_roots() -> Iterator[None]:
    """Drop the root paths that Wagtail keeps in its cache: they outlive a test's sites."""
    from wagtail.models import Site

    Site.clear_site_root_paths_cache()
    yield
    Site.clear_site_root_paths_cache()


@pytest.fixture
def made_anew() -> Iterator[None]:
    """Make each public page anew, for a test of what that takes."""
    from tests.sample import without_page_cache

    with without_page_cache():
        yield


class SkipGuard:
    """In CI a test that does not run counts as a failure: nobody would see that it is missing."""

    def __init__(self) -> None:
        self.found: list[str] = []

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        self._note(report)

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        self._note(report)

    def _note(self, report: pytest.TestReport | pytest.CollectReport) -> None:
        if report.skipped and not hasattr(report, "wasxfail"):
            reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr
            self.found.append(f"{report.nodeid}: {reason}")

    def pytest_sessionfinish(self, session: pytest.Session, exitstatus: int) -> None:
        if self.found and exitstatus == pytest.ExitCode.OK:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        if self.found:
            terminalreporter.section("skipped, which is not allowed when CI=true", red=True)
            for line in self.found:
                terminalreporter.write_line(line)
