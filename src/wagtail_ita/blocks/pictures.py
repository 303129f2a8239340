"""Images as visitors see them: small, in a modern format, with their size known beforehand.

An image that was chosen together with others looks its renditions up together with theirs, so
that a page takes one query for the pictures of a stream, however many there are. A picture is
made when it is first shown, which is mostly in the editor's preview, and kept by Wagtail.

Decoding a photograph of twelve megapixels takes 0.25 s of one core, whatever comes of it; AVIF
takes up to 0.4 s more, WebP hardly anything. So there is one size, for screens of twice the
density, and WebP alone beside the image's own format, unless the site asks for AVIF.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

from wagtail.images import get_image_model

from wagtail_ita.conf import get_settings

logger = logging.getLogger("wagtail_ita.blocks")

THUMBNAIL: Final = "max-480x360"
_PEERS: Final = "_wagtail_ita_peers"


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """What a ``<picture>`` is made of.

    Attributes:
        sources: Media type and address of the modern formats, the best one first.
    """

    url: str
    width: int
    height: int
    sources: tuple[tuple[str, str], ...] = ()


class Peers:
    """Images that were looked up together."""

    def __init__(self, images: Iterable[Any]) -> None:
        self._keys = [image.pk for image in images]

    @cached_property
    def renditions(self) -> dict[tuple[Any, str], Any]:
        """Their thumbnails that are there already, by image and spec."""
        found = (
            get_image_model()
            .get_rendition_model()
            ._default_manager.filter(
                image__in=self._keys, filter_spec__in=_specs(THUMBNAIL), focal_point_key=""
            )
        )
        return {(each.image_id, each.filter_spec): each for each in found}


def introduce(images: Iterable[Any]) -> None:
    """Let images that were looked up together know of each other."""
    known = [image for image in images if image is not None]
    peers = Peers(known)
    for image in known:
        setattr(image, _PEERS, peers)


def picture_of(image: Any, spec: str = THUMBNAIL) -> Picture | None:
    """Return an image as a picture; ``None`` where its file is missing or cannot be read."""
    if not image:
        return None
    specs = [spec] if image.is_svg() else _specs(spec)
    try:
        made = _known(image, specs) or image.get_renditions(*specs)
        shown = made[spec]
        return Picture(
            url=shown.url,
            # Of a drawing they are fractions until they come from the database.
            width=round(shown.width),
            height=round(shown.height),
            sources=tuple((_media_type(each), made[each].url) for each in specs if each != spec),
        )
    # Each format and each storage has errors of its own; the link to the file stays.
    except Exception:
        logger.warning("There is no picture of the image %s.", image.pk, exc_info=True)
        return None


def _specs(spec: str) -> list[str]:
    return [*(f"{spec}|format-{name}" for name in get_settings().PICTURE_FORMATS), spec]


def _media_type(spec: str) -> str:
    return f"image/{spec.rpartition('-')[2]}"


def _known(image: Any, specs: list[str]) -> dict[str, Any] | None:
    peers: Peers | None = getattr(image, _PEERS, None)
    found = {spec: peers.renditions.get((image.pk, spec)) for spec in specs} if peers else {}
    return found if found and all(found.values()) else None
