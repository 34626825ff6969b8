"""The answers of a protected view to an access token in the header."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.auth.models import User
from pytest_django import DjangoAssertNumQueries, Settings
from rest_framework.response import Response
from rest_framework.test import APIClient

from drf_signet.tokens import AccessToken, RefreshToken
from tests.wire.answers import (
    BAD_HEADER,
    BAD_REQUEST,
    BAD_TOKEN,
    CHALLENGE,
    INACTIVE,
    NO_USER,
    NOT_FOUND,
    NOT_SHOWN,
    RULED_OUT,
    assert_answer,
    no_type_fits,
)
from tests.wire.doors import HEADER_DOORS, STATELESS, WHOAMI, Door
from tests.wire.forge import MISSING, Forge
from tests.wire.rules import EVERYBODY, STAFF_ONLY


def ask(api: APIClient, door: Door, header: str) -> Response:
    """The answer to a request with that ``Authorization`` header."""
    return api.get(door.path, HTTP_AUTHORIZATION=header)


def test_an_access_token_is_its_user(user: User, api: APIClient) -> None:
    """The user of the request is the one that the token names."""
    response = ask(api, WHOAMI, f"Bearer {AccessToken.for_user(user)}")
    assert_answer(response, 200, {"id": str(user.pk), "class": "User"})


def test_stateless_authentication_needs_no_row(user: User, api: APIClient) -> None:
    """The claims make the user, without a look at the database, even if the user is disabled or deleted."""
    token = AccessToken.for_user(user)
    pk = str(user.pk)
    user.delete()
    assert_answer(ask(api, STATELESS, f"Bearer {token}"), 200, {"id": pk, "class": "TokenUser"})


@pytest.mark.parametrize(("door", "queries"), [(WHOAMI, 1), (STATELESS, 0)], ids=["whoami", "stateless"])
def test_an_authenticated_request_costs(
    user: User, api: APIClient, django_assert_num_queries: DjangoAssertNumQueries, door: Door, queries: int
) -> None:
    """One query loads the user; stateless authentication makes none."""
    token = AccessToken.for_user(user)
    with django_assert_num_queries(queries):
        assert ask(api, door, f"Bearer {token}").status_code == 200


@pytest.mark.parametrize("door", HEADER_DOORS)
@pytest.mark.parametrize("header", [None, "", "Basic YTpi", "Token abc", "Bearerabc"])
def test_no_token_is_no_authentication(user: User, api: APIClient, door: Door, header: str | None) -> None:
    """The answer to a request without a token of ours asks for credentials."""
    response = api.get(door.path) if header is None else ask(api, door, header)
    assert_answer(response, 401, NOT_SHOWN, CHALLENGE)


def test_no_token_is_welcome_where_nobody_has_to_sign_in(user: User, api: APIClient) -> None:
    """An open view answers to a request without a token, and to one with a header of another scheme."""
    anonymous = {"id": "None", "class": "AnonymousUser"}
    assert_answer(api.get("/open/"), 200, anonymous)
    assert_answer(api.get("/open/", HTTP_AUTHORIZATION="Basic YTpi"), 200, anonymous)


def test_a_bad_token_is_refused_where_nobody_has_to_sign_in(user: User, api: APIClient) -> None:
    """An open view doesn't treat a bad token as no token."""
    response = api.get("/open/", HTTP_AUTHORIZATION="Bearer abc")
    assert_answer(response, 401, no_type_fits(("AccessToken", "access", "Token is invalid")), BAD_TOKEN)


@pytest.mark.parametrize("door", HEADER_DOORS)
@pytest.mark.parametrize("header", ["Bearer", "Bearer ", "Bearer a b", "bearer a b"])
def test_a_header_without_one_token_is_refused(user: User, api: APIClient, door: Door, header: str) -> None:
    """Our scheme without a word after it, or with two, is a bad header."""
    assert_answer(ask(api, door, header), 401, BAD_HEADER, BAD_REQUEST)


@pytest.mark.parametrize("scheme", ["bearer", "BEARER", "bEaReR"])
def test_the_scheme_has_no_case(user: User, api: APIClient, scheme: str) -> None:
    """The first word of the header is accepted in any case."""
    assert ask(api, WHOAMI, f"{scheme} {AccessToken.for_user(user)}").status_code == 200


Make = Callable[[User, Forge], str]
EXPIRED = timedelta(minutes=6)

MESSAGES = [
    pytest.param(lambda user, forge: "abc", "Token is invalid", id="no-token"),
    pytest.param(lambda user, forge: f"{forge.token()}A", "Token is invalid", id="bad-signature"),
    pytest.param(lambda user, forge: forge.signed(lambda data: b"", {"alg": "none"}), "Token is invalid", id="bad-alg"),
    pytest.param(
        lambda user, forge: str(AccessToken.for_user(user, now=datetime.now(UTC) + timedelta(days=2))),
        "Token is invalid",
        id="issued-in-a-far-future",
    ),
    pytest.param(
        lambda user, forge: forge.token(payload=forge.claims(sub=1)), "Token is invalid", id="subject-no-string"
    ),
    pytest.param(lambda user, forge: forge.token(payload=forge.claims(jti=1)), "Token is invalid", id="id-no-string"),
    pytest.param(
        lambda user, forge: str(AccessToken.for_user(user, now=datetime.now(UTC) - EXPIRED)),
        "Token is expired",
        id="expired",
    ),
    pytest.param(
        lambda user, forge: forge.token(payload=forge.claims(exp=MISSING)), "Token has no 'exp' claim", id="no-exp"
    ),
    pytest.param(lambda user, forge: forge.token(payload=forge.claims(jti=MISSING)), "Token has no id", id="no-id"),
    pytest.param(
        lambda user, forge: forge.token(payload=forge.claims(token_type=MISSING)), "Token has no type", id="no-type"
    ),
    pytest.param(lambda user, forge: str(RefreshToken.for_user(user)), "Token has wrong type", id="refresh-token"),
]


@pytest.mark.parametrize("door", HEADER_DOORS)
@pytest.mark.parametrize(("make", "message"), MESSAGES)
def test_a_refusal_says_why(user: User, api: APIClient, door: Door, make: Make, message: str) -> None:
    """The body says for each token class what the token lacks."""
    door.assert_refused(api, make(user, door.forge(user)), message)


@pytest.mark.parametrize("door", HEADER_DOORS)
def test_a_token_of_nobody_is_refused(user: User, api: APIClient, door: Door) -> None:
    """A token without the claim that names the user authenticates no one."""
    forge = door.forge(user)
    response = door.show(api, forge.token(payload=forge.claims(user_id=MISSING)))
    assert_answer(response, 401, NO_USER, BAD_TOKEN)


def test_a_deleted_user_is_out(user: User, api: APIClient) -> None:
    """The token of a user who is gone is refused."""
    token = AccessToken.for_user(user)
    user.delete()
    assert_answer(ask(api, WHOAMI, f"Bearer {token}"), 401, NOT_FOUND, BAD_TOKEN)


def test_a_disabled_user_is_out(user: User, api: APIClient) -> None:
    """The token of a user who was disabled is refused."""
    token = AccessToken.for_user(user)
    User.objects.update(is_active=False)
    assert_answer(ask(api, WHOAMI, f"Bearer {token}"), 401, INACTIVE, BAD_TOKEN)


def test_the_projects_rule_is_asked_at_each_request(user: User, api: APIClient, settings: Settings) -> None:
    """An active user whom the rule refuses is out although the token is valid."""
    token = AccessToken.for_user(user)
    settings.SIGNET = STAFF_ONLY
    assert_answer(ask(api, WHOAMI, f"Bearer {token}"), 401, RULED_OUT, BAD_TOKEN)
    User.objects.update(is_staff=True)
    assert ask(api, WHOAMI, f"Bearer {token}").status_code == 200


def test_the_projects_rule_may_let_disabled_users_in(user: User, api: APIClient, settings: Settings) -> None:
    """The rule alone decides: there is no second look at ``is_active``."""
    settings.SIGNET = EVERYBODY
    User.objects.update(is_active=False)
    user.refresh_from_db()
    assert ask(api, WHOAMI, f"Bearer {AccessToken.for_user(user)}").status_code == 200


def test_the_header_and_its_first_word_are_the_projects(user: User, api: APIClient, settings: Settings) -> None:
    """With another header and other schemes, Signet reads and names those, and not the usual ones."""
    settings.SIGNET = {"AUTH_HEADER_NAME": "HTTP_X_ACCESS", "AUTH_HEADER_TYPES": ("JWT", "Token")}
    token = AccessToken.for_user(user)
    for word in ("JWT", "jwt", "token"):
        assert api.get("/whoami/", HTTP_X_ACCESS=f"{word} {token}").status_code == 200
    challenge = 'JWT realm="api"'
    assert_answer(api.get("/whoami/", HTTP_X_ACCESS=f"Bearer {token}"), 401, NOT_SHOWN, challenge)
    assert_answer(ask(api, WHOAMI, f"JWT {token}"), 401, NOT_SHOWN, challenge)
    bad_header = api.get("/whoami/", HTTP_X_ACCESS="JWT")
    assert_answer(bad_header, 401, BAD_HEADER, f'{challenge}, error="invalid_request"')
