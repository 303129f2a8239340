"""Virtual environments that the project's own commands run in. Standard library only.

``python tests/environments.py newest`` makes the environment if it is missing or out of date and
prints the path of its Python, and nothing else, on standard output.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import sys
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
HOME = ROOT / ".venv"
LOWEST = (3, 11)
# A newer one is taken only where there is no other: what we need may not be built for it yet.
HIGHEST = (3, 14)
PROBE = """
import ctypes, sqlite3, ssl, sys, venv
print(sys.version_info.releaselevel, *sys.version_info[:3])
print(getattr(sys, "_base_executable", None) or sys.executable)
"""


class EnvironmentFailedError(Exception):
    """An environment cannot be made; the text tells a person what to do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Environment:
    """What one virtual environment holds."""

    name: str
    groups: tuple[str, ...]
    pins: tuple[str, ...] = ()
    # ``None`` for the highest that there is.
    python: tuple[int, int] | None = None
    # What the package asks for, and each extra, in the lowest version that it asks for.
    lowest: bool = False
    # The built wheel instead of the source tree: what a customer gets is what is tested.
    wheel: bool = False


ENVIRONMENTS = {
    environment.name: environment
    for environment in (
        # The pins are floors: else a tool that keeps Django down moves this cell without a word.
        Environment(name="newest", groups=("dev",), pins=("wagtail>=8.0", "django>=6.1")),
        Environment(
            name="lts",
            groups=("browser", "test"),
            pins=("wagtail~=7.4.0", "django~=5.2.0"),
            python=LOWEST,
            lowest=True,
            wheel=True,
        ),
        # The corners between the two.
        Environment(
            name="middle",
            groups=("test",),
            pins=("wagtail~=7.4.0", "django~=6.0.0"),
            python=(3, 12),
        ),
        Environment(
            name="mixed",
            groups=("test",),
            pins=("wagtail>=8.0", "django~=5.2.0"),
            python=(3, 12),
        ),
        Environment(name="demo", groups=("demo",)),
        # Apart, since what a site generator brings is nothing that the package should meet.
        Environment(name="docs", groups=("docs",)),
        Environment(name="fuzz", groups=("fuzz",)),
        Environment(name="mutation", groups=("mutation",)),
        Environment(name="audit", groups=("audit",)),
    )
}


@dataclass(frozen=True, slots=True, order=True)
class Interpreter:
    """A Python of this machine that really runs."""

    version: tuple[int, int, int]
    path: Path


def say(text: str) -> None:
    """Tell a person what goes on, without mixing it into the answer on standard output."""
    print(text, file=sys.stderr, flush=True)


@cache
def ensure(name: str) -> Path:
    """Make the environment if need be and return the path of its Python."""
    environment = ENVIRONMENTS[name]
    interpreters = find_interpreters()
    interpreter = choose(interpreters, environment.python)
    wanted = requirements(environment)
    folder = HOME / name
    python = folder / "bin" / "python"
    stamp = folder / "made-from.txt"
    content = "\n".join([str(interpreter.path), *map(str, interpreter.version), *wanted])
    if not (python.exists() and stamp.exists() and stamp.read_text() == content):
        version = ".".join(map(str, interpreter.version))
        say(f"Making the environment {name} with Python {version} in {folder.relative_to(ROOT)} …")
        shutil.rmtree(folder, ignore_errors=True)
        create(folder, interpreter)
        install(python, *wanted)
        stamp.write_text(content)
    install_package(python, environment)
    return python


def choose(interpreters: tuple[Interpreter, ...], wanted: tuple[int, int] | None) -> Interpreter:
    """The Python that is wanted; where this machine has not, the next one."""
    if wanted is None:
        return interpreters[-1]
    return next((each for each in interpreters if each.version[:2] >= wanted), interpreters[-1])


def requirements(environment: Environment) -> list[str]:
    """The requirements from pyproject.toml, with the pins that make this environment."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    groups = project["dependency-groups"]

    def expand(group: str) -> list[str]:
        found: list[str] = []
        for entry in groups[group]:
            found += [entry] if isinstance(entry, str) else expand(entry["include-group"])
        return found

    ours = [*project["project"]["dependencies"], *groups["formats"]]
    wanted = [*project["project"]["dependencies"], *environment.pins]
    for group in environment.groups:
        wanted += expand(group)
    if environment.lowest:
        pinned = {re.split(r"\W", pin)[0] for pin in environment.pins}
        wanted += [lowest(each) for each in ours if re.split(r"[^\w-]", each)[0] not in pinned]
    return sorted(set(wanted))


def lowest(requirement: str) -> str:
    """The requirement of the lowest version that another one allows."""
    return re.sub(r">=([\w.]+).*", r"==\1", requirement)


def install_package(python: Path, environment: Environment) -> None:
    """Put the package itself into the environment: the tree as it is, or a fresh wheel."""
    stamp = python.parent.parent / "package.txt"
    content = fingerprint(everything=environment.wheel)
    if stamp.exists() and stamp.read_text() == content:
        return
    stamp.unlink(missing_ok=True)
    source = [str(ROOT)] if environment.wheel else ["--editable", str(ROOT)]
    again = "--reinstall" if uv() else "--force-reinstall"
    install(python, "--no-deps", again, *source)
    stamp.write_text(content)


def fingerprint(*, everything: bool) -> str:
    """Tell one state of the package from another; an editable one only changes with pyproject."""
    digest = hashlib.sha256((ROOT / "pyproject.toml").read_bytes())
    if everything:
        for path in sorted((ROOT / "src").rglob("*")):
            if path.is_file() and "__pycache__" not in path.parts:
                digest.update(str(path).encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


# ------------------------------------------------------------------------- tools of the machine


@cache
def find_interpreters() -> tuple[Interpreter, ...]:
    """The Pythons of this machine that really run and will do, lowest first."""
    pyenv = Path(os.environ.get("PYENV_ROOT") or Path.home() / ".pyenv")
    candidates: list[str | Path] = [
        f"python3.{minor}" for minor in range(HIGHEST[1], LOWEST[1] - 1, -1)
    ]
    candidates += [*sorted(pyenv.glob("versions/*/bin/python")), "python3", sys.executable]
    found: dict[tuple[int, int], Interpreter] = {}
    for candidate in candidates:
        interpreter = probe(str(candidate))
        if interpreter and interpreter.version[:2] >= LOWEST:
            found.setdefault(interpreter.version[:2], interpreter)
    if not found:
        raise EnvironmentFailedError(
            "No Python 3.11 or later was found. Install one, with its venv module."
        )
    known = {version: python for version, python in found.items() if version <= HIGHEST}
    return tuple(sorted((known or found).values()))


def probe(candidate: str) -> Interpreter | None:
    """Run a candidate: a name on the PATH may be a shim that only prints an error."""
    try:
        answer = subprocess.run(
            [candidate, "-c", PROBE], capture_output=True, text=True, timeout=30, check=True
        )
    except (OSError, subprocess.SubprocessError):
        return None
    version, path = answer.stdout.splitlines()
    level, major, minor, micro = version.split()
    if level != "final":
        return None
    return Interpreter((int(major), int(minor), int(micro)), Path(path))


@cache
def uv() -> str | None:
    """The uv to use: the machine's, else one in a private environment, else none."""
    private = HOME / "uv" / "bin" / "uv"
    for candidate in ("uv", str(private)):
        if shutil.which(candidate) and runs(candidate, "--version"):
            return candidate
    say("uv is not installed; trying to install it privately in .venv/uv …")
    base = str(find_interpreters()[-1].path)
    python = str(private.with_name("python"))
    if runs(base, "-m", "venv", str(HOME / "uv")) and runs(
        python, "-m", "pip", "install", "--quiet", "uv"
    ):
        return str(private)
    say("That did not work; pip is used instead, which takes longer.")
    return None


def create(folder: Path, interpreter: Interpreter) -> None:
    """Make an empty virtual environment."""
    if tool := uv():
        run(tool, "venv", "--quiet", "--python", str(interpreter.path), str(folder))
    elif not runs(str(interpreter.path), "-m", "venv", str(folder)):
        raise EnvironmentFailedError(
            f"{interpreter.path} cannot make virtual environments. Install its venv module "
            "(on Debian and Ubuntu: apt-get install python3-venv) or uv, and try again."
        )


def install(python: Path, *arguments: str) -> None:
    """Install into an environment."""
    if tool := uv():
        run(tool, "pip", "install", "--quiet", "--python", str(python), *arguments)
    else:
        run(str(python), "-m", "pip", "install", "--quiet", *arguments)


def run(*command: str) -> None:
    """Run a command whose failure ends the work; its own words go to standard error."""
    # This uv may not bring Pythons of its own: the machine's are what we want to test.
    environ = os.environ | {"UV_PYTHON_DOWNLOADS": "never"}
    environ.pop("VIRTUAL_ENV", None)
    done = subprocess.run(command, cwd=ROOT, env=environ, stdout=sys.stderr, check=False)
    if done.returncode:
        raise EnvironmentFailedError(f"This command failed: {' '.join(command)}")


def runs(*command: str) -> bool:
    """Say whether a command works."""
    try:
        return subprocess.run(command, capture_output=True, check=False).returncode == 0
    except OSError:
        return False


def versions(python: Path) -> dict[str, str]:
    """What an environment came out as: the versions of Python, Wagtail and Django."""
    code = (
        "import platform; from importlib.metadata import version as v;"
        "print(platform.python_version(), v('wagtail'), v('django'))"
    )
    answer = subprocess.run([python, "-c", code], capture_output=True, text=True, check=True)
    return dict(zip(("python", "wagtail", "django"), answer.stdout.split(), strict=True))


def main() -> int:
    """Make the environment named on the command line."""
    if len(sys.argv) != 2 or sys.argv[1] not in ENVIRONMENTS:
        say(f"usage: environments.py {'|'.join(ENVIRONMENTS)}")
        return 2
    try:
        print(ensure(sys.argv[1]))
    except EnvironmentFailedError as error:
        say(re.sub(r"\s+", " ", str(error)))
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
