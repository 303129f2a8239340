"""What a customer gets: the wheel and the sdist hold the whole package and nothing else."""

from __future__ import annotations

import tarfile
import zipfile
from email.parser import Parser
from pathlib import Path

import pytest

from tests.packaging.building import PROJECT, ROOT, SOURCE, build

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    with zipfile.ZipFile(build("wheel", ROOT, tmp_path_factory.mktemp("wheel"))) as archive:
        yield archive


@pytest.fixture(scope="module")
def sdist(tmp_path_factory):
    folder = tmp_path_factory.mktemp("sdist")
    with tarfile.open(build("sdist", ROOT, folder)) as archive:
        archive.extractall(folder, filter="data")
    return folder / f"wagtail_ita-{PROJECT['version']}"


@pytest.fixture(scope="module")
def metadata(wheel):
    name = f"wagtail_ita-{PROJECT['version']}.dist-info/METADATA"
    return Parser().parsestr(wheel.read(name).decode())


def files(folder: Path) -> set[str]:
    return {
        path.relative_to(folder).as_posix()
        for path in folder.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }


def packaged(wheel: zipfile.ZipFile) -> set[str]:
    return {name for name in wheel.namelist() if not name.endswith("/")}


def test_the_wheel_holds_the_package_and_nothing_else(wheel):
    outside = {name for name in packaged(wheel) if ".dist-info/" not in name}
    assert outside == {f"wagtail_ita/{name}" for name in files(SOURCE)}


@pytest.mark.parametrize(
    "pattern",
    [
        "py.typed",
        "domain/data/*.json",
        "locale/en/LC_MESSAGES/django.mo",
        "locale/th/LC_MESSAGES/django.mo",
        "locale/th/LC_MESSAGES/django.po",
        "management/commands/ita_*.py",
        "pages/migrations/0001_initial.py",
        "static/wagtail_ita/**/*.css",
        "templates/wagtail_ita/**/*.html",
        "templates/wagtail_ita/email/*.txt",
        "transfer/formats/pdf/fonts/*.ttf",
        "transfer/formats/*.schema.json",
    ],
)
def test_the_wheel_holds_each_kind_of_file(wheel, pattern):
    named = {f"wagtail_ita/{path.relative_to(SOURCE).as_posix()}" for path in SOURCE.glob(pattern)}
    assert named
    assert named <= packaged(wheel)


@pytest.mark.parametrize("foreign", ["tests", "example_site", "docs", "__pycache__", ".pyc"])
def test_nothing_of_the_workshop_is_in_the_wheel(wheel, foreign):
    assert not [name for name in packaged(wheel) if foreign in name]


def test_the_wheel_carries_its_licence(wheel):
    name = f"wagtail_ita-{PROJECT['version']}.dist-info/licenses/LICENSE"
    assert wheel.read(name).decode() == (ROOT / "LICENSE").read_text(encoding="utf-8")


def test_the_metadata_names_the_package_its_licence_and_its_python(metadata):
    named = [metadata[key] for key in ("Name", "Version", "License-Expression", "Requires-Python")]
    assert named == ["wagtail-ita", PROJECT["version"], "BSD-3-Clause AND OFL-1.1", ">=3.11"]


def test_a_site_is_asked_for_lower_bounds_only(metadata):
    needed = [each for each in metadata.get_all("Requires-Dist") if "extra ==" not in each]
    assert sorted(needed) == [
        "django-tasks>=0.12",
        "django>=5.2",
        "openpyxl>=3.0.10",
        "pillow>=11.3",
        "python-stdnum>=2.1",
        "segno>=1.6",
        "wagtail-localize>=1.14.3",
        "wagtail>=7.4",
    ]


def test_the_sdist_holds_what_a_wheel_is_built_from_and_nothing_else(sdist):
    source = {f"src/wagtail_ita/{name}" for name in files(SOURCE)}
    # Newer versions of the backend keep the file that they tidied up.
    held = files(sdist) - {"pyproject.toml.orig"}
    assert held == source | {"LICENSE", "PKG-INFO", "README.md", "pyproject.toml"}


def test_the_sdist_builds_the_same_wheel(wheel, sdist, tmp_path):
    with zipfile.ZipFile(build("wheel", sdist, tmp_path)) as rebuilt:
        assert {name: rebuilt.read(name) for name in packaged(rebuilt)} == {
            name: wheel.read(name) for name in packaged(wheel)
        }
