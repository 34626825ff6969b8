"""What ``manage.py check`` says about ``JWT_AUTH``, in both dialects."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, Final

import pytest
from django.core.checks import CheckMessage
from django.core.exceptions import ImproperlyConfigured
from django.test import override_settings

from compat.tests.drf_jwt.keys import EC_PUBLIC, RSA, RSA_OBJECT, RSA_PUBLIC, RSA_PUBLIC_OBJECT, SECRET
from drf_signet_compat.drf_jwt import checks
from drf_signet_compat.drf_jwt import settings as old
from drf_signet_compat.drf_jwt.setting_reader import SettingReader
from drf_signet_compat.drf_jwt.v1_19 import settings as fork

READERS: Final = {"1.x": old.reader, "1.19": fork.reader}
BOTH: Final = tuple(READERS)

FAULTS: Final[list[tuple[tuple[str, ...], Any, str, str]]] = [
    (BOTH, {"JWT_ALOW_REFRESH": True}, "W005", "Did you mean 'JWT_ALLOW_REFRESH'?"),
    (BOTH, {"jwt_leeway": 1}, "W005", "Did you mean 'JWT_LEEWAY'?"),
    (BOTH, {"JWT_ISSUERS": []}, "W005", "Signet ignores it. Your own code may read it. Did you mean 'JWT_ISSUER'?"),
    (BOTH, {"JWT_PUBLIC_SIGNING_JWK_SET": "{}"}, "W005", "Signet ignores it. Your own code may read it."),
    (BOTH, {"COLOUR": 1}, "W005", "JWT_AUTH['COLOUR'] is not a setting."),
    (BOTH, {1: 1}, "W005", "JWT_AUTH[1] is not a setting."),
    (("1.x",), {"JWT_TOKEN_ID": "off"}, "W005", "drf_signet_compat.drf_jwt.v1_19"),
    (("1.19",), {"JWT_PAYLOAD_GET_USER_ID_HANDLER": "x.y"}, "W005", "drf-jwt has no such key"),
    (BOTH, [], "E002", "JWT_AUTH should be a dict, not list."),
    (BOTH, {"JWT_ALLOW_REFRESH": "False"}, "E002", "should be True or False, not 'False'."),
    (BOTH, {"JWT_VERIFY": None}, "E002", "should be True or False, not None."),
    (BOTH, {"JWT_AUTH_COOKIE": 1}, "E002", "should be a string or None, not 1."),
    (("1.19",), {"JWT_AUTH_COOKIE_SAMESITE": "sometimes"}, "E002", "'Strict', 'Lax', 'None' or None"),
    (BOTH, {"JWT_EXPIRATION_DELTA": 300}, "E002", "should be a datetime.timedelta, not 300."),
    (("1.19",), {"JWT_REFRESH_EXPIRATION_DELTA": 300}, "E002", "should be a datetime.timedelta, not 300."),
    (("1.19",), {"JWT_TOKEN_ID": "maybe"}, "E002", "'off', 'include', 'require'"),
    (BOTH, {"JWT_LEEWAY": "1"}, "E002", "JWT_AUTH['JWT_LEEWAY']"),
    (BOTH, {"JWT_SECRET_KEY": 12345}, "E002", "not int."),
    (("1.x",), {"JWT_SECRET_KEY": {"a": SECRET}}, "E002", "should be a string, bytes or a key object or None"),
    (("1.19",), {"JWT_SECRET_KEY": []}, "E002", "or a dict or list of these"),
    (("1.19",), {"JWT_SECRET_KEY": {1: SECRET}}, "E002", "JWT_AUTH['JWT_SECRET_KEY']"),
    (("1.x",), {"JWT_ALGORITHM": ["HS256"]}, "E002", "JWT_AUTH['JWT_ALGORITHM']"),
    (BOTH, {"JWT_DECODE_HANDLER": 7}, "E002", "should be a function or its dotted path, not 7."),
    (BOTH, {"JWT_DECODE_HANDLER": None}, "E002", "should be a function or its dotted path, not None."),
    (BOTH, {"JWT_ENCODE_HANDLER": "nowhere.at_all"}, "E003", "is 'nowhere.at_all'"),
    (BOTH, {"JWT_ENCODE_HANDLER": "rest_framework_jwt.utils.nothing"}, "E003", "can't be imported"),
    (("1.x",), {"JWT_ENCODE_HANDLER": "rest_framework_jwt.utils.jwt_encode_payload"}, "E003", "can't be imported"),
    (("1.19",), {"JWT_ENCODE_HANDLER": "rest_framework_jwt.utils.jwt_encode_handler"}, "E003", "can't be imported"),
    (BOTH, {"JWT_GET_USER_SECRET_KEY": "django.VERSION"}, "E003", "can't be imported"),
    (BOTH, {"JWT_GET_USER_SECRET_KEY": ""}, "E003", "can't be imported"),
    (BOTH, {"JWT_GET_USER_SECRET_KEY": "nowhere.at_all"}, "E003", "can't be imported"),
    (BOTH, {"JWT_ALGORITHM": "none"}, "E004", "names 'none', which is not one of HS256"),
    (("1.19",), {"JWT_ALGORITHM": ["HS256", "XY1"]}, "E004", "names 'XY1'"),
    (BOTH, {"JWT_SECRET_KEY": None}, "E005", "is missing, but HS256 needs it."),
    (BOTH, {"JWT_SECRET_KEY": ""}, "E005", "The key is empty."),
    (BOTH, {"JWT_SECRET_KEY": RSA_PUBLIC}, "E005", "shared secret"),
    (BOTH, {"JWT_ALGORITHM": "RS256"}, "E005", "JWT_AUTH['JWT_PUBLIC_KEY'] is missing, but RS256 needs it."),
    (BOTH, {"JWT_ALGORITHM": "RS256", "JWT_PUBLIC_KEY": EC_PUBLIC}, "E005", "JWT_PUBLIC_KEY'] can't be used."),
    (
        BOTH,
        {"JWT_ALGORITHM": "RS256", "JWT_PUBLIC_KEY": RSA_PUBLIC, "JWT_PRIVATE_KEY": "x"},
        "E005",
        "JWT_PRIVATE_KEY'] can't be used.",
    ),
    (("1.19",), {"JWT_SECRET_KEY": {"good": SECRET, "bad": ""}}, "E005", "JWT_AUTH['JWT_SECRET_KEY']['bad']"),
    (BOTH, {"JWT_EXPIRATION_DELTA": timedelta(0)}, "E006", "should be longer than zero"),
    (BOTH, {"JWT_REFRESH_EXPIRATION_DELTA": timedelta(days=100_000)}, "E006", "at most 36525 days"),
    (BOTH, {"JWT_LEEWAY": -1}, "E006", "should not be negative"),
    (BOTH, {"JWT_AUTH_HEADER_PREFIX": "two words"}, "E007", "one word"),
    (BOTH, {"JWT_AUTH_COOKIE": "a;b"}, "E007", "one word"),
    (("1.19",), {"JWT_IMPERSONATION_COOKIE": "a b"}, "E007", "one word"),
    (("1.19",), {"JWT_AUTH_COOKIE_SAMESITE": "None", "JWT_AUTH_COOKIE_SECURE": False}, "E008", "needs JWT_AUTH_COOKIE"),
    (("1.19",), {"JWT_AUTH_COOKIE_SAMESITE": "none", "JWT_AUTH_COOKIE_SECURE": 0}, "E008", "needs JWT_AUTH_COOKIE"),
    (BOTH, {"JWT_VERIFY": False}, "W001", "anyone can write a token for any user"),
    (BOTH, {"JWT_VERIFY_EXPIRATION": False}, "W002", "works for ever"),
    (("1.19",), {"JWT_AUTH_COOKIE": "jwt", "JWT_AUTH_COOKIE_SECURE": False}, "W003", "plain http"),
    (BOTH, {"JWT_SECRET_KEY": "short"}, "W004", "shorter than 32 bytes"),
    (("1.19",), {"JWT_SECRET_KEY": {"long": SECRET, "short": b"short"}}, "W004", "shorter than 32 bytes"),
]
GOOD: Final[list[tuple[tuple[str, ...], dict[str, Any]]]] = [
    (BOTH, {}),
    (BOTH, {"JWT_LEEWAY": 1.5}),
    (BOTH, {"JWT_AUDIENCE": ["a", "b"]}),
    (("1.x",), {"JWT_REFRESH_EXPIRATION_DELTA": 300}),
    (BOTH, {"JWT_ALLOW_REFRESH": 1, "JWT_AUTH_COOKIE": ""}),
    (("1.19",), {"JWT_AUTH_COOKIE_SAMESITE": None, "JWT_AUTH_COOKIE_PATH": None, "JWT_IMPERSONATION_COOKIE": False}),
    (("1.19",), {"JWT_AUTH_COOKIE_SAMESITE": "strict"}),
    (("1.19",), {"JWT_AUTH_COOKIE_SAMESITE": None, "JWT_AUTH_COOKIE_SECURE": False}),
    (BOTH, {"JWT_DECODE_HANDLER": repr, "JWT_GET_USER_SECRET_KEY": None}),
    (BOTH, {"JWT_SECRET_KEY": None, "JWT_GET_USER_SECRET_KEY": "builtins.str"}),
    (BOTH, {"JWT_SECRET_KEY": None, "JWT_ALGORITHM": "RS256", "JWT_PUBLIC_KEY": RSA_PUBLIC}),
    (BOTH, {"JWT_ALGORITHM": "RS256", "JWT_PRIVATE_KEY": RSA_OBJECT, "JWT_PUBLIC_KEY": RSA_PUBLIC_OBJECT}),
    (("1.19",), {"JWT_ALGORITHM": ["RS256", "HS256"], "JWT_PRIVATE_KEY": {"a": RSA}, "JWT_PUBLIC_KEY": [RSA_PUBLIC]}),
    (("1.19",), {"JWT_ALGORITHM": ("RS256", "ES256"), "JWT_PUBLIC_KEY": {"rsa": RSA_PUBLIC, "ec": EC_PUBLIC}}),
]


def said(reader: SettingReader, setting: Any) -> list[CheckMessage]:
    """What all checks say about *setting*."""
    with override_settings(JWT_AUTH=setting):
        rules = (*checks.ALWAYS, *checks.ERRORS, *checks.WARNINGS)
        return [one for rule in rules for one in checks.run(rule, reader)]


@pytest.mark.parametrize(
    ("dialect", "setting", "code", "words"),
    [(dialect, *rest) for dialects, *rest in FAULTS for dialect in dialects],
)
def test_fault(dialect: str, setting: Any, code: str, words: str) -> None:
    """It is named by its id and in words, and nothing else is said."""
    messages = said(READERS[dialect], setting)
    assert [one.id for one in messages] == [f"signet.drf_jwt.{code}"]
    assert words in f"{messages[0].msg} {messages[0].hint}"


@pytest.mark.parametrize(
    ("dialect", "setting"), [(dialect, setting) for dialects, setting in GOOD for dialect in dialects]
)
def test_good(dialect: str, setting: Any) -> None:
    """Nothing is said about settings that are right."""
    assert said(READERS[dialect], setting) == []


@pytest.mark.parametrize("dialect", BOTH)
@pytest.mark.parametrize("key", ["JWT_SECRET_KEY", "JWT_PRIVATE_KEY", "JWT_PUBLIC_KEY"])
@pytest.mark.parametrize("value", [{"x": 1, "secret": "TOP"}, "TOP-SECRET"])
def test_no_key_is_shown(dialect: str, key: str, value: object) -> None:
    """No message holds any of a key."""
    for algorithm in ("HS256", "RS256"):
        for one in said(READERS[dialect], {key: value, "JWT_ALGORITHM": algorithm}):
            assert "TOP" not in f"{one.msg} {one.hint}"


@pytest.mark.parametrize("dialect", BOTH)
def test_use_raises_in_the_same_words(dialect: str) -> None:
    """Anyone who never runs the checks is told on the first use."""
    reader = READERS[dialect]
    with override_settings(JWT_AUTH={"JWT_LEEWAY": "1"}), pytest.raises(ImproperlyConfigured, match="'JWT_LEEWAY'"):
        _ = reader.JWT_ALGORITHM


@pytest.mark.parametrize("dialect", BOTH)
def test_keys_of_a_projects_own_change_nothing(dialect: str) -> None:
    """They are told apart from settings, also beside one that is wrong, and can't be asked for."""
    reader = READERS[dialect]
    own = {"JWT_ISSUERS": [{"ISSUER": "us"}], "JWT_VERIFY_AUDIENCE": True, "JWT_AUTH_COOKIE_SIGNATURE": "s", 7: 7}
    with override_settings(JWT_AUTH={**own, "JWT_LEEWAY": 9}):
        assert reader.JWT_LEEWAY == 9
        with pytest.raises(AttributeError):
            _ = reader.JWT_ISSUERS
    ids = [one.id for one in said(reader, {**own, "JWT_LEEWAY": "1"})]
    assert sorted(one for one in ids if one) == ["signet.drf_jwt.E002", *["signet.drf_jwt.W005"] * 4]


def test_every_id_has_a_fault() -> None:
    """There is no check that is never seen to speak."""
    codes = {code for _, _, code, _ in FAULTS}
    assert codes == {*(f"E00{one}" for one in range(2, 9)), *(f"W00{one}" for one in range(1, 6))}
