"""Ask whether a version of ours, or of what we need, is known to be weak: ``make audit``.

It needs a service that knows advisories, and the network. Without an answer it says so and fails:
silence is no clean bill.

    python tests/audit.py                   what the newest and the oldest environment hold
    python tests/audit.py --service osv     another service than PyPI's own
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from typing import Any

from environments import EnvironmentFailedError, ensure

SERVICES = ("pypi", "osv")
OURS = "wagtail-ita"


def main() -> int:
    """Audit the environments and say in words what came of it."""
    parser = argparse.ArgumentParser(description="Look for known weaknesses of dependencies.")
    parser.add_argument("--service", choices=SERVICES, default="pypi")
    parser.add_argument("--only", nargs="+", default=["newest", "lts"], metavar="ENVIRONMENT")
    arguments = parser.parse_args()
    try:
        auditor = ensure("audit")
        outcomes = [(name, audit(str(auditor), name, arguments.service)) for name in arguments.only]
    except EnvironmentFailedError as error:
        print(error)
        return 2
    print()
    for name, outcome in outcomes:
        print(f"{name:8} {outcome}")
    return 0 if all(outcome == CLEAN for _name, outcome in outcomes) else 1


CLEAN = "no known weakness"


def audit(auditor: str, name: str, service: str) -> str:
    """Audit what is installed in one environment."""
    python = ensure(name)
    place = subprocess.run(
        [python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"],
        capture_output=True,
        text=True,
        check=True,
    ).stdout.strip()
    command = [auditor, "-m", "pip_audit", "--path", place, "--vulnerability-service", service]
    command += ["--progress-spinner", "off", "--timeout", "15", "--format", "json"]
    print("$", *command, flush=True)
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    try:
        found = json.loads(done.stdout)["dependencies"]
    except (ValueError, KeyError):
        print(done.stdout + done.stderr, end="", flush=True)
        return f"NOT CHECKED: the service {service} did not answer; see above"
    return told([each for each in found if each["name"] != OURS], service)


def told(found: list[dict[str, Any]], service: str) -> str:
    """Say in words what a service knows of packages; of one that it does not know, that."""
    skipped = [each["name"] for each in found if "skip_reason" in each]
    weak = [each for each in found if each.get("vulns")]
    for each in weak:
        for one in each["vulns"]:
            mended = ", ".join(one["fix_versions"]) or "nothing yet"
            print(f"{each['name']} {each['version']}: {one['id']}, mended in {mended}")
    if weak:
        return f"WEAKNESSES in {len(weak)} of {len(found)} packages; see above"
    if skipped:
        names = ", ".join(skipped[:3])
        return (
            f"NOT CHECKED: {service} could not say anything about {len(skipped)} of "
            f"{len(found)} packages ({names} …). Run it where that service answers."
        )
    return CLEAN


if __name__ == "__main__":
    sys.exit(main())
