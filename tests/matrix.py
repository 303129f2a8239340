"""Run the whole suite in every supported setting: ``make test``. Standard library only.

Each cell of the table below is one setting. A cell that cannot run on this machine is skipped
with its reason; with ``CI=true`` it fails, because there nothing may be missing. ``DATABASE_URL``
moves the cells that have no database of their own to that database.

    python tests/matrix.py                        every cell
    python tests/matrix.py --only lts postgres    some cells
    python tests/matrix.py --only newest -- -k years -x    what follows -- goes to pytest
    python tests/matrix.py --coverage --only newest        note what the tests reach
"""

from __future__ import annotations

import argparse
import hashlib
import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

from environments import ROOT, EnvironmentFailedError, ensure, versions

CI = os.environ.get("CI", "").lower() in {"1", "true"}
# Two checkouts that are tested at once on one machine must not share a test database.
DATABASE_NAME = f"wagtail_ita_{hashlib.sha256(str(ROOT).encode()).hexdigest()[:8]}"
# One process for each core, each with a database of its own. A file stays in one process.
# A test that hangs takes its process with it; one that hangs each time ends the run.
ON_EVERY_CORE = ("-n", "auto", "--dist", "loadfile", "--max-worker-restart", "2")
# In seconds, six times what the longest takes on two cores; counting coverage takes twice as long.
LONGEST_RUN = 2_400
# `make check` runs those of the package.
WITHOUT_PACKAGING = ("--ignore=tests/packaging",)
# What tries a whole site at length, and is the same on every database and Wagtail.
ONCE = (
    *WITHOUT_PACKAGING,
    "--ignore=tests/docs",
    "--ignore=tests/example/test_demo.py",
    "--ignore=tests/proxy",
    "--ignore=tests/search_server",
    "--ignore=tests/upgrades/test_uninstall.py",
)
# Rules, readers and formats that touch no database and no other app: they run in the first cells.
ON_A_SITE = (
    *ONCE,
    "--ignore=tests/domain",
    "--ignore=tests/test_installed.py",
    *(
        f"--ignore-glob=tests/transfer/test_{subject}*.py"
        for subject in (
            "format_docx",
            "format_pdf",
            "reading",
            "seed",
            "sharing",
            "sources",
            "tables",
            "text",
        )
    ),
)
# What an older Wagtail could break: the rules, the readers and the attacks are the same there.
ON_THE_LOWEST = (
    *(each for each in ON_A_SITE if not each.endswith("test_installed.py")),
    "--ignore=tests/checks",
    "--ignore=tests/example",
    "--ignore=tests/security",
)
# What has nothing to do with translation: it runs in the other cells.
ON_A_SITE_OF_ONE_LANGUAGE = (
    *ON_A_SITE,
    "--ignore=tests/checks",
    "--ignore=tests/delivery",
    "--ignore=tests/example",
    "--ignore=tests/security",
    "--ignore=tests/tasks",
    "--ignore=tests/test_many_agencies.py",
    "--ignore=tests/transfer",
    "--ignore=tests/upgrades",
    *(
        f"--ignore-glob=tests/pages/test_{subject}*.py"
        for subject in ("dcat", "page_cache", "pictures", "search", "trends")
    ),
)
# The database is asked by the pages, the commands and the workflow; the screens ask through them.
ON_ANOTHER_DATABASE = (
    *ON_A_SITE,
    "--ignore=tests/admin",
    "--ignore=tests/blocks",
    "--ignore=tests/checks",
    "--ignore=tests/localize",
    *(
        f"--ignore=tests/security/test_{subject}.py"
        for subject in (
            "admin_roles",
            "csrf",
            "formulas",
            "links",
            "look_alikes",
            "markup",
            "redirects",
            "requests",
            "uploads",
        )
    ),
)
# InnoDB finds the words of a page when it has been committed: tests/pages/test_search.py does that,
# these do not.
WITHOUT_COMMIT = (
    "tests/pages/test_templates_filled_and_empty.py::TestEveryTemplate"
    "::test_the_walk_above_meets_every_public_template",
    "tests/upgrades/test_newer_blocks.py::test_search_and_the_index_of_words_go_on",
)
ON_A_THIRD_DATABASE = (
    *ON_ANOTHER_DATABASE,
    "--ignore=tests/example",
    *(f"--deselect={test}" for test in WITHOUT_COMMIT),
)
# The public pages are ours on every Wagtail; the admin is not.
BROWSER_ADMIN = tuple(
    f"tests/browser/test_{subject}.py"
    for subject in (
        "chain",
        "editor",
        "import_wizard",
        "measures_form",
        "memo",
        "publishing",
    )
)


class Server(Enum):
    """A database server that a cell needs."""

    POSTGRESQL = ("PostgreSQL", "TEST_POSTGRES_URL", "postgres://postgres@127.0.0.1:5432/")
    MARIADB = ("MariaDB", "TEST_MARIADB_URL", "mysql://root@127.0.0.1:3306/")

    def __init__(self, title: str, variable: str, default: str) -> None:
        self.title = title
        self.variable = variable
        self.default = default

    @property
    def url(self) -> str:
        """Where the server is; Django puts ``test_`` before the database's name."""
        parts = urlsplit(os.environ.get(self.variable) or self.default)
        path = parts.path if parts.path.strip("/") else f"/{DATABASE_NAME}"
        return urlunsplit(parts._replace(path=path))


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One supported setting and the runs of pytest that prove it."""

    name: str
    about: str
    environment: str = "newest"
    server: Server | None = None
    variables: dict[str, str] = field(default_factory=dict)
    runs: tuple[tuple[str, ...], ...] = (WITHOUT_PACKAGING,)


CELLS = (
    Cell(
        name="newest",
        about="newest Python, Wagtail and Django; the browser tests in a run of their own",
        runs=(WITHOUT_PACKAGING, ("tests/browser",)),
    ),
    Cell(
        name="lts",
        about="all at its lowest: Python, Wagtail 7.4, Django 5.2; the wheel; the admin's browser",
        environment="lts",
        variables={"ITA_TEST_LOOKS": "light"},
        # Without src on the path it is the installed wheel that is imported.
        runs=(
            (*ON_THE_LOWEST, "-o", "pythonpath=."),
            (*BROWSER_ADMIN, "-o", "pythonpath=."),
        ),
    ),
    Cell(
        name="postgres",
        about="PostgreSQL; several web workers, with Redis and without; long work; what can fail",
        server=Server.POSTGRESQL,
        runs=(
            ON_ANOTHER_DATABASE,
            ("tests/web_workers",),
            ("tests/worker", "tests/faults", "--ds=tests.settings_worker"),
        ),
    ),
    Cell(name="mariadb", about="MariaDB", server=Server.MARIADB, runs=(ON_A_THIRD_DATABASE,)),
    Cell(
        name="unlocalized",
        about="a site without an app for translation, and one with simple_translation",
        environment="middle",
        variables={"ITA_TEST_LOCALIZE": "0"},
        runs=(ON_A_SITE_OF_ONE_LANGUAGE, ("tests/simple", "--ds=tests.settings_simple")),
    ),
    Cell(
        name="basepage",
        about="a site with its own base page model",
        environment="mixed",
        variables={"DATABASE_URL": "sqlite://:memory:"},
        runs=(("tests/basepage", "--ds=tests.settings_basepage"),),
    ),
)


@dataclass(slots=True, kw_only=True)
class Outcome:
    """What became of a cell, in words for the table at the end."""

    cell: Cell
    verdict: str = "passed"
    notes: list[str] = field(default_factory=list)
    stack: str = ""
    seconds: float = 0


class CannotRunError(Exception):
    """This machine lacks what a cell needs; the text says what."""


def main() -> int:
    """Run the cells that were asked for and print the table."""
    arguments = parse_arguments()
    chosen = [cell for cell in CELLS if cell.name in arguments.only]
    moved = os.environ.get("DATABASE_URL")
    if moved and arguments.only == NAMES:
        chosen = [cell for cell in chosen if cell.server is None]
        print(
            "DATABASE_URL is set: the cells without a database of their own run there, and "
            "only they."
        )
    outcomes = []
    for cell in chosen:
        heading(f"{cell.name}: {cell.about}")
        outcomes.append(run_cell(cell, arguments))
        heading(f"{cell.name}: {outcomes[-1].verdict}")
    print_table(outcomes)
    verdicts = [outcome.verdict for outcome in outcomes]
    counts = ", ".join(f"{verdicts.count(word)} {word}" for word in ("passed", "failed", "skipped"))
    print(counts, flush=True)
    return 1 if "failed" in verdicts else 0


NAMES = [cell.name for cell in CELLS]


def parse_arguments() -> argparse.Namespace:
    """Read the command line; the cells are its help."""
    parser = argparse.ArgumentParser(
        formatter_class=argparse.RawDescriptionHelpFormatter,
        description="Run the whole suite in every supported setting.",
        epilog="\n".join(f"{cell.name:12} {cell.about}" for cell in CELLS),
    )
    parser.add_argument("--only", nargs="+", choices=NAMES, default=NAMES, metavar="CELL")
    parser.add_argument("--coverage", action="store_true", help="note what the tests reach")
    parser.add_argument("pytest", nargs="*", help="arguments for pytest, after --")
    return parser.parse_args()


def run_cell(cell: Cell, arguments: argparse.Namespace) -> Outcome:
    """Make the cell's environment, look for its database and run its tests."""
    outcome = Outcome(cell=cell)
    started = time.monotonic()
    runner = ("coverage", "run", "-m", "pytest") if arguments.coverage else ("pytest",)
    try:
        python = ensure(cell.environment)
        found = versions(python)
        outcome.stack = f"{found['python']:8} {found['wagtail']:8} {found['django']:8}"
        environ = environment_variables(cell, python)
        for run in cell.runs:
            ok, note = run_pytest(
                [str(python), "-m", *runner],
                [*run, *arguments.pytest],
                environ,
                seconds=LONGEST_RUN * (2 if arguments.coverage else 1),
            )
            outcome.notes.append(note)
            if not ok:
                outcome.verdict = "failed"
    except EnvironmentFailedError as error:
        outcome.verdict = "failed"
        outcome.notes.append(str(error))
    except CannotRunError as error:
        outcome.verdict = "failed" if CI else "skipped"
        outcome.notes.append(str(error))
        print(error)
    outcome.seconds = time.monotonic() - started
    return outcome


def environment_variables(cell: Cell, python: Path) -> dict[str, str]:
    """The variables for pytest: the caller's, with the cell's own on top."""
    environ = os.environ | {"PYTHONUNBUFFERED": "1"} | cell.variables
    for name in ("DJANGO_SETTINGS_MODULE", "PYTHONPATH", "VIRTUAL_ENV"):
        environ.pop(name, None)
    if cell.server:
        check_server(cell.server, python)
        environ["DATABASE_URL"] = cell.server.url
    return environ


def check_server(server: Server, python: Path) -> None:
    """Find out whether the database server answers, first at all and then to a client."""
    parts = urlsplit(server.url)
    place = f"{parts.hostname}:{parts.port}"
    advice = f"Start it, or name another one in {server.variable}."
    try:
        socket.create_connection((parts.hostname or "", parts.port or 0), timeout=5).close()
    except OSError:
        raise CannotRunError(f"No {server.title} answers at {place}. {advice}") from None
    client = subprocess.run(
        [python, "-c", CLIENTS[server], server.url], capture_output=True, text=True, check=False
    )
    if client.returncode:
        reason = client.stderr.strip().splitlines()[-1]
        raise CannotRunError(f"{server.title} at {place} lets nobody in: {reason} {advice}")


CLIENTS = {
    Server.POSTGRESQL: (
        "import sys, dj_database_url as d, psycopg; u = d.parse(sys.argv[1]);"
        "psycopg.connect(host=u['HOST'], port=u['PORT'] or None, user=u['USER'],"
        " password=u['PASSWORD'], dbname='postgres', connect_timeout=5).close()"
    ),
    Server.MARIADB: (
        "import sys, dj_database_url as d, pymysql; u = d.parse(sys.argv[1]);"
        "pymysql.connect(host=u['HOST'], port=u['PORT'] or 3306, user=u['USER'],"
        " password=u['PASSWORD'], connect_timeout=5).close()"
    ),
}


def run_pytest(
    runner: list[str], arguments: list[str], environ: dict[str, str], *, seconds: float
) -> tuple[bool, str]:
    """Run pytest, letting its output through, and return its verdict and its last line."""
    colour = ["--color=yes"] if sys.stdout.isatty() else []
    arguments = [*ON_EVERY_CORE, *arguments]
    command = [*runner, *colour, *arguments]
    print("$ pytest", *arguments, flush=True)
    last = ""
    with (
        subprocess.Popen(
            command, cwd=ROOT, env=environ, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
        ) as process,
        stopped_after(seconds, process.pid),
    ):
        assert process.stdout is not None
        for raw in process.stdout:
            line = raw.decode(errors="replace")
            print(line, end="", flush=True)
            plain = re.sub(r"\x1b\[[0-9;]*m", "", line).strip(" =\n")
            if re.search(r"\b(passed|failed|errors?|skipped|no tests ran)\b.* in \d", plain):
                last = plain
    # Exit code 5, no test found, is a failure: a cell that ran nothing proves nothing.
    return process.returncode == 0, last or f"pytest stopped with exit code {process.returncode}"


@contextmanager
def stopped_after(seconds: float, pid: int) -> Iterator[None]:
    """Stop a run of pytest that hangs where no test runs, such as at the end of a process."""

    def stop() -> None:
        print(f"Stopped: after {seconds / 60:.0f} minutes it had not ended.", flush=True)
        # At this signal each process of pytest tells where it stood; its workers first.
        subprocess.run(["pkill", "-ABRT", "-P", str(pid)], check=False)
        time.sleep(5)
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGABRT)

    timer = threading.Timer(seconds, stop)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


def heading(text: str) -> None:
    """Set one cell apart from the next in a long log."""
    print(f"\n──── {text} {'─' * max(4, 90 - len(text))}\n", flush=True)


def print_table(outcomes: list[Outcome]) -> None:
    """Print one line for each cell, with what it ran on and how it went."""
    heading("all cells")
    print(f"{'cell':12} {'Python':8} {'Wagtail':8} {'Django':8} {'database':11} result")
    default = database_title(os.environ.get("DATABASE_URL", ""))
    for outcome in outcomes:
        cell = outcome.cell
        database = cell.server.title if cell.server else default
        if "DATABASE_URL" in cell.variables:
            database = database_title(cell.variables["DATABASE_URL"])
        stack = outcome.stack or f"{'-':8} {'-':8} {'-':8}"
        notes = "; ".join(outcome.notes)
        print(
            f"{cell.name:12} {stack} {database:11} {outcome.verdict}"
            f" in {outcome.seconds:.0f} s: {notes}"
        )
    print()


def database_title(url: str) -> str:
    """A database's name for people, from its URL."""
    scheme = urlsplit(url).scheme
    if scheme.startswith(("postgres", "psql")):
        return Server.POSTGRESQL.title
    return Server.MARIADB.title if scheme.startswith("mysql") else "SQLite"


if __name__ == "__main__":
    sys.exit(main())
