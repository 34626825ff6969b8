"""Genuine tokens, each with one claim that holds what nobody would write there."""

from __future__ import annotations

import hashlib
import hmac
import json
import time
from typing import Any, Final

from joserfc.util import urlsafe_b64encode

CLAIMS: Final = (
    "username", "user_id", "email", "user_profile_id", "exp", "nbf", "iat", "orig_iat", "jti", "orig_jti", "iss",
    "aud", "sub", "token_type", "sid",
)  # fmt: skip
VALUES: Final[tuple[Any, ...]] = (
    None, True, False, 0, -1, -(10**12), 10**30, 10**400, -(10**400), 1.5, -1e308, 1e308, "", "\0", "x" * 500, "-1",
    [], [[]], ["x"], [10**400], {}, {"x": 1}, {"x": {}}, [{"x": []}],
)  # fmt: skip


def forge(claims: object, secret: str) -> str:
    """The token of *claims*, signed with *secret* of any length."""
    signed = b".".join(urlsafe_b64encode(json.dumps(one).encode()) for one in ({"alg": "HS256"}, claims))
    return (signed + b"." + urlsafe_b64encode(hmac.new(secret.encode(), signed, hashlib.sha256).digest())).decode()


def odd_tokens(claim: str, user_id: int, secret: str) -> list[tuple[Any, str]]:
    """Each of the values for *claim*, with a token that has it and is otherwise valid."""
    now = int(time.time())
    good = {"username": "ada", "user_id": user_id, "exp": now + 300, "iat": now, "orig_iat": now, "aud": "api"}
    good |= {"jti": "0b2fd0b8-7b9d-4b8e-a1f9-6f1f3c1f0a11", "iss": "us", "sid": "x"}
    return [(value, forge({**good, claim: value}, secret)) for value in VALUES]
