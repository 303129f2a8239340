"""What every format declares, and what is raised where one cannot be made here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib.util import find_spec

from django.utils.translation import gettext as _

from wagtail_ita.transfer.publication import Publication


class FormatUnavailableError(Exception):
    """The format needs an extra that is not installed; the sentence says which and how."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """A file that a published report can be had as.

    Attributes:
        name: Stable name, as in ``--format``.
        filename: Last part of its address below the page, such as ``report.json``.
        content_type: With its charset where it is text.
        title: Lazily translated name for a button.
        render: Makes the file.
        extra: Extra of the package that it needs, such as ``pdf``; empty when it needs none.
        modules: Modules that the extra brings.
        version: Raised when the same publication gives another file, so that kept ones are not
            used any more.
    """

    name: str
    filename: str
    content_type: str
    title: str
    render: Callable[[Publication], bytes]
    extra: str = ""
    modules: tuple[str, ...] = ()
    version: int = 1

    @property
    def extension(self) -> str:
        """Last part of the file name, without the dot."""
        return self.filename.rpartition(".")[2]

    @property
    def is_available(self) -> bool:
        """Whether what it needs is installed."""
        return all(find_spec(module) is not None for module in self.modules)

    def make(self, publication: Publication) -> bytes:
        """Make the file.

        Raises:
            FormatUnavailableError: Its extra is not installed.
        """
        if not self.is_available:
            raise FormatUnavailableError(
                _('%(name)s needs more packages: pip install "wagtail-ita[%(extra)s]"')
                % {"name": self.name.upper(), "extra": self.extra}
            )
        return self.render(publication)
