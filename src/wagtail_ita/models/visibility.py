"""What an anonymous visitor may see of the things that a page points to."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.db.models import Q
from wagtail.models import Collection, CollectionViewRestriction, PageViewRestriction

from wagtail_ita.domain.records import EvidenceKind


class Visibility:
    """Answers, for one request, whether a page or a piece of evidence may be shown.

    A file of a private collection or a private page answers with a login, and even its title
    may tell too much. Asks the database at most three times, however many pieces there are.
    """

    def allows(self, piece: Any) -> bool:
        """Tell whether a value of an evidence block leads somewhere public."""
        target = piece.target
        if not target:
            return False
        if piece.kind is EvidenceKind.LINK:
            return True
        if piece.kind is EvidenceKind.PAGE:
            return self.allows_page(target) and bool(target.url)
        return target.collection_id not in self._private_collections

    def allows_page(self, page: Any) -> bool:
        """Tell whether a page is live and neither it nor a page above it is private."""
        private = any(page.path.startswith(path) for path in self._private_page_paths)
        return bool(page.live) and not private

    @cached_property
    def _private_collections(self) -> frozenset[int]:
        paths = CollectionViewRestriction.objects.values_list("collection__path", flat=True)
        below = Q()
        for path in paths:
            below |= Q(path__startswith=path)
        if not below:
            return frozenset()
        return frozenset(Collection.objects.filter(below).values_list("pk", flat=True))

    @cached_property
    def _private_page_paths(self) -> tuple[str, ...]:
        return tuple(PageViewRestriction.objects.values_list("page__path", flat=True))
