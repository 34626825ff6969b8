"""Code that catches PyJWT's errors around our handlers catches ours."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable
from typing import Any, Final

import jwt
import pytest
from django.conf import settings
from django.test import override_settings

from drf_signet.errors import ExpiredTokenError, TokenError
from drf_signet_compat.drf_jwt import utils as old
from drf_signet_compat.drf_jwt.errors import ForgedTokenError, NotAcceptedError
from drf_signet_compat.drf_jwt.v1_19 import compat
from drf_signet_compat.drf_jwt.v1_19 import utils as fork

LATER: Final = 9_999_999_999
OTHER: Final = "another-secret-that-is-long-enough-for-the-hash"


def token(claims: dict[str, Any], **more: Any) -> str:
    """The token of *claims*."""
    return jwt.encode({"username": "ada", "exp": LATER, **claims}, more.pop("key", settings.SECRET_KEY), **more)


def read_by_compat(value: str) -> Any:
    """What the function that the fork wraps around PyJWT reads."""
    return compat.jwt_decode(value, settings.SECRET_KEY, audience="api", issuer="us")


READERS: Final[list[Callable[[str], Any]]] = [old.jwt_decode_handler, fork.jwt_decode_token, read_by_compat]
FOR_US: Final = {"aud": "api", "iss": "us"}
CASES: Final[dict[str, tuple[Callable[[], str], type[TokenError], type[Exception]]]] = {
    "expired": (lambda: token({**FOR_US, "exp": 1}), ExpiredTokenError, jwt.ExpiredSignatureError),
    "forged": (lambda: token(FOR_US, key=OTHER), ForgedTokenError, jwt.InvalidSignatureError),
    "no token": (lambda: "x.y.z", TokenError, jwt.DecodeError),
    "of another algorithm": (lambda: token(FOR_US, algorithm="HS512"), NotAcceptedError, jwt.InvalidAlgorithmError),
    "for others": (lambda: token({**FOR_US, "aud": "web"}), NotAcceptedError, jwt.InvalidAudienceError),
    "of others": (lambda: token({**FOR_US, "iss": "them"}), NotAcceptedError, jwt.InvalidIssuerError),
    "not yet": (lambda: token({**FOR_US, "nbf": LATER}), NotAcceptedError, jwt.ImmatureSignatureError),
}


@pytest.mark.parametrize("read", READERS)
@pytest.mark.parametrize("name", CASES)
def test_error_is_both(read: Callable[[str], Any], name: str) -> None:
    """Ours and PyJWT's, with the text of ours."""
    make, ours, theirs = CASES[name]
    with (
        override_settings(JWT_AUTH={"JWT_AUDIENCE": "api", "JWT_ISSUER": "us"}),
        pytest.raises(theirs) as caught,
    ):
        read(make())
    assert isinstance(caught.value, ours)
    assert isinstance(caught.value, jwt.InvalidTokenError)
    assert str(caught.value) == caught.value.message != ""


def test_compat_reads_what_nobody_signed() -> None:
    """With ``verify=False``, or by the option, a token is only read; by the option, one that has ended is good."""
    ended = token({"exp": 1}, key=OTHER)
    for given in ({"verify": False}, {"options": {"verify_signature": False}}):
        assert compat.jwt_decode(ended, None, **given)["username"] == "ada"
    with pytest.raises(compat.ExpiredSignature):
        compat.jwt_decode(ended, OTHER)
    read = compat.jwt_decode(ended.encode(), OTHER, algorithms=["HS512", "HS256"], options={"verify_exp": False})
    assert read["exp"] == 1
    with pytest.raises(compat.ExpiredSignature):
        compat.jwt_decode(token({"exp": int(time.time()) - 30}), settings.SECRET_KEY, leeway=20)
    assert compat.jwt_decode(token({"exp": int(time.time()) - 30}), settings.SECRET_KEY, leeway=90)


def test_nothing_is_imported_for_it() -> None:
    """Without PyJWT, errors are ours, and can be caught by the names of the old package."""
    script = """
import sys
sys.modules["jwt"] = None
import django
from django.conf import settings
settings.configure(SECRET_KEY="k" * 40, INSTALLED_APPS=["django.contrib.auth", "django.contrib.contenttypes"])
django.setup()
from drf_signet_compat.drf_jwt.v1_19.compat import ExpiredSignature, jwt_decode
from drf_signet_compat.drf_jwt.v1_19.utils import jwt_decode_token
from drf_signet.errors import ExpiredTokenError, TokenError
assert ExpiredSignature is ExpiredTokenError
for read in (jwt_decode_token, lambda raw: jwt_decode(raw, "k" * 40)):
    try:
        read("x.y.z")
    except TokenError as error:
        assert type(error) is TokenError
    else:
        raise AssertionError
try:
    from drf_signet_compat.drf_jwt.v1_19.utils import jwt
except ImportError:
    pass
else:
    raise AssertionError
"""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
