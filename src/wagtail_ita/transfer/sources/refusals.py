"""Sentences for a file that cannot be read, and the one door that foreign libraries are behind."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager

from django.utils.translation import gettext as _

from wagtail_ita.transfer.errors import SourceError

logger = logging.getLogger("wagtail_ita.transfer")


def refusal(code: str, sentence: str, **values: object) -> SourceError:
    """An error of one translated sentence with its values put in."""
    return SourceError(sentence % values, code=code)


def empty(name: str) -> SourceError:
    """For a file that holds no word."""
    return refusal(
        "empty",
        _("%(name)s is empty. Choose the file that holds the text of the report."),
        name=name,
    )


def damaged(name: str) -> SourceError:
    """For a file of a known kind that its reader cannot make sense of."""
    return refusal(
        "damaged",
        _(
            "%(name)s is damaged and cannot be read. Open it in the program that made it, "
            "save it again under a new name, and choose that file."
        ),
        name=name,
    )


def encrypted(name: str) -> SourceError:
    """For a file that asks for a password."""
    return refusal(
        "encrypted",
        _(
            "%(name)s is protected with a password and cannot be read. "
            "Open it, save a copy without a password, and choose the copy."
        ),
        name=name,
    )


def no_text(name: str) -> SourceError:
    """For a document whose pages are pictures of text."""
    return refusal(
        "no_text",
        _(
            "%(name)s is a scan: its pages are pictures, and there is no text in it to read. "
            "Choose the original file (Word or text), or attach this file to the report "
            "as evidence instead."
        ),
        name=name,
    )


def expands(name: str, limit: int) -> SourceError:
    """For a compressed file that grows too large when it is opened."""
    return refusal(
        "expands",
        _(
            "%(name)s grows to more than %(limit)s MB when it is opened, and is not read. "
            "Copy only the text of the report into a new file, and choose that file."
        ),
        name=name,
        limit=megabytes(limit),
    )


def too_many_rows(name: str, limit: int) -> SourceError:
    """For a table that is longer than any report."""
    return refusal(
        "too_many_rows",
        _(
            "%(name)s has more than %(limit)d rows. "
            "Keep only the rows of the report in a new file, and choose that file."
        ),
        name=name,
        limit=limit,
    )


def too_many_paragraphs(name: str, limit: int) -> SourceError:
    """For a document that is longer than any report."""
    return refusal(
        "too_many_paragraphs",
        _(
            "%(name)s has more than %(limit)d paragraphs. "
            "Keep only the text of the report in a new file, and choose that file."
        ),
        name=name,
        limit=limit,
    )


def without_extra(name: str, kind: str) -> SourceError:
    """For a kind of file that needs packages which the site does not have."""
    return refusal(
        "extra",
        _(
            "This site cannot read %(kind)s files yet, so %(name)s was not read. Save the report "
            "as plain text (.txt) or as CSV and choose that file, or ask whoever looks after the "
            'site to run: pip install "wagtail-ita[import]"'
        ),
        name=name,
        kind=kind,
    )


def megabytes(size: int) -> str:
    """A size in bytes, to show."""
    return f"{size / 1_000_000:.1f}"


@contextmanager
def guarded(name: str) -> Iterator[None]:
    """Turn whatever a foreign library raises on damaged input into one sentence.

    Raises:
        SourceError: The library failed, or our own code refused inside.
    """
    try:
        yield
    except SourceError:
        raise
    # The libraries promise no exceptions: a file cut in the right place makes them raise nearly
    # any, AttributeError and MemoryError too, and a damaged file must never break the request.
    except Exception as error:
        logger.info("A source could not be read.", exc_info=True)
        raise damaged(name) from error
