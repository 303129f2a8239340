"""Let visitors, two editors and the scheduler use the demo at once, and print what they met.

Usage: ``make load``, ``make load ARGS="--minutes 5 --visitors 6"``. ``DATABASE_URL`` names a
database of PostgreSQL, which is made and removed again; without it, the one of this machine is
used. Two workers of Gunicorn, each with a cache of its own, serve the example site with its sample
content. Two editors write with the forms of the admin, each in a report of his own and both in a
third one; a fourth goes public on schedule. A wrong answer, a page older than what was public when
it was asked for, or a draft that anybody sees ends the run with exit code 1. Nobody looks at the
clock: how long an answer took is printed and judged by nobody.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import threading
import time
from pathlib import Path

from tests.load.afterwards import look_back
from tests.load.diary import Diary
from tests.load.people import Editor, Scheduler, Visitor
from tests.load.site import demo_site

DATABASE = "postgres://postgres@127.0.0.1:5432/wagtail_ita_load"


def main() -> int:
    """Run it and print the table."""
    parser = argparse.ArgumentParser(description="Use the demo by many at once.")
    parser.add_argument("--minutes", type=float, default=3)
    parser.add_argument("--visitors", type=int, default=6)
    arguments = parser.parse_args()
    diary = Diary()
    stop = threading.Event()
    database = os.environ.get("DATABASE_URL") or DATABASE
    with (
        tempfile.TemporaryDirectory(prefix="wagtail-ita-load-") as folder,
        demo_site(database, Path(folder)) as site,
    ):
        one, two, shared, planned = site.reports
        sessions = site.sessions
        people = [
            *(Visitor(site, diary, stop, number) for number in range(arguments.visitors)),
            Editor(site, diary, stop, [one, shared], sessions[0]),
            Editor(site, diary, stop, [shared, two], sessions[1]),
            Scheduler(site, diary, stop, [planned], sessions[2]),
        ]
        for person in people:
            person.start()
        end = time.monotonic() + arguments.minutes * 60
        while time.monotonic() < end:
            time.sleep(5)
            print(f"{end - time.monotonic():4.0f} s left, {diary.total} answers", file=sys.stderr)
        stop.set()
        for person in people:
            person.join(timeout=120)
        look_back(site, diary)
    diary.complain_of_gaps()
    for line in diary.table():
        print(line)
    for problem in diary.problems[:20]:
        print(f"PROBLEM {problem}")
    print(f"{len(diary.problems)} problems")
    return 1 if diary.problems else 0


if __name__ == "__main__":
    sys.exit(main())
