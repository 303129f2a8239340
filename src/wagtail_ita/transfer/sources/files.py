"""A file named on a command line to bytes, or a sentence that says why not."""

from __future__ import annotations

from pathlib import Path

from django.utils.translation import gettext as _

from wagtail_ita.transfer.errors import SourceError
from wagtail_ita.transfer.sources.refusals import megabytes, refusal


def read_source(path: Path, *, max_bytes: int) -> bytes:
    """Read a file named on a command line, after looking at what it is and how large.

    Raises:
        SourceError: There is no such file, it cannot be read, or it is too large.
    """
    try:
        if not path.exists():
            raise refusal("missing", _("There is no file %(path)s. Check its name."), path=path)
        if not path.is_file():
            raise refusal(
                "not_a_file", _("%(path)s is not a file. Name the report file itself."), path=path
            )
        check_size(path.stat().st_size, max_bytes, name=str(path))
        with path.open("rb") as source:
            data = source.read(max_bytes + 1)
    except OSError as error:
        raise refusal(
            "unreadable",
            _("The file %(path)s cannot be opened (%(reason)s). Check its rights and try again."),
            path=path,
            reason=error.strerror or error,
        ) from error
    check_size(len(data), max_bytes, name=str(path))  # it may have grown
    return data


def check_size(size: int, max_bytes: int, *, name: str) -> None:
    """Refuse a file that is larger than an import reads.

    Raises:
        SourceError: It is.
    """
    if size > max_bytes:
        raise _too_large(size, max_bytes, name)


def _too_large(size: int, max_bytes: int, name: str) -> SourceError:
    return refusal(
        "too_large",
        _(
            "The file %(path)s has %(size)s MB, and at most %(limit)s MB are read. "
            "Check that it is the text of the report, without pictures."
        ),
        path=name,
        size=megabytes(size),
        limit=megabytes(max_bytes),
    )
