"""The catalogues that this site knows: ours, and those that the site adds by setting."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from os import PathLike
from pathlib import Path
from types import MappingProxyType

from wagtail_ita.conf import get_settings
from wagtail_ita.domain.catalogue import Catalogue, read_catalogue, shipped_catalogues
from wagtail_ita.domain.catalogue_fields import CatalogueError

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Shelf:
    known: Mapping[tuple[str, int], Catalogue]
    faults: tuple[CatalogueError, ...]
    fingerprint: str


@lru_cache(maxsize=4)
def _load(extra: tuple[str | PathLike[str], ...]) -> _Shelf:
    known: dict[tuple[str, int], Catalogue] = {}
    faults: list[CatalogueError] = []
    for path in (*shipped_catalogues(), *(Path(path) for path in extra)):
        try:
            catalogue = read_catalogue(path)
        except CatalogueError as fault:
            # One bad file must not take the other years' pages off the air.
            logger.error("%s", fault)
            faults.append(fault)
        else:
            known[catalogue.scheme, catalogue.year] = catalogue
    content = repr(sorted(known.items())).encode("utf-8", "surrogatepass")
    return _Shelf(
        known=MappingProxyType(known),
        faults=tuple(faults),
        fingerprint=hashlib.sha256(content).hexdigest(),
    )


def _shelf() -> _Shelf:
    return _load(tuple(get_settings().CATALOGUES))


def all_catalogues() -> tuple[Catalogue, ...]:
    """Return every catalogue that can be read, newest year first, then by scheme."""
    return tuple(sorted(_shelf().known.values(), key=lambda each: (-each.year, each.scheme)))


def get_catalogue(scheme: str, year: int) -> Catalogue | None:
    """Return the catalogue of a scheme and an assessment year (B.E.), if there is one."""
    return _shelf().known.get((scheme, year))


def catalogues_fingerprint() -> str:
    """Return what is another one as soon as any list says something else; files are read once."""
    return _shelf().fingerprint


def catalogue_faults() -> tuple[CatalogueError, ...]:
    """Return what is wrong with the files that could not be read, one error a file."""
    return _shelf().faults
