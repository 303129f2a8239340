"""Ask whether a version of what we need is known to be weak: ``make audit``.

pip-audit asks PyPI for the weaknesses of each version that an environment holds. Where only a copy
of PyPI answers, which may know nothing of single versions, PyPI's page of the project still tells
what is known of its latest release, and which releases were withdrawn.

A weakness of something that the package brings along, with all its extras, fails. One of a tool of
ours is told only. A package that nothing could be found out about is named: silence is no clean
bill.

    python tests/audit.py                   what the newest and the oldest environment hold
    python tests/audit.py --only newest
    python tests/audit.py --service osv     another service than PyPI's own
"""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

from environments import EnvironmentFailedError, ensure

SERVICES = ("pypi", "osv")
OURS = "wagtail-ita"
PROJECT = "https://pypi.org/pypi/{name}/json"
SECONDS = 15
# Run by the environment's own Python: what is installed, and what of it the package brings along.
INSTALLED = """
import json, re, sys, sysconfig
from importlib.metadata import distribution, distributions, PackageNotFoundError
from packaging.requirements import Requirement
plain = lambda name: re.sub(r"[-_.]+", "-", name).lower()
extras = {}
def follow(name, wanted):
    new = {"", *wanted} - extras.get(plain(name), set())
    if not new:
        return
    extras.setdefault(plain(name), set()).update(new)
    try:
        requires = distribution(name).requires or []
    except PackageNotFoundError:
        return
    for each in map(Requirement, requires):
        if each.marker is None or any(each.marker.evaluate({"extra": extra}) for extra in new):
            follow(each.name, each.extras)
follow(sys.argv[1], distribution(sys.argv[1]).metadata.get_all("Provides-Extra") or [])
held = {plain(each.metadata["Name"]): each.version for each in distributions()}
place = sysconfig.get_path("purelib")
print(json.dumps({"place": place, "held": held, "brought": sorted(extras)}))
"""


class UnansweredError(Exception):
    """Nobody answered, so that nothing is known; the text says who was asked."""


@dataclass(frozen=True, slots=True)
class Package:
    """One installed package, and what is known of its version: ``None`` where nothing is."""

    name: str
    version: str
    brought: bool
    weaknesses: tuple[str, ...] | None

    def __str__(self) -> str:
        return f"{self.name} {self.version}"


def main() -> int:
    """Audit the environments, and return 0 for clean, 1 for weak, 3 where nothing was found out."""
    parser = argparse.ArgumentParser(description="Look for known weaknesses of dependencies.")
    parser.add_argument("--service", choices=SERVICES, default="pypi")
    parser.add_argument("--only", nargs="+", default=["newest", "lts"], metavar="ENVIRONMENT")
    arguments = parser.parse_args()
    try:
        weak = [audit(name, arguments.service) for name in arguments.only]
    except EnvironmentFailedError as error:
        print(error)
        return 2
    except UnansweredError as error:
        print(f"NOT CHECKED: {error}")
        return 3
    return 1 if any(weak) else 0


def audit(environment: str, service: str) -> bool:
    """Print what is known of the packages of one environment; say whether a brought one is weak."""
    python = ensure(environment)
    answer = subprocess.run(
        [python, "-c", INSTALLED, OURS], capture_output=True, text=True, check=True
    )
    installed = json.loads(answer.stdout)
    packages = look_up(installed["held"], installed["brought"], installed["place"], service)
    print(f"\n{environment}, with {len(packages)} packages:")
    for package in packages:
        for weakness in package.weaknesses or ():
            used = "brought along" if package.brought else "a tool of ours"
            print(f"  WEAK: {package} ({used}): {weakness}")
    unknown = [each for each in packages if each.weaknesses is None]
    known = len(packages) - len(unknown)
    if not known:
        raise UnansweredError(
            f"neither {service} nor PyPI's pages of the projects answered. Run it where they do."
        )
    brought = [each for each in unknown if each.brought]
    weak = [each for each in packages if each.weaknesses]
    print(f"  {known} looked up, {len(weak)} of them weak")
    if unknown:
        print(
            f"  NOT CHECKED: {len(unknown)}, since nobody here knows of these versions; "
            f"brought along: {', '.join(map(str, brought)) or 'none'}"
        )
    return any(each.brought for each in weak)


def look_up(
    held: dict[str, str], brought: Iterable[str], place: str, service: str
) -> list[Package]:
    """Ask the service, and for what it does not know PyPI's pages of the projects."""
    known = ask_service(place, service)
    names = sorted(held.keys() - {OURS})
    left = [name for name in names if name not in known]
    with ThreadPoolExecutor(8) as pool:
        pages = dict(zip(left, pool.map(ask_project, left), strict=True))
    known |= {name: of_release(page, held[name]) for name, page in pages.items()}
    return [Package(name, held[name], name in brought, known[name]) for name in names]


def ask_service(place: str, service: str) -> dict[str, tuple[str, ...] | None]:
    """Return what pip-audit finds out, by the name of the package."""
    auditor = str(ensure("audit"))
    command = [auditor, "-m", "pip_audit", "--path", place, "--vulnerability-service", service]
    command += ["--progress-spinner", "off", "--timeout", str(SECONDS), "--format", "json"]
    print("$", *command, flush=True)
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    try:
        found = json.loads(done.stdout)["dependencies"]
    except (ValueError, KeyError):
        print((done.stderr or done.stdout).strip().splitlines()[-1], flush=True)
        return {}
    return {
        plain(each["name"]): tuple(
            told(one["id"], one["fix_versions"]) for one in each.get("vulns", ())
        )
        for each in found
        if "skip_reason" not in each
    }


def ask_project(name: str) -> dict[str, Any]:
    """Return PyPI's page of a project as data, and nothing where it does not answer."""
    request = urllib.request.Request(
        PROJECT.format(name=name), headers={"Accept": "application/json"}
    )
    for _attempt in range(2):
        try:
            with urllib.request.urlopen(request, timeout=SECONDS) as answer:
                found: dict[str, Any] = json.load(answer)
        except urllib.error.HTTPError:
            return {}
        except (OSError, ValueError):
            continue
        return found
    return {}


def of_release(page: dict[str, Any], version: str) -> tuple[str, ...] | None:
    """What a project's page tells of one release: of any but the latest only a withdrawal."""
    files = page.get("releases", {}).get(version, [])
    if files and all(file["yanked"] for file in files):
        reason = files[0].get("yanked_reason") or "without a reason"
        return (f"withdrawn by its makers: {reason}",)
    if page.get("info", {}).get("version") != version or "vulnerabilities" not in page:
        return None
    return tuple(
        told(each["id"], each["fixed_in"])
        for each in page["vulnerabilities"]
        if not each.get("withdrawn")
    )


def told(identifier: str, mended: Iterable[str]) -> str:
    """Name a weakness and the versions that do not have it."""
    return f"{identifier}, mended in {', '.join(mended) or 'no version yet'}"


def plain(name: str) -> str:
    """The name of a package as PyPI compares names."""
    return re.sub(r"[-_.]+", "-", name).lower()


if __name__ == "__main__":
    sys.exit(main())
