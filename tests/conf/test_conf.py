"""The settings: read on first use, effective as soon as they change, and restored afterwards."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from datetime import timedelta
from typing import get_args

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import ImproperlyConfigured
from django.test import override_settings

from drf_signet import conf
from drf_signet.conf import get_encoder, get_schemes, get_settings, given, imported, read, read_also
from drf_signet.errors import TokenError
from drf_signet.keys_in_force import get_ring, get_verifier
from drf_signet.settings import SECRETS, Algorithm, Settings
from drf_signet.tokens import AccessToken
from signet_tokens.keys import ALGORITHMS
from tests.conf.effect import Effect
from tests.conf.setting_effects import EFFECTS, RS256
from tests.stand_ins.key_pairs import SECRET

FIELDS = [one.name for one in dataclasses.fields(Settings)]
SEEN_WITH_ACCOUNTS = (
    *("EMAIL_VERIFICATION", "ACTIVATION_URL", "PASSWORD_RESET_URL", "EMAIL_CHANGE_URL", "ACTIVATION_LIFETIME"),
    "SIGN_IN_NOTICE_URL",
    *("PASSWORD_RESET_LIFETIME", "EMAIL_CHANGE_LIFETIME", "SITE_NAME", "MAIL_DISPATCHER", "USER_LANGUAGE"),
)
"""tests/accounts/test_settings.py looks at these, in a project that has accounts."""
SEEN_WITH_IDENTITIES = ("PROVIDER_RETURN_URL", "PROVIDER_SIGN_UP", "PROVIDER_USER_FIELDS")
"""tests/identities/test_settings.py looks at these."""
SEEN_WITH_CODES = ("SIGN_IN_CODE_URL", "SIGN_IN_CODE_SIGN_UP")
"""tests/mailed_codes/test_settings.py looks at these, in a project that has codes by mail."""


def test_every_algorithm_can_be_set() -> None:
    """The type of ALGORITHM lists the algorithms that keys can have."""
    assert get_args(Algorithm) == ALGORITHMS


def test_every_setting_has_an_effect() -> None:
    """No field of `Settings` is left out of the cases below."""
    assert sorted((*EFFECTS, *SEEN_WITH_ACCOUNTS, *SEEN_WITH_IDENTITIES, *SEEN_WITH_CODES)) == sorted(FIELDS)


@pytest.mark.parametrize("name", EFFECTS)
def test_the_effect_is_of_that_setting(name: str) -> None:
    """Each case changes the setting it is named for, and nothing else."""
    assert list(EFFECTS[name].change) == [name]
    assert EFFECTS[name].before != EFFECTS[name].after


@pytest.mark.parametrize("effect", EFFECTS.values(), ids=EFFECTS.keys())
def test_a_changed_setting_is_in_force_at_once_and_put_back(user: User, effect: Effect) -> None:
    """The visible effect changes inside of ``override_settings``, and back again after it."""
    with override_settings(SIGNET=effect.base):
        assert effect.see(user) == effect.before
        with override_settings(SIGNET={**effect.base, **effect.change}):
            assert effect.see(user) == effect.after
        assert effect.see(user) == effect.before


def test_without_the_dict_every_setting_has_its_default() -> None:
    """A project need not say anything."""
    assert get_settings() == Settings()
    assert read({}) == (Settings(), [])


DEFAULTS: dict[str, object] = {
    "ACCESS_TOKEN_LIFETIME": timedelta(minutes=5),
    "REFRESH_TOKEN_LIFETIME": timedelta(days=1),
    "ROTATE_REFRESH_TOKENS": None,
    "SLIDING_TOKEN_LIFETIME": timedelta(minutes=5),
    "SLIDING_TOKEN_REFRESH_LIFETIME": timedelta(days=1),
    "SLIDING_TOKEN_REFRESH_EXP_CLAIM": "refresh_exp",
    "UPDATE_LAST_LOGIN": False,
    "ALGORITHM": "HS256",
    "SIGNING_KEY": None,
    "VERIFYING_KEY": None,
    "SIGNING_KEYS": None,
    "KEY_PUBLICATION_PERIOD": timedelta(minutes=15),
    "KEY_ENCRYPTION_KEYS": None,
    "JWK_URL": None,
    "JWK_URL_ALLOW_HTTP": False,
    "ISSUERS": {},
    "KEY_SET_CACHE": "default",
    "AUDIENCE": None,
    "ISSUER": None,
    "ISSUER_SINCE": None,
    "AUDIENCE_SINCE": None,
    "ACCESS_TOKEN_PROFILE": "simple_jwt",
    "CLIENT_ID": "first-party",
    "LEEWAY": 0,
    "JSON_ENCODER": None,
    "AUTH_HEADER_TYPES": ("Bearer",),
    "AUTH_HEADER_NAME": "HTTP_AUTHORIZATION",
    "AUTH_TOKEN_CLASSES": ("drf_signet.tokens.AccessToken",),
    "USER_ID_FIELD": "id",
    "USER_ID_CLAIM": "user_id",
    "USER_AUTHENTICATION_RULE": "drf_signet.user_rule.is_active",
    "TOKEN_USER_CLASS": "drf_signet.models.TokenUser",
    "TENANT": None,
    "SERVICES": {},
    "TOKEN_TYPE_CLAIM": "token_type",
    "JTI_CLAIM": "jti",
    "CHECK_REVOKE_TOKEN": False,
    "REVOKE_TOKEN_CLAIM": "auth_hash",
    "SESSION_LIFETIME": timedelta(days=30),
    "SESSIONS_PER_USER": 100,
    "REFRESH_GRACE_PERIOD": timedelta(seconds=10),
    "REFRESH_RETRY_PERIOD": None,
    "GET_CLAIMS": None,
    "REVOCATION_POLL_INTERVAL": timedelta(seconds=3),
    "REVOCATION_FALLBACK": "refuse",
    "NUM_PROXIES": 0,
    "REFRESH_COOKIE_NAME": "refresh",
    "REFRESH_COOKIE_SAMESITE": "Strict",
    "REFRESH_COOKIE_DOMAIN": None,
    "REFRESH_COOKIE_PATH": "/",
    "REFRESH_COOKIE_SECURE": True,
    "THROTTLE_RATES": {},
    "EMAIL_VERIFICATION": "mandatory",
    "ACTIVATION_URL": None,
    "PASSWORD_RESET_URL": None,
    "EMAIL_CHANGE_URL": None,
    "SIGN_IN_CODE_URL": None,
    "SIGN_IN_CODE_SIGN_UP": False,
    "PROVIDER_RETURN_URL": None,
    "PROVIDER_SIGN_UP": True,
    "PROVIDER_USER_FIELDS": None,
    "SIGN_IN_NOTICE_URL": None,
    "ACTIVATION_LIFETIME": timedelta(days=3),
    "PASSWORD_RESET_LIFETIME": timedelta(hours=1),
    "EMAIL_CHANGE_LIFETIME": timedelta(days=1),
    "SITE_NAME": None,
    "USER_LANGUAGE": None,
    "MAIL_DISPATCHER": None,
    "PROVIDERS": {},
}


def test_the_defaults_are_what_users_were_told() -> None:
    """A default is a promise: if you change one, change this list as well."""
    assert dataclasses.asdict(Settings()) == DEFAULTS


def test_the_settings_cannot_be_changed() -> None:
    """Code that holds the settings can't change them for everybody else."""
    with pytest.raises(dataclasses.FrozenInstanceError):
        get_settings().LEEWAY = 5  # type: ignore[misc]


def test_the_settings_are_read_once() -> None:
    """A second reader gets the same objects."""
    readers = (get_settings, get_schemes, get_encoder, get_ring, get_verifier)
    assert [reader() is reader() for reader in readers] == [True] * len(readers)


@pytest.mark.parametrize(
    "changed",
    [
        {"SIGNET": {"LEEWAY": 5}},
        {"SECRET_KEY": SECRET},
        {"SECRET_KEY_FALLBACKS": [SECRET]},
    ],
    ids=["dict", "secret", "fallbacks"],
)
def test_everything_that_was_built_is_dropped_with_what_it_was_built_from(changed: dict[str, object]) -> None:
    """Keys, header words and remembered tokens are made of the dict and Django's two secrets."""
    before = (get_settings(), get_schemes(), get_encoder(), get_ring(), get_verifier())
    with override_settings(**changed):
        inside = (get_settings(), get_schemes(), get_encoder(), get_ring(), get_verifier())
        assert not any(new is old for new, old in zip(inside, before, strict=True))


def test_another_setting_drops_nothing() -> None:
    """The remembered tokens survive a change that doesn't concern them."""
    before = get_verifier()
    with override_settings(TIME_ZONE="Europe/Paris"):
        assert get_verifier() is before
    assert get_verifier() is before


def test_a_list_is_read_as_a_tuple() -> None:
    """Both spellings are the same setting, and its value can't be changed afterwards."""
    settings, problems = read({"AUTH_HEADER_TYPES": ["Bearer", "JWT"], "AUDIENCE": ["us"]})
    assert problems == []
    assert settings.AUTH_HEADER_TYPES == ("Bearer", "JWT")
    assert settings.AUDIENCE == ("us",)


@pytest.mark.parametrize(
    ("signet", "name", "expected"),
    [
        pytest.param({"AUTH_HEADER_TYPES": "JWT"}, "header_types", ("JWT",), id="one-word"),
        pytest.param({"AUTH_HEADER_TYPES": ("JWT", "Bearer")}, "header_types", ("JWT", "Bearer"), id="two-words"),
        pytest.param({}, "audiences", (), id="no-audience"),
        pytest.param({"AUDIENCE": "us"}, "audiences", ("us",), id="one-audience"),
        pytest.param({"AUDIENCE": ("us", "them")}, "audiences", ("us", "them"), id="two-audiences"),
        pytest.param({"LEEWAY": timedelta(minutes=1)}, "leeway", 60.0, id="leeway-timedelta"),
        pytest.param({"LEEWAY": 90}, "leeway", 90.0, id="leeway-whole-number"),
        pytest.param({"LEEWAY": 0.5}, "leeway", 0.5, id="leeway-number"),
    ],
)
def test_a_setting_with_several_spellings_is_read_in_one(
    signet: dict[str, object], name: str, expected: object
) -> None:
    """Code that uses the setting sees one type."""
    assert getattr(read(signet)[0], name) == expected


def test_the_words_of_the_header_are_compared_in_lower_case() -> None:
    """A scheme has no case."""
    with override_settings(SIGNET={"AUTH_HEADER_TYPES": ("Bearer", "JWT")}):
        assert get_schemes() == {b"bearer", b"jwt"}


def test_a_path_is_imported_once() -> None:
    """The object that a dotted path names is remembered."""
    assert imported("drf_signet.tokens.AccessToken") is AccessToken
    with pytest.raises(ImportError):
        imported("drf_signet.tokens.Nothing")


def test_a_wrong_dict_is_refused_on_use_in_the_words_of_the_checks() -> None:
    """Without ``manage.py check``, the first request says the same, all of it at once."""
    wrong = {"ACCES_TOKEN_LIFETIME": 5, "LEEWAY": "1", "CHECK_USER_IS_ACTIVE": False}
    with override_settings(SIGNET=wrong), pytest.raises(ImproperlyConfigured) as caught:
        get_settings()
    assert str(caught.value) == (
        "SIGNET['ACCES_TOKEN_LIFETIME'] is not a setting. Did you mean 'ACCESS_TOKEN_LIFETIME'? SIGNET['LEEWAY'] "
        "should be a datetime.timedelta or a number, not '1'. Write 1. SIGNET['CHECK_USER_IS_ACTIVE'] is not a "
        "setting. Set USER_AUTHENTICATION_RULE to the dotted path of your own function (user) -> bool, and remove "
        "the key. The default rule, 'drf_signet.user_rule.is_active', accepts active users only."
    )


def test_a_wrong_dict_is_forgotten_when_it_is_put_right() -> None:
    """An error is not remembered."""
    with override_settings(SIGNET={"LEEWAY": "1"}), pytest.raises(ImproperlyConfigured):
        get_settings()
    assert get_settings() == Settings()


def test_the_policy_of_the_verifier_is_that_of_the_settings() -> None:
    """Audience, issuer and leeway reach the verifier."""
    with override_settings(SIGNET={"AUDIENCE": ("us", "all"), "ISSUER": "them", "LEEWAY": timedelta(seconds=3)}):
        policy = get_verifier().policy
    assert (policy.audience, policy.issuer, policy.leeway) == (frozenset({"us", "all"}), "them", 3.0)


def test_own_and_verifying_key_stand_beside_each_other() -> None:
    """With a key pair the private key signs, and both verify."""
    with override_settings(SIGNET=RS256):
        raw = str(AccessToken())
        assert [key.can_sign for key in get_ring().keys] == [True]
        AccessToken(raw)
    with pytest.raises(TokenError):
        AccessToken(raw)


def test_the_secret_settings_are_known_as_such() -> None:
    """All keys, and no setting that a message should show."""
    assert {"KEY_ENCRYPTION_KEYS", "PROVIDERS", "SERVICES", "SIGNING_KEY", "SIGNING_KEYS", "VERIFYING_KEY"} == SECRETS


def test_a_token_is_refused_under_other_settings() -> None:
    """The settings in force decide, though the token was remembered under the previous ones."""
    raw = str(AccessToken())
    AccessToken(raw)
    with override_settings(SIGNET={"SIGNING_KEY": SECRET}), pytest.raises(TokenError):
        AccessToken(raw)
    AccessToken(raw)


@pytest.fixture
def neighbour() -> Iterator[None]:
    """A setting of another name is read as well: its MINUTES are the lifetime of access tokens."""

    def translate(theirs: object) -> dict[str, object]:
        assert isinstance(theirs, dict)
        return {"ACCESS_TOKEN_LIFETIME": timedelta(minutes=theirs["MINUTES"]), "ISSUER": "neighbour"}

    read_also("NEIGHBOUR", translate)
    yield
    conf._translations.pop("NEIGHBOUR")
    get_settings.cache_clear()


@pytest.mark.usefixtures("neighbour")
def test_a_setting_of_another_name_is_read_in_translation() -> None:
    """It takes effect at once, SIGNET itself takes precedence, and it is gone with the setting."""
    with override_settings(NEIGHBOUR={"MINUTES": 7}):
        assert get_settings() == Settings(ACCESS_TOKEN_LIFETIME=timedelta(minutes=7), ISSUER="neighbour")
        with override_settings(SIGNET={"ISSUER": "us"}):
            assert get_settings() == Settings(ACCESS_TOKEN_LIFETIME=timedelta(minutes=7), ISSUER="us")
        with override_settings(NEIGHBOUR={"MINUTES": 8}):
            assert get_settings() == Settings(ACCESS_TOKEN_LIFETIME=timedelta(minutes=8), ISSUER="neighbour")
    assert get_settings() == Settings()


@pytest.mark.usefixtures("neighbour")
def test_a_translation_hides_no_problem_of_the_dict() -> None:
    """A setting that is no dict is reported as that."""
    with override_settings(NEIGHBOUR={"MINUTES": 7}, SIGNET=[]):
        assert given() == []
