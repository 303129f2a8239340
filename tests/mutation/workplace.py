"""The folder in which mutmut works on one subject, and what mutmut says there."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from contextlib import chdir
from pathlib import Path

from tests.mutation.subjects import Subject

ROOT = Path(__file__).resolve().parents[2]
# Any one that is short and needs a database.
A_TEST = "tests/transfer/test_published.py"
RESULT = re.compile(r"^\s+(\S+__mutmut_\d+): (.+)$", re.MULTILINE)


class MutationFailedError(Exception):
    """mutmut could not do its work; the text is its own."""


class Workplace:
    """A folder that looks to mutmut like the project, with settings for one subject.

    What was found stays in it: mutants of functions that have changed are made anew, the others
    keep their result until they are run again.
    """

    def __init__(self, subject: Subject) -> None:
        self.subject = subject
        self.folder = ROOT / "build" / "mutation" / subject.folder

    def prepare(self) -> None:
        """Lay the project into the folder."""
        self.folder.mkdir(parents=True, exist_ok=True)
        for name in ("src", "tests", "example_site", "docs"):
            link = self.folder / name
            if not link.is_symlink():
                link.symlink_to(ROOT / name, target_is_directory=True)
        project = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
        (self.folder / "pyproject.toml").write_text(project + self._settings(), encoding="utf-8")
        if self.subject.settings:
            self._make_database()

    def _make_database(self) -> None:
        """Let a test make the database that all others find."""
        options = ["-q", "-p", "no:cacheprovider", f"--ds={self.subject.settings}"]
        done = self._python("pytest", *options, "--reuse-db", "--create-db", A_TEST, quiet=True)
        if done.returncode:
            raise MutationFailedError(done.stdout)

    def make(self) -> None:
        """Make the mutants, which mutmut does only where it runs some: those of one module."""
        self.run(f"wagtail_ita.{self.subject.name}.{self.subject.smallest}.*", quiet=True)

    def _settings(self) -> str:
        settings = {
            "source_paths": ["src/wagtail_ita"],
            "only_mutate": [f"src/wagtail_ita/{self.subject.name}/*"],
            # Tests read the sample reports, and what the reference says.
            "also_copy": ["example_site/townsite", "docs/reference"],
            # The same examples for each mutant, or a result would change by itself.
            "pytest_add_cli_args": [
                *("-p", "no:cacheprovider", "--hypothesis-profile=ci"),
                *([f"--ds={self.subject.settings}", "--reuse-db"] if self.subject.settings else ()),
            ],
            "pytest_add_cli_args_test_selection": list(self.subject.tests),
            # Typst's threads do not come along to a fork of a process that has used it: whatever
            # makes a PDF there waits for them without end, and would count as noticed.
            "process_isolation": "forkserver",
        }
        lines = [f"{name} = {json.dumps(value)}" for name, value in settings.items()]
        return "\n".join(["", "[tool.mutmut]", *lines, ""])

    def run(self, *names: str, quiet: bool = False) -> None:
        """Let the tests look at the mutants of these names, or of all that match a pattern."""
        command = ["run", "--max-children", "1", *names]
        # Its figures move on one line; in a file they would be thousands.
        done = self._mutmut(*command, quiet=quiet or not sys.stdout.isatty())
        if done.returncode:
            raise MutationFailedError(done.stdout or f"mutmut {' '.join(command)[:200]} failed.")

    def results(self) -> dict[str, str]:
        """Return what became of each mutant, by its name."""
        return dict(RESULT.findall(self._mutmut("results", "--all", "true", quiet=True).stdout))

    def difference(self, name: str) -> str:
        """Return what a mutant changes."""
        from mutmut.mutation.diff_apply import get_diff_for_mutant

        module = name.rpartition(".")[0].replace(".", "/")
        path = Path("src") / f"{module}.py"
        with chdir(self.folder):
            if not path.exists():
                path = Path("src") / module / "__init__.py"
            return get_diff_for_mutant(name, path=path)

    def _mutmut(self, *arguments: str, quiet: bool) -> subprocess.CompletedProcess[str]:
        return self._python("mutmut", *arguments, quiet=quiet)

    def _python(
        self, module: str, *arguments: str, quiet: bool
    ) -> subprocess.CompletedProcess[str]:
        # The material that lies beside the project does not lie beside this folder.
        shared = os.environ.get("ITA_SHARED") or str(ROOT.parent / "shared")
        return subprocess.run(
            [sys.executable, "-m", module, *arguments],
            cwd=self.folder,
            env=os.environ | {"ITA_SHARED": shared, "ITA_MUTATION_FOLDER": str(self.folder)},
            stdout=subprocess.PIPE if quiet else None,
            stderr=subprocess.STDOUT if quiet else None,
            text=True,
            check=False,
        )
