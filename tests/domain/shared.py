"""Finds the material that lies beside the project and is not part of it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[2]


def shared_file(relative: str) -> Path:
    """Return a file of the shared folder, or skip the test and say which one is missing."""
    folder = Path(os.environ.get("ITA_SHARED") or PROJECT.parent / "shared")
    path = folder / relative
    if not path.is_file():
        pytest.skip(f"{path} is not here; set ITA_SHARED to the folder that holds it")
    return path
