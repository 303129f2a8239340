"""Keep what this version stores: ``python -m tests.upgrades``, before each release.

``site`` writes tests/upgrades/stored/VERSION.json, a whole site as this version stores it;
``blocks`` writes down what the blocks are made of. Without an argument both are done. Run it in
the environment with the lowest Wagtail, so that the other one can load what it makes::

    PYTHONPATH=src .venv/lts/bin/python -m tests.upgrades
"""

from __future__ import annotations

import os
import random
import sys
import tempfile
from pathlib import Path


def main(names: list[str]) -> int:
    """Do what the command line names."""
    with tempfile.TemporaryDirectory() as folder:
        _set_up(Path(folder))
        steps = {"site": _keep_site, "blocks": _keep_blocks}
        return max([steps[name]() for name in names or steps])


def _set_up(folder: Path) -> None:
    # Made twice, it says the same: ids come from here.
    os.urandom = random.Random("wagtail-ita").randbytes
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    os.environ["DATABASE_URL"] = f"sqlite:///{folder / 'site.sqlite3'}"
    os.environ["ITA_TEST_LOCALIZE"] = "0"
    import django

    django.setup()


def _keep_site() -> int:
    from django.core.management import call_command
    from django.test.utils import setup_test_environment

    from tests.upgrades.content import make_content
    from tests.upgrades.exports import exports_of_site, records_of_site
    from tests.upgrades.storing import STORED, at_fixed_times, dump_database, load_database, write
    from tests.upgrades.swapping import own_database, today
    from wagtail_ita import __version__

    setup_test_environment()
    call_command("migrate", verbosity=0)
    days = today()
    make_content()
    dump = at_fixed_times(dump_database(), days | today())
    # What is handed out is taken from what was kept, so that it has the same moments.
    with tempfile.TemporaryDirectory() as folder, own_database(Path(folder)):
        load_database(dump)
        said = {"exports": exports_of_site(), "records": records_of_site()}
    path = STORED / f"{__version__}.json"
    write(path, {**said, **dump})
    sys.stdout.write(f"Written: {path}\n")
    return 0


def _keep_blocks() -> int:
    from tests.upgrades.shapes import keep_shapes

    sentence, code = keep_shapes()
    sys.stdout.write(f"{sentence}\n")
    return code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
