"""Runs a look from outside that somebody asked for, and words what it found to be kept.

A finding is worded when it is shown. What is kept has to outlive the version of the program
that found it, so it is worded when it is found, in each language of the admin.
"""

from __future__ import annotations

import logging
import time
from typing import Any, Final

from django.utils.translation import get_language, override

from wagtail_ita.checks.public import Progress
from wagtail_ita.checks.year import CheckedYear, check_year_from_outside
from wagtail_ita.domain.findings import Finding, Severity
from wagtail_ita.domain.languages import is_thai
from wagtail_ita.models import LinkCheck

logger = logging.getLogger(__name__)

_LANGUAGES: Final = ("th", "en")
_SAY_AFTER: Final = 1.0  # seconds


def run_link_check(check: LinkCheck) -> None:
    """Look at the year from outside and keep what is found; nothing where it is done already."""
    index = check.index
    if index is None or not check.claim():
        return
    # A look at this process's own pages activates their languages.
    with override(get_language()):
        try:
            checked = check_year_from_outside(index, progress=_Teller(check))
        except Exception:
            logger.exception("The link check %s could not be finished.", check)
            check.finish(failed=True)
            return
    check.finish(
        results=_kept(checked),
        errors=checked.count(Severity.ERROR),
        warnings=checked.count(Severity.WARNING),
    )


class _Teller:
    """Notes the progress, once a second: a year has thousands of links."""

    def __init__(self, check: LinkCheck) -> None:
        self._check = check
        self._told = 0.0

    def __call__(self, progress: Progress) -> None:
        now = time.monotonic()
        if now - self._told < _SAY_AFTER:
            return
        self._told = now
        self._check.note_progress(
            stage=progress.stage.value, done=progress.done, total=progress.total
        )


def _kept(checked: CheckedYear) -> list[dict[str, Any]]:
    """Return the findings as plain data, those about the site first."""
    rows: list[tuple[str, Any, tuple[Finding, ...]]] = [("", None, checked.findings)]
    rows += [(row.code, row.page, row.findings) for row in checked.items]
    return [
        {
            "item": code,
            "page": page.pk if page is not None else None,
            "severity": finding.severity.value,
            "words": {language: _words(finding, language) for language in _LANGUAGES},
        }
        for code, page, findings in rows
        for finding in sorted(findings, key=lambda each: -each.severity.rank)
    ]


def _words(finding: Finding, language: str) -> dict[str, str]:
    with override(language):
        return {"message": str(finding.message), "remedy": str(finding.remedy)}


def words_of(result: dict[str, Any]) -> dict[str, str]:
    """Return the words of what was kept of a finding, in the active language."""
    words: dict[str, dict[str, str]] = result["words"]
    return words["th" if is_thai(get_language() or "th") else "en"]
