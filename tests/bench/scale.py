"""A site of 2,000 agencies with 100 pages each against one of two, and a worker's memory.

Usage: ``make bench ARGS=--scale``. ``DATABASE_URL`` names a database; beside it two are made,
``…_small`` and ``…_large``, filled with ``load_scale_data`` and kept for the next run. The first
run loads 200,000 pages, which takes minutes. ``ITA_BENCH_AGENCIES`` and ``ITA_BENCH_REQUESTS``
ask for less.
"""

from __future__ import annotations

import http.client
import json
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.bench.measuring import Figure

ROOT = Path(__file__).resolve().parents[2]
AGENCIES = int(os.environ.get("ITA_BENCH_AGENCIES", "2000"))
REQUESTS = int(os.environ.get("ITA_BENCH_REQUESTS", "10000"))
SMALL = 2
ROUNDS = 15
RATIO = 1.2
GROWTH = 10  # MB, of a process of some 150
# As a part of the requests that are measured: after these each cache that has a size is full.
WARM_UP = 0.5


class Site:
    """A site in a process of its own."""

    def __init__(self, name: str, agencies: int) -> None:
        self.environment = environment(name)
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.bench.scale_site", str(agencies)],
            cwd=ROOT,
            env=self.environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def say(self) -> Any:
        """Return what the process says next."""
        line = self.process.stdout.readline() if self.process.stdout else ""
        if not line:
            raise RuntimeError("The site of the benchmark has ended.")
        return json.loads(line)

    def do(self, name: str, *, count_queries: bool = False) -> float:
        """Let the site do something; return its milliseconds, or its queries."""
        assert self.process.stdin
        self.process.stdin.write(json.dumps([name, count_queries]) + "\n")
        self.process.stdin.flush()
        return float(self.say())

    def close(self) -> None:
        """End the process."""
        self.process.communicate()


def environment(name: str) -> dict[str, str]:
    """Return the environment of a site with a database of its own."""
    address = os.environ.get("DATABASE_URL") or f"sqlite:///{tempfile.gettempdir()}/ita_bench"
    return {
        **os.environ,
        "DATABASE_URL": f"{address}_{name}",
        "DJANGO_SETTINGS_MODULE": "tests.settings_scale",
        "DJANGO_DEBUG": "0",
        "DJANGO_ALLOWED_HOSTS": "testserver",
        "MEDIA_ROOT": str(Path(tempfile.gettempdir()) / f"ita_bench_media_{name}"),
        "PYTHONPATH": os.pathsep.join([str(ROOT / "example_site"), str(ROOT / "src"), str(ROOT)]),
    }


def scale_figures() -> Iterator[Figure]:
    """Measure both sites in turn, so that both meet the same machine."""
    small, large = Site("small", SMALL), Site("large", AGENCIES)
    try:
        names, _same = small.say(), large.say()
        for name in names:
            yield from _compared(name, small, large)
    finally:
        small.close()
        large.close()
    yield _memory()


def _compared(name: str, small: Site, large: Site) -> Iterator[Figure]:
    times: tuple[list[float], list[float]] = ([], [])
    for _ in range(ROUNDS + 1):
        for site, kept in zip((small, large), times, strict=True):
            kept.append(site.do(name))
    few, many = (statistics.median(each[1:]) for each in times)
    queries = [site.do(name, count_queries=True) for site in (small, large)]
    what = f"{name}: {AGENCIES * 100} pages / {SMALL * 100}, {many:.1f} / {few:.1f} ms"
    yield Figure(what=what, value=many / few, unit="x", budget=RATIO)
    what = f"{name}: queries more, of {queries[0]:.0f}"
    yield Figure(what=what, value=queries[1] - queries[0], unit="", budget=0)


# ------------------------------------------------------------------------------------- memory


def _memory() -> Figure:
    """Let one worker of Gunicorn answer many requests, for pages of many agencies."""
    warm = int(REQUESTS * WARM_UP)
    with _gunicorn() as (port, worker):
        _ask(port, range(warm))
        before = _megabytes(worker)
        _ask(port, range(warm, warm + REQUESTS))
        after = _megabytes(worker)
    return Figure(
        what=f"a worker's memory, {REQUESTS} requests after {warm}: {before:.0f} to {after:.0f} MB",
        value=after - before,
        unit=" MB",
        budget=GROWTH,
    )


@contextmanager
def _gunicorn() -> Iterator[tuple[int, int]]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "gunicorn", "townsite.wsgi", "--workers=1"]
    server = subprocess.Popen(
        [*command, f"--bind=127.0.0.1:{port}", "--timeout=300", "--log-level=error"],
        cwd=ROOT / "example_site",
        env=environment("large"),
    )
    try:
        _wait_for(port)
        children = Path(f"/proc/{server.pid}/task/{server.pid}/children").read_text().split()
        yield port, int(children[0])
    finally:
        server.terminate()
        server.wait(timeout=30)


def _wait_for(port: int) -> None:
    end = time.monotonic() + 120
    while time.monotonic() < end:
        try:
            _ask(port, range(1))
            return
        except OSError:
            time.sleep(0.5)
    raise RuntimeError("Gunicorn does not answer.")


def _ask(port: int, numbers: range) -> None:
    # Of each agency another kind of page, so that no two requests in a row are alike.
    kinds = ("ita-2569/", "ita-2569/o26/", "ita-2569/o6/", "ita-2568/", "ita-2569/o26/report.json")
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
    for number in numbers:
        agency = number % AGENCIES + 1
        kind = kinds[number % len(kinds)]
        connection.request(
            "GET", f"/scale-{agency:04}/{kind}", headers={"Host": f"localhost:{port}"}
        )
        response = connection.getresponse()
        response.read()
        if response.status != 200:
            raise RuntimeError(f"{kind} of agency {agency} answers {response.status}.")
    connection.close()


def _megabytes(process: int) -> float:
    """Return the resident memory of a process, as Linux tells it."""
    status = Path(f"/proc/{process}/status").read_text()
    line = next(each for each in status.splitlines() if each.startswith("VmRSS:"))
    return int(line.split()[1]) / 1024
