"""Run the targets one after the other, each in a process of its own and for a bounded time.

python -m tests.fuzz                               every target, a minute each
python -m tests.fuzz --seconds 600 dates json      some of them, for longer
"""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
NAMES = ("files", "json", "text", "dates", "codes", "markup", "addresses", "questions", "names")
EXECUTED = re.compile(r"stat::number_of_executed_units:\s*(\d+)")


def main() -> int:
    """Fuzz what was asked for, and print how often each target was run."""
    parser = argparse.ArgumentParser(description="Fuzz the readers with atheris.")
    parser.add_argument("targets", nargs="*", choices=[*NAMES, []], metavar="TARGET")
    parser.add_argument("--seconds", type=int, default=60, help="for each target, at most")
    parser.add_argument("--runs", type=int, default=1_000_000, help="of each target, at most")
    parser.add_argument("--found", type=Path, default=ROOT / ".fuzz", help="where findings go")
    arguments = parser.parse_args()
    failed = []
    lines = []
    for name in arguments.targets or NAMES:
        ok, runs = fuzz(name, arguments)
        failed += [] if ok else [name]
        lines.append(f"{name:10} {runs:>9} runs  {'nothing found' if ok else 'FOUND SOMETHING'}")
    print("\n" + "\n".join(lines))
    if failed:
        print(f"\nWhat they found is in {arguments.found}; with its path as an argument of")
        print("`python -m tests.fuzz.one NAME` it is run once more.")
    return 1 if failed else 0


def fuzz(name: str, arguments: argparse.Namespace) -> tuple[bool, int]:
    """Run one target; tell whether it found nothing, and how often it was run."""
    found = arguments.found / name
    found.mkdir(parents=True, exist_ok=True)
    print(f"──── {name} " + "─" * 60, flush=True)
    with tempfile.TemporaryDirectory() as corpus:
        command = [sys.executable, "-m", "tests.fuzz.one", name, corpus]
        command += [f"-max_total_time={arguments.seconds}", f"-runs={arguments.runs}"]
        command += ["-print_final_stats=1", "-timeout=20", "-rss_limit_mb=4096", "-verbosity=1"]
        command += [f"-artifact_prefix={found}{os.sep}", "-max_len=20000"]
        done = subprocess.run(
            command, cwd=ROOT, capture_output=True, text=True, errors="replace", check=False
        )
    runs = EXECUTED.search(done.stderr + done.stdout)
    if done.returncode:
        # What was raised, without the log of what was tried.
        lines = (done.stdout + done.stderr).splitlines()
        print("\n".join(line for line in lines if not line.startswith(("#", "INFO", "WARNING"))))
    return done.returncode == 0, int(runs[1]) if runs else 0


if __name__ == "__main__":
    sys.exit(main())
