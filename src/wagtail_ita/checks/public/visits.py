"""What came back when an address was opened, and how redirects are followed.

The same for a page of this process, a page of a deployed site and a link to anywhere.
"""

from __future__ import annotations

import enum
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import urljoin, urlsplit

from django.utils.translation import gettext_lazy as _

from wagtail_ita.checks.public.addresses import Refusal

MOST_REDIRECTS: Final = 5
PAGE_BYTES: Final = 2 * 1024 * 1024
"""How much of a page of the site is read."""

HEAD_BYTES: Final = 64 * 1024
"""How much of anything else is read: enough to see what it is."""

_REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})
_LOGIN_PATH: Final = re.compile(
    r"(?<![a-z])(?:(?:service|user|member|admin|web)?(?:log|sign)-?(?:in|on)|sso|saml2?|oauth2?|"
    r"authorize|authenticate)(?![a-z])"
)
_LOGIN_HOST: Final = re.compile(r"(?:accounts?|login|signin|sso|auth|idp|thaid)\.")


class Trouble(enum.Enum):
    """Why there is no answer to look at. ``reason`` is its lazy translation."""

    reason: str

    MALFORMED = ("malformed", _("the address is not written correctly"))
    CREDENTIALS = ("credentials", _("the address carries a user name"))
    PORT = ("port", _("the address names a port on which no website is expected"))
    PRIVATE = ("private", _("the address belongs to an internal network"))
    UNKNOWN_HOST = ("unknown-host", _("no server has this name"))
    UNREACHABLE = ("unreachable", _("the server does not accept a connection"))
    TIMEOUT = ("timeout", _("the server did not answer in time"))
    CERTIFICATE = ("certificate", _("the secure connection failed"))
    LOOP = ("loop", _("it leads from one address to the next without an end"))
    BROKEN = ("broken", _("the answer could not be understood"))
    LOGIN = ("login", _("it leads to a login"))
    NOT_TRIED = ("not-tried", _("it leads to another website, which was not opened"))

    def __new__(cls, key: str, reason: str) -> Trouble:
        member = object.__new__(cls)
        member._value_ = key
        member.reason = reason
        return member


def trouble_of(refusal: Refusal) -> Trouble:
    """Return what the guard's refusal means for a visitor."""
    return next(trouble for trouble in Trouble if trouble.value == refusal.value)


class FetchError(Exception):
    """An address could not be opened."""

    def __init__(self, trouble: Trouble) -> None:
        super().__init__(trouble.value)
        self.trouble = trouble


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """One answer, before any redirect is followed.

    Attributes:
        location: Where it sends the visitor instead.
        filename: Name under which a browser would save it.
        body: The beginning of the content.
        cut: Whether there is more of it.
    """

    status: int
    content_type: str = ""
    location: str = ""
    filename: str = ""
    body: bytes = b""
    cut: bool = False

    @property
    def media_type(self) -> str:
        """The content type without its parameters, in small letters."""
        return self.content_type.partition(";")[0].strip().lower()


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """The end of the way from an address: an answer, or why there is none.

    Attributes:
        final_url: Where the way ended.
        reply: The last answer; where ``trouble`` is set, the visitor never got to see it.
    """

    url: str
    final_url: str
    reply: Reply = field(default_factory=lambda: Reply(status=0))
    trouble: Trouble | None = None

    @property
    def status(self) -> int:
        return self.reply.status

    @property
    def is_ok(self) -> bool:
        """Whether the visitor sees the content."""
        return self.trouble is None and self.status == 200

    @property
    def is_redirected(self) -> bool:
        return self.final_url != self.url


def follow(url: str, open_address: Callable[[str], Reply]) -> Visit:
    """Open an address and go where it leads.

    Args:
        url: Absolute address.
        open_address: Opens one address; checks each anew, and raises ``FetchError``.
    """
    here = url
    seen = {url}
    while True:
        try:
            reply = open_address(here)
        except FetchError as error:
            return Visit(url=url, final_url=here, trouble=error.trouble)
        if reply.status not in _REDIRECTS or not reply.location:
            return Visit(url=url, final_url=here, reply=reply)
        there = join(here, reply.location)
        trouble = _hindrance(there, seen)
        if there is None or trouble:
            return Visit(
                url=url, final_url=there or here, reply=reply, trouble=trouble or Trouble.BROKEN
            )
        seen.add(there)
        here = there


def _hindrance(there: str | None, seen: set[str]) -> Trouble | None:
    if there is None:
        return Trouble.BROKEN
    if looks_like_login(there):
        return Trouble.LOGIN
    if there in seen or len(seen) > MOST_REDIRECTS:
        return Trouble.LOOP
    return None


def join(base: str, reference: str) -> str | None:
    """Return the absolute address that a reference means; ``None`` when it is beyond repair."""
    try:
        return urljoin(base, reference)
    except ValueError:
        return None


def looks_like_login(url: str) -> bool:
    """Tell whether a visitor who is sent to this address is asked who he is."""
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
    except ValueError:
        return False
    path = re.sub(r"(?<=[a-z])(?=[A-Z])", "-", parts.path).lower()
    return bool(_LOGIN_HOST.match(host.lower()) or _LOGIN_PATH.search(path))
