"""Run the whole suite in every supported setting: ``make test``. Standard library only.

Each cell of the table below is one setting. A cell that cannot run on this machine is skipped
with its reason; with ``CI=true`` it fails, because there nothing may be missing. ``DATABASE_URL``
moves the cells that have no database of their own to that database.

    python tests/matrix.py                        every cell
    python tests/matrix.py --only lts postgres    some cells
    python tests/matrix.py --only newest -- -k years -x    what follows -- goes to pytest
"""

from __future__ import annotations

import argparse
import hashlib
import os
import re
import socket
import subprocess
import sys
import time
from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

from environments import ROOT, EnvironmentFailedError, ensure, versions

CI = os.environ.get("CI", "").lower() in {"1", "true"}
# Two checkouts that are tested at once on one machine must not share a test database.
DATABASE_NAME = f"wagtail_ita_{hashlib.sha256(str(ROOT).encode()).hexdigest()[:8]}"
# One process for each core, each with a database of its own. A file stays in one process.
ON_EVERY_CORE = ("-n", "auto", "--dist", "loadfile")
WITHOUT_PACKAGING = ("--ignore=tests/packaging",)
# Rules, readers and formats that touch no database and no other app: they run in the first cells.
ON_A_SITE = (
    *WITHOUT_PACKAGING,
    "--ignore=tests/domain",
    *(
        f"--ignore-glob=tests/transfer/test_{subject}*.py"
        for subject in ("format_docx", "format_pdf", "reading", "seed", "sources", "tables", "text")
    ),
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
        runs=((), ("tests/browser",)),
    ),
    Cell(
        name="lts",
        about="lowest Python, Wagtail 7.4 LTS, Django 5.2 LTS; the built wheel; the browser tests",
        environment="lts",
        # Without src on the path it is the installed wheel that is imported.
        runs=(
            (*WITHOUT_PACKAGING, "-o", "pythonpath=."),
            ("tests/browser", "-o", "pythonpath=."),
        ),
    ),
    Cell(name="postgres", about="PostgreSQL", server=Server.POSTGRESQL, runs=(ON_A_SITE,)),
    Cell(name="mariadb", about="MariaDB", server=Server.MARIADB, runs=(ON_A_SITE,)),
    Cell(
        name="unlocalized",
        about="a site without an app for translation, and one with simple_translation",
        variables={"ITA_TEST_LOCALIZE": "0"},
        runs=(ON_A_SITE, ("tests/simple", "--ds=tests.settings_simple")),
    ),
    Cell(
        name="basepage",
        about="a site with its own base page model",
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
        outcomes.append(run_cell(cell, arguments.pytest))
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
    parser.add_argument("pytest", nargs="*", help="arguments for pytest, after --")
    return parser.parse_args()


def run_cell(cell: Cell, extra: list[str]) -> Outcome:
    """Make the cell's environment, look for its database and run its tests."""
    outcome = Outcome(cell=cell)
    started = time.monotonic()
    try:
        python = ensure(cell.environment)
        found = versions(python)
        outcome.stack = f"{found['python']:8} {found['wagtail']:8} {found['django']:8}"
        environ = environment_variables(cell, python)
        for arguments in cell.runs:
            ok, note = run_pytest(python, [*arguments, *extra], environ)
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


def run_pytest(python: Path, arguments: list[str], environ: dict[str, str]) -> tuple[bool, str]:
    """Run pytest, letting its output through, and return its verdict and its last line."""
    colour = ["--color=yes"] if sys.stdout.isatty() else []
    arguments = [*ON_EVERY_CORE, *arguments]
    command = [str(python), "-m", "pytest", *colour, *arguments]
    print("$ pytest", *arguments, flush=True)
    last = ""
    with subprocess.Popen(
        command, cwd=ROOT, env=environ, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    ) as process:
        assert process.stdout is not None
        for raw in process.stdout:
            line = raw.decode(errors="replace")
            print(line, end="", flush=True)
            plain = re.sub(r"\x1b\[[0-9;]*m", "", line).strip(" =\n")
            if re.search(r"\b(passed|failed|errors?|skipped|no tests ran)\b.* in \d", plain):
                last = plain
    # Exit code 5, no test found, is a failure: a cell that ran nothing proves nothing.
    return process.returncode == 0, last or f"pytest stopped with exit code {process.returncode}"


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
