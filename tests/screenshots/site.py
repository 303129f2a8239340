"""The demo in a folder of its own, at an address that looks like a municipality's."""

from __future__ import annotations

import os
import secrets
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
HOST = "www.thantuayang.example"
FONTS = ROOT / "src/wagtail_ita/transfer/formats/pdf/fonts"
SECONDS_TO_START = 90
# Full addresses on the board and on paper are those of the site, not of this machine's port.
NAME_THE_SITE = f"""
from wagtail.models import Site
Site.objects.filter(is_default_site=True).update(hostname="{HOST}", port=80)
"""


@dataclass(frozen=True, slots=True)
class DemoSite:
    """A running demo."""

    port: int
    password: str

    @property
    def address(self) -> str:
        return f"http://{HOST}"

    @property
    def chromium_arguments(self) -> list[str]:
        """Make the browser find the site under its name, and nothing else."""
        return [f"--host-resolver-rules=MAP {HOST}:80 127.0.0.1:{self.port}, MAP * ~NOTFOUND"]


@contextmanager
def demo_site(folder: Path) -> Iterator[DemoSite]:
    """Load the sample content into a new database and serve it until the end of the block."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    password = secrets.token_urlsafe(12)
    environment = {
        **os.environ,
        "DATABASE_URL": f"sqlite:///{folder / 'demo.sqlite3'}",
        "DEMO_PASSWORD": password,
        "DJANGO_ALLOWED_HOSTS": HOST,
        "DJANGO_SETTINGS_MODULE": "tests.settings_screenshots",
        "MEDIA_ROOT": str(folder / "media"),
        "PYTHONPATH": os.pathsep.join(map(str, (ROOT / "src", ROOT, ROOT / "example_site"))),
        "WAGTAILADMIN_BASE_URL": f"http://{HOST}",
    }
    command = [sys.executable, str(ROOT / "example_site" / "manage.py")]
    for arguments in (
        ("migrate", "--verbosity=0"),
        ("load_sample",),
        ("shell", "--verbosity=0", "--command", NAME_THE_SITE),
    ):
        subprocess.run([*command, *arguments], env=environment, check=True, stdout=subprocess.PIPE)
    with (folder / "server.log").open("w") as log:
        server = subprocess.Popen(
            [*command, "runserver", f"127.0.0.1:{port}", "--noreload"],
            env=environment,
            stdout=log,
            stderr=subprocess.STDOUT,
        )
        try:
            _wait_for(port, server)
            yield DemoSite(port, password)
        finally:
            server.terminate()
            server.wait(timeout=10)


def _wait_for(port: int, server: subprocess.Popen[bytes]) -> None:
    request = urllib.request.Request(f"http://127.0.0.1:{port}/", headers={"Host": HOST})
    give_up = time.monotonic() + SECONDS_TO_START
    while True:
        try:
            with urllib.request.urlopen(request, timeout=SECONDS_TO_START):
                return
        except OSError:
            if server.poll() is not None or time.monotonic() > give_up:
                raise
            time.sleep(0.3)


def own_fonts(folder: Path) -> dict[str, str]:
    """Return the variables that give the browser the Sarabun that we ship: the same everywhere."""
    fonts = folder / "data" / "fonts"
    fonts.parent.mkdir()
    fonts.symlink_to(FONTS)
    return {**os.environ, "XDG_DATA_HOME": str(fonts.parent)}
