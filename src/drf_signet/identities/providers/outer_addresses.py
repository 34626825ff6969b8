"""
Connect to addresses of the Internet, and to none inside this network, whatever a name resolves to.

A name is looked up once, and the address found is checked and connected to. So a name that resolves to another address
a moment later (DNS rebinding) gains nothing.
"""

from __future__ import annotations

import socket
import time
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from threading import BoundedSemaphore, Thread
from typing import Any, Final

LOOKUPS: Final = 16
"""How many names are looked up at once. The resolver of the system has no limit of time."""

NAT64: Final = ip_network("64:ff9b::/96")
GIVEN_OUT: Final = ip_network("2000::/3")
"""What there is of the Internet in IPv6 (RFC 4291 section 2.4). Beyond it are networks of one's own, and more forms
that lead to IPv4, such as a NAT64 of one's own (RFC 8215), of which older versions of Python know nothing."""

_lookups: Final = BoundedSemaphore(LOOKUPS)


class InnerAddressError(OSError):
    """A name leads inside this network."""


def reach_outer(address: tuple[str, int], timeout: float, source_address: object = None) -> socket.socket:
    """
    Connect to *address*, a host and a port, within *timeout* seconds.

    Raises `InnerAddressError` where any of its addresses is no public one, before a byte is sent; `OSError` otherwise.
    """
    end = time.monotonic() + timeout
    found = look_up(*address, timeout)
    for one in found:
        if not is_outer(one[4][0]):
            raise InnerAddressError(f"{address[0]} is an address inside this network")
    return _connect(found, end)


def reach_any(address: tuple[str, int], timeout: float, source_address: object = None) -> socket.socket:
    """The same for every address. Raises `OSError`."""
    end = time.monotonic() + timeout
    return _connect(look_up(*address, timeout), end)


def is_outer(address: str) -> bool:
    """Whether *address* is one of the Internet: of one machine, and neither private, nor local, nor reserved."""
    found = ip_address(address.partition("%")[0])
    if isinstance(found, IPv6Address) and found not in GIVEN_OUT and found not in NAT64:
        return False
    return all(one.is_global and not one.is_multicast for one in (found, *_within(found)))


def look_up(host: str, port: int, timeout: float) -> list[Any]:
    """What `socket.getaddrinfo` finds, within *timeout* seconds. Raises `OSError`."""
    if not _lookups.acquire(timeout=timeout):
        raise TimeoutError("too many names are being looked up")
    outcome: list[Any] = []
    failure: list[OSError] = []

    def run() -> None:
        try:
            outcome.extend(socket.getaddrinfo(host, port, type=socket.SOCK_STREAM))
        except (OSError, UnicodeError) as error:
            failure.append(error if isinstance(error, OSError) else OSError(f"{host!r} is no name of a host"))
        finally:
            _lookups.release()

    try:
        errand = Thread(target=run, name="signet-lookup", daemon=True)
        errand.start()
    except RuntimeError:
        _lookups.release()
        raise OSError("there are no more threads") from None
    errand.join(timeout)
    if failure:
        raise failure[0]
    if not outcome:
        raise TimeoutError(f"nobody says where {host} is")
    return outcome


def _connect(found: list[Any], end: float) -> socket.socket:
    """To the first of *found* that answers. Each gets its share of the time, as one may swallow what is sent to it."""
    failure: OSError = TimeoutError("nobody answers there")
    for number, (family, kind, protocol, _, place) in enumerate(found):
        if (left := end - time.monotonic()) <= 0:
            break
        connection = socket.socket(family, kind, protocol)
        try:
            connection.settimeout(left / (len(found) - number))
            connection.connect(place)
        except OSError as error:
            failure = error
            connection.close()
        else:
            connection.settimeout(max(end - time.monotonic(), 0.001))
            return connection
    raise failure


def _within(address: IPv4Address | IPv6Address) -> list[IPv4Address]:
    """The IPv4 addresses to which *address* leads."""
    if isinstance(address, IPv4Address):
        return []
    found = [address.ipv4_mapped, address.sixtofour, *(address.teredo or ())]
    if address in NAT64:
        found.append(IPv4Address(int(address) & 0xFFFFFFFF))
    return [one for one in found if one is not None]
