"""What an anonymous visitor may see of the things that a page points to."""

from __future__ import annotations

from functools import cached_property
from typing import Any, Final

from django.db.models import Q
from django.db.models.functions import Left
from django.http import HttpRequest
from wagtail.models import Collection, CollectionViewRestriction, PageViewRestriction

from wagtail_ita.domain.records import EvidenceKind

_ON_REQUEST: Final = "_ita_visibility"


class Visibility:
    """Answers, for one request, whether a page or a piece of evidence may be shown.

    A file of a private collection or a private page answers with a login, and even its title
    may tell too much. Asks the database at most three times, however many pieces there are.
    """

    @classmethod
    def for_request(cls, request: HttpRequest) -> Visibility:
        """Return the one of a request, which is asked by more than one part of a page."""
        known: Visibility | None = getattr(request, _ON_REQUEST, None)
        if known is None:
            known = cls()
            setattr(request, _ON_REQUEST, known)
        return known

    def allows(self, piece: Any) -> bool:
        """Tell whether a value of an evidence block leads somewhere public."""
        target = piece.target
        if not target:
            return False
        if piece.kind is EvidenceKind.LINK:
            # None that would run something, whoever has stored it.
            return bool(piece.url)
        if piece.kind is EvidenceKind.PAGE:
            return self.allows_page(target) and bool(target.url)
        return target.collection_id not in self._private_collections

    def allows_page(self, page: Any) -> bool:
        """Tell whether a page is live and neither it nor a page above it is private."""
        return bool(page.live) and self._private_page_paths.isdisjoint(_paths_to(page))

    @cached_property
    def _private_collections(self) -> frozenset[int]:
        paths = set(CollectionViewRestriction.objects.values_list("collection__path", flat=True))
        if not paths:
            return frozenset()
        # By equality of what a path begins with, one condition a depth: asked for each private
        # collection whether it is above, a site of hundreds of agencies compares all with all.
        begins = {f"begin_{length}": length for length in sorted({len(path) for path in paths})}
        below = Q()
        for name, length in begins.items():
            below |= Q(**{f"{name}__in": {path for path in paths if len(path) == length}})
        collections = Collection.objects.alias(
            **{name: Left("path", length) for name, length in begins.items()}
        )
        return frozenset(collections.filter(below).values_list("pk", flat=True))

    @cached_property
    def _private_page_paths(self) -> frozenset[str]:
        return frozenset(PageViewRestriction.objects.values_list("page__path", flat=True))


def _paths_to(page: Any) -> list[str]:
    """Return the paths of a page and of every page above it."""
    return [page.path[:end] for end in range(page.steplen, len(page.path) + 1, page.steplen)]
