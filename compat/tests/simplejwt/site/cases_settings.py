"""Every key of ``SIMPLE_JWT`` takes effect at once and everywhere, in each form that Simple JWT accepts."""

from __future__ import annotations

import json
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import ImproperlyConfigured
from django.test import override_settings
from rest_framework.test import APIClient

from compat.tests.simplejwt.site.asking import get, pair, post, simple_jwt
from compat.tests.simplejwt.site.cases_hooks import nobody
from drf_signet.conf import get_settings
from drf_signet_compat.simplejwt import authentication, serializers, views
from drf_signet_compat.simplejwt.checks import KEYS
from drf_signet_compat.simplejwt.models import TokenUser
from drf_signet_compat.simplejwt.settings import DEFAULTS, REMOVED_SETTINGS, APISettings, api_settings
from drf_signet_compat.simplejwt.state import token_backend
from drf_signet_compat.simplejwt.tokens import AccessToken, RefreshToken, SlidingToken, UntypedToken
from tests.conftest import PASSWORD
from tests.stand_ins.key_pairs import private_pem, public_pem, rsa

THEIRS = "rest_framework_simplejwt"
HOUR = timedelta(hours=1)


class Encoder(json.JSONEncoder):
    """Knows decimals."""

    def default(self, o: object) -> object:
        """A string."""
        return str(o) if isinstance(o, Decimal) else super().default(o)


class OwnUser(TokenUser):
    """A user class of the project's own."""


class OwnAccessToken(AccessToken):
    """A token class of the project's own."""

    token_type = "own"


class OwnSerializer(serializers.TokenObtainPairSerializer):
    """A serializer of the project's own."""

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Both tokens, and the user who signed in."""
        return {**super().validate(attrs), "name": self.user.get_username()}


class EmailSerializer(serializers.TokenObtainPairSerializer):
    """Signs in with another field than the username."""

    username_field = "email"


def test_every_key_is_known() -> None:
    """Simple JWT's 36 keys, which all have a default and are checked; and our own one."""
    assert len(DEFAULTS) == 36
    assert set(KEYS) == {*DEFAULTS, "ADOPTION_PERCENTAGE"}


@pytest.mark.parametrize("name", sorted(DEFAULTS))
def test_the_default_of_every_key(name: str, settings: Any) -> None:
    """Is Simple JWT's; a path is imported where Simple JWT imports it."""
    value = getattr(api_settings, name)
    if name == "SIGNING_KEY":
        assert value == settings.SECRET_KEY
    elif name == "AUTH_TOKEN_CLASSES":
        assert tuple(value) == (AccessToken,)
    elif callable(value):
        assert f"{value.__module__}.{value.__name__}" == DEFAULTS[name]
    else:
        assert value == DEFAULTS[name]


@pytest.mark.parametrize(
    ("name", "given", "own"),
    [
        ("ACCESS_TOKEN_LIFETIME", HOUR, HOUR),
        ("REFRESH_TOKEN_LIFETIME", HOUR, HOUR),
        ("SLIDING_TOKEN_LIFETIME", HOUR, HOUR),
        ("SLIDING_TOKEN_REFRESH_LIFETIME", HOUR, HOUR),
        ("SLIDING_TOKEN_REFRESH_EXP_CLAIM", "until", "until"),
        ("ROTATE_REFRESH_TOKENS", True, True),
        ("UPDATE_LAST_LOGIN", True, True),
        ("ALGORITHM", "HS512", "HS512"),
        ("SIGNING_KEY", "k" * 64, "k" * 64),
        ("SIGNING_KEY", None, ""),
        ("VERIFYING_KEY", "", None),
        ("VERIFYING_KEY", None, None),
        ("AUDIENCE", "a", "a"),
        ("AUDIENCE", ["a", "b"], ("a", "b")),
        ("AUDIENCE", {"b", "a"}, ("a", "b")),
        ("ISSUER", "a", "a"),
        ("JSON_ENCODER", Encoder, f"{__name__}.Encoder"),
        ("JSON_ENCODER", f"{__name__}.Encoder", f"{__name__}.Encoder"),
        ("JWK_URL", "", None),
        ("JWK_URL", "https://a/", "https://a/"),
        ("LEEWAY", None, 0),
        ("LEEWAY", 5, 5),
        ("LEEWAY", HOUR, HOUR),
        ("AUTH_HEADER_TYPES", "JWT", "JWT"),
        ("AUTH_HEADER_TYPES", ["JWT", "Bearer"], ("JWT", "Bearer")),
        ("AUTH_HEADER_NAME", "HTTP_X_TOKEN", "HTTP_X_TOKEN"),
        ("USER_ID_FIELD", "username", "username"),
        ("USER_ID_CLAIM", "sub", "sub"),
        ("TOKEN_TYPE_CLAIM", None, None),
        ("JTI_CLAIM", None, None),
        ("TOKEN_USER_CLASS", OwnUser, f"{__name__}.OwnUser"),
        ("TOKEN_USER_CLASS", f"{THEIRS}.models.TokenUser", "drf_signet_compat.simplejwt.models.TokenUser"),
        ("AUTH_TOKEN_CLASSES", [f"{__name__}.OwnAccessToken"], (f"{__name__}.OwnAccessToken",)),
        (
            "AUTH_TOKEN_CLASSES",
            (f"{THEIRS}.tokens.SlidingToken",),
            ("drf_signet_compat.simplejwt.tokens.SlidingToken",),
        ),
        ("USER_AUTHENTICATION_RULE", f"{__name__}.nobody", f"{__name__}.nobody"),
        (
            "USER_AUTHENTICATION_RULE",
            f"{THEIRS}.authentication.default_user_authentication_rule",
            "drf_signet_compat.simplejwt.authentication.default_user_authentication_rule",
        ),
        (
            "USER_AUTHENTICATION_RULE",
            nobody,
            "drf_signet_compat.simplejwt.authentication.configured_user_authentication_rule",
        ),
    ],
)
def test_what_the_core_is_told(name: str, given: object, own: object) -> None:
    """Each key in each shape."""
    with simple_jwt(**{name: given}):
        assert getattr(get_settings(), name) == own


def test_what_stands_in_signet_comes_first() -> None:
    """In the core, and in ``api_settings``."""
    with simple_jwt(ACCESS_TOKEN_LIFETIME=HOUR), override_settings(SIGNET={"ACCESS_TOKEN_LIFETIME": 2 * HOUR}):
        assert (get_settings().ACCESS_TOKEN_LIFETIME, api_settings.ACCESS_TOKEN_LIFETIME) == (2 * HOUR, 2 * HOUR)
        assert AccessToken.lifetime == 2 * HOUR
    assert timedelta(minutes=5) == api_settings.ACCESS_TOKEN_LIFETIME


def test_a_setting_follows_at_once(user: User) -> None:
    """On classes and constants that Simple JWT freezes when they are imported, too."""
    with simple_jwt(
        ACCESS_TOKEN_LIFETIME=HOUR,
        REFRESH_TOKEN_LIFETIME=2 * HOUR,
        SLIDING_TOKEN_LIFETIME=3 * HOUR,
        AUTH_HEADER_TYPES="JWT",
        ALGORITHM="HS512",
    ):
        assert [one.lifetime for one in (AccessToken, RefreshToken, SlidingToken)] == [HOUR, 2 * HOUR, 3 * HOUR]
        assert (("JWT",), {b"JWT"}) == (authentication.AUTH_HEADER_TYPES, authentication.AUTH_HEADER_TYPE_BYTES)
        assert token_backend.algorithm == "HS512"
        client = APIClient()
        assert client.get("/me/", HTTP_AUTHORIZATION=f"JWT {AccessToken.for_user(user)}").status_code == 200
        assert client.get("/me/")["WWW-Authenticate"] == 'JWT realm="api"'


@pytest.mark.parametrize("name", REMOVED_SETTINGS)
def test_a_removed_setting(name: str) -> None:
    """Is refused, as Simple JWT refuses it."""
    with simple_jwt(**{name: "a"}), pytest.raises(RuntimeError, match=name):
        _ = api_settings.ACCESS_TOKEN_LIFETIME
    with pytest.raises(RuntimeError, match=name):
        APISettings({name: "a"}, DEFAULTS, ())


def test_settings_of_ones_own() -> None:
    """``APISettings`` can be used with other values, as Simple JWT's own tests do."""
    own = APISettings({"LEEWAY": 7}, DEFAULTS, ("TOKEN_USER_CLASS",))
    assert (7, "jti", TokenUser) == (own.LEEWAY, own.JTI_CLAIM, own.TOKEN_USER_CLASS)
    with pytest.raises(AttributeError):
        _ = own.NONSENSE


def test_an_empty_signing_key() -> None:
    """Does not become Django's SECRET_KEY."""
    with simple_jwt(SIGNING_KEY=None), pytest.raises(ImproperlyConfigured, match="The key is empty"):
        str(AccessToken())


def test_a_key_pair(user: User) -> None:
    """Signed with the one, verified with the other."""
    key = rsa("simplejwt")
    with simple_jwt(ALGORITHM="RS256", SIGNING_KEY=private_pem(key), VERIFYING_KEY=public_pem(key)):
        raw = str(AccessToken.for_user(user))
    with simple_jwt(ALGORITHM="RS256", VERIFYING_KEY=public_pem(key)):
        assert get("me", raw).status_code == 200
        assert post("token", username="ada", password=PASSWORD).status_code == 501


def test_claims_and_users_by_other_names(user: User) -> None:
    """The user in another claim, by another field."""
    with simple_jwt(USER_ID_CLAIM="sub", USER_ID_FIELD="username"):
        tokens = pair()
        assert UntypedToken(tokens["access"])["sub"] == "ada"
        assert get("me", tokens["access"]).status_code == 200
        assert post("token/refresh", refresh=tokens["refresh"]).status_code == 200


def test_what_json_does_not_know(user: User) -> None:
    """JSON_ENCODER writes it."""
    token = AccessToken.for_user(user)
    token["price"] = Decimal("1.50")
    with simple_jwt(JSON_ENCODER=Encoder):
        assert AccessToken(str(token))["price"] == "1.50"


def test_classes_of_ones_own(user: User) -> None:
    """AUTH_TOKEN_CLASSES by its path, TOKEN_USER_CLASS as the class itself."""
    with simple_jwt(AUTH_TOKEN_CLASSES=[f"{__name__}.OwnAccessToken"], TOKEN_USER_CLASS=OwnUser):
        assert get("me", OwnAccessToken.for_user(user)).status_code == 200
        assert get("me", AccessToken.for_user(user)).data["messages"][0]["token_class"] == "OwnAccessToken"
        made = authentication.JWTTokenUserAuthentication().get_user(AccessToken.for_user(user))
        assert type(made) is OwnUser


@pytest.mark.parametrize("path", [f"{__name__}.OwnSerializer", f"{THEIRS}.serializers.TokenObtainPairSerializer"])
def test_serializers_of_ones_own(user: User, path: str) -> None:
    """Are read when a request comes; Simple JWT's own paths are ours."""
    with simple_jwt(TOKEN_OBTAIN_SERIALIZER=path):
        assert ("name" in pair()) == path.endswith("OwnSerializer")


def test_a_serializer_that_is_not_there(db: None) -> None:
    """Is named in the error."""

    class View(views.TokenObtainPairView):
        _serializer_class = "nowhere.Serializer"

    with pytest.raises(ImportError, match=r"Could not import serializer 'nowhere\.Serializer'"):
        View().get_serializer_class()


def test_another_field_to_sign_in_with(user: User) -> None:
    """``username_field`` is what the backends are asked with."""
    serializer = EmailSerializer(data={"email": "ada@example.com", "password": PASSWORD})
    assert list(serializer.fields)[-2:] == ["email", "password"]
    with pytest.raises(serializers.AuthenticationFailed):
        serializer.is_valid()
