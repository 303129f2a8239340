"""Mutate what was asked for, and print how many changes the tests noticed, and which they did not.

python -m tests.mutation domain                        the whole of it
python -m tests.mutation domain.dates domain.codes     some modules
python -m tests.mutation transfer --sample 400         so many of it, drawn by --seed
python -m tests.mutation transfer.pack --site          with the tests that need a database
python -m tests.mutation domain.dates --again          those that the last run left, once more
python -m tests.mutation domain.dates --show           what the last run left, without running
"""

from __future__ import annotations

import argparse
import random
import sys
from collections import Counter
from collections.abc import Sequence

from tests.mutation.subjects import ON_A_SITE, SUBJECTS
from tests.mutation.workplace import MutationFailedError, Workplace

NOTICED = frozenset({"killed", "timeout", "segfault"})
# No test of this selection runs the function.
UNREACHED = "no tests"
UNTRIED = "not checked"


def main() -> int:
    """Mutate, run the tests, and print the table and the survivors."""
    parser = argparse.ArgumentParser(description="Mutate the package with mutmut.")
    parser.add_argument("modules", nargs="+", metavar="MODULE", help="domain.dates, transfer.text")
    parser.add_argument("--site", action="store_true", help="with the tests that need a database")
    parser.add_argument("--sample", type=int, help="how many mutants at most")
    parser.add_argument("--seed", type=int, default=1, help="which ones these are")
    parser.add_argument("--again", action="store_true", help="only what the last run left")
    parser.add_argument("--show", action="store_true", help="only show what the last run left")
    arguments = parser.parse_args()
    subjects = ON_A_SITE if arguments.site else SUBJECTS
    for name in {module.split(".")[0] for module in arguments.modules}:
        if name not in subjects:
            parser.error(f"{name} is none of {', '.join(subjects)}.")
    try:
        for name, subject in subjects.items():
            modules = [each for each in arguments.modules if each.split(".")[0] == name]
            if modules:
                look_at(Workplace(subject), modules, arguments)
    except MutationFailedError as error:
        print(error)
        return 1
    return 0


def look_at(place: Workplace, modules: Sequence[str], arguments: argparse.Namespace) -> None:
    """Run the mutants of some modules of one subject, and print what is known of these."""
    if not arguments.show:
        place.prepare()
        if arguments.sample:
            place.make()
        place.run(*asked_for(place, modules, arguments))
    report(place, {name: each for name, each in known(place, modules).items() if each != UNTRIED})


def asked_for(place: Workplace, modules: Sequence[str], arguments: argparse.Namespace) -> list[str]:
    """Return the names of the mutants to run, or patterns of them."""
    if arguments.again:
        left = known(place, modules)
        return [name for name, result in left.items() if result not in NOTICED | {UNTRIED}]
    if arguments.sample:
        names = sorted(known(place, modules))
        drawn = random.Random(arguments.seed).sample(names, min(arguments.sample, len(names)))
        return sorted(drawn)
    return [f"wagtail_ita.{module}.*" for module in modules]


def known(place: Workplace, modules: Sequence[str]) -> dict[str, str]:
    """Return what became of the mutants of some modules."""
    results = place.results().items()
    return {name: result for name, result in results if belongs(name, modules)}


def belongs(name: str, modules: Sequence[str]) -> bool:
    """Say whether a mutant is of one of the modules, or of one below it."""
    return any(name.startswith(f"wagtail_ita.{module}.") for module in modules)


def report(place: Workplace, results: dict[str, str]) -> None:
    """Print the table of the modules, after what each survivor changes."""
    table: dict[str, Counter[str]] = {}
    for name, result in sorted(results.items()):
        counts = table.setdefault(name.rpartition(".")[0].removeprefix("wagtail_ita."), Counter())
        counts["mutants"] += 1
        counts["killed"] += result in NOTICED
        counts["unreached"] += result == UNREACHED
        counts["survived"] += result not in NOTICED | {UNREACHED}
        if result not in NOTICED | {UNREACHED}:
            print(f"\n{name}: {result}\n{changed_lines(place.difference(name))}")
    columns = ("mutants", "killed", "survived", "unreached")
    print(f"\n{'':36}" + "".join(f"{column:>11}" for column in columns))
    for module, counts in [*table.items(), ("", sum(table.values(), Counter()))]:
        print(f"{module or 'all':36}" + "".join(f"{counts[column]:>11}" for column in columns))


def changed_lines(difference: str) -> str:
    """Leave out of a difference what stayed as it is."""
    lines = difference.splitlines()[2:]
    return "\n".join(f"  {line[0]} {line[1:].strip()}" for line in lines if line[:1] in "+-")


if __name__ == "__main__":
    sys.exit(main())
