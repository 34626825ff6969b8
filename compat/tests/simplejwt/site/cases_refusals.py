"""Every answer of Simple JWT's table: status, body and challenge."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User
from rest_framework.test import APIClient

from compat.tests.simplejwt.site.asking import changed, get, pair, post, signed, simple_jwt, sliding
from drf_signet_compat.simplejwt.tokens import AccessToken, RefreshToken, SlidingToken, Token
from tests.conftest import PASSWORD

FAR = 4_000_000_000
ODD: tuple[object, ...] = (0, "abc", "1\0", {}, [1], True, "9" * 40)
NO_ACCOUNT = {"detail": "No active account found with the given credentials"}
NO_ACCOUNT_FOR_TOKEN = {"detail": "No active account found for the given token."}
CHANGED = "The user's password has been changed."


def refusal(text: str, code: str = "token_not_valid") -> dict[str, str]:
    """The usual body."""
    return {"detail": text, "code": code}


def of_access(text: str) -> dict[str, object]:
    """The body for an access token that no class accepts."""
    messages = [{"token_class": "AccessToken", "token_type": "access", "message": text}]
    return {**refusal("Given token not valid for any token type"), "messages": messages}


@pytest.mark.parametrize("where", ["token", "sliding"])
@pytest.mark.parametrize(
    ("body", "status", "data"),
    [
        ({}, 400, {"username": ["This field is required."], "password": ["This field is required."]}),
        (
            {"username": "", "password": ""},
            400,
            {"username": ["This field may not be blank."], "password": ["This field may not be blank."]},
        ),
        ({"username": "ada", "password": "wrong"}, 401, NO_ACCOUNT),
        ({"username": "nobody", "password": PASSWORD}, 401, NO_ACCOUNT),
    ],
)
def test_sign_in(user: User, where: str, body: dict[str, str], status: int, data: object) -> None:
    """A missing field is a 400, a wrong value a 401 without a code."""
    answer = post(where, **body)
    assert (answer.status_code, answer.json()) == (status, data)  # type: ignore[attr-defined]
    assert answer.headers.get("WWW-Authenticate") == (None if status == 400 else 'Bearer realm="api"')


def test_sign_in_of_a_disabled_user(user: User) -> None:
    """The same as a wrong password."""
    User.objects.update(is_active=False)
    answer = post("token", username="ada", password=PASSWORD)
    assert (answer.status_code, answer.data) == (401, NO_ACCOUNT)


@pytest.mark.parametrize(
    ("header", "body"),
    [
        (None, {"detail": "Authentication credentials were not provided."}),
        ("", {"detail": "Authentication credentials were not provided."}),
        ("Basic abc", {"detail": "Authentication credentials were not provided."}),
        ("Bearer", refusal("Authorization header must contain two space-delimited values", "bad_authorization_header")),
        (
            "Bearer a b",
            refusal("Authorization header must contain two space-delimited values", "bad_authorization_header"),
        ),
        ("Bearer a", of_access("Token is invalid")),
        ("Bearer \xff", of_access("Token is invalid")),
    ],
)
def test_headers(db: None, header: str | None, body: object) -> None:
    """No token, a bad header and a bad token have different answers."""
    client = APIClient(raise_request_exception=False)
    if header is not None:
        client.credentials(HTTP_AUTHORIZATION=header)
    answer = client.get("/me/")
    assert (answer.status_code, answer.json()) == (401, body)
    assert answer["WWW-Authenticate"] == 'Bearer realm="api"'


@pytest.mark.parametrize(
    ("claims", "text"),
    [
        ({"exp": 1}, "Token is expired"),
        ({"exp": None}, "Token has no 'exp' claim"),
        ({"jti": None}, "Token has no id"),
        ({"token_type": None}, "Token has no type"),
        ({"token_type": "refresh"}, "Token has wrong type"),
        ({"iat": FAR}, "Token is invalid"),
        ({"jti": 5}, "Token is invalid"),
        ({"sub": 5}, "Token is invalid"),
        ({"exp": 10**30}, "Token is invalid"),
    ],
)
def test_access_tokens(user: User, claims: dict[str, object], text: str) -> None:
    """Each reason in Simple JWT's words."""
    answer = get("me", changed(AccessToken.for_user(user), **claims))
    assert (answer.status_code, answer.data) == (401, of_access(text))


@pytest.mark.parametrize(
    ("identifier", "body"),
    [
        (None, refusal("Token contained no recognizable user identification")),
        *((odd, refusal("User not found", "user_not_found")) for odd in ODD),
    ],
)
def test_odd_users(user: User, identifier: object, body: object) -> None:
    """A claim that names nobody is 401, whatever it holds."""
    answer = get("me", changed(AccessToken.for_user(user), user_id=identifier))
    assert (answer.status_code, answer.data) == (401, body)


@pytest.mark.parametrize("identifier", [None, {}, [1]])
def test_odd_users_without_a_database(user: User, identifier: object) -> None:
    """A claim that identifies nobody makes no stateless user."""
    answer = get("stateless", changed(AccessToken.for_user(user), user_id=identifier))
    assert (answer.status_code, answer.data) == (
        401,
        refusal("Token contained no recognizable user identification"),
    )


def test_a_disabled_user(user: User) -> None:
    """Signet refuses the next request, unless CHECK_USER_IS_ACTIVE is off."""
    access = pair()["access"]
    User.objects.update(is_active=False)
    assert get("me", access).data == refusal("User is inactive", "user_inactive")
    with simple_jwt(CHECK_USER_IS_ACTIVE=False):
        assert get("me", access).status_code == 200


def test_a_changed_password(user: User) -> None:
    """With CHECK_REVOKE_TOKEN, all older tokens are refused, on requests and at the refresh."""
    with simple_jwt(CHECK_REVOKE_TOKEN=True):
        tokens = pair()
        assert get("me", tokens["access"]).status_code == 200
        user.set_password("another")
        user.save()
        assert get("me", tokens["access"]).data == refusal(CHANGED, "password_changed")
        answer = post("token/refresh", refresh=tokens["refresh"])
        assert (answer.status_code, answer.data) == (401, {"detail": CHANGED})
        assert post("token/refresh", refresh=tokens["refresh"]).data == refusal("Token is blacklisted")


@pytest.mark.parametrize(
    ("where", "field"),
    [
        ("token/refresh", "refresh"),
        ("token/verify", "token"),
        ("token/blacklist", "refresh"),
        ("sliding/refresh", "token"),
    ],
)
@pytest.mark.parametrize(
    ("token", "text"),
    [
        ("abc", "Token is invalid"),
        ("a" * 20_000, "Token is invalid"),
        ({"exp": 1}, "Token is expired"),
        ({"exp": FAR}, "Token has no id"),
        ({"exp": 10**30, "jti": "a"}, "Token is invalid"),
    ],
)
def test_tokens_in_bodies(db: None, where: str, field: str, token: object, text: str) -> None:
    """One text for each reason at every endpoint."""
    answer = post(where, **{field: signed(**token) if isinstance(token, dict) else token})
    assert (answer.status_code, answer.data) == (401, refusal(text))
    assert answer["WWW-Authenticate"] == 'Bearer realm="api"'


@pytest.mark.parametrize(("is_deleted"), [True, False])
@pytest.mark.parametrize("where", ["token/refresh", "sliding/refresh"])
def test_refresh_of_users_who_are_gone(user: User, where: str, is_deleted: bool) -> None:
    """Deleted and disabled users get the same answer, without a code."""
    body = {"token": sliding()} if where.startswith("sliding") else {"refresh": pair()["refresh"]}
    if is_deleted:
        user.delete()
    else:
        User.objects.update(is_active=False)
    answer = post(where, **body)
    assert (answer.status_code, answer.data) == (401, NO_ACCOUNT_FOR_TOKEN)


def test_sliding_refresh_after_its_time(user: User) -> None:
    """There is a text for the second expiry of a sliding token."""
    token = SlidingToken.for_user(user)
    token["refresh_exp"] = 1
    answer = post("sliding/refresh", token=str(token))
    assert (answer.status_code, answer.data) == (401, refusal("Token 'refresh_exp' claim has expired"))


def test_verify_of_a_blacklisted_token(user: User) -> None:
    """200 as long as nothing rotates into the blacklist, 400 with BLACKLIST_AFTER_ROTATION."""
    refresh = pair()["refresh"]
    assert post("token/blacklist", refresh=refresh).status_code == 200
    assert (post("token/verify", token=refresh).status_code, post("token/verify", token=refresh).data) == (200, {})
    with simple_jwt(BLACKLIST_AFTER_ROTATION=True):
        answer = post("token/verify", token=refresh)
    assert (answer.status_code, answer.data) == (400, {"non_field_errors": ["Token is blacklisted"]})


def test_blacklist_twice(user: User) -> None:
    """The second time, the token is not valid any more."""
    refresh = pair()["refresh"]
    assert (post("token/blacklist", refresh=refresh).status_code, post("token/blacklist").status_code) == (200, 400)
    for where in ("token/blacklist", "token/refresh"):
        answer = post(where, refresh=refresh)
        assert (answer.status_code, answer.data) == (401, refusal("Token is blacklisted"))


def test_a_session_token(user: User) -> None:
    """A session's refresh token is refused where nothing would check whether the session has ended."""
    token = RefreshToken.for_user(user)
    token["sid"], token["gen"] = "a", 1
    assert post("token/refresh", refresh=str(token)).data == refusal("Token belongs to a session")


@pytest.mark.parametrize(("method", "status"), [("get", 405), ("put", 405)])
def test_other_methods(db: None, method: str, status: int) -> None:
    """Only POST."""
    assert getattr(APIClient(), method)("/token/").status_code == status


@pytest.mark.parametrize("body", ["{", "[]", "null", '"a"'])
@pytest.mark.parametrize("where", ["token", "token/refresh", "token/verify", "token/blacklist", "sliding/refresh"])
def test_bodies_that_are_no_object(db: None, where: str, body: str) -> None:
    """Each gets a 400."""
    answer = APIClient(raise_request_exception=False).post(f"/{where}/", body, content_type="application/json")
    assert answer.status_code == 400


def test_token_without_type_or_lifetime() -> None:
    """A class without either makes no tokens."""
    with pytest.raises(Exception, match="Cannot create token with no type or lifetime") as raised:
        Token()
    assert raised.value.args == ("Cannot create token with no type or lifetime",)
