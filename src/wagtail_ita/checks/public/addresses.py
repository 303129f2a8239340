"""The guard in front of every request: which addresses the check may open at all.

Editors and their sources type the links, and the check opens them from inside the agency's
network. Without a guard a link would be a way to make this server ask its neighbours: databases,
printers, the metadata service of a cloud. So a link is taken apart the way a browser does it, its
name is looked up once, every address it has must be public, and the connection is made to that
very address: a name that answers differently a moment later gains nothing.
"""

from __future__ import annotations

import enum
import ipaddress
import re
import socket
import threading
import unicodedata
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote, unquote_to_bytes

IPAddress = ipaddress.IPv4Address | ipaddress.IPv6Address
Resolver = Callable[[str, float], Collection[str]]

DEFAULT_PORTS: Final = {"http": 80, "https": 443}
LONGEST_URL: Final = 4096
LONGEST_HOST: Final = 253

# Where web servers are. A link to any other port is a way to talk to something else.
_HIGH_WEB_PORTS: Final = range(8000, 9000)

# Names that mean a machine in the house wherever they are looked up.
_INSIDE_NAMES: Final = (
    "localhost",
    "localdomain",
    "local",
    "internal",
    "intranet",
    "private",
    "lan",
    "corp",
    "home",
    "home.arpa",
)

_SCHEME: Final = re.compile(r"(?P<scheme>https?):[/\\]{2}(?P<rest>.*)\Z", re.IGNORECASE | re.DOTALL)
_AUTHORITY_END: Final = re.compile(r"[/?#\\]")
_PORT: Final = re.compile(r"(?P<host>.*?)(?::(?P<port>[0-9]*))?\Z", re.DOTALL)
_FORBIDDEN_IN_HOST: Final = re.compile(r"[\x00-\x20\x7f\"#%/:<>?@\[\\\]^`{|}]")
_NUMBER: Final = re.compile(r"0x[0-9a-f]*|[0-9]+")
# What a request line may hold as it is; "%" so that an escaped address is not escaped twice.
_SAFE_IN_TARGET: Final = "%/:?#[]@!$&'()*+,;=-._~"

# IPv6 addresses that carry an IPv4 address, which is where a gateway would take the request.
_NAT64: Final = (
    ipaddress.IPv6Network("64:ff9b::/96"),
    ipaddress.IPv6Network("64:ff9b:1::/48"),
)
_COMPATIBLE: Final = ipaddress.IPv6Network("::/96")


class Refusal(enum.Enum):
    """Why an address is not opened."""

    MALFORMED = "malformed"
    CREDENTIALS = "credentials"
    PORT = "port"
    PRIVATE = "private"
    UNKNOWN_HOST = "unknown-host"


class RefusedError(Exception):
    """An address that the check does not open."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.value)
        self.refusal = refusal


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """A web address as a browser understands it.

    Attributes:
        host: Name in ASCII small letters, or an IP address in its usual form (IPv6 without
            brackets).
        target: Path and query as they stand in a request.
    """

    scheme: str
    host: str
    port: int
    target: str

    @property
    def netloc(self) -> str:
        """Host and port as in a Host header."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == DEFAULT_PORTS[self.scheme] else f"{host}:{self.port}"

    @property
    def url(self) -> str:
        """The address in one spelling."""
        return f"{self.scheme}://{self.netloc}{self.target}"

    @property
    def ip(self) -> IPAddress | None:
        """The IP address, where the host is one instead of a name."""
        try:
            return ipaddress.ip_address(self.host)
        except ValueError:
            return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Endpoint:
    """An address that may be opened, with the IP addresses to connect to."""

    address: Address
    ips: tuple[str, ...]


def parse_address(url: str) -> Address:
    """Take a web address apart as browsers do, so that no spelling hides a host from the guard.

    Raises:
        RefusedError: It is no web address, or it carries a user name.
    """
    cleaned = clean_url(url)
    match = _SCHEME.match(cleaned) if len(cleaned) <= LONGEST_URL else None
    if match is None:
        raise RefusedError(Refusal.MALFORMED)
    scheme, rest = match["scheme"].lower(), match["rest"]
    end = _AUTHORITY_END.search(rest)
    authority, tail = (rest[: end.start()], rest[end.start() :]) if end else (rest, "")
    if "@" in authority:
        # Nobody gives out a password in a link; it is there to make one host look like another.
        raise RefusedError(Refusal.CREDENTIALS)
    host, port = _split_port(authority)
    return Address(
        scheme=scheme,
        host=_read_host(host),
        port=DEFAULT_PORTS[scheme] if port is None else port,
        target=_read_target(tail),
    )


def clean_url(text: str) -> str:
    """Return an address without what a browser overlooks: outer blanks, inner line breaks."""
    outer = "".join(map(chr, range(0x21)))
    return re.sub(r"[\t\r\n]", "", text.strip(outer))


def _split_port(authority: str) -> tuple[str, int | None]:
    if authority.startswith("["):
        host, bracket, after = authority.partition("]")
        if not bracket or (after and not after.startswith(":")):
            raise RefusedError(Refusal.MALFORMED)
        host, digits = host + bracket, after[1:]
    else:
        match = _PORT.match(authority)
        host, digits = (match["host"], match["port"] or "") if match else (authority, "")
    if not digits:
        return host, None
    if not re.fullmatch("[0-9]{1,5}", digits) or not 0 < int(digits) < 65536:
        raise RefusedError(Refusal.MALFORMED)
    return host, int(digits)


def _read_host(raw: str) -> str:
    if raw.startswith("["):
        return _read_ipv6(raw[1:-1])
    try:
        decoded = unquote_to_bytes(raw).decode("utf-8")
    except UnicodeError:
        raise RefusedError(Refusal.MALFORMED) from None
    # Full-width letters, circled digits and ideographic full stops all become plain ones.
    visible = "".join(char for char in decoded if unicodedata.category(char) != "Cf")
    host = unicodedata.normalize("NFKC", visible).replace("。", ".").lower()
    host = _to_ascii(host).removesuffix(".")
    if len(host) > LONGEST_HOST or _FORBIDDEN_IN_HOST.search(host):
        raise RefusedError(Refusal.MALFORMED)
    # "127.1.." would be a name here, and the number that it looks like when it is read again.
    if not all(host.split(".")):
        raise RefusedError(Refusal.MALFORMED)
    if _NUMBER.fullmatch(host.rsplit(".", 1)[-1]):
        return _read_ipv4(host)
    return host


def _to_ascii(host: str) -> str:
    if host.isascii():
        return host
    try:
        return host.encode("idna").decode("ascii").lower()
    except UnicodeError:
        raise RefusedError(Refusal.MALFORMED) from None


def _read_ipv6(text: str) -> str:
    # A zone ("%eth0") names a network card of this machine.
    if "%" in text:
        raise RefusedError(Refusal.PRIVATE)
    try:
        return str(ipaddress.IPv6Address(text))
    except ValueError:
        raise RefusedError(Refusal.MALFORMED) from None


def _read_ipv4(host: str) -> str:
    """Read decimal, octal and hexadecimal parts, and fewer than four of them, as browsers do."""
    parts = host.split(".")
    if len(parts) > 4 or not all(_NUMBER.fullmatch(part) for part in parts):
        raise RefusedError(Refusal.MALFORMED)
    *front, last = (_read_number(part) for part in parts)
    if any(number > 255 for number in front) or last >= 256 ** (4 - len(front)):
        raise RefusedError(Refusal.MALFORMED)
    value = last + sum(number * 256 ** (3 - at) for at, number in enumerate(front))
    return str(ipaddress.IPv4Address(value))


def _read_number(text: str) -> int:
    try:
        if text.startswith("0x"):
            return int(text[2:] or "0", 16)
        return int(text, 8 if len(text) > 1 and text.startswith("0") else 10)
    except ValueError:
        raise RefusedError(Refusal.MALFORMED) from None


def _read_target(tail: str) -> str:
    without_fragment = tail.partition("#")[0]
    path, mark, query = without_fragment.partition("?")
    path = path.replace("\\", "/")
    if not path.startswith("/"):
        path = f"/{path}"
    return quote(f"{path}{mark}{query}", safe=_SAFE_IN_TARGET, errors="replace")


# ------------------------------------------------------------------------------- what is public


def is_public(ip: IPAddress) -> bool:
    """Tell whether an IP address belongs to the open internet, and to one machine of it."""
    return all(
        each.is_global
        and not each.is_multicast
        and not each.is_reserved
        and not getattr(each, "is_site_local", False)
        for each in _with_embedded(ip)
    )


def _with_embedded(ip: IPAddress) -> Iterator[IPAddress]:
    """Yield what an address means: for a mapped or tunnelled one, the IPv4 address inside."""
    if isinstance(ip, ipaddress.IPv4Address):
        yield ip
        return
    tunnelled = [ip.sixtofour, *(ip.teredo or ())]
    if any(ip in network for network in (*_NAT64, _COMPATIBLE)):
        tunnelled.append(ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF))
    if ip.ipv4_mapped:
        yield ip.ipv4_mapped
        return
    # 64:ff9b::/96 and ::/96 count as reserved, whatever they carry.
    if not any(ip in network for network in _NAT64[:1]):
        yield ip
    yield from (inner for inner in tunnelled if inner is not None)


def _is_inside_name(host: str) -> bool:
    return "." not in host or any(
        host == name or host.endswith(f".{name}") for name in _INSIDE_NAMES
    )


def look_up(host: str, seconds: float) -> list[str]:
    """Return the IP addresses of a name.

    The system's own call cannot be given a time, so it runs in a thread that is left behind
    when it takes too long.

    Raises:
        OSError: The name is unknown, or nobody answered in time.
    """
    found: list[str] = []
    done = threading.Event()

    def ask() -> None:
        try:
            for *_ignored, place in socket.getaddrinfo(host, None, type=socket.SOCK_STREAM):
                found.append(str(place[0]))
        except (OSError, UnicodeError):
            pass
        finally:
            done.set()

    threading.Thread(target=ask, name="ita-look-up", daemon=True).start()
    done.wait(seconds)
    if not found:
        raise OSError(f"{host} has no address.")
    return list(dict.fromkeys(found))


class Guard:
    """Decides which addresses are opened.

    Attributes:
        allowed: Hosts, or ``host:port``, that are opened although they are private. The site
            itself is one: whoever gave its address may well mean a machine in the house. Tests
            name the servers that they start on 127.0.0.1, which no link could lead to otherwise.
    """

    def __init__(self, *, allowed: Collection[str] = (), resolve: Resolver = look_up) -> None:
        self.allowed = frozenset(host.lower() for host in allowed)
        self._resolve = resolve

    def check(self, address: Address) -> None:
        """Refuse what can be seen without looking up a name.

        Raises:
            RefusedError: The address is not to be opened.
        """
        if self._is_allowed(address):
            return
        ip = address.ip
        if (ip is not None and not is_public(ip)) or (ip is None and _is_inside_name(address.host)):
            raise RefusedError(Refusal.PRIVATE)
        if address.port not in DEFAULT_PORTS.values() and address.port not in _HIGH_WEB_PORTS:
            raise RefusedError(Refusal.PORT)

    def precheck(self, url: str) -> Address:
        """Read an address and refuse what can be refused without looking up its name.

        Raises:
            RefusedError: The address is not to be opened.
        """
        address = parse_address(url)
        self.check(address)
        return address

    def admit(self, url: str, *, seconds: float) -> Endpoint:
        """Return where to connect to for an address, which is looked up here and only here.

        Raises:
            RefusedError: The address is not to be opened.
        """
        address = self.precheck(url)
        if address.ip is not None:
            return Endpoint(address=address, ips=(address.host,))
        try:
            ips = tuple(self._resolve(address.host, seconds))
        except OSError:
            raise RefusedError(Refusal.UNKNOWN_HOST) from None
        # One private address among public ones is enough: the next look-up may give just that.
        if not self._is_allowed(address) and not all(map(_is_public_text, ips)):
            raise RefusedError(Refusal.PRIVATE)
        return Endpoint(address=address, ips=ips)

    def _is_allowed(self, address: Address) -> bool:
        return bool(self.allowed & {address.host, f"{address.host}:{address.port}"})


def _is_public_text(text: str) -> bool:
    try:
        # A zone ("%eth0") is kept by the system's look-up.
        return is_public(ipaddress.ip_address(text.partition("%")[0]))
    except ValueError:
        return False
