"""Faults that JWT packages for Django have had, and that stay out here."""

from __future__ import annotations

import base64
import json

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import ImproperlyConfigured
from django.test import override_settings
from pytest_django import Settings
from rest_framework.test import APIClient

from drf_signet.errors import TokenUserError, UserInactiveError, UserNotFoundError
from drf_signet.tokens import AccessToken, RefreshToken, SlidingToken, Token
from tests.wire.answers import body
from tests.wire.doors import EVERY_DOOR, REFRESH, SLIDING, TYPED_DOORS, WHOAMI, Door
from tests.wire.forge import MISSING
from tests.wire.rules import EVERYBODY, STAFF_ONLY

CLASSES = pytest.mark.parametrize("token_class", [AccessToken, RefreshToken, SlidingToken])


@CLASSES
def test_a_disabled_user_is_issued_no_token(user: User, token_class: type[Token]) -> None:
    """``for_user`` refuses a disabled user."""
    user.is_active = False
    with pytest.raises(UserInactiveError):
        token_class.for_user(user)


@CLASSES
def test_a_user_out_of_the_rule_is_issued_no_token(user: User, settings: Settings, token_class: type[Token]) -> None:
    """``for_user`` asks the rule of the project, and the rule alone."""
    settings.SIGNET = STAFF_ONLY
    with pytest.raises(TokenUserError, match="No active account"):
        token_class.for_user(user)
    settings.SIGNET = EVERYBODY
    user.is_active = False
    assert token_class.for_user(user)["user_id"] == str(user.pk)


@CLASSES
def test_an_unsaved_user_is_issued_no_token(token_class: type[Token]) -> None:
    """A user without a row has no identifier, and "None" is not one."""
    with pytest.raises(UserNotFoundError):
        token_class.for_user(User(username="ghost"))


@pytest.mark.parametrize("door", EVERY_DOOR)
def test_an_end_beyond_the_calendar_is_refused(user: User, api: APIClient, door: Door) -> None:
    """An ``exp`` that no ``datetime`` can hold is an invalid token."""
    forge = door.forge(user)
    door.assert_refused(api, forge.token(payload=forge.claims(exp=10**30)))


@pytest.mark.parametrize("rotate", [False, True])
def test_a_refresh_token_without_an_identifier_is_refused(
    user: User, api: APIClient, settings: Settings, rotate: bool
) -> None:
    """A missing ``jti`` is a refusal, with and without rotation."""
    settings.SIGNET = {"ROTATE_REFRESH_TOKENS": rotate}
    forge = REFRESH.forge(user)
    REFRESH.assert_refused(api, forge.token(payload=forge.claims(jti=MISSING)), "Token has no id")


def payload_text(raw: str) -> str:
    """The JSON of the payload as it goes over the wire."""
    _, payload, _ = raw.split(".")
    return base64.urlsafe_b64decode(payload + "==").decode()


@pytest.mark.parametrize("door", TYPED_DOORS)
@pytest.mark.parametrize(
    ("setting", "claim"), [("JTI_CLAIM", "jti"), ("TOKEN_TYPE_CLAIM", "token_type")], ids=["jti", "token-type"]
)
def test_a_claim_that_is_turned_off_is_not_there(
    user: User, api: APIClient, settings: Settings, door: Door, setting: str, claim: str
) -> None:
    """Without a name for the claim none is written, under no name, and none is wanted."""
    settings.SIGNET = {setting: None, "ROTATE_REFRESH_TOKENS": True}
    classes: dict[str, type[Token]] = {"access": AccessToken, "refresh": RefreshToken, "sliding": SlidingToken}
    token = classes[door.token_type].for_user(user)
    assert None not in token
    assert not {claim, "null", "None"} & set(json.loads(payload_text(str(token))))
    response = door.show(api, str(token))
    assert response.status_code == 200
    for given in body(response).values() if door in (REFRESH, SLIDING) else ():
        assert not {claim, "null", "None"} & set(json.loads(payload_text(given)))


def test_without_types_any_token_opens_any_door(user: User, api: APIClient, settings: Settings) -> None:
    """What a deployment check warns of is what happens: nothing tells a refresh token from an access token."""
    settings.SIGNET = {"TOKEN_TYPE_CLAIM": None}
    WHOAMI.assert_open(api, str(RefreshToken.for_user(user)))


def test_each_look_at_the_access_token_is_another_one(user: User) -> None:
    """``refresh.access_token`` gives a new token with an identifier of its own each time."""
    refresh = RefreshToken.for_user(user)
    assert refresh.access_token["jti"] != refresh.access_token["jti"]


def test_settings_are_in_force_at_once(user: User, api: APIClient) -> None:
    """``override_settings`` reaches the header, the token classes and the keys, and is undone again."""
    token = str(AccessToken.for_user(user))
    with override_settings(SIGNET={"AUTH_HEADER_TYPES": ("JWT",)}):
        assert api.get("/whoami/", HTTP_AUTHORIZATION=f"JWT {token}").status_code == 200
    with override_settings(SIGNET={"AUTH_TOKEN_CLASSES": ("drf_signet.tokens.SlidingToken",)}):
        assert WHOAMI.show(api, token).status_code == 401
    with override_settings(SIGNET={"SIGNING_KEY": "another-signing-key-that-is-long-enough-for-its-hash"}):
        WHOAMI.assert_refused(api, token)
    WHOAMI.assert_open(api, token)


@pytest.mark.parametrize("signet", [{"SIGNING_KEY": ""}, {"SIGNING_KEY": b""}], ids=["text", "bytes"])
def test_an_empty_key_signs_nothing(user: User, settings: Settings, signet: dict[str, object]) -> None:
    """With an empty key anybody could sign, so nothing is signed or verified."""
    settings.SIGNET = signet
    with pytest.raises(ImproperlyConfigured, match="The key is empty"):
        str(AccessToken.for_user(user))


def test_a_misspelled_setting_is_not_ignored(user: User, settings: Settings) -> None:
    """An unknown key raises on first use, and says what was probably meant."""
    settings.SIGNET = {"ACCESS_TOKEN_LIFETIM": None}
    with pytest.raises(ImproperlyConfigured, match="Did you mean 'ACCESS_TOKEN_LIFETIME'"):
        AccessToken.for_user(user)
