"""Tokens for the requests, made with the standard library alone."""

# mypy: ignore-errors

from __future__ import annotations

import hashlib
import hmac
import json
from base64 import urlsafe_b64encode
from typing import Any, Final

from project import SECRET

HASHES: Final = {"HS256": hashlib.sha256, "HS384": hashlib.sha384, "HS512": hashlib.sha512}
OTHER: Final = "another-secret-key-for-tests-that-is-also-long-enough-for-every-hash"
JTI: Final = "0b2fd0b8-7b9d-4b8e-a1f9-6f1f3c1f0a11"


def token(claims: Any, *, secret: str = SECRET, **header: Any) -> str:
    """The token of *claims*, signed with *secret*."""
    head = {"typ": "JWT", "alg": "HS256", **header}
    return signed(json.dumps(head).encode(), json.dumps(claims).encode(), secret, str(head["alg"]))


def signed(header: bytes, payload: bytes, secret: str, algorithm: str = "HS256") -> str:
    """The token of these very bytes."""
    signing_input = _encode(header) + b"." + _encode(payload)
    digest = HASHES.get(algorithm, hashlib.sha256)
    signature = hmac.new(secret.encode(), signing_input, digest).digest()
    return (signing_input + b"." + _encode(signature if algorithm != "none" else b"")).decode()


def _encode(data: bytes) -> bytes:
    return urlsafe_b64encode(data).rstrip(b"=")


def tokens(now: int) -> dict[str, str]:
    """Every token that the requests name as ``@name``."""
    ada = {"user_id": 1, "username": "ada", "email": "ada@example.com", "exp": now + 300, "orig_iat": now}
    whole = {**ada, "iat": now, "jti": JTI}
    valid = token(ada)
    head, body, signature = valid.split(".")
    of_ada: dict[str, Any] = {
        "valid": {},
        "old": {"orig_iat": now - 100},
        "stale": {"exp": now - 30},
        "long_stale": {"exp": now - 3_000},
        "eternal": {"exp": None},
        "no_orig_iat": {"orig_iat": None},
        "orig_iat_zero": {"orig_iat": 0},
        "orig_iat_text": {"orig_iat": "then"},
        "orig_iat_list": {"orig_iat": [1]},
        "orig_iat_huge": {"orig_iat": 10**40},
        "orig_iat_ancient": {"orig_iat": now - 10**6},
        "exp_text": {"exp": "tomorrow"},
        "exp_list": {"exp": [1]},
        "exp_huge": {"exp": 10**40},
        "nbf_later": {"nbf": now + 3_000},
        "nbf_text": {"nbf": "later"},
        "iat_later": {"iat": now + 3_000},
        "iat_text": {"iat": "earlier"},
        "iat_list": {"iat": [1]},
        "nobody": {"username": "nobody"},
        "disabled": {"username": "disabled", "user_id": 3},
        "bob": {"username": "bob", "user_id": 2},
        "root": {"username": "root", "user_id": 4},
        "nameless": {"username": None},
        "empty_name": {"username": ""},
        "name_list": {"username": ["ada"]},
        "name_dict": {"username": {"ada": 1}},
        "name_number": {"username": 7},
        "name_true": {"username": True},
        "name_nul": {"username": "a\0b"},
        "name_surrogate": {"username": "\ud800"},
        "key_list": {"user_id": [1]},
        "key_huge": {"user_id": 10**40},
        "key_unknown": {"user_id": 99, "username": "nobody"},
        "for_us": {"aud": "api", "iss": "us"},
        "for_us_too": {"aud": ["web", "api"], "iss": "us"},
        "for_them": {"aud": "web", "iss": "us"},
        "for_them_all": {"aud": ["web"], "iss": "us"},
        "for_numbers": {"aud": [1], "iss": "us"},
        "for_object": {"aud": {"api": 1}, "iss": "us"},
        "from_them": {"aud": "api", "iss": "them"},
        "from_nobody": {"aud": "api"},
    }
    made = {name: token(_without_none({**ada, **changes})) for name, changes in of_ada.items()}
    of_fork: dict[str, Any] = {
        "whole": {},
        "whole_bob": {"username": "bob", "user_id": 2, "jti": JTI.replace("0b2f", "1b2f")},
        "whole_root": {"username": "root", "user_id": 4, "jti": JTI.replace("0b2f", "2b2f")},
        "descendant": {"jti": JTI.replace("0b2f", "3b2f"), "orig_jti": JTI},
        "jti_text": {"jti": "no-uuid"},
        "jti_number": {"jti": 7},
        "sub_number": {"sub": 7},
        "whole_eternal": {"exp": None},
        "whole_orig_iat_huge": {"orig_iat": 10**40},
    }
    made |= {name: token(_without_none({**whole, **changes})) for name, changes in of_fork.items()}
    return {
        **made,
        "nick": token({"nick": "ada", "exp": now + 300, "orig_iat": now}),
        "forged": token(ada, secret=OTHER),
        "tampered": f"{head}.{_encode(json.dumps({**ada, 'username': 'root'}).encode()).decode()}.{signature}",
        "cut": valid[:-2],
        "headless": f".{body}.{signature}",
        "two_segments": f"{head}.{body}",
        "four_segments": f"{valid}.{body}",
        "not_base64": f"{head}.!!!.{signature}",
        "payload_list": token([1]),
        "payload_text": signed(b'{"alg":"HS256"}', b"hello", SECRET),
        "header_list": signed(b"[1]", json.dumps(ada).encode(), SECRET),
        "no_alg": signed(b'{"typ":"JWT"}', json.dumps(ada).encode(), SECRET),
        "alg_none": token(ada, alg="none"),
        "alg_unknown": token(ada, alg="XX"),
        "alg_unknown_alone": urlsafe_b64encode(b'{"alg":"XX"}').decode() + "..",
        "alg_number": token(ada, alg=1),
        "hs512": token(ada, alg="HS512"),
        "rs256": token(ada, alg="RS256"),
        "kid_number": token(ada, kid=1),
        "kid_first": token(ada, kid="first"),
        "kid_second": token(ada, kid="second", secret=OTHER),
        "kid_swapped": token(ada, kid="first", secret=OTHER),
        "kid_unknown": token(ada, kid="third"),
        "kid_empty": token(ada, kid=""),
    }


def _without_none(claims: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in claims.items() if value is not None}
