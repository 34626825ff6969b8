"""An attempt counts until the sign-in is complete, so nobody can guess a code after the password at will."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import override_settings
from rest_framework.test import APIClient

from drf_signet.errors import ThrottledError
from drf_signet.sign_in import sign_in
from drf_signet.throttles import count_attempt
from tests.conftest import PASSWORD
from tests.others.second_factors.codes import CODE, HEADER, WrongCodeError

DOORS = {
    "core": 401,
    "sliding": 401,
    "sessions": 401,
    "sessions-sliding": 401,
    "browser": 401,
    "drop-in": 401,
    "drop-in-sliding": 401,
    "drf-jwt": 400,
    "drf-jwt-1-19": 400,
}
"""Every door, and the status of a refusal there."""

EVERY_DOOR = pytest.mark.parametrize("door", DOORS)
WAYS = {"validating": 400, "authenticating": 401, "token": 401, "raising": 403, "answering": 403, "own": 401}
"""Views of a project's own that refuse after the password, and the status of their refusals."""

HERE, ELSEWHERE = "192.0.2.1", "198.51.100.7"


@pytest.fixture(autouse=True)
def _project() -> Iterator[None]:
    """The URLs of the project. The drop-in counts only if limits are set, as Simple JWT counts nothing."""
    with override_settings(ROOT_URLCONF="tests.others.second_factors.urls", SIGNET={"THROTTLE_RATES": {}}):
        yield


def ask(door: str, code: str | None = None, password: str = PASSWORD, ip: str = HERE, **body: str) -> Any:
    """The answer to a sign-in."""
    sent: dict[str, Any] = {} if code is None else {HEADER: code}
    client = APIClient(raise_request_exception=False, REMOTE_ADDR=ip, HTTP_SEC_FETCH_SITE="same-origin")
    return client.post(f"/{door}/", {"username": "ada", "password": password, **body}, format="json", **sent)


def guess(door: str, times: int = 30, password: str = PASSWORD, ip: str = HERE) -> Counter[int]:
    """How often each status was the answer to a wrong code."""
    return Counter(ask(door, f"{number:06}", password, ip).status_code for number in range(times))


@EVERY_DOOR
def test_codes_are_guessed_ten_times(user: User, door: str) -> None:
    """Not three hundred times: the code allows as many attempts as the password does."""
    assert guess(door) == {DOORS[door]: 10, 429: 20}
    assert ask(door, CODE).status_code == 429
    assert ask(door, CODE, ip=ELSEWHERE).status_code < 300


@EVERY_DOOR
def test_a_user_with_the_code_signs_in_as_often_as_they_like(user: User, door: str) -> None:
    """A complete sign-in doesn't count, and resets no attempt before it."""
    assert guess(door, 9) == {DOORS[door]: 9}
    assert [ask(door, CODE).status_code < 300 for _ in range(12)] == [True] * 12
    assert guess(door, 3) == {DOORS[door]: 1, 429: 2}


@EVERY_DOOR
def test_a_right_password_resets_no_wrong_one(user: User, door: str) -> None:
    """Wrong passwords and wrong codes are counted together."""
    assert guess(door, 5, "wrong") == {DOORS[door]: 5}
    assert guess(door, 5) == {DOORS[door]: 5}
    assert ask(door, CODE).status_code == 429


@EVERY_DOOR
def test_an_outage_is_no_attempt(user: User, door: str) -> None:
    """Nobody learned whether the code was right."""
    assert [ask(door, "away").status_code for _ in range(12)] == [503] * 12
    assert ask(door, CODE).status_code < 300


@pytest.mark.parametrize("way", WAYS)
def test_a_project_refuses_in_its_own_way(user: User, way: str) -> None:
    """In a serializer, in a view, or where it makes the tokens."""
    assert Counter(ask(way).status_code for _ in range(30)) == {WAYS[way]: 10, 429: 20}


def test_a_rule_refuses(user: User) -> None:
    """USER_AUTHENTICATION_RULE."""
    rule = {"USER_AUTHENTICATION_RULE": "tests.others.second_factors.codes.nobody_without_contract"}
    with override_settings(SIGNET=rule):
        assert Counter(ask("core").status_code for _ in range(30)) == {401: 10, 429: 20}


def test_what_a_view_catches_stays_counted(user: User) -> None:
    """One request can hold many attempts, whatever its answer is in the end."""
    codes = " ".join(f"{number:06}" for number in range(30))
    assert ask("catching", codes=codes).json() == {"right": 0}
    assert ask("core", CODE).status_code == 429
    assert ask("catching", codes=CODE, ip=ELSEWHERE).json() == {"right": 1}


def test_only_a_complete_sign_in_makes_a_place_the_owners(user: User) -> None:
    """Somebody with the password but without the code doesn't get in when strangers have locked the account."""
    assert guess("core", 1) == {401: 1}
    assert ask("core", CODE, ip=ELSEWHERE).status_code == 200
    for number in range(99):
        count_attempt("ada", f"10.0.{number}.1")
    assert ask("core", CODE).status_code == 429
    assert ask("core", CODE, ip=ELSEWHERE).status_code == 200


def test_thirty_at_once_are_ten() -> None:
    """Each is counted before anything is checked."""
    backends = ["tests.others.second_factors.codes.GoodBackend"]
    with override_settings(AUTHENTICATION_BACKENDS=backends), ThreadPoolExecutor(30) as threads:
        found = Counter(threads.map(lambda number: ask("quick", f"{number:06}").status_code, range(30)))
        assert found == {401: 10, 429: 20}
        assert ask("quick", CODE, ip=ELSEWHERE).status_code == 200


def test_the_flow_alone_counts_as_well(user: User, rf: Any) -> None:
    """For a project's own view that calls the flow without a serializer."""
    request = rf.post("/", **{HEADER: "000000"})
    for expected in (*[WrongCodeError] * 10, *[ThrottledError] * 20):
        with pytest.raises(expected):
            sign_in({"username": "ada", "password": PASSWORD}, request, lambda user: user)
