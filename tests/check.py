"""Everything about the code that is not a test of behaviour: ``make check``. Standard library only.

python tests/check.py                 every step
python tests/check.py --only types    some steps
"""

from __future__ import annotations

import argparse
import gettext
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import Path

from environments import ROOT, EnvironmentFailedError, ensure

PACKAGE = ROOT / "src" / "wagtail_ita"
NO_DATABASE = {"DATABASE_URL": "sqlite://:memory:"}


class StepFailedError(Exception):
    """A step found something wrong, and has already said what."""


class CannotRunError(Exception):
    """This machine lacks what a step needs; the text says what."""


class SilentError(Exception):
    """Nobody answered whom a step asks; that holds up no change, not even in CI."""


def tool(*arguments: str, environment: str = "newest", **variables: str) -> None:
    """Run a Python tool of one of the environments."""
    python = ensure(environment)
    call(str(python), "-m", *arguments, variables=variables)


def call(*command: str, cwd: Path = ROOT, variables: Mapping[str, str] | None = None) -> None:
    """Run a command that has to succeed."""
    environ = {name: value for name, value in os.environ.items() if name != "VIRTUAL_ENV"}
    environ.update(variables or {})
    print("$", *command, flush=True)
    if subprocess.run(command, cwd=cwd, env=environ, check=False).returncode:
        raise StepFailedError


def check_migrations() -> None:
    """No migration is missing, whatever the language and whichever Wagtail."""
    for environment in ("newest", "lts"):
        for language in ("th", "en"):
            print(f"{environment}, LANGUAGE_CODE {language}:", flush=True)
            tool(
                *("django", "makemigrations", "--check", "--dry-run"),
                environment=environment,
                DJANGO_SETTINGS_MODULE="tests.settings",
                ITA_TEST_LANGUAGE=language,
                **NO_DATABASE,
            )


def check_imports() -> None:
    """The import contract holds; import-linter has a command of its own and no module to run."""
    call(str(ensure("newest").with_name("lint-imports")), "--no-cache")


def check_translations() -> None:
    """Each catalogue is well formed and complete, and its compiled form says the same."""
    if missing := [name for name in ("msgfmt", "msgcmp", "xgettext") if not shutil.which(name)]:
        raise CannotRunError(f"GNU gettext is not installed ({', '.join(missing)}).")
    catalogues = sorted(PACKAGE.glob("locale/*/LC_MESSAGES/*.po"))
    if not catalogues:
        print("src/wagtail_ita/locale holds no catalogue (.po).")
        raise StepFailedError
    with tempfile.TemporaryDirectory() as folder:
        templates = extract(Path(folder))
        for catalogue in catalogues:
            check_catalogue(catalogue, templates[catalogue.stem], Path(folder))


def extract(folder: Path) -> dict[str, Path]:
    """Collect the strings of the source tree, in a copy, and return the template of each domain."""
    copy = folder / "wagtail_ita"
    shutil.copytree(PACKAGE, copy, ignore=shutil.ignore_patterns("__pycache__"))
    (copy / "locale").mkdir(exist_ok=True)
    for domain in ("django", "djangojs"):
        call(
            # -P: our selectors.py must not be taken for the standard library's.
            *(str(ensure("newest")), "-P", "-m", "django", "makemessages", "--verbosity=0"),
            *("--keep-pot", "--locale=th", f"--domain={domain}"),
            cwd=copy,
        )
    return {domain: copy / "locale" / f"{domain}.pot" for domain in ("django", "djangojs")}


def check_catalogue(catalogue: Path, template: Path, folder: Path) -> None:
    """Check one catalogue against the source strings and against its compiled form."""
    compiled = folder / "compiled.mo"
    call("msgfmt", "--check", "--statistics", "-o", str(compiled), str(catalogue))
    # English is the language of the source, so its strings may stay without a translation.
    lenient = ["--use-untranslated"] if catalogue.parts[-3] == "en" else []
    call("msgcmp", *lenient, str(catalogue), str(template))
    # And the other way round: nothing is left in it that the source no longer says.
    call("msgcmp", "--use-untranslated", str(template), str(catalogue))
    committed = catalogue.with_suffix(".mo")
    if not committed.exists() or messages(committed) != messages(compiled):
        print(
            f"{committed.relative_to(ROOT)} is not what its .po compiles to: run `make messages`."
        )
        raise StepFailedError


def messages(compiled: Path) -> dict[object, str]:
    """What a compiled catalogue says, but for its header, whose dates may differ."""
    with compiled.open("rb") as file:
        found = dict(vars(gettext.GNUTranslations(file))["_catalog"])
    found.pop("", None)
    return found


def check_example() -> None:
    """The example site is sound at both ends of the matrix, and its sample loads repeatably."""
    for environment in ("newest", "lts"):
        python = str(ensure(environment))
        with tempfile.TemporaryDirectory() as folder:
            variables = {
                "DATABASE_URL": f"sqlite:///{folder}/db.sqlite3",
                "DEMO_PASSWORD": "only-for-this-check",
                "MEDIA_ROOT": f"{folder}/media",
            }
            for command in EXAMPLE_COMMANDS:
                call(python, "example_site/manage.py", *command.split(), variables=variables)


def check_audit() -> None:
    """Nothing that the package brings along is known to be weak, as far as somebody tells us."""
    command = [sys.executable, str(ROOT / "tests" / "audit.py"), "--only", "newest"]
    print("$", *command, flush=True)
    code = subprocess.run(command, cwd=ROOT, check=False).returncode
    if code == 3:
        raise SilentError("Nobody could be asked; see above.")
    if code:
        raise StepFailedError


def check_docs() -> None:
    """The site of the documentation builds, its links lead somewhere, and it stands alone."""
    with tempfile.TemporaryDirectory() as folder:
        built = ("mkdocs", "build", "--strict", "--site-dir", folder)
        # The theme's makers tell of a successor; a build has nothing to do with it.
        tool(*built, environment="docs", NO_MKDOCS_2_WARNING="1")
        loads = sorted(set(loaded_from_outside(Path(folder))))
    for place, address in loads:
        print(f"{place} loads {address}: a closed network has no such thing.")
    if loads:
        raise StepFailedError


def loaded_from_outside(folder: Path) -> Iterator[tuple[str, str]]:
    """Return what the pages and style sheets of a site load from another host, and which do."""
    for path in sorted(folder.rglob("*")):
        for pattern in LOADED.get(path.suffix, ()):
            for address in pattern.findall(path.read_text(encoding="utf-8")):
                yield path.relative_to(folder).as_posix(), address


_OUTSIDE = r"[\"']?((?:https?:)?//[^\"'\s)>]+)"
# By the ending of a file: what makes a browser fetch something. A link waits for a click.
LOADED = {
    ".css": (re.compile(rf"(?:url\(|@import)\s*{_OUTSIDE}"),),
    ".html": (
        re.compile(
            rf"<(?:audio|embed|iframe|img|script|source|video)\b[^>]*\ssrc(?:set)?={_OUTSIDE}"
        ),
        re.compile(rf"<link\b(?![^>]*\brel=[\"']?(?:canonical|next|prev))[^>]*\shref={_OUTSIDE}"),
    ),
}
EXAMPLE_COMMANDS = (
    "check",
    "makemigrations --check --dry-run",
    "migrate --verbosity 0",
    "load_sample",
    "load_sample",
)
STEPS: dict[str, Callable[[], None]] = {
    "format": partial(tool, "ruff", "format", "--check", "."),
    "lint": partial(tool, "ruff", "check", "."),
    "types": partial(tool, "mypy"),
    "imports": check_imports,
    "migrations": check_migrations,
    "example": check_example,
    "docs": check_docs,
    "translations": check_translations,
    "audit": check_audit,
    # Builds the wheel and the sdist, and looks inside.
    "package": partial(tool, "pytest", "-q", "tests/packaging"),
}


def main() -> int:
    """Run the steps that were asked for, all of them even if one fails, and sum up."""
    parser = argparse.ArgumentParser(description="Check the code without testing its behaviour.")
    parser.add_argument("--only", nargs="+", choices=STEPS, default=list(STEPS), metavar="STEP")
    results = {name: run_step(name) for name in parser.parse_args().only}
    print("\n──── all steps " + "─" * 76 + "\n")
    for name, (verdict, note) in results.items():
        print(f"{name:14} {verdict}{': ' if note else ''}{note}")
    verdicts = [verdict for verdict, _ in results.values()]
    counts = ", ".join(f"{verdicts.count(word)} {word}" for word in ("passed", "failed", "skipped"))
    print(f"\n{counts}", flush=True)
    return 1 if "failed" in verdicts else 0


def run_step(name: str) -> tuple[str, str]:
    """Run one step and put its end into words."""
    print(f"\n──── {name} {'─' * max(4, 88 - len(name))}\n", flush=True)
    try:
        STEPS[name]()
    except StepFailedError:
        return "failed", ""
    except EnvironmentFailedError as error:
        return "failed", str(error)
    except CannotRunError as error:
        return "failed" if os.environ.get("CI") == "true" else "skipped", str(error)
    except SilentError as error:
        # What mends a weakness must land on the day on which PyPI does not answer, too.
        return "skipped", str(error)
    return "passed", ""


if __name__ == "__main__":
    sys.exit(main())
