"""Times a report behind nginx with its cache, against the same bytes as a file of nginx.

Usage: ``python -m tests.bench.proxy``. Everything runs in processes of its own: the site under
gunicorn on a database that is thrown away, nginx as docs/how-to/proxy.md says, and wrk.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final
from urllib.request import urlopen

from tests.proxy import nginx

SECONDS: Final = 4
ROUNDS: Final = 3


def missing() -> str:
    """Say what is not installed; empty where all is."""
    return nginx.missing() or ("" if shutil.which("wrk") else "wrk is not installed")


def static_over_proxied() -> float:
    """Return how many times as many requests nginx answers from a file as from its cache."""
    with tempfile.TemporaryDirectory(prefix="wagtail-ita-bench-") as place:
        folder = Path(place)
        environ = os.environ | {
            "DJANGO_SETTINGS_MODULE": "tests.settings_bench",
            "DATABASE_URL": f"sqlite:///{folder}/db.sqlite3",
        }
        command = [sys.executable, "-m", "tests.bench.proxy"]
        made = subprocess.run(command, env=environ, capture_output=True, text=True, check=True)
        path = made.stdout.split()[-1]
        with (
            site(environ) as origin,
            nginx.running(folder, origin=origin) as address,
        ):
            with urlopen(address + path) as response:
                (folder / "twin" / "report.html").write_bytes(response.read())
            pairs = [
                (requests(f"{address}/twin/report.html"), requests(address + path))
                for _ in range(ROUNDS)
            ]
            with urlopen(address + path) as response:
                assert response.headers["X-Cache"] == "HIT"
    ratios = sorted(file / proxied for file, proxied in pairs)
    return ratios[ROUNDS // 2]


@contextmanager
def site(environ: dict[str, str]) -> Iterator[str]:
    """Run the site under gunicorn; give host and port."""
    port = nginx.free_port()
    origin = f"127.0.0.1:{port}"
    application = "django.core.wsgi:get_wsgi_application()"
    command = [sys.executable, "-m", "gunicorn", "--workers=1", "--threads=4", "--log-level=error"]
    process = subprocess.Popen([*command, f"--bind={origin}", application], env=environ)
    try:
        nginx.wait_for(port, process)
        yield origin
    finally:
        process.terminate()
        process.wait(30)


def requests(url: str) -> float:
    """Return how many requests a second are answered."""
    command = ["wrk", "-t1", "-c8", f"-d{SECONDS}s", url]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    assert "Non-2xx" not in said, said
    found = re.search(r"Requests/sec:\s+([0-9.]+)", said)
    assert found is not None, said
    return float(found[1])


def main() -> None:
    """Make the database with one report of ten measures, and print the report's path."""
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    from tests.bench.__main__ import report_with
    from tests.sample import make_index

    sys.stdout.write(report_with(make_index(), "O26", measures=10, evidence=30).url)


if __name__ == "__main__":
    main()
