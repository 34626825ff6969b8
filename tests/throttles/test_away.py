"""The cache is away, or forgets: nobody can guess passwords meanwhile, and signed-in users stay signed in."""

from __future__ import annotations

import json
import logging

import pytest
from django.contrib.auth.models import User
from django.test import override_settings
from rest_framework.test import APIClient

from drf_signet.errors import ThrottledError
from drf_signet.rate_limits import count
from drf_signet.sessions.tokens import RefreshToken
from drf_signet.throttles import count_attempt, count_refresh
from tests.conftest import NOON, PASSWORD
from tests.real_parts import servers
from tests.stand_ins.outages import OUTAGES, database_raising
from tests.throttles.backends import local_memory, redis_at
from tests.throttles.odd_caches import Remembering
from tests.throttles.places import EVERY_SIGN_IN, HERE, SESSIONS, WRONG, assert_throttled, sign_in
from tests.throttles.test_refresh import BROWSER, EVERY, next_token, refresh, token_for

ODD = "tests.throttles.odd_caches."
NOWHERE = "redis://127.0.0.1:1/0"


@EVERY_SIGN_IN
@pytest.mark.parametrize("password", [PASSWORD, WRONG])
def test_nobody_signs_in_while_the_cache_is_away(
    user: User, api: APIClient, hashed: list[str], caplog: pytest.LogCaptureFixture, path: str, password: str
) -> None:
    """503, with a time to try again, and a line in the log. Signet doesn't check the password."""
    hashed.clear()
    with redis_at(NOWHERE), caplog.at_level(logging.ERROR, "drf_signet"):
        answer = sign_in(api, path, password=password)
    assert answer.status_code == 503
    assert json.loads(answer.content) == {
        "detail": "This isn't possible right now. Try again later.",
        "code": "counts_unavailable",
    }
    assert answer.headers["Retry-After"] == "5"
    assert answer.headers["Cache-Control"] == "no-store"
    assert hashed == []
    (line,) = [one for one in caplog.records if one.name == "drf_signet"]
    assert line.message.startswith("The cache can't be reached, so nothing can be counted: ConnectionError")
    assert not line.exc_info
    assert password not in caplog.text


@EVERY
def test_refreshes_go_on_while_the_cache_is_away(user: User, api: APIClient, path: str) -> None:
    """They guess no password."""
    token = token_for(path, user)
    with redis_at(NOWHERE):
        assert [refresh(api, path, token).status_code for _ in range(3)] == [200] * 3


def test_a_redis_that_stops_and_comes_back(user: User, api: APIClient) -> None:
    """A user signs in before, refreshes meanwhile, and signs in again afterwards."""
    with servers.redis() as url, redis_at(url):
        token = next_token(SESSIONS, sign_in(api, SESSIONS, password=PASSWORD))
        assert sign_in(api, SESSIONS).status_code == 401
    with redis_at(url):
        assert sign_in(api, SESSIONS, password=PASSWORD).status_code == 503
        assert refresh(api, "/sessions/api/token/refresh/", token).status_code == 200
        assert refresh(api, BROWSER, token).status_code == 200
    with servers.redis() as url, redis_at(url):
        assert sign_in(api, SESSIONS, password=PASSWORD).status_code == 200


def test_the_same_client_goes_on_when_redis_is_stopped(user: User, api: APIClient) -> None:
    """An open connection may break, too: the answer is a 503, and no 500."""
    with servers.redis() as url:
        used = redis_at(url)
        used.enable()
        assert sign_in(api).status_code == 401
    try:
        assert [sign_in(api).status_code for _ in range(3)] == [503] * 3
    finally:
        used.disable()


def test_a_cache_that_leaves_during_a_sign_in_is_no_fault(user: User, api: APIClient) -> None:
    """The password was right, but the attempt that the cache can't undo stays counted."""
    with local_memory(ODD + "Leaving"):
        assert sign_in(api, password=PASSWORD).status_code == 200


def test_a_cache_that_leaves_while_it_refuses_refuses_all_the_same(user: User, api: APIClient) -> None:
    """The fault lets nobody in."""
    with local_memory(ODD + "Leaving"), override_settings(SIGNET={"THROTTLE_RATES": {"sign_in_account_ip": "1/m"}}):
        assert sign_in(api).status_code == 401
        assert_throttled(sign_in(api, password=PASSWORD))


@EVERY_SIGN_IN
def test_attempts_while_the_database_is_away_are_not_counted(user: User, api: APIClient, path: str) -> None:
    """A user who kept trying meanwhile can sign in when it is back."""
    with local_memory():
        with database_raising(OUTAGES["refused"].error):
            assert {sign_in(api, path, password=PASSWORD).status_code for _ in range(15)} == {503}
        assert sign_in(api, path, password=PASSWORD).status_code == 200


def test_a_cache_that_drops_an_entry_counts_from_there_on() -> None:
    """An entry that was dropped between two commands starts again at one."""
    with local_memory(ODD + "ForgetfulOnce"), override_settings(SIGNET={"THROTTLE_RATES": {"mail_address": "2/m"}}):
        for _ in range(3):
            count({"mail_address": "ada"}, NOON)
        with pytest.raises(ThrottledError):
            count({"mail_address": "ada"}, NOON)


@pytest.mark.parametrize("backend", [ODD + "Forgetful", "django.core.cache.backends.dummy.DummyCache"])
def test_a_cache_that_keeps_nothing_counts_nothing(user: User, api: APIClient, backend: str) -> None:
    """Developers have such a cache, and can sign in. For a deployment, W013 warns about it."""
    with local_memory(backend):
        assert {sign_in(api).status_code for _ in range(20)} == {401}
        assert sign_in(api, password=PASSWORD).status_code == 200
        count_refresh(HERE, "a session", NOON)
        token = str(RefreshToken.for_user(user))
        assert refresh(api, "/sessions/api/token/refresh/", token).status_code == 200


def test_a_flood_of_names_does_not_free_an_account(user: User, api: APIClient) -> None:
    """The cache needs as many entries as W013 asks for: Django's default of 300 is too few."""
    with local_memory(MAX_ENTRIES=10_000):
        for _ in range(10):
            sign_in(api)
        assert_throttled(sign_in(api))
        for number in range(300):
            count_attempt(f"user{number}", f"10.{number // 100}.{number % 100}.1", NOON)
        assert_throttled(sign_in(api))


@pytest.mark.usefixtures("user")
def test_a_client_refused_by_address_leaves_nothing_behind(api: APIClient) -> None:
    """Otherwise one client could fill the cache with names, for as long as it likes."""
    with local_memory(ODD + "Remembering"), override_settings(SIGNET={"THROTTLE_RATES": {"sign_in_ip": "1/h"}}):
        sign_in(api)
        Remembering.timeouts.clear()
        for number in range(20):
            assert_throttled(sign_in(api, name=f"user{number}"))
        assert Remembering.timeouts == []
