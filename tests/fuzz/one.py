"""One target in this process: ``python -m tests.fuzz.one NAME CORPUS [options of libFuzzer]``."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import atheris

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")

with atheris.instrument_imports(include=["wagtail_ita"]):
    import django

    django.setup()
    from tests.fuzz.targets import TARGETS


def main() -> None:
    """Write the seeds into the corpus and begin; atheris ends the process."""
    name, place, *options = sys.argv[1:]
    target = TARGETS[name]
    if Path(place).is_dir():
        for number, seed in enumerate(target.seeds()):
            (Path(place) / f"seed-{number}").write_bytes(seed)
    atheris.Setup([sys.argv[0], place, *options], target.run)
    atheris.Fuzz()


main()
