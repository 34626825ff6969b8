"""Signing in too often, as clients see it: at every endpoint, with every cache."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.cache import cache
from django.test import override_settings
from pytest_django import DjangoAssertNumQueries
from rest_framework.test import APIClient

from drf_signet.errors import CredentialsError
from drf_signet.sessions.models import Session
from drf_signet.signals import signing_in
from tests.conftest import PASSWORD
from tests.throttles.places import (
    COOKIE,
    CORE,
    ELSEWHERE,
    EVERY_SIGN_IN,
    HERE,
    SESSIONS,
    SIGN_INS,
    assert_throttled,
    shown,
    sign_in,
    statuses,
)


@EVERY_SIGN_IN
@pytest.mark.usefixtures("counts")
def test_ten_wrong_passwords_lock_an_account_for_their_address(user: User, api: APIClient, path: str) -> None:
    """The right one doesn't help then, but its owner can sign in from elsewhere."""
    assert statuses([sign_in(api, path) for _ in range(10)]) == [401] * 10
    assert 360 <= assert_throttled(sign_in(api, path)) <= 3_960
    assert_throttled(sign_in(api, path, password=PASSWORD))
    assert sign_in(api, path, password=PASSWORD, ip=ELSEWHERE).status_code == 200
    assert sign_in(api, path, "grace").status_code == 401


def test_all_endpoints_count_together(user: User, api: APIClient) -> None:
    """A client without attempts left at one has none at another."""
    for number in range(10):
        assert sign_in(api, list(SIGN_INS.values())[number % 3]).status_code == 401
    for path in SIGN_INS.values():
        assert_throttled(sign_in(api, path, password=PASSWORD))


@EVERY_SIGN_IN
@pytest.mark.usefixtures("counts")
def test_a_success_is_not_counted(user: User, api: APIClient, path: str) -> None:
    """A family behind one address signs in as often as it likes."""
    with override_settings(SIGNET={"THROTTLE_RATES": {"sign_in_account": "2/h", "sign_in_ip": "2/h"}}):
        assert statuses([sign_in(api, path, password=PASSWORD) for _ in range(12)]) == [200] * 12
        assert sign_in(api, path).status_code == 401
        assert sign_in(api, path, password=PASSWORD).status_code == 200
        assert sign_in(api, path).status_code == 401
        assert_throttled(sign_in(api, path))


def test_a_success_does_not_forgive_the_failures_before_it(user: User, api: APIClient) -> None:
    """Otherwise anyone with an account could guess the passwords of others without end."""
    with override_settings(SIGNET={"THROTTLE_RATES": {"sign_in_ip": "5/h"}}):
        for number in range(5):
            assert sign_in(api, name=f"user{number}").status_code == 401
            if number < 4:
                assert sign_in(api, password=PASSWORD).status_code == 200
        assert_throttled(sign_in(api, password=PASSWORD))


@pytest.mark.parametrize(
    "spelling", ["ADA", " ada ", "\t ada", "\uff41\uff44\uff41", "aDa", "\uff21\uff24\uff21", "\u1d2c\u1d48\u1d43"]
)
def test_the_account_in_another_spelling_is_the_same(user: User, api: APIClient, spelling: str) -> None:
    """Case, width and blanks don't give more attempts."""
    for _ in range(10):
        sign_in(api)
    assert_throttled(sign_in(api, name=spelling))


@pytest.mark.parametrize("header", ["HTTP_X_FORWARDED_FOR", "HTTP_X_REAL_IP", "HTTP_FORWARDED", "HTTP_CLIENT_IP"])
def test_another_address_in_a_header_is_not_believed(user: User, api: APIClient, header: str) -> None:
    """Without a proxy in the settings, the client is the peer."""
    for number in range(10):
        assert sign_in(api, **{header: f"10.0.0.{number}"}).status_code == 401
    assert_throttled(sign_in(api, **{header: "10.0.0.99"}))


def test_behind_a_proxy_clients_are_counted_apart(user: User, api: APIClient) -> None:
    """By the proxy's own entry, whatever comes before it."""
    with override_settings(SIGNET={"NUM_PROXIES": 1}):
        for number in range(10):
            assert sign_in(api, HTTP_X_FORWARDED_FOR=f"10.0.0.{number}, {ELSEWHERE}").status_code == 401
        assert_throttled(sign_in(api, HTTP_X_FORWARDED_FOR=f"10.0.0.99, {ELSEWHERE}"))
        assert sign_in(api, HTTP_X_FORWARDED_FOR=f"{ELSEWHERE}, 198.51.100.8").status_code == 401


def test_a_network_of_ipv6_has_as_many_attempts_as_an_address(user: User, api: APIClient) -> None:
    """Its customers can't choose another one. IPv4 written as IPv6 is IPv4."""
    for number in range(10):
        assert sign_in(api, ip=f"2001:db8:0:1:{number:x}::{number:x}").status_code == 401
    assert_throttled(sign_in(api, ip="2001:db8:0:1:ffff::"))
    assert sign_in(api, ip="2001:db8:0:2::1").status_code == 401
    for _ in range(10):
        assert sign_in(api, ip=HERE).status_code == 401
    assert_throttled(sign_in(api, ip=f"::ffff:{HERE}"))


def test_an_address_may_guess_a_hundred_times(user: User, api: APIClient) -> None:
    """They may be spread over any number of accounts. After that, even a right password is refused."""
    for number in range(100):
        assert sign_in(api, name=f"user{number}").status_code == 401
    assert_throttled(sign_in(api, password=PASSWORD))
    assert sign_in(api, password=PASSWORD, ip=ELSEWHERE).status_code == 200


def test_an_account_may_be_guessed_at_a_hundred_times(user: User, api: APIClient) -> None:
    """From any number of addresses. After that, from none."""
    for number in range(100):
        assert sign_in(api, ip=f"10.0.{number}.1").status_code == 401
    assert_throttled(sign_in(api, password=PASSWORD, ip=ELSEWHERE))
    assert sign_in(api, name="grace", ip=ELSEWHERE).status_code == 401


@EVERY_SIGN_IN
@pytest.mark.usefixtures("noon")
def test_a_locked_account_is_like_an_unknown_one(
    user: User,
    api: APIClient,
    hashed: list[str],
    django_assert_num_queries: DjangoAssertNumQueries,
    path: str,
) -> None:
    """Byte for byte, with the right password or a wrong one. Signet looks nothing up, and hashes no password."""
    User.objects.create_user("banned", password=PASSWORD, is_active=False)
    User.objects.create_user("keyless")
    names = ("ada", "banned", "keyless", "nobody")
    with override_settings(SIGNET={"THROTTLE_RATES": {"sign_in_ip": None}}):
        before = {shown(sign_in(api, path, name)) for name in names for _ in range(10)}
        hashed.clear()
        with django_assert_num_queries(0):
            locked = [sign_in(api, path, name, password) for name in names for password in (PASSWORD, "wrong")]
    assert len(before) == 1
    assert {status for status, _, _ in before} == {401}
    assert len({shown(answer) for answer in locked}) == 1
    assert_throttled(locked[0])
    assert hashed == []


def test_a_client_that_waits_as_long_as_it_has_to_is_let_in(
    user: User, api: APIClient, noon: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    """At the second in ``Retry-After``, and not half a second before."""
    for _ in range(10):
        sign_in(api)
    wait = assert_throttled(sign_in(api, password=PASSWORD))
    monkeypatch.setattr("django.utils.timezone.now", lambda: noon + timedelta(seconds=wait - 0.5))
    assert_throttled(sign_in(api, password=PASSWORD))
    monkeypatch.setattr("django.utils.timezone.now", lambda: noon + timedelta(seconds=wait))
    assert sign_in(api, password=PASSWORD).status_code == 200


@pytest.mark.parametrize("body", [{}, {"username": "ada"}, {"username": ["ada"], "password": PASSWORD}, [], "ada"])
def test_a_bad_request_is_not_counted(user: User, api: APIClient, body: object) -> None:
    """A 400 guesses no password."""
    for _ in range(12):
        assert api.post(CORE, json.dumps(body), content_type="application/json").status_code == 400
    assert sign_in(api, password=PASSWORD).status_code == 200


def test_a_disabled_user_with_the_right_password_is_counted(user: User, api: APIClient) -> None:
    """Otherwise the limit would reveal that the password is right."""
    user.is_active = False
    user.save()
    assert statuses([sign_in(api, password=PASSWORD) for _ in range(10)]) == [401] * 10
    assert_throttled(sign_in(api, password=PASSWORD))


def test_whom_the_rule_refuses_is_counted(user: User, api: APIClient) -> None:
    """They count as wrong passwords do, even if a backend had let the user in."""
    nobody = {"USER_AUTHENTICATION_RULE": "tests.conf.setting_effects.nobody"}
    with override_settings(SIGNET=nobody):
        assert statuses([sign_in(api, password=PASSWORD) for _ in range(10)]) == [401] * 10
        assert_throttled(sign_in(api, password=PASSWORD))


class NotTodayError(CredentialsError):
    """An error that a project's own receiver raises."""

    code = "not_today"
    default_message = "We are closed today."


@contextmanager
def refusing(error: Exception) -> Iterator[list[dict[str, Any]]]:
    """Refuse right passwords with *error*. The value lists the calls of the receiver."""
    heard: list[dict[str, Any]] = []

    def refuse(**sent: Any) -> None:
        heard.append(sent)
        raise error

    signing_in.connect(refuse)
    try:
        yield heard
    finally:
        signing_in.disconnect(refuse)


@EVERY_SIGN_IN
def test_a_receiver_can_refuse(user: User, api: APIClient, path: str) -> None:
    """In its own words, only after a right password, and before there is a session."""
    with refusing(NotTodayError()) as heard:
        answer = sign_in(api, path, password=PASSWORD)
        assert (answer.status_code, json.loads(answer.content)) == (
            401,
            {"detail": "We are closed today.", "code": "not_today"},
        )
        assert answer.headers["WWW-Authenticate"] == 'Bearer realm="api"'
        assert COOKIE not in answer.cookies
        assert len(heard) == 1
        assert (heard[0]["user"], heard[0]["request"].path) == (user, path)
        assert sign_in(api, path).status_code == 401
        assert sign_in(api, path, "nobody", PASSWORD).status_code == 401
        assert len(heard) == 1
    assert not Session.objects.exists()
    assert sign_in(api, path, password=PASSWORD).status_code == 200


def test_a_receiver_can_refuse_as_if_the_password_were_wrong(user: User, api: APIClient) -> None:
    """With the error that has no words of its own."""
    wrong = shown(sign_in(api))
    with refusing(CredentialsError()):
        assert shown(sign_in(api, password=PASSWORD)) == wrong


@EVERY_SIGN_IN
def test_whom_a_receiver_refuses_is_counted(user: User, api: APIClient, path: str) -> None:
    """The password was right, but the receiver's question can be guessed."""
    with refusing(NotTodayError()):
        assert statuses([sign_in(api, path, password=PASSWORD) for _ in range(10)]) == [401] * 10
        assert_throttled(sign_in(api, path, password=PASSWORD))


def test_a_locked_account_asks_no_receiver(user: User, api: APIClient) -> None:
    """Its answer is only for users with the right password."""
    for _ in range(10):
        sign_in(api)
    with refusing(NotTodayError()) as heard:
        assert_throttled(sign_in(api, password=PASSWORD))
    assert heard == []


def test_a_sign_in_by_the_session_of_django_is_not_counted(user: User, api: APIClient) -> None:
    """The admin has its own sign-in, and counts here don't lock it."""
    for _ in range(11):
        sign_in(api, SESSIONS)
    assert api.login(username="ada", password=PASSWORD)


def test_forgotten_counts_let_in_again(user: User, api: APIClient) -> None:
    """An empty cache has no locks."""
    for _ in range(11):
        sign_in(api)
    cache.clear()
    assert sign_in(api, password=PASSWORD).status_code == 200
