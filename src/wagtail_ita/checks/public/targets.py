"""What kind of thing a link leads to, as far as its address tells."""

from __future__ import annotations

import enum
import re
from typing import Final

from wagtail_ita.checks.public.addresses import clean_url


class TargetKind(enum.Enum):
    """What a browser does with an address."""

    WEB = "web"
    NOTHING = "nothing"
    ANCHOR = "anchor"
    CONTACT = "contact"
    UNUSABLE = "unusable"


_SCHEME: Final = re.compile(r"([a-z][a-z0-9+.-]*):", re.IGNORECASE)
_CONTACT: Final = frozenset({"mailto", "tel", "sms", "fax"})
_SCRIPTS: Final = frozenset({"javascript", "vbscript"})
# "#!" and "#0" are how templates write a link that is still to be filled in.
_PLACEHOLDERS: Final = frozenset({"", "#", "#!", "#0", "#/", "about:blank"})

# Where a visitor often meets a login, or where content goes when a person leaves.
_DRIVES: Final = frozenset(
    {
        "1drv.ms",
        "4shared.com",
        "anyflip.com",
        "box.com",
        "canva.com",
        "db.tt",
        "docs.google.com",
        "drive.google.com",
        "dropbox.com",
        "dropboxusercontent.com",
        "facebook.com",
        "fb.com",
        "fb.me",
        "fb.watch",
        "fliphtml5.com",
        "forms.gle",
        "icloud.com",
        "instagram.com",
        "issuu.com",
        "lin.ee",
        "line.me",
        "m.me",
        "mediafire.com",
        "mega.nz",
        "messenger.com",
        "onedrive.live.com",
        "photos.app.goo.gl",
        "photos.google.com",
        "pubhtml5.com",
        "scribd.com",
        "sharepoint.com",
        "tiktok.com",
        "twitter.com",
        "we.tl",
        "wetransfer.com",
        "x.com",
    }
)


def kind_of(href: str | None) -> TargetKind:
    """Tell what a link does, however its address is disguised."""
    cleaned = clean_url(href or "")
    if cleaned.lower() in _PLACEHOLDERS:
        return TargetKind.NOTHING
    if cleaned.startswith("#"):
        return TargetKind.ANCHOR
    match = _SCHEME.match(cleaned)
    scheme = match[1].lower() if match else "http"
    if scheme in _SCRIPTS:
        return TargetKind.NOTHING
    if scheme in _CONTACT:
        return TargetKind.CONTACT
    return TargetKind.WEB if scheme in ("http", "https") else TargetKind.UNUSABLE


def is_drive(host: str) -> bool:
    """Tell whether a host is a personal drive or a social network."""
    labels = host.split(".")
    return any(".".join(labels[at:]) in _DRIVES for at in range(len(labels)))


def is_same_agency(host: str, own_host: str) -> bool:
    """Tell whether a host is below the domain of the site."""
    domain = own_host.removeprefix("www.")
    return host == domain or host.endswith(f".{domain}")
