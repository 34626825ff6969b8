"""The keys in the settings: where they come from, how they rotate, and that nobody gets to see them."""

from __future__ import annotations

import traceback
from collections.abc import Mapping

import pytest
from django.conf import settings as django_settings
from django.contrib.auth.models import User
from django.core.checks import run_checks
from django.core.exceptions import ImproperlyConfigured
from django.test import override_settings

from drf_signet.conf import get_settings, read
from drf_signet.errors import KeyLoadError, NoSigningKeyError, TokenError
from drf_signet.keys_in_force import get_ring, get_verifier
from drf_signet.tokens import AccessToken, RefreshToken
from signet_tokens.keys import SigningKey
from tests.stand_ins.key_pairs import SECRET, pair_for, private_pem, public_pem, rsa

OLD = django_settings.SECRET_KEY
NEW = "the-next-secret-key-of-the-project-that-is-long-enough-for-all-three-of-the-hashes"


def kid(secret: str, algorithm: str = "HS256") -> str:
    """The name of a secret."""
    return SigningKey.load(secret, algorithm).kid


def test_djangos_secret_signs_by_default() -> None:
    """A project without a key of its own signs with SECRET_KEY."""
    assert [key.kid for key in get_ring().keys] == [kid(OLD)]
    assert get_ring().signing_key.kid == kid(OLD)


def test_djangos_fallbacks_verify() -> None:
    """While SECRET_KEY rotates, the new one signs, and tokens of the old one are accepted as long as it is listed."""
    old = str(AccessToken())
    with override_settings(SECRET_KEY=NEW, SECRET_KEY_FALLBACKS=[OLD]):
        assert get_ring().signing_key.kid == kid(NEW)
        AccessToken(old)
        new = str(AccessToken())
    with override_settings(SECRET_KEY=NEW), pytest.raises(TokenError):
        AccessToken(old)
    with pytest.raises(TokenError):
        AccessToken(new)


def test_fallbacks_never_sign() -> None:
    """The order is SECRET_KEY first."""
    with override_settings(SECRET_KEY_FALLBACKS=[NEW, SECRET]):
        assert [key.kid for key in get_ring().keys] == [kid(OLD), kid(NEW), kid(SECRET)]


def test_a_secret_of_its_own_stands_alone() -> None:
    """With SIGNING_KEY, neither SECRET_KEY nor its fallbacks verify tokens."""
    old = str(AccessToken())
    with override_settings(SIGNET={"SIGNING_KEY": SECRET}, SECRET_KEY_FALLBACKS=[NEW]):
        assert [key.kid for key in get_ring().keys] == [kid(SECRET)]
        with pytest.raises(TokenError):
            AccessToken(old)


def test_a_verifying_key_means_nothing_to_a_shared_secret() -> None:
    """With HS* there is one key, and VERIFYING_KEY is not a second one."""
    with override_settings(SIGNET={"SIGNING_KEY": SECRET, "VERIFYING_KEY": NEW}):
        assert [key.kid for key in get_ring().keys] == [kid(SECRET)]


def test_a_public_key_alone_only_verifies() -> None:
    """A service that has no private key reads tokens and writes none."""
    both = {"ALGORITHM": "ES256", "SIGNING_KEY": private_pem(pair_for("ES256"))}
    with override_settings(SIGNET=both):
        raw = str(AccessToken())
    with override_settings(SIGNET={"ALGORITHM": "ES256", "VERIFYING_KEY": public_pem(pair_for("ES256"))}):
        AccessToken(raw)
        with pytest.raises(NoSigningKeyError):
            str(AccessToken())


def test_djangos_secret_is_no_key_of_a_pair() -> None:
    """With an algorithm for key pairs, SECRET_KEY neither signs nor verifies."""
    with override_settings(SIGNET={"ALGORITHM": "RS256", "VERIFYING_KEY": public_pem(rsa("service"))}):
        assert [key.algorithm for key in get_ring().keys] == ["RS256"]


WRONG_KEYS = {
    "pair-in-place-of-a-secret": {"SIGNING_KEY": public_pem(rsa("service"))},
    "secret-in-place-of-a-pair": {"ALGORITHM": "RS256", "SIGNING_KEY": SECRET},
    "pair-of-another-kind": {"ALGORITHM": "RS256", "SIGNING_KEY": private_pem(pair_for("ES256"))},
    "wrong-verifying-key": {
        "ALGORITHM": "RS256",
        "SIGNING_KEY": private_pem(rsa("service")),
        "VERIFYING_KEY": private_pem(pair_for("ES256")),
    },
    "spoilt-pem": {"ALGORITHM": "RS256", "SIGNING_KEY": private_pem(rsa("service"))[:-60]},
    "wrong-type": {"SIGNING_KEY": [SECRET]},
    "wrong-type-of-verifying-key": {"VERIFYING_KEY": {"secret": SECRET}},
    "misspelt": {"SIGNIN_KEY": SECRET},
}


@pytest.mark.parametrize("signet", WRONG_KEYS.values(), ids=WRONG_KEYS.keys())
def test_a_message_about_a_key_does_not_show_it(signet: Mapping[str, object]) -> None:
    """Neither the error with its whole chain nor a system check tells any line of a key."""
    with override_settings(SIGNET=signet):
        with pytest.raises(ImproperlyConfigured) as caught:
            get_ring()
        problems = [one for one in run_checks() if (one.id or "").startswith("signet")]
    assert problems
    told = "".join(traceback.format_exception(caught.value)) + repr(caught.value) + repr(problems)
    assert_tells_nothing(told, signet)


def test_a_key_error_is_not_chained_to_the_library_that_raised_it() -> None:
    """What the library below says may quote the key, so nobody is shown it."""
    with pytest.raises(KeyLoadError) as caught:
        SigningKey.load(SECRET, "RS256")
    assert caught.value.__cause__ is None
    assert caught.value.__suppress_context__


def test_no_repr_shows_a_key(user: User) -> None:
    """Settings, ring, key, verifier and tokens are printed without secrets, and a token without its values."""
    signet = {"ALGORITHM": "RS256", "SIGNING_KEY": private_pem(rsa("service")), "VERIFYING_KEY": SECRET.encode()}
    shown = repr(read(signet))
    with override_settings(SIGNET={"SIGNING_KEY": SECRET}):
        token = RefreshToken.for_user(user)
        objects = (get_settings(), get_ring(), get_ring().keys, get_ring().signing_key, get_verifier(), token)
        shown += "".join(repr(one) for one in objects)
        assert str(token) not in shown
        assert str(token["jti"]) not in shown
    assert_tells_nothing(shown, {**signet, "secret": SECRET})


def assert_tells_nothing(told: str, signet: Mapping[str, object]) -> None:
    """No line of a key in *signet*, nor Django's own secret, is in *told*."""
    secrets = [
        line
        for name, value in signet.items()
        if name != "ALGORITHM"
        for line in (value.decode() if isinstance(value, bytes) else str(value)).splitlines()
        if not line.startswith("-----")
    ]
    assert secrets
    for one in (*secrets, SECRET, OLD):
        assert one not in told
