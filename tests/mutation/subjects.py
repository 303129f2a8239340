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
