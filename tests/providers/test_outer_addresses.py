"""What a provider's documents name never leads inside this network."""

from __future__ import annotations

import socket
import time
from threading import Event
from urllib.request import Request

import pytest

from drf_signet.errors import ProviderMisconfiguredError, ProviderUnavailableError
from drf_signet.identities.providers import outer_addresses
from drf_signet.identities.providers.outer_addresses import InnerAddressError, is_outer, reach_outer
from drf_signet.identities.providers.provider_fetch import ProviderFetch
from signet_tokens.timed_opener import open_timed
from tests.providers.asking import arrive
from tests.providers.stand_in import StandIn, stand_in

PUBLIC = "93.184.216.34"


@pytest.mark.parametrize(
    "address",
    [
        *("127.0.0.1", "10.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0"),
        *("224.0.1.1", "255.255.255.255", "198.18.0.1", "::1", "::", "fe80::1%eth0", "fd00::1", "ff02::1"),
        *("::ffff:127.0.0.1", "::ffff:10.0.0.1", "2002:7f00:1::", "64:ff9b::7f00:1", "64:ff9b::a00:1"),
        *("64:ff9b:1::a9fe:a9fe", "::127.0.0.1", "::ffff:0:127.0.0.1", "fec0::1", "5f00::1", "fe80::5efe:10.0.0.1"),
    ],
)
def test_an_inner_address_is_known(address: str) -> None:
    """Also in the forms that lead from IPv6 to IPv4."""
    assert not is_outer(address)


@pytest.mark.parametrize("address", [PUBLIC, "8.8.8.8", "2606:4700::1111", "64:ff9b::808:808"])
def test_an_outer_address_is_known(address: str) -> None:
    """One of a machine on the Internet."""
    assert is_outer(address)


@pytest.mark.parametrize("found", [["127.0.0.1"], [PUBLIC, "10.0.0.1"]])
def test_a_name_that_leads_inside_is_never_connected_to(monkeypatch: pytest.MonkeyPatch, found: list[str]) -> None:
    """Not even where it leads outside as well. It is looked up once, so it has no second answer to give."""
    asked = []

    def lookup(host: str, port: int, **options: object) -> list[object]:
        asked.append(host)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (one, port)) for one in found]

    def connect(self: socket.socket, place: object) -> None:
        raise AssertionError(place)

    monkeypatch.setattr(socket, "getaddrinfo", lookup)
    monkeypatch.setattr(socket.socket, "connect", connect)
    with pytest.raises(InnerAddressError):
        reach_outer(("rebinding.example", 443), 1)
    assert asked == ["rebinding.example"]


@pytest.mark.parametrize("name", ["token_endpoint", "jwks_uri"])
@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "10.0.0.1", "0x7f000001", "2130706433", "127.1"])
def test_a_document_that_names_an_inner_address_is_refused(
    acme: StandIn, name: str, host: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In any way of writing it. The issuer is the developer's word, and what it says is not."""
    monkeypatch.setattr(ProviderFetch, "_trusts", lambda self, place: f"{place[0]}:{place[1]}" in acme.issuer)
    with stand_in() as inner:
        port = inner.issuer.rpartition(":")[2]
        acme.answers["/.well-known/openid-configuration"] = acme.metadata(**{name: f"https://{host}:{port}/secrets"})
        with pytest.raises((ProviderMisconfiguredError, ProviderUnavailableError)):
            arrive(acme)
        assert inner.asked == []


@pytest.mark.parametrize(
    ("issuer", "url", "is_trusted"),
    [
        ("https://id.acme.example", "https://id.acme.example/token", True),
        ("https://id.acme.example", "https://ID.acme.example:443/token", True),
        ("https://id.acme.example", "https://id.acme.example:8443/token", False),
        ("https://id.acme.example", "https://api.acme.example/token", False),
        ("https://id.acme.example", "https://localhost/token", False),
        ("http://localhost:8080", "http://127.0.0.1:9090/token", True),
        ("http://localhost:8080", "https://10.0.0.1/token", False),
    ],
)
def test_only_the_host_of_the_issuer_may_be_inside(
    monkeypatch: pytest.MonkeyPatch, issuer: str, url: str, is_trusted: bool
) -> None:
    """A Keycloak in the network of a company needs no exception. What it names elsewhere has to be outside."""
    monkeypatch.setenv("no_proxy", "*")
    reached = []

    def reach(kind: str) -> object:
        def refuse(*arguments: object) -> object:
            reached.append(kind)
            raise OSError(kind)

        return refuse

    monkeypatch.setattr("drf_signet.identities.providers.provider_fetch.reach_any", reach("any"))
    monkeypatch.setattr("drf_signet.identities.providers.provider_fetch.reach_outer", reach("outer"))
    with pytest.raises(OSError, match=r"any|outer|inside"):
        ProviderFetch(issuer)(url)
    assert (reached == ["any"]) is is_trusted


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1",
        "%31%32%37.0.0.1",
        "127.1",
        "2130706433",
        "0x7f000001",
        "0177.0.0.1",
        "127.0.0.1.",
        "10.1",
        "169.254.43518",
        "[::1]",
        "localhost.",
        "LOCALHOST",
        "a.localhost.",
        "%6cocalhost",
    ],
)
def test_a_proxy_is_not_asked_for_what_is_inside(host: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is inside itself, and reads every way to write an address."""
    monkeypatch.setenv("https_proxy", "http://proxy.example:3128")
    monkeypatch.setenv("no_proxy", "")
    asked: list[str] = []

    def ask(request: Request, *arguments: object) -> object:
        asked.append(request.full_url)
        raise OSError

    monkeypatch.setattr("drf_signet.identities.providers.provider_fetch.open_timed", ask)
    with pytest.raises(InnerAddressError):
        ProviderFetch("https://id.example.com")(f"https://{host}/keys")
    with pytest.raises(OSError):  # noqa: PT011  # that of the proxy
        ProviderFetch("https://id.example.com")("https://keys.example.com/keys")
    assert asked == ["https://keys.example.com/keys"]


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_both_schemes_are_connected_to_by_our_own_way(scheme: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Otherwise nothing here would look at an address."""
    monkeypatch.setenv("no_proxy", "*")

    def refuse(address: tuple[str, int], *arguments: object) -> socket.socket:
        raise InnerAddressError(address[0])

    with pytest.raises(OSError, match=r"other\.example"):
        open_timed(Request(f"{scheme}://other.example/"), 1, refuse)


def test_a_name_server_that_is_silent_holds_nobody_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """The resolver of a system waits for as long as it likes."""
    has_waited = Event()
    monkeypatch.setattr(socket, "getaddrinfo", lambda *arguments, **options: has_waited.wait(60) and [])
    began = time.monotonic()
    with pytest.raises(TimeoutError):
        outer_addresses.look_up("slow.example", 443, 0.1)
    assert time.monotonic() - began < 30
    has_waited.set()


def test_a_second_address_is_tried(monkeypatch: pytest.MonkeyPatch, acme: StandIn) -> None:
    """The first one may lead nowhere, as IPv6 does in many networks."""
    port = int(acme.issuer.rpartition(":")[2])
    found = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (one, port)) for one in ("127.0.0.9", "127.0.0.1")]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *arguments, **options: found)
    outer_addresses.reach_any(("id.example", port), 5).close()
