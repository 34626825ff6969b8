"""Whom a wrong password is counted for, by what servers and proxies write."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.checks import run_checks
from django.core.handlers.asgi import ASGIRequest
from django.test import RequestFactory, override_settings
from rest_framework.test import APIClient

from drf_signet import client_address as module
from drf_signet.client_address import client_address
from drf_signet.sessions.models import Session
from drf_signet.throttles import count_attempt, count_mail, count_sign_up
from tests.conftest import PASSWORD
from tests.others.page import blocks_of

SEEN = {
    "port": ("192.0.2.{}:20001", "192.0.2.{}"),
    "ipv6-port": ("[2001:db8:{}::1]:443", "2001:db8:{}::1"),
    "quoted": ('"[2001:db8:{}::1]:443"', "2001:db8:{}::1"),
    "zone": ("[fe80:0:0:{}::1%eth0]:443", "fe80:0:0:{}::1"),
    "mapped": ("::ffff:192.0.2.{}", "192.0.2.{}"),
    "blanks": ("  192.0.2.{}\t", "192.0.2.{}"),
    "more-in-front": ("unknown, , _hidden, 192.0.2.{}", "192.0.2.{}"),
}
"""What the one proxy in front writes of the client with some number, and what that client's address is."""

UNKNOWN: dict[str, dict[str, Any]] = {
    "unix-socket": {"REMOTE_ADDR": ""},
    "unix-name": {"REMOTE_ADDR": "unix:"},
    "asgi": {"REMOTE_ADDR": None},
    "hidden": {"HTTP_X_FORWARDED_FOR": "_hidden"},
    "unknown": {"HTTP_X_FORWARDED_FOR": "192.0.2.9, unknown"},
    "empty": {"HTTP_X_FORWARDED_FOR": "192.0.2.9, "},
    "two-in-one": {"HTTP_X_FORWARDED_FOR": "192.0.2.9 192.0.2.8"},
    "silent-proxy": {"REMOTE_ADDR": "172.18.0.2"},
    "other-header": {"REMOTE_ADDR": "172.18.0.2", "HTTP_FORWARDED": 'for="[2001:db8::1]:1234";proto=https'},
}
"""Requests of which nobody knows the client, with one proxy in front."""

FORMS = pytest.mark.parametrize(("form", "address"), SEEN.values(), ids=SEEN)
NOBODY = pytest.mark.parametrize("meta", UNKNOWN.values(), ids=UNKNOWN)


@pytest.fixture(autouse=True)
def _warnings(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """One proxy, and nothing was said in this process so far."""
    monkeypatch.setattr(module, "_WARNINGS", module._Warnings())
    with override_settings(SIGNET={"NUM_PROXIES": 1}):
        yield


def sign_in(password: str = PASSWORD, name: str = "ada", path: str = "/api/token/", **meta: Any) -> Any:
    """The answer to a sign-in from wherever *meta* says."""
    return APIClient().post(path, {"username": name, "password": password}, format="json", **meta)


@FORMS
def test_clients_are_told_apart(user: User, form: str, address: str) -> None:
    """One that guesses is locked, and no other; its session says where it is."""
    here, elsewhere = ({"HTTP_X_FORWARDED_FOR": form.format(number)} for number in (1, 2))
    found = Counter(sign_in("wrong", **here).status_code for _ in range(11))
    assert found == {401: 10, 429: 1}
    assert sign_in(**elsewhere).status_code == 200
    assert sign_in(path="/sessions/api/token/", **elsewhere).status_code == 200
    assert Session.objects.get().ip == address.format(2)


@NOBODY
def test_nobody_is_locked_out_by_clients_without_an_address(user: User, meta: dict[str, Any]) -> None:
    """Neither the owner of the account that was tried, nor others; and a session has no address of a proxy's."""
    assert Counter(sign_in("wrong", **meta).status_code for _ in range(15)) == {401: 15}
    assert sign_in(path="/sessions/api/token/", **meta).status_code == 200
    assert Session.objects.get().ip is None
    for number in range(101):
        count_attempt(f"user{number}", client_address({"REMOTE_ADDR": "127.0.0.1", **meta}))
    assert sign_in(**meta).status_code == 200
    assert sign_in(REMOTE_ADDR="198.51.100.7").status_code == 200


@NOBODY
def test_what_else_goes_by_addresses_has_no_counter_for_everybody(meta: dict[str, Any]) -> None:
    """Sign-ups and mails."""
    address = client_address({"REMOTE_ADDR": "127.0.0.1", **meta})
    for _ in range(40):
        count_sign_up(address)
        count_mail("password_reset", address)


@NOBODY
def test_it_is_said_once(meta: dict[str, Any], caplog: pytest.LogCaptureFixture) -> None:
    """At the first such request of each process, and not at every one."""
    for _ in range(20):
        client_address({"REMOTE_ADDR": "127.0.0.1", **meta})
    (record,) = caplog.records
    assert record.levelno == logging.WARNING
    assert "no limit by address counts for them: see NUM_PROXIES" in record.getMessage()


def test_guesses_are_limited_all_the_same(user: User, noon: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """For one account, where nobody knows from where: by a limit that lasts a minute, and locks no other place."""
    meta = UNKNOWN["unix-socket"]
    found = Counter(sign_in("wrong", **meta).status_code for _ in range(130))
    assert found == {401: 120, 429: 10}
    assert int(sign_in(**meta)["Retry-After"]) <= 61
    assert sign_in(REMOTE_ADDR="198.51.100.7").status_code == 200
    assert sign_in("wrong", "grace", **meta).status_code == 401


def test_a_proxy_on_this_machine_is_no_client_though_nobody_said_so(user: User) -> None:
    """It says so itself, by the header that it writes."""
    meta = {"REMOTE_ADDR": "127.0.0.1", "HTTP_X_FORWARDED_FOR": "192.0.2.9"}
    with override_settings(SIGNET={}):
        assert Counter(sign_in("wrong", **meta).status_code for _ in range(20)) == {401: 20}
        assert sign_in(**meta).status_code == 200


def test_one_proxy_fewer_than_was_said_is_no_harm(user: User) -> None:
    """The first entry there is, as with NUM_PROXIES of REST framework."""
    with override_settings(SIGNET={"NUM_PROXIES": 2}):
        for _ in range(10):
            sign_in("wrong", HTTP_X_FORWARDED_FOR="192.0.2.1:80")
        assert sign_in(HTTP_X_FORWARDED_FOR="192.0.2.1:81").status_code == 429
        assert sign_in(HTTP_X_FORWARDED_FOR="192.0.2.2:80").status_code == 200


def test_one_proxy_more_than_was_said_is_noticed(caplog: pytest.LogCaptureFixture) -> None:
    """The address of the nearer one, which is nowhere on the internet."""
    assert client_address({"HTTP_X_FORWARDED_FOR": "198.51.100.7, 10.0.0.7"}) == "10.0.0.7"
    assert "NUM_PROXIES is too small" in caplog.text


def test_lines_of_a_header_are_one_list() -> None:
    """Each proxy may write one of its own, and over ASGI there is no peer behind a Unix socket."""
    lines = [(b"x-forwarded-for", one) for one in (b"unknown", b"198.51.100.7:4000, 203.0.113.3", b"unix:")]
    scope = {"type": "http", "method": "GET", "path": "/", "query_string": b"", "headers": lines, "client": None}
    with override_settings(SIGNET={"NUM_PROXIES": 3}):
        assert client_address(ASGIRequest(scope, BytesIO()).META) == "198.51.100.7"


def test_the_setting_of_the_page(user: User) -> None:
    """One proxy, and the peer is a Unix socket."""
    said: dict[str, Any] = {}
    exec(blocks_of("proxies")[0], said)
    with override_settings(SIGNET=said["SIGNET"]):
        assert client_address({"REMOTE_ADDR": "", "HTTP_X_FORWARDED_FOR": "192.0.2.9, 198.51.100.7"}) == "198.51.100.7"


def test_the_middleware_of_the_page(rf: RequestFactory) -> None:
    """It knows better than the settings do, and needs no header of ours."""
    said: dict[str, Any] = {}
    exec(blocks_of("proxies")[1], said)
    middleware = said["ClientAddress"](lambda request: request)
    with override_settings(SIGNET={"NUM_PROXIES": 0}):
        for seen, expected in ("198.51.100.7", "198.51.100.7"), ("2001:db8::1", "2001:db8::1"), ("", None):
            meta: dict[str, Any] = {"HTTP_CF_CONNECTING_IP": seen} if seen else {}
            request = rf.get("/", REMOTE_ADDR="172.18.0.2", HTTP_X_FORWARDED_FOR="192.0.2.9", **meta)
            assert client_address(middleware(request).META) == expected


def said_by_check(**settings: Any) -> list[str]:
    """The ids of what ``check --deploy`` says about proxies."""
    with override_settings(**settings):
        found = run_checks(include_deployment_checks=True)
    return [one.id for one in found if one.id in {"signet.W043", "signet.W044"}]


@pytest.mark.parametrize(
    ("theirs", "ours", "expected"),
    [(None, 1, []), (1, 1, []), (0, 0, []), (1, 0, ["signet.W043"]), (0, 2, ["signet.W043"])],
)
def test_the_number_that_rest_framework_has(theirs: int | None, ours: int, expected: list[str]) -> None:
    """It is the same proxies."""
    assert said_by_check(REST_FRAMEWORK={"NUM_PROXIES": theirs}, SIGNET={"NUM_PROXIES": ours}) == expected


@pytest.mark.parametrize(
    "of_proxy",
    [
        {"SECURE_PROXY_SSL_HEADER": ("HTTP_X_FORWARDED_PROTO", "https")},
        {"USE_X_FORWARDED_HOST": True},
        {"USE_X_FORWARDED_PORT": True},
    ],
)
def test_a_proxy_that_the_settings_betray(of_proxy: dict[str, Any]) -> None:
    """Before the first request. Whoever writes a number has thought of it."""
    assert said_by_check(SIGNET={}, **of_proxy) == ["signet.W044"]
    assert said_by_check(SIGNET={"NUM_PROXIES": 0}, **of_proxy) == []
    assert said_by_check(SIGNET={"NUM_PROXIES": 2}, **of_proxy) == []
    assert said_by_check(SIGNET={}) == []
