"""What is mutated, each part against its own tests: all tests for each change would take days."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """A part of the package, and the tests that should notice a change of it."""

    # Below src/wagtail_ita.
    name: str
    # What pytest is told to select.
    tests: tuple[str, ...]
    # A module with few mutants, whose run makes the mutants of all and learns what each test runs.
    smallest: str
    # The settings that they run with where they need a database.
    settings: str = ""

    @property
    def folder(self) -> str:
        """Where mutmut works on it: what it learned of other tests must not be mixed in."""
        return f"{self.name}-site" if self.settings else self.name


SUBJECTS = {
    subject.name: subject
    for subject in (
        Subject(
            name="domain",
            # One test looks at what each module imports, and a mutated one imports mutmut.
            tests=(
                "tests/domain",
                "--deselect=tests/domain/test_vocabulary.py::test_the_domain_needs_python_"
                "one_function_of_django_and_one_of_stdnum",
                *("-m", "not slow"),
            ),
            smallest="certainty",
        ),
        Subject(
            name="transfer",
            # Without a database: each mutant would have to make one. And without the hostile
            # files, whose depth is measured against a stack that mutmut makes higher.
            tests=(
                *("tests/transfer", "-m", "not django_db and not slow"),
                "--ignore=tests/transfer/test_sources_hostile.py",
                "--ignore=tests/transfer/test_sources_fuzz.py",
            ),
            smallest="formats.registry",
        ),
    )
}
# The same with the tests that need a database: one is made beforehand, and each mutant takes it as
# it is. Tests that commit are left out, since they empty it.
ON_A_SITE = {
    "transfer": Subject(
        name="transfer",
        tests=(
            "tests/transfer",
            "tests/commands/test_ita_export.py",
            "tests/commands/test_ita_import.py",
            "tests/pages/test_dcat.py",
            "tests/pages/test_downloads.py",
            "tests/pages/test_feed.py",
            "tests/pages/test_memo.py",
            "tests/pages/test_sharing.py",
            "tests/tasks",
            *("-m", "django_db and not django_db(transaction=True) and not slow"),
        ),
        smallest="formats.registry",
        settings="tests.settings_mutation",
    ),
}
