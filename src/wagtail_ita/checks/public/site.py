"""The site as the check has seen it so far: each address is opened once."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final
from urllib.parse import quote, unquote, urlsplit

from wagtail_ita.checks.public.addresses import Address, RefusedError, clean_url, parse_address
from wagtail_ita.checks.public.files import FileFault, extension_of, find_fault, is_image
from wagtail_ita.checks.public.markup import ParsedPage, parse_page
from wagtail_ita.checks.public.visitors import Visitor, is_html
from wagtail_ita.checks.public.visits import Trouble, Visit, join

LONGEST_LOGIN_PAGE: Final = 1500
LOGIN_STATUSES: Final = frozenset({401, 407})


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What was found at an address of the site.

    Attributes:
        visit: How it answered; without the content.
        page: The page, where it is one.
        fault: What is wrong with the file, where it is one.
        is_image: Whether it is a picture.
    """

    visit: Visit
    page: ParsedPage | None = None
    fault: FileFault | None = None
    is_image: bool = False

    @property
    def asks_login(self) -> bool:
        """Whether a visitor is asked for a name or a password instead of being shown content.

        A page with much to read that also has a field for members is no login.
        """
        page = self.page
        is_login_page = (
            page is not None and page.asks_password and len(page.content) < LONGEST_LOGIN_PAGE
        )
        return (
            self.visit.trouble is Trouble.LOGIN
            or self.visit.status in LOGIN_STATUSES
            or is_login_page
        )


class SeenSite:
    """Opens addresses of the site and remembers what it saw, not the content."""

    def __init__(self, visitor: Visitor) -> None:
        self.visitor = visitor
        self._seen: dict[str, Seen] = {}

    def __len__(self) -> int:
        return len(self._seen)

    def absolute(self, page_url: str, page: ParsedPage, href: str) -> str | None:
        """Return the absolute address that a link on a page leads to, without its anchor."""
        base = join(page_url, clean_url(page.base)) if page.base else page_url
        url = join(base or page_url, clean_url(href).replace("\\", "/"))
        return None if url is None else url.partition("#")[0]

    def own_address(self, url: str) -> Address | None:
        """Return the parts of an address, if it is one of the site."""
        try:
            address = parse_address(url)
        except RefusedError:
            return None
        return address if self.visitor.owns(address) else None

    def see(self, url: str) -> Seen:
        """Open an address of the site, or recall what was there. Never raises."""
        try:
            key = parse_address(url).url
        except RefusedError:
            key = url
        if key not in self._seen:
            self._seen[key] = _look(self.visitor.visit(key))
        return self._seen[key]


def _look(visit: Visit) -> Seen:
    reply = visit.reply
    without_content = replace(visit, reply=replace(reply, body=b""))
    if visit.trouble or visit.status != 200:
        return Seen(visit=without_content)
    extension = extension_of(visit.final_url, reply.filename) or extension_of(visit.url)
    if is_html(reply.content_type) and not extension:
        return Seen(visit=without_content, page=parse_page(reply))
    fault = find_fault(reply, visit.final_url) or find_fault(reply, visit.url)
    return Seen(visit=without_content, fault=fault, is_image=is_image(reply))


def place_key(url: str) -> str:
    """Return what two spellings of an address of the site have in common.

    Scheme and host are left out, since the address belongs to the site anyway.
    """
    try:
        parts = urlsplit(url)
    except ValueError:
        return url
    path = quote(unquote(parts.path).rstrip("/") or "/")
    return f"{path}?{unquote(parts.query)}" if parts.query else path
