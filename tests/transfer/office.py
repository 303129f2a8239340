"""LibreOffice, for files in other programs' formats; the tests of it are marked slow."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

import wagtail_ita

SOFFICE = shutil.which("soffice")
# Of our own package, so that every machine sets the same type.
FONTS = Path(wagtail_ita.__file__).parent / "transfer" / "formats" / "pdf" / "fonts"
FONTCONFIG = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <include ignore_missing="yes">/etc/fonts/fonts.conf</include>
  <dir>{fonts}</dir>
  <cachedir>{cache}</cachedir>
</fontconfig>
"""


def convert(source: Path, target: str, folder: Path) -> Path:
    """Turn a file into another format with LibreOffice; skips where it is not installed."""
    if SOFFICE is None:
        reason = "LibreOffice (soffice) is not installed."
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    fonts = folder / "fonts.conf"
    fonts.write_text(FONTCONFIG.format(fonts=FONTS, cache=folder / "fontcache"))
    subprocess.run(
        [
            SOFFICE,
            # A profile of its own, so that two runs at once do not get into each other's way.
            f"-env:UserInstallation={(folder / 'profile').as_uri()}",
            "--headless",
            "--convert-to",
            target,
            "--outdir",
            str(folder),
            str(source),
        ],
        check=True,
        capture_output=True,
        timeout=180,
        env={**os.environ, "FONTCONFIG_FILE": str(fonts)},
    )
    made = folder / f"{source.stem}.{target.partition(':')[0]}"
    assert made.exists(), f"LibreOffice made no {made.name}."
    return made
