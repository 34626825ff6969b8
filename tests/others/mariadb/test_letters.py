"""What most collations of MySQL take for the same: other case, accents, spaces at the end."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.contrib.auth.models import User
from pytest_django import Settings
from rest_framework.test import APIClient

from drf_signet.rates import USUAL_RATES
from drf_signet.tokens import AccessToken
from tests.conftest import PASSWORD
from tests.real_parts import mysql

SPELLINGS = ["ADA", "ada ", "\u00e1d\u00e0", "a\u200bda"]
"""Of ``ada``: for one collation or another."""


@pytest.mark.parametrize("spelling", SPELLINGS[:3])
def test_whoever_is_called_otherwise_elsewhere_is_nobody_here(
    ada: User, api: APIClient, settings: Settings, spelling: str
) -> None:
    """The database finds ada."""
    settings.SIGNET = {"USER_ID_FIELD": "username"}
    assert User.objects.get(username=spelling) == ada
    for name, status in (("ada", 200), (spelling, 401)):
        token = AccessToken()
        token["user_id"] = name
        answer = api.get("/whoami/", headers={"authorization": f"Bearer {token}"})
        assert answer.status_code == status, answer.content


@pytest.mark.usefixtures("ada")
def test_attempts_in_all_spellings_are_attempts_at_one_account(api: APIClient, settings: Settings) -> None:
    """Each would otherwise have a count of its own."""
    settings.SIGNET = {"THROTTLE_RATES": {**dict.fromkeys(USUAL_RATES), "sign_in_account": "3/m"}}
    statuses = [
        api.post("/sessions/api/token/", {"username": name, "password": "wrong"}).status_code
        for name in ("ada", *SPELLINGS)
    ]
    assert statuses == [401, 401, 401, 429, 429]
    assert api.post("/sessions/api/token/", {"username": "ada", "password": PASSWORD}).status_code == 429


@pytest.fixture
def of_three_bytes(ada: User, project_url: str) -> Iterator[User]:
    """The table of users is of a time when utf8 had three bytes for each character."""
    mysql.run(project_url, "ALTER TABLE auth_user CONVERT TO CHARACTER SET utf8mb3")
    yield ada
    mysql.run(project_url, "ALTER TABLE auth_user CONVERT TO CHARACTER SET utf8mb4")


@pytest.mark.usefixtures("of_three_bytes")
@pytest.mark.parametrize("path", ["/api/token/", "/sessions/api/token/"])
def test_a_name_that_such_a_table_cannot_hold_is_a_bad_request(api: APIClient, path: str) -> None:
    """MySQL refuses to compare it."""
    answer = api.post(path, {"username": "ada\U0001f600", "password": PASSWORD})
    assert (answer.status_code, answer.json()) == (
        400,
        {
            "detail": "The text contains characters that can't be stored here, such as emoji. Remove them.",
            "code": "characters_refused",
        },
    )
    assert api.post(path, {"username": "ada", "password": PASSWORD}).status_code == 200


@pytest.mark.usefixtures("of_three_bytes")
def test_a_token_of_somebody_whom_such_a_table_cannot_hold_is_nobodys(api: APIClient, settings: Settings) -> None:
    """From another service, perhaps."""
    settings.SIGNET = {"USER_ID_FIELD": "username"}
    token = AccessToken()
    token["user_id"] = "ada\U0001f600"
    assert api.get("/whoami/", headers={"authorization": f"Bearer {token}"}).status_code == 401
