"""What of a sign-in's headers is kept, and shown in the list."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User
from pytest_django import Settings
from rest_framework.test import APIClient

from drf_signet.sessions.models import USER_AGENT_LENGTH, Session
from tests.sessions_wire.client import list_sessions, sign_in
from tests.sessions_wire.places import API

PEER = "192.0.2.1"


def ip_of(api: APIClient, **meta: str) -> object:
    """The address that the list shows after a sign-in."""
    return list_sessions(api, sign_in(api, **meta)["access"])[0]["ip"]


def device_of(api: APIClient, **meta: str) -> object:
    """The device that the list shows after a sign-in."""
    return list_sessions(api, sign_in(api, **meta)["access"])[0]["device"]


FORWARDED = [
    pytest.param(0, "203.0.113.9", PEER, id="0-not-looked-at"),
    pytest.param(1, "203.0.113.9", "203.0.113.9", id="1-one"),
    pytest.param(1, "198.51.100.66, 203.0.113.9", "203.0.113.9", id="1-spoofed"),
    pytest.param(1, " 203.0.113.9 ", "203.0.113.9", id="1-spaces"),
    pytest.param(1, "203.0.113.9,", None, id="1-comma"),
    pytest.param(1, "", PEER, id="1-empty"),
    pytest.param(1, " , ,", PEER, id="1-commas"),
    pytest.param(2, "203.0.113.9, 198.51.100.2", "203.0.113.9", id="2-two"),
    pytest.param(2, "10.0.0.1, 203.0.113.9, 198.51.100.2", "203.0.113.9", id="2-spoofed"),
    pytest.param(2, "198.51.100.2", "198.51.100.2", id="2-too-few"),
    pytest.param(1, "2001:db8::7", "2001:db8::7", id="ipv6"),
    pytest.param(1, "2001:0DB8:0:0:0:0:0:7", "2001:db8::7", id="ipv6-long"),
    pytest.param(1, "fe80::1%eth0", "fe80::1", id="ipv6-zone"),
    pytest.param(1, "::ffff:203.0.113.9", "203.0.113.9", id="ipv4-mapped"),
    pytest.param(1, "::ffff:cb00:7109", "203.0.113.9", id="ipv4-mapped-hexadecimal"),
    pytest.param(1, "unknown", None, id="unknown"),
    pytest.param(1, "203.0.113.9:4711", "203.0.113.9", id="port"),
    pytest.param(1, "203.0.113.256", None, id="out-of-range"),
    pytest.param(1, "203.0.113.09", None, id="leading-zero"),
    pytest.param(1, "3405803785", None, id="number"),
    pytest.param(1, "'; DROP TABLE auth_user; --", None, id="sql"),
    pytest.param(1, "203.0.113.9\0", None, id="nul"),
    pytest.param(1, "\ud800", None, id="surrogate"),
    pytest.param(1, "\u0661.1.1.1", None, id="arabic-digit"),
    pytest.param(1, "1" * 10_000, None, id="huge"),
    pytest.param(1, "1.1.1.1," * 2_000 + "203.0.113.9", "203.0.113.9", id="many"),
    pytest.param(1, f"fe80::1%{'a' * 1_000}", "fe80::1", id="huge-zone"),
]


@pytest.mark.parametrize(("proxies", "forwarded", "expected"), FORWARDED)
def test_the_address_is_the_one_that_our_proxies_saw(
    user: User, api: APIClient, settings: Settings, proxies: int, forwarded: str, expected: str | None
) -> None:
    """NUM_PROXIES entries from the end are believed, whatever a client put before them; odd ones are nobody's."""
    settings.SIGNET = {"NUM_PROXIES": proxies}
    assert ip_of(api, REMOTE_ADDR=PEER, HTTP_X_FORWARDED_FOR=forwarded) == expected


@pytest.mark.parametrize("proxies", [0, 1, 2])
def test_without_the_header_the_peer_is_the_address(
    user: User, api: APIClient, settings: Settings, proxies: int
) -> None:
    """So it is also for requests that don't come through the proxy."""
    settings.SIGNET = {"NUM_PROXIES": proxies}
    assert ip_of(api, REMOTE_ADDR=PEER) == PEER


@pytest.mark.parametrize("peer", ["", "unix:", "/run/server.sock", "testserver", "\0"])
def test_a_peer_may_have_no_address(user: User, api: APIClient, peer: str) -> None:
    """Such as behind a Unix socket: the sign-in works, and the list says that nothing is known."""
    assert ip_of(api, REMOTE_ADDR=peer) is None


CHROME = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/131.0.0.0 Safari/537.36"
IPHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
    "Version/17.5 Mobile/15E148 Safari/604.1"
)


@pytest.mark.parametrize(
    ("user_agent", "expected"),
    [
        pytest.param(CHROME, "Chrome on Windows", id="chrome"),
        pytest.param(IPHONE, "Mobile Safari on iPhone", id="iphone"),
        pytest.param("curl/8.9.1", "curl", id="curl"),
        pytest.param("orders-app/2.1", "orders-app", id="program"),
        pytest.param("", "Unknown device", id="empty"),
        pytest.param("   ", "Unknown device", id="spaces"),
        pytest.param("\0\r\n\t\x1b[2J\x7f", "[2J", id="control-characters"),
        pytest.param("\ud800\udfff", "Unknown device", id="surrogates"),
        pytest.param("cu\ud800rl/8\0.9", "curl", id="surrogate-inside"),
        pytest.param("\u202eevil\u200b", "evil", id="other-direction"),
        pytest.param("a" * 10_000, "a" * 40, id="huge"),
        pytest.param("\u4e00" * 10_000, "\u4e00" * 40, id="huge-and-not-latin"),
        pytest.param("(" * 10_000, "(" * 40, id="parentheses"),
    ],
)
def test_a_device_is_shown_in_words(user: User, api: APIClient, user_agent: str, expected: str) -> None:
    """Whatever the header holds, the sign-in works; what is kept is short and printable, what is shown a few words."""
    assert device_of(api, HTTP_USER_AGENT=user_agent) == expected
    kept = Session.objects.get().user_agent
    assert len(kept) <= USER_AGENT_LENGTH
    assert kept.isprintable()


def test_a_client_may_keep_its_name_to_itself(user: User, api: APIClient) -> None:
    """Without the header the device is unknown."""
    assert device_of(api) == "Unknown device"


def test_a_refresh_is_not_a_sign_in(user: User, api: APIClient) -> None:
    """What a refresh comes from doesn't replace what the user signed in from."""
    tokens = sign_in(api, HTTP_USER_AGENT="curl/8.9.1", REMOTE_ADDR=PEER)
    api.post(f"{API}token/refresh/", {"refresh": tokens["refresh"]}, HTTP_USER_AGENT=CHROME, REMOTE_ADDR="203.0.113.9")
    (shown,) = list_sessions(api, tokens["access"])
    assert (shown["device"], shown["ip"]) == ("curl", PEER)


def test_a_sliding_sign_in_is_from_somewhere_too(user: User, api: APIClient) -> None:
    """Its row has the device and the address as well."""
    sign_in(api, f"{API}sliding/", HTTP_USER_AGENT="curl/8.9.1", REMOTE_ADDR=PEER)
    row = Session.objects.get()
    assert (row.user_agent, row.ip) == ("curl/8.9.1", PEER)
