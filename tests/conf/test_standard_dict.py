"""The dict that tutorials print for Simple JWT, given as ``SIGNET``: keys that ask for nothing are accepted."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.contrib.auth.models import User
from django.core.checks import CheckMessage, Error, run_checks
from django.core.exceptions import ImproperlyConfigured
from django.test import override_settings
from django.utils.module_loading import import_string
from rest_framework.test import APIClient

from drf_signet import conf
from drf_signet.conf import get_settings, read_also
from drf_signet.settings import Settings
from drf_signet.simple_jwt_dict import LEFTOVERS, PATHS, SERIALIZERS
from tests.conftest import PASSWORD

THEIRS = "rest_framework_simplejwt"
STANDARD: Mapping[str, Any] = {
    "ACCESS_TOKEN_LIFETIME": timedelta(minutes=5),
    "REFRESH_TOKEN_LIFETIME": timedelta(days=1),
    "ROTATE_REFRESH_TOKENS": False,
    "BLACKLIST_AFTER_ROTATION": False,
    "UPDATE_LAST_LOGIN": False,
    "ALGORITHM": "HS256",
    "SIGNING_KEY": django_settings.SECRET_KEY,
    "VERIFYING_KEY": "",
    "AUDIENCE": None,
    "ISSUER": None,
    "JSON_ENCODER": None,
    "JWK_URL": None,
    "LEEWAY": 0,
    "AUTH_HEADER_TYPES": ("Bearer",),
    "AUTH_HEADER_NAME": "HTTP_AUTHORIZATION",
    "USER_ID_FIELD": "id",
    "USER_ID_CLAIM": "user_id",
    "USER_AUTHENTICATION_RULE": f"{THEIRS}.authentication.default_user_authentication_rule",
    "AUTH_TOKEN_CLASSES": (f"{THEIRS}.tokens.AccessToken",),
    "TOKEN_TYPE_CLAIM": "token_type",
    "JTI_CLAIM": "jti",
    "TOKEN_USER_CLASS": f"{THEIRS}.models.TokenUser",
    "SLIDING_TOKEN_REFRESH_EXP_CLAIM": "refresh_exp",
    "SLIDING_TOKEN_LIFETIME": timedelta(minutes=5),
    "SLIDING_TOKEN_REFRESH_LIFETIME": timedelta(days=1),
    "TOKEN_OBTAIN_SERIALIZER": f"{THEIRS}.serializers.TokenObtainPairSerializer",
    "TOKEN_REFRESH_SERIALIZER": f"{THEIRS}.serializers.TokenRefreshSerializer",
    "TOKEN_VERIFY_SERIALIZER": f"{THEIRS}.serializers.TokenVerifySerializer",
    "TOKEN_BLACKLIST_SERIALIZER": f"{THEIRS}.serializers.TokenBlacklistSerializer",
    "SLIDING_TOKEN_OBTAIN_SERIALIZER": f"{THEIRS}.serializers.TokenObtainSlidingSerializer",
    "SLIDING_TOKEN_REFRESH_SERIALIZER": f"{THEIRS}.serializers.TokenRefreshSlidingSerializer",
    "CHECK_REVOKE_TOKEN": False,
    "REVOKE_TOKEN_CLAIM": "hash_password",
    "CHECK_USER_IS_ACTIVE": True,
    "ON_LOGIN_SUCCESS": f"{THEIRS}.serializers.default_on_login_success",
    "ON_LOGIN_FAILED": f"{THEIRS}.serializers.default_on_login_failed",
}
IN_FORCE = Settings(
    ROTATE_REFRESH_TOKENS=False,
    SIGNING_KEY=django_settings.SECRET_KEY,
    VERIFYING_KEY=None,
    REVOKE_TOKEN_CLAIM="hash_password",
)


@pytest.fixture
def core_alone(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A project that has no sessions, and nothing of Simple JWT's or drf-jwt's."""
    monkeypatch.setattr(conf, "_fulfilled", set())
    monkeypatch.setattr(conf, "_translations", {})
    monkeypatch.setattr(conf, "_read_elsewhere", set())
    conf._drop()
    yield
    monkeypatch.undo()
    conf._drop()


pytestmark = pytest.mark.usefixtures("core_alone")


def said(signet: object) -> list[CheckMessage]:
    """What ``manage.py check`` says of the dict *signet*."""
    with override_settings(SIGNET=signet):
        return [one for one in run_checks() if (one.id or "").startswith("signet.")]


def signing_in(api: APIClient) -> int:
    """The status of a sign-in."""
    return api.post("/api/token/", {"username": "ada", "password": PASSWORD}).status_code


def test_the_whole_dict_comes_over(api: APIClient, user: User) -> None:
    """Every key with its default: the check says nothing, and users get tokens."""
    assert said(STANDARD) == []
    with override_settings(SIGNET=STANDARD):
        assert get_settings() == IN_FORCE
        assert signing_in(api) == 200


def replaced(value: Any, package: str) -> Any:
    """*value* with the name of *package* in place of theirs."""
    if isinstance(value, tuple):
        return tuple(replaced(one, package) for one in value)
    return value.replace(THEIRS, package) if isinstance(value, str) else value


@pytest.mark.parametrize("package", ["drf_signet", "drf_signet.sessions"])
def test_the_dict_after_search_and_replace_comes_over(api: APIClient, user: User, package: str) -> None:
    """The same, though some of these names don't exist."""
    renamed = {key: replaced(value, package) for key, value in STANDARD.items()}
    assert said(renamed) == []
    with override_settings(SIGNET=renamed):
        assert get_settings().USER_AUTHENTICATION_RULE == IN_FORCE.USER_AUTHENTICATION_RULE
        assert signing_in(api) == 200


@pytest.mark.parametrize(
    "change",
    [
        {"AUTH_TOKEN_CLASSES": [f"{THEIRS}.tokens.AccessToken"]},
        {"AUTH_TOKEN_CLASSES": (f"{THEIRS}.tokens.SlidingToken",)},
        {"AUTH_HEADER_TYPES": "Bearer"},
        {"AUTH_HEADER_TYPES": ["Bearer", "JWT"]},
        {"ROTATE_REFRESH_TOKENS": True},
        {"UPDATE_LAST_LOGIN": True},
        {"VERIFYING_KEY": None},
        {"LEEWAY": None},
        {"LEEWAY": timedelta(seconds=10)},
        {"SIGNING_KEY": "a-secret-of-its-own-that-is-long-enough"},
        {"TOKEN_OBTAIN_SERIALIZER": "drf_signet.serializers.TokenObtainPairSerializer"},
        {"TOKEN_BLACKLIST_SERIALIZER": "drf_signet.sessions.serializers.TokenBlacklistSerializer"},
        {"ON_LOGIN_SUCCESS": None, "ON_LOGIN_FAILED": None},
        {"SLIDING_TOKEN_LIFETIME": timedelta(hours=1), "SLIDING_TOKEN_REFRESH_LIFETIME": timedelta(days=7)},
        {"TOKEN_TYPE_CLAIM": "typ", "JTI_CLAIM": "id", "USER_ID_CLAIM": "sub"},
        {"AUDIENCE": "us", "ISSUER": "us"},
        {"AUDIENCE": ["us", "all"]},
        {"JWK_URL": ""},
    ],
    ids=str,
)
def test_usual_changes_to_it_are_accepted(api: APIClient, user: User, change: Mapping[str, object]) -> None:
    """Each is a setting here, or asks for nothing."""
    assert said({**STANDARD, **change}) == []
    with override_settings(SIGNET={**STANDARD, **change}):
        assert signing_in(api) == 200


def test_what_asks_for_something_is_said_at_once_and_stops_no_request(api: APIClient, user: User) -> None:
    """The check names all keys without effect at once, with their replacements; people can still sign in."""
    asking = {**STANDARD, **dict.fromkeys(LEFTOVERS, "shop.tokens.thing")}
    found = said(asking)
    assert {one.msg for one in found} == {f"SIGNET[{key!r}] is not a setting." for key in LEFTOVERS}
    assert {one.id for one in found} == {"signet.E001"}
    assert len(found) == len(LEFTOVERS)
    assert all(one.hint and "remove the key" in one.hint.lower() for one in found)
    with override_settings(SIGNET=asking):
        assert signing_in(api) == 200


@pytest.mark.parametrize("key", SERIALIZERS)
def test_a_serializer_says_where_it_belongs(key: str) -> None:
    """The hint has its dotted path, that of our serializer to derive it from, and that of our view to name it on."""
    (error,) = said({key: "shop.serializers.Mine"})
    words = re.findall(r"[\w.]+\.\w+", error.hint or "")
    assert words[0] == "shop.serializers.Mine"
    serializer, view = words[1], words[2].removesuffix(".as_view")
    made = import_string(view)
    assert issubclass(made.serializer_class, import_string(serializer))
    assert import_string(serializer).__module__ == serializer.rpartition(".")[0]
    with_sessions = serializer.replace("drf_signet.serializers", "drf_signet.sessions.serializers")
    assert "drf_signet.sessions" in (error.hint or "")
    assert said({key: with_sessions}) == []
    assert callable(import_string(with_sessions))


@pytest.mark.parametrize(
    ("key", "value", "words"),
    [
        ("BLACKLIST_AFTER_ROTATION", True, ["'drf_signet.sessions' to INSTALLED_APPS", "'drf_signet.sessions.urls'"]),
        ("CHECK_USER_IS_ACTIVE", False, ["USER_AUTHENTICATION_RULE", "'drf_signet.user_rule.is_active'"]),
        ("ON_LOGIN_SUCCESS", "shop.hooks.hello", ["UPDATE_LAST_LOGIN", "shop.hooks.hello", "user_logged_in"]),
        ("ON_LOGIN_FAILED", "shop.hooks.no", ["shop.hooks.no", "user_login_failed"]),
        ("AUTH_COOKIE_SAMESITE", "Lax", ["drf_signet.sessions.browser", "REFRESH_COOKIE_SAMESITE"]),
        ("AUTH_COOKIE_ACCESS_KEY", "access", ["drf_signet.sessions.browser", "Remove the key"]),
        ("AUTH_COOKIE_REFRESH_MAX_AGE", 60, ["drf_signet.sessions.browser", "Remove the key"]),
        (
            "TOKEN_OBTAIN_SERIALIZER",
            f"{THEIRS}.serializers.TokenObtainSlidingSerializer",
            ["drf_signet.views.TokenObtainSlidingView.as_view()", "remove the key"],
        ),
        (
            "TOKEN_REFRESH_SERIALIZER",
            "drf_signet.sessions.serializers.TokenRefreshSlidingSerializer",
            ["drf_signet.sessions.views.TokenRefreshSlidingView.as_view()", "remove the key"],
        ),
        ("AUTH_HEADER_TYPE", "Bearer", ["AUTH_HEADER_TYPES"]),
        ("AUTH_TOKEN_CLASS", "a.B", ["AUTH_TOKEN_CLASSES"]),
        ("SECRET_KEY", "k", ["SIGNING_KEY"]),
    ],
)
def test_the_hint_names_what_to_write(key: str, value: object, words: list[str]) -> None:
    """In the terms of this package."""
    (error,) = said({key: value})
    assert error.id == "signet.E001"
    assert [one for one in words if one not in (error.hint or "")] == []


def test_keys_of_a_tutorial_for_cookies_stop_no_request(api: APIClient, user: User) -> None:
    """Each tutorial has its own keys for its own code; none counts as a misspelling of ours."""
    mine = {"AUTH_COOKIE": "a", "AUTH_COOKIE_ACCESS": "b", "AUTH_COOKIE_MAX_AGE": 9, "AUTH_COOKIE_REFRESH_KEY": "r"}
    found = said({**STANDARD, **mine})
    assert len(found) == len(mine)
    assert all("Did you mean" not in (one.hint or "") for one in found)
    with override_settings(SIGNET={**STANDARD, **mine}):
        assert signing_in(api) == 200


@pytest.mark.parametrize(
    ("key", "value", "hint"),
    [
        ("ACCESS_TOKEN_LIFETIME", 300, "Write timedelta(seconds=300), or minutes=, hours= or days=."),
        ("REFRESH_TOKEN_LIFETIME", "86400", "Write timedelta(seconds=86400), or minutes=, hours= or days=."),
        ("LEEWAY", "10", "Write 10."),
        ("LEEWAY", "1.5", "Write 1.5."),
        ("ROTATE_REFRESH_TOKENS", "False", "Write False."),
        ("UPDATE_LAST_LOGIN", "true", "Write True."),
        ("CHECK_REVOKE_TOKEN", 0, "Write False."),
        ("ALGORITHM", "hs256", "Write 'HS256'."),
        ("AUTH_TOKEN_CLASSES", f"{THEIRS}.tokens.AccessToken", "Write ('drf_signet.tokens.AccessToken',)."),
        ("UPDATE_LAST_LOGIN", None, "Remove the key to get its default."),
        ("ACCESS_TOKEN_LIFETIME", "soon", None),
        ("ACCESS_TOKEN_LIFETIME", 10**400, None),
        ("ROTATE_REFRESH_TOKENS", "sometimes", None),
        ("ALGORITHM", "RS", None),
    ],
    ids=str,
)
def test_a_value_of_another_type_says_what_to_write(key: str, value: object, hint: str | None) -> None:
    """As far as the check can know: many values come from the environment, where everything is a string."""
    (error,) = said({**STANDARD, key: value})
    assert (error.id, error.hint) == ("signet.E002", hint)


def test_with_sessions_rotated_tokens_are_void_anyway() -> None:
    """So the key that asks for it has nothing to do; but any value that isn't true or false is still a mistake."""
    conf.fulfil("BLACKLIST_AFTER_ROTATION")
    assert said({"ROTATE_REFRESH_TOKENS": True, "BLACKLIST_AFTER_ROTATION": True}) == []
    assert [one.id for one in said({"BLACKLIST_AFTER_ROTATION": "yes"})] == ["signet.E001"]


@pytest.mark.parametrize("theirs", PATHS)
def test_a_path_of_theirs_is_read_as_that_of_ours(theirs: str) -> None:
    """Each path that has the same meaning here leads to our class."""
    with override_settings(SIGNET={"TOKEN_USER_CLASS": theirs, "AUTH_TOKEN_CLASSES": [theirs]}):
        settings, ours = get_settings(), PATHS[theirs]
    assert ours == settings.TOKEN_USER_CLASS
    assert list(settings.AUTH_TOKEN_CLASSES) == [ours]
    assert callable(import_string(ours))


def test_a_misspelt_path_of_theirs_names_ours() -> None:
    """The hint doesn't explain how to write a path in general."""
    wrong = {"USER_AUTHENTICATION_RULE": f"{THEIRS}.authentication.default_user_authentification_rule"}
    assert [one.hint for one in said(wrong)] == ["Write 'drf_signet.user_rule.is_active'."]


def test_where_their_settings_are_in_force_their_paths_mean_what_they_say() -> None:
    """The replacements for Simple JWT's classes differ from the classes of the core."""

    def nothing(theirs: object) -> dict[str, object]:
        return {}

    read_also("SIMPLE_JWT", nothing)
    path = f"{THEIRS}.models.TokenUser"
    with override_settings(SIGNET={"TOKEN_USER_CLASS": path}):
        settings = get_settings()
    assert path == settings.TOKEN_USER_CLASS


def test_a_misspelt_key_is_an_error_as_ever() -> None:
    """In the check and on use: nobody can know what was meant."""
    wrong = {**STANDARD, "ACCES_TOKEN_LIFETIME": timedelta(hours=3)}
    message, hint = "SIGNET['ACCES_TOKEN_LIFETIME'] is not a setting.", "Did you mean 'ACCESS_TOKEN_LIFETIME'?"
    assert said(wrong) == [Error(message, hint=hint, id="signet.E001")]
    with override_settings(SIGNET=wrong), pytest.raises(ImproperlyConfigured):
        get_settings()
    assert [one.hint for one in said({"BLACKLIST_AFTER_ROTATON": False})] == [
        "Did you mean 'BLACKLIST_AFTER_ROTATION'?"
    ]


def ignored(**dicts: object) -> list[str]:
    """The messages of W026 for a project with *dicts* among its settings."""
    with override_settings(**dicts):
        return [one.msg for one in run_checks() if one.id == "signet.W026"]


def test_a_dict_under_its_old_name_gets_a_warning() -> None:
    """It names the settings that aren't in force, but no value: some are keys."""
    theirs = {**STANDARD, "ACCESS_TOKEN_LIFETIME": timedelta(hours=3), "SIGNING_KEY": "secret", "COLOUR": "red"}
    (message,) = ignored(SIMPLE_JWT=theirs)
    assert message == (
        "Nothing reads SIMPLE_JWT, so these keys have no effect: ACCESS_TOKEN_LIFETIME, ROTATE_REFRESH_TOKENS, "
        "SIGNING_KEY, COLOUR."
    )
    revoking = {"CHECK_REVOKE_TOKEN": True, "REVOKE_TOKEN_CLAIM": "hash_password"}
    assert ignored(SIMPLE_JWT=revoking) == [
        "Nothing reads SIMPLE_JWT, so these keys have no effect: CHECK_REVOKE_TOKEN, REVOKE_TOKEN_CLAIM."
    ]


def test_the_standard_dict_alone_is_in_force_already(settings: Any) -> None:
    """Without sessions, tokens don't rotate by default, and the claim that nobody reads has no name."""
    settings.ROOT_URLCONF = "drf_signet.urls"
    theirs = {**STANDARD, "SIGNING_KEY": django_settings.SECRET_KEY}
    assert ignored(SIMPLE_JWT=theirs) == []
    assert ignored(SIMPLE_JWT={**theirs, "ROTATE_REFRESH_TOKENS": True}) == [
        "Nothing reads SIMPLE_JWT, so these keys have no effect: ROTATE_REFRESH_TOKENS."
    ]


def test_a_dict_that_is_in_force_already_gets_no_warning() -> None:
    """Such as one that was copied to SIGNET, or one that asks for the defaults."""
    theirs = {"ACCESS_TOKEN_LIFETIME": timedelta(hours=3), "BLACKLIST_AFTER_ROTATION": False}
    assert ignored(SIMPLE_JWT=theirs, SIGNET=dict(theirs)) == []
    assert ignored(SIMPLE_JWT={"SIGNING_KEY": django_settings.SECRET_KEY, "LEEWAY": 0}) == []
    assert ignored(SIMPLE_JWT=None) == []


def test_those_who_come_from_elsewhere_are_told_what_reads_their_dict() -> None:
    """The code that reads it is in another distribution."""
    for name in ("SIMPLE_JWT", "JWT_AUTH"):
        with override_settings(**{name: {"JWT_EXPIRATION_DELTA": timedelta(hours=3)}}):
            (warning,) = (one for one in run_checks() if one.id == "signet.W026")
        assert warning.hint is not None
        assert warning.hint.endswith("keep using drf-signet-compat.")


def test_the_dict_of_drf_jwt_gets_a_warning_too() -> None:
    """The core doesn't read it."""
    assert ignored(JWT_AUTH={"JWT_EXPIRATION_DELTA": timedelta(hours=3)}) == [
        "Nothing reads JWT_AUTH, so these keys have no effect: JWT_EXPIRATION_DELTA."
    ]


def test_a_dict_that_is_read_gets_no_warning() -> None:
    """A translation may read it, or other code."""
    read_also("SIMPLE_JWT", lambda theirs: {})
    conf.read_elsewhere("JWT_AUTH")
    assert ignored(SIMPLE_JWT={"COLOUR": "red"}, JWT_AUTH={"COLOUR": "red"}) == []
