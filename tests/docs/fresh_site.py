"""Follows a page of the documentation in an empty folder: its commands, its files, its order.

Nothing is fetched: the package is built into a wheel, and what it needs is what the environment
of the tests has, shown to a virtual environment of its own.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import sysconfig
import time
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path

from tests.docs.reading import ROOT, Block, blocks_of

PASSWORD = "ลองทำตามคู่มือ-2569"
# Of our own package and of pip each environment has its own.
NOT_SHOWN = ("wagtail_ita", "_wagtail_ita", "__editable__", "pip", "_virtualenv")


@dataclass(slots=True)
class Reader:
    """Somebody who does what a page says, line by line.

    Attributes:
        folder: Where he is; `cd` moves him.
        said: What each command printed.
    """

    home: Path
    folder: Path
    port: int
    said: dict[str, str] = field(default_factory=dict)
    server: subprocess.Popen[bytes] | None = None

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def environment(self) -> dict[str, str]:
        ours = {"DATABASE_URL", "DJANGO_SETTINGS_MODULE", "PYTHONPATH", "VIRTUAL_ENV"}
        inherited = {name: value for name, value in os.environ.items() if name not in ours}
        path = [str(self.home / ".venv" / "bin"), str(Path(sys.executable).parent)]
        return inherited | {
            "PATH": os.pathsep.join([*path, inherited["PATH"]]),
            "PIP_NO_INDEX": "1",
            "PIP_FIND_LINKS": str(self.home / "wheels"),
            "PIP_DISABLE_PIP_VERSION_CHECK": "1",
            "DJANGO_SUPERUSER_PASSWORD": PASSWORD,
            "PYTHONIOENCODING": "utf-8",
        }

    def follow(self, page: Path) -> None:
        """Do everything that a page says, as far as it is done outside of a browser."""
        for block in blocks_of(page):
            if block.language == "sh":
                for line in block.text.splitlines():
                    self.run(line)
            elif block.title:
                self.write(block)

    def write(self, block: Block) -> None:
        """Add to the end of a file of settings; make any other file."""
        path = self.folder / block.title
        path.parent.mkdir(parents=True, exist_ok=True)
        before = path.read_text(encoding="utf-8") if path.suffix == ".py" else ""
        path.write_text(f"{before}\n{block.text}", encoding="utf-8")

    def run(self, line: str) -> None:
        """Run one line, and remember where it has led."""
        if line.startswith("cd "):
            self.folder /= line.removeprefix("cd ")
        elif line.endswith(" runserver"):
            self.serve(f"{line} --noreload 127.0.0.1:{self.port}")
        elif line.startswith(". "):
            # The PATH leads there already.
            assert (self.folder / line.removeprefix(". ")).is_file()
        else:
            # A terminal would be asked for the password; it is in the environment here.
            asked = " --no-input" if " createsuperuser " in line else ""
            self.said[line] = self._output(line + asked)
            if line.startswith("python -m venv"):
                show_packages(self.home / ".venv")

    def _output(self, line: str) -> str:
        done = subprocess.run(
            line,
            shell=True,
            cwd=self.folder,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0, f"{line}\n{done.stdout}\n{done.stderr}"
        return done.stdout + done.stderr

    def serve(self, line: str) -> None:
        """Start the server of the page, and wait until it answers."""
        with (self.home / "server.log").open("wb") as log:
            self.server = subprocess.Popen(
                line.split(), cwd=self.folder, env=self.environment, stdout=log, stderr=log
            )
        for _try in range(300):
            try:
                urllib.request.urlopen(f"{self.address}/admin/login/", timeout=30).close()
            except OSError:
                assert self.server.poll() is None, (self.home / "server.log").read_text()
                time.sleep(0.1)
            else:
                return
        raise AssertionError((self.home / "server.log").read_text())

    def stop(self) -> None:
        if self.server is not None:
            self.server.terminate()
            self.server.wait()


def new_reader(home: Path) -> Reader:
    """Return a reader in an empty folder, for whom the package stands ready as a wheel."""
    build_wheel(home / "wheels")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return Reader(home=home, folder=home, port=free.getsockname()[1])


def build_wheel(folder: Path) -> None:
    folder.mkdir()
    code = "import sys, uv_build; uv_build.build_wheel(sys.argv[1])"
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    subprocess.run(
        [sys.executable, "-c", code, str(folder)],
        cwd=ROOT,
        env=os.environ | {"PATH": path},
        check=True,
        capture_output=True,
    )


def show_packages(environment: Path) -> None:
    """Show a new environment what is installed in that of the tests, but for our package."""
    here = Path(sysconfig.get_path("purelib"))
    (there,) = environment.glob("lib/python*/site-packages")
    for entry in here.iterdir():
        is_shown = not entry.name.startswith(NOT_SHOWN) and entry.suffix != ".pth"
        if is_shown and not (there / entry.name).exists():
            (there / entry.name).symlink_to(entry)
    # What a package brings as a program is looked for there.
    assert shutil.which("wagtail", path=str(Path(sys.executable).parent))
