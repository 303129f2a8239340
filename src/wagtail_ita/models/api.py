"""What Wagtail's API for other programs (v2 and v3) tells of our pages.

It tells what visitors see, in the form of the files beside a page, whoever asks: of a page that
is not live, or of a draft of one that is, there is nothing of ours but its code and years. What
is in the parts is made by ``transfer``, which stands above; the views give the function for it
to ``set_public_pages`` when the site starts.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Protocol

from rest_framework.fields import Field
from wagtail.api import APIField


class PublicPages(Protocol):
    """What is public of some pages, looked up for all of them at once."""

    def part(self, page: Any, name: str) -> Any:
        """Return one part of one of the pages; ``None`` where there is nothing public."""


_make: Callable[[Sequence[Any]], PublicPages] | None = None


def set_public_pages(make: Callable[[Sequence[Any]], PublicPages]) -> None:
    """Set the function that looks pages up."""
    global _make
    _make = make


class PublicPart(Field):
    """One part of what is public of a page, for the API.

    A listing is looked up as a whole: the number of queries does not grow with its pages.
    """

    def __init__(self, part: str) -> None:
        super().__init__(source="*", read_only=True)
        self.part = part

    def get_attribute(self, instance: Any) -> Any:
        return instance

    def to_representation(self, value: Any) -> dict[str, Any] | list[Any] | None:
        if _make is None:
            return None
        known = value.__dict__.get("_ita_public")
        if known is None:
            pages = self._listed(value)
            known = _make(pages)
            for page in pages:
                page.__dict__["_ita_public"] = known
        found: dict[str, Any] | list[Any] | None = known.part(value, self.part)
        return found

    def _listed(self, page: Any) -> list[Any]:
        """Return the pages of the same class that the API shows together."""
        listed = getattr(self.root, "instance", None)
        if listed is None or listed is page or not getattr(self.root, "many", False):
            return [page]
        together = [each for each in listed if type(each) is type(page)]
        return together if any(each is page for each in together) else [page]


def public_parts(*names: str) -> list[APIField]:
    """Return the fields of the API that hold these parts."""
    return [APIField(name, serializer=PublicPart(name)) for name in names]
