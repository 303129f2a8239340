"""Take the pictures of README and docs from the demo.

Usage: ``make screenshots``, or ``make screenshots ARGS="board dark"`` for some of them. The demo is
set up in a temporary folder; nothing of yours is touched but the files below docs/images.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
import time
from pathlib import Path

from playwright.sync_api import expect, sync_playwright

from tests.screenshots.pictures import write_small
from tests.screenshots.shots import SHOTS
from tests.screenshots.site import ROOT, demo_site, own_fonts
from tests.screenshots.visits import Visit

FOLDER = ROOT / "docs" / "images"
NAMES = [shot.name for shot in SHOTS]
CHROMIUM_ARGUMENTS = ("--no-sandbox", "--disable-gpu", "--no-first-run", "--hide-scrollbars")


def main() -> int:
    """Take what was asked for and say how large it came out."""
    parser = argparse.ArgumentParser(description="Take the pictures of README and docs.")
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(NAMES))
    names = parser.parse_args().names or NAMES
    if unknown := [name for name in names if name not in NAMES]:
        parser.error(f"There is no picture {', '.join(unknown)}. There is: {', '.join(NAMES)}")
    program = shutil.which("chromium")
    if program is None:
        parser.error("There is no program “chromium” on the PATH (Debian: apt install chromium).")
    for shot in SHOTS:
        (FOLDER / shot.file).parent.mkdir(exist_ok=True)
    expect.set_options(timeout=30_000)
    with (
        tempfile.TemporaryDirectory(prefix="wagtail-ita-") as temporary,
        demo_site(Path(temporary)) as site,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(
            executable_path=program,
            args=[*CHROMIUM_ARGUMENTS, *site.chromium_arguments],
            env=own_fonts(Path(temporary)),
        )
        visit = Visit(browser, site.address, site.password)
        for shot in SHOTS:
            if shot.name in names:
                begun = time.monotonic()
                picture = shot.take(visit)
                size = write_small(picture, FOLDER / shot.file, largest=shot.largest)
                print(
                    f"{shot.file:<30} {size:>8,} bytes  {time.monotonic() - begun:.0f} s",
                    flush=True,
                )
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
