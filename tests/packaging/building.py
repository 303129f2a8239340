"""The wheel and the sdist, as pip and uv have them built."""

from __future__ import annotations

import os
import subprocess
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "wagtail_ita"
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def build(what: str, source: Path, target: Path) -> Path:
    """Call the build backend as pip and uv do, but without fetching it once more."""
    code = f"import sys, uv_build; print(uv_build.build_{what}(sys.argv[1]))"
    # The backend looks for its own program on the PATH.
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    done = subprocess.run(
        [sys.executable, "-c", code, str(target)],
        cwd=source,
        env=os.environ | {"PATH": path},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    return target / done.stdout.splitlines()[-1]
