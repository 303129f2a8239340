"""Nobody has to make a migration because of us."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.management import call_command
from django.utils import translation

import wagtail_ita

pytestmark = pytest.mark.django_db

MIGRATIONS = sorted(Path(wagtail_ita.__file__).parent.rglob("migrations/0*.py"))


@pytest.mark.parametrize("language", ["th", "en"])
def test_no_migration_is_missing_in_either_language(
    language: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with translation.override(language):
        call_command("makemigrations", "wagtail_ita", "wagtail_ita_pages", check=True, dry_run=True)
    assert "No changes detected" in capsys.readouterr().out


@pytest.mark.parametrize("path", MIGRATIONS, ids=lambda path: path.stem)
def test_a_migration_names_nothing_that_only_a_newer_wagtail_has(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    for newer in ("WAGTAIL_PAGE_MODEL", "apitoken", "swapper"):
        assert newer not in source


@pytest.mark.parametrize("path", MIGRATIONS, ids=lambda path: path.stem)
def test_a_migration_names_our_blocks_and_no_label_of_them(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    assert "wagtail.blocks." not in source.replace("wagtail_ita.blocks.", "")
