"""Where a sign-in comes from, and which headers Signet believes about it."""

from __future__ import annotations

import pytest
from django.test import RequestFactory, override_settings

from drf_signet.sessions.device import Device, current_device, device_of, signing_in_from

PEER, CLIENT, PROXY, LIE = "192.0.2.1", "198.51.100.2", "203.0.113.3", "10.0.0.66"


@pytest.mark.parametrize(
    ("proxies", "forwarded", "expected"),
    [
        pytest.param(0, None, PEER, id="no-proxy"),
        pytest.param(0, LIE, PEER, id="no-proxy-and-a-lie"),
        pytest.param(1, CLIENT, CLIENT, id="one-proxy"),
        pytest.param(1, f"{LIE}, {CLIENT}", CLIENT, id="one-proxy-and-a-lie"),
        pytest.param(1, f"{LIE},{LIE} ,  {CLIENT} ", CLIENT, id="one-proxy-and-blanks"),
        pytest.param(2, f"{CLIENT}, {PROXY}", CLIENT, id="two-proxies"),
        pytest.param(2, f"{LIE}, {CLIENT}, {PROXY}", CLIENT, id="two-proxies-and-a-lie"),
        pytest.param(2, PROXY, PROXY, id="a-proxy-was-passed-by"),
        pytest.param(1, None, PEER, id="the-proxy-was-passed-by"),
        pytest.param(1, "", PEER, id="an-empty-header"),
        pytest.param(1, "unknown", None, id="no-address"),
        pytest.param(1, f"{CLIENT}:4711", CLIENT, id="a-port"),
        pytest.param(1, "::ffff:198.51.100.2", CLIENT, id="ipv4-in-ipv6"),
        pytest.param(1, "2001:DB8:0::7", "2001:db8::7", id="ipv6"),
        pytest.param(1, "fe80::1%eth0", "fe80::1", id="a-zone"),
        pytest.param(1, "1" * 10_000, None, id="long"),
        pytest.param(1, "\ud800", None, id="a-surrogate"),
    ],
)
def test_the_address_is_that_which_the_last_proxy_of_ours_saw(
    proxies: int, forwarded: str | None, expected: str | None
) -> None:
    """Anybody could have written the addresses before it in the header."""
    meta = {"REMOTE_ADDR": PEER} | ({} if forwarded is None else {"HTTP_X_FORWARDED_FOR": forwarded})
    with override_settings(SIGNET={"NUM_PROXIES": proxies}):
        assert device_of(meta).ip == expected


@pytest.mark.parametrize("peer", ["", "unix:", "not an address", None])
def test_without_an_address_it_is_unknown(peer: object) -> None:
    """A server that listens on a socket file gives none."""
    assert device_of({"REMOTE_ADDR": peer}).ip is None
    assert device_of({}) == Device("", None)


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("curl/8.5.0", "curl/8.5.0"),
        ("", ""),
        ("a" * 300, "a" * 256),
        ("a\0b\x1b[31m\nc\u202ed\ud800", "ab[31mcd"),
        ("Ünïcode/1 (日本)", "Ünïcode/1 (日本)"),
    ],
)
def test_a_user_agent_is_kept_as_far_as_it_can_be_shown(header: str, expected: str) -> None:
    """No more than the column holds, and no character that upsets a terminal or a database."""
    assert device_of({"HTTP_USER_AGENT": header}).user_agent == expected


def test_a_request_is_a_device() -> None:
    """As Django has it."""
    request = RequestFactory().get("/", headers={"User-Agent": "curl/8.5.0"}, REMOTE_ADDR="2001:db8::7")
    assert device_of(request.META) == Device("curl/8.5.0", "2001:db8::7")


def test_the_present_device_is_that_of_the_innermost_block() -> None:
    """Outside of the blocks, it is unknown."""
    assert current_device() == Device()
    with signing_in_from(Device("outer")):
        with signing_in_from(Device("inner")):
            assert current_device() == Device("inner")
        assert current_device() == Device("outer")
    assert current_device() == Device()
