"""The client that a request is counted for: the one that our nearest proxy saw, and none that a client makes up."""

from __future__ import annotations

from ipaddress import IPv4Address, IPv6Address

import pytest
from django.test import override_settings
from hypothesis import given, settings
from hypothesis import strategies as st

from drf_signet import client_address as module
from drf_signet.client_address import client_address, network_of, networks_of

PEER, CLIENT, PROXY, LIE = "192.0.2.1", "198.51.100.2", "203.0.113.3", "10.0.0.66"
OCTETS = st.integers(0, 2**32 - 1).map(lambda number: str(IPv4Address(number)))
GROUPS = st.integers(0, 2**128 - 1).map(lambda number: str(IPv6Address(number)))


def seen(forwarded: object, proxies: int, peer: object = PEER) -> str | None:
    """The address of a request with this header, behind so many *proxies* of ours."""
    with override_settings(SIGNET={"NUM_PROXIES": proxies}):
        return client_address({"REMOTE_ADDR": peer, "HTTP_X_FORWARDED_FOR": forwarded})


@pytest.mark.parametrize("lie", [LIE, f"{LIE}, {LIE}", "", ",", "::1", "127.0.0.1", "unknown", "\ud800", "x" * 9_999])
def test_nobody_is_believed_without_a_proxy(lie: str) -> None:
    """The header is ignored, whatever it says."""
    assert seen(lie, 0) == PEER


@pytest.mark.parametrize("lies", ["", f"{LIE}, ", f"{LIE},{LIE},", ",,, ,", "a\tb,", "[::1]:80, ", f"{CLIENT}, " * 500])
@pytest.mark.parametrize(
    ("proxies", "written"), [(1, CLIENT), (2, f"{CLIENT}, {PROXY}"), (3, f"{CLIENT},{LIE},{PROXY}")]
)
def test_a_client_changes_nothing_by_what_it_puts_in_front(lies: str, proxies: int, written: str) -> None:
    """The entries that our proxies append are at the end."""
    assert seen(lies + written, proxies) == CLIENT


@settings(deadline=None)
@given(st.text(max_size=40), OCTETS | GROUPS)
def test_no_header_of_a_client_changes_who_it_is(lies: str, address: str) -> None:
    """Behind one proxy, which appends the address it saw."""
    plain = seen(address, 1)
    assert plain is not None
    assert seen(f"{lies},{address}", 1) == plain


@pytest.mark.parametrize("proxies", [1, 2, 5])
@pytest.mark.parametrize("forwarded", [None, "", ",", " , "])
def test_without_the_entries_it_is_the_peer(proxies: int, forwarded: object) -> None:
    """A client that bypasses our proxies is the peer of the server."""
    meta = {"REMOTE_ADDR": PEER} if forwarded is None else {"REMOTE_ADDR": PEER, "HTTP_X_FORWARDED_FOR": forwarded}
    with override_settings(SIGNET={"NUM_PROXIES": proxies}):
        assert client_address(meta) == PEER


@pytest.mark.parametrize(
    "peer",
    [
        *("", None, 5, "unix:", "@", "localhost", "192.0.2", "192.0.2.256", "192.0.2.01", "0x7f.1", "192.0.2.1:"),
        *("[::1", "1::2::3", "12345::", "::%", "\uff11.1.1.1", "\0", "\ud800", " ", "192.0.2.1/24", "::1/64"),
        *("3221225985", "1" * 9_999),
    ],
)
def test_a_text_that_is_no_address_is_unknown(peer: object) -> None:
    """Nothing is guessed, and nothing raised."""
    assert seen(None, 0, peer) is None


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("::ffff:198.51.100.2", CLIENT),
        ("::FFFF:c633:6402", CLIENT),
        ("0:0:0:0:0:ffff:198.51.100.2", CLIENT),
        ("::ffff:198.51.100.2%eth0", CLIENT),
        ("2001:DB8:0:0::7", "2001:db8::7"),
        ("2001:0db8:0000:0000:0000:0000:0000:0007", "2001:db8::7"),
        ("fe80::1%eth0", "fe80::1"),
        ("fe80::1%25eth0", "fe80::1"),
        ("::1", "::1"),
    ],
)
def test_an_address_has_one_spelling(written: str, expected: str) -> None:
    """Its form doesn't matter, or how a server with both kinds of IP shows it."""
    assert seen(None, 0, written) == seen(written, 1) == expected


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("198.51.100.2:5678", CLIENT),
        ("198.51.100.2:0", CLIENT),
        ("198.51.100.2:_obfuscated", CLIENT),
        ('"198.51.100.2"', CLIENT),
        ('"198.51.100.2:5678"', CLIENT),
        ('" 198.51.100.2 "', CLIENT),
        ("[::ffff:198.51.100.2]:80", CLIENT),
        ("[2001:db8::7]", "2001:db8::7"),
        ("[2001:db8::7]:443", "2001:db8::7"),
        ('"[2001:DB8::7]:443"', "2001:db8::7"),
        ("[fe80::1%eth0]:443", "fe80::1"),
        ('"[fe80::1%25eth0]"', "fe80::1"),
        ("2001:db8:1:2:3:4:5:6:443", "2001:db8:1:2:3:4:5:6"),
    ],
)
def test_a_port_is_no_part_of_the_address(written: str, expected: str) -> None:
    """Some proxies write it, or quotes; each request would be another client otherwise."""
    assert seen(written, 1) == seen(f"{LIE}, {written}", 1) == expected
    assert seen(f"{LIE}, {written}, {PROXY}:80", 2) == expected
    assert seen(None, 0, written) == expected


UNREADABLE = ("", "unknown", "_hidden", "unix:", "198.51.100.2:port", "[::1", "for=198.51.100.2", "\0", "localhost:80")


@pytest.mark.parametrize("unreadable", UNREADABLE)
def test_an_unreadable_entry_of_a_proxy_lets_no_client_choose(
    unreadable: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """The client is unknown then, as a proxy's address would make all clients one. The log says so."""
    monkeypatch.setattr(module, "SILENCE", 0)
    for lie in (LIE, f"{LIE}, {CLIENT}", f"{CLIENT}:80"):
        assert seen(f"{lie}, {unreadable}", 1) is None
        assert seen(f"{lie}, {unreadable}, {PROXY}", 2) is None
        assert seen(f"{lie}, {unreadable},", 2) is None
    assert len(caplog.records) == 9
    assert "NUM_PROXIES" in caplog.text


@pytest.mark.parametrize(("forwarded", "expected"), [("", PEER), (CLIENT, CLIENT), (f"{CLIENT}:80", CLIENT)])
def test_a_proxy_without_an_entry_is_logged(
    forwarded: str, expected: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """With fewer entries than proxies, the first one counts, as in REST framework, since a client could send more."""
    monkeypatch.setattr(module, "SILENCE", 0)
    assert seen(forwarded, 2) == expected
    assert len(caplog.records) == 1


@pytest.mark.parametrize("peer", ["127.0.0.1", "::1", "10.1.2.3", "172.18.0.2", "192.168.1.1", "fd00::7", "fe80::1"])
@pytest.mark.parametrize("forwarded", [None, "", ","])
def test_a_proxy_of_ours_without_an_entry_is_no_client(peer: str, forwarded: str | None) -> None:
    """Otherwise all clients would be that one."""
    with override_settings(SIGNET={"NUM_PROXIES": 1}):
        meta = {"REMOTE_ADDR": peer} | ({} if forwarded is None else {"HTTP_X_FORWARDED_FOR": forwarded})
        assert client_address(meta) is None


@pytest.mark.parametrize("header", ["HTTP_X_FORWARDED_FOR", "HTTP_FORWARDED", "HTTP_X_REAL_IP"])
def test_a_proxy_missing_in_the_settings_is_logged(
    header: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """One on this machine is no client. One near it may be, and a header of its own changes nothing about that."""
    monkeypatch.setattr(module, "SILENCE", 0)
    assert client_address({"REMOTE_ADDR": "127.0.0.1"}) == "127.0.0.1"
    assert client_address({"REMOTE_ADDR": PEER, header: CLIENT}) == PEER
    assert caplog.records == []
    assert client_address({"REMOTE_ADDR": "127.0.0.1", header: CLIENT}) is None
    assert client_address({"REMOTE_ADDR": "172.18.0.2", header: CLIENT}) == "172.18.0.2"
    assert len(caplog.records) == 2
    assert all("NUM_PROXIES is 0" in one.getMessage() for one in caplog.records)


def test_the_log_has_few_lines_about_it(monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    """Every request has it, and no client can write its own lines into the log."""
    monkeypatch.setattr(module, "SILENCE", 0)
    seen("\n" + "x" * 9_999, 1)
    assert len(caplog.records) == 1
    assert len(caplog.text.splitlines()) == 1
    assert len(caplog.text) < 300
    monkeypatch.undo()
    for _ in range(20):
        seen("unknown", 1)
    assert len(caplog.records) == 1


def test_readable_headers_are_not_logged(monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    """Made-up entries aren't logged either."""
    monkeypatch.setattr(module, "SILENCE", 0)
    seen(f"unknown, , {CLIENT}", 1)
    seen("unknown", 0)
    assert caplog.records == []


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        (CLIENT, CLIENT),
        ("2001:db8:1:2::1", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:ffff:ffff:ffff:ffff", "2001:db8:1:2::/64"),
        ("2001:db8:1:3::1", "2001:db8:1:3::/64"),
        ("::1", "::/64"),
    ],
)
def test_a_client_with_a_network_is_counted_by_it(address: str, expected: str) -> None:
    """A customer with IPv6 can use any of 2**64 addresses. An address of IPv4 is one client."""
    assert network_of(address) == expected


def test_wider_networks_are_counted_as_well() -> None:
    """A household, a company, a provider. An IPv4 address is in none."""
    found = networks_of("2001:db8:1:2ff::1")
    assert found == (
        ("2001:db8:1:2ff::/64", 0),
        ("2001:db8:1:200::/56", 1),
        ("2001:db8:1::/48", 2),
        ("2001:db8::/32", 3),
    )
    assert networks_of(CLIENT) == ((CLIENT, 0),)


@settings(deadline=None)
@given(GROUPS, st.integers(0, 2**64 - 1))
def test_no_choice_of_an_address_leads_out_of_the_network(address: str, host: int) -> None:
    """Whatever the last 64 bits are."""
    network = int(IPv6Address(address)) >> 64
    other = str(IPv6Address(network << 64 | host))
    assert network_of(other) == network_of(address)
    assert network_of(str(IPv6Address((network ^ 1) << 64 | host))) != network_of(address)


@settings(deadline=None)
@given(OCTETS | GROUPS)
def test_every_address_read_can_be_counted(address: str) -> None:
    """An address from a request always has a network."""
    read = seen(None, 0, address)
    assert read is not None
    assert network_of(read)
