"""The tokens that are made: of every class and with every kind of key, those of Simple JWT."""

from __future__ import annotations

import json
from typing import Any, Final

from compat.tests.simplejwt.processes import python
from tests.stand_ins.key_pairs import SECRET, pair_for, private_jwk, private_pem, public_pem, rsa

REAL: Final = "rest_framework_simplejwt"
OURS: Final = "drf_signet_compat.simplejwt"

ALGORITHMS: Final = ("HS256", "HS384", "HS512", "RS256", "PS256", "ES256", "ES384", "ES512", "EdDSA")

MADE: Final = """
import importlib, json, os, sys
from base64 import urlsafe_b64decode
from datetime import datetime, timedelta, timezone
import django
os.environ["DJANGO_SETTINGS_MODULE"] = "compat.tests.simplejwt.site.settings"
cases = json.loads(sys.argv[1])
from django.conf import settings
settings.SIMPLE_JWT = next(iter(cases.values()))
django.setup()
from django.contrib.auth.models import User
from django.test import override_settings
root = os.environ["SIMPLE_JWT_NAME"]
backends, state, tokens = (importlib.import_module(f"{root}.{one}") for one in ("backends", "state", "tokens"))
api_settings = importlib.import_module(root + ".settings").api_settings
BACKEND = (
    *("ALGORITHM", "SIGNING_KEY", "VERIFYING_KEY", "AUDIENCE", "ISSUER", "JWK_URL", "LEEWAY", "JSON_ENCODER"),
)

class SessionToken(tokens.AccessToken):
    token_type = "own"
    lifetime = timedelta(minutes=1)

def read(raw):
    "Header and payload, in order; the identifiers and the times but for their types and differences."
    header, payload = (json.loads(urlsafe_b64decode(one + "==")) for one in str(raw).split(".")[:2])
    issued = payload["iat"]
    for name, value in payload.items():
        if name in ("iat", "exp", "nbf", "refresh_exp"):
            payload[name] = [type(value).__name__, round(value - issued, -1)]  # a second may pass meanwhile
        elif name == "jti":
            payload[name] = [type(value).__name__, len(value)]
    return [list(header.items()), list(payload.items())]

def each():
    user = User(pk=1, username="anna", password="x")
    for one in (tokens.AccessToken, tokens.RefreshToken, tokens.SlidingToken, SessionToken):
        yield one()
        yield one.for_user(user)
    refresh = tokens.RefreshToken.for_user(user)
    refresh["name"] = "Änne"
    yield refresh.access_token
    refresh["nbf"] = refresh.current_time
    refresh["exp"] = refresh.current_time + timedelta(hours=1)
    yield refresh
    refresh = tokens.RefreshToken(str(tokens.RefreshToken.for_user(user)))
    refresh.set_jti(); refresh.set_exp(); refresh.set_iat()
    yield refresh
    yield refresh.access_token

made = {}
for name, simple_jwt in cases.items():
    with override_settings(SIMPLE_JWT=simple_jwt):
        if root.startswith("rest_"):
            # Simple JWT reads its settings and makes its backend once, when it is imported.
            api_settings.reload()
            api_settings._user_settings = simple_jwt
        fresh = backends.TokenBackend(*(getattr(api_settings, one) for one in BACKEND))
        if root.startswith("rest_"):
            state.token_backend = fresh
        made[name] = [read(one) for one in each()]
        payload = {"iat": 1, "when": "now"}
        made[name].append([read(one.encode(payload)) for one in (state.token_backend, fresh)])
print(json.dumps(made))
"""


def key_settings(algorithm: str) -> dict[str, Any]:
    """The settings of a project that signs with *algorithm*."""
    if algorithm.startswith("HS"):
        return {"ALGORITHM": algorithm, "SIGNING_KEY": SECRET}
    pair = pair_for(algorithm)
    keys = {"SIGNING_KEY": private_pem(pair), "VERIFYING_KEY": public_pem(pair)}
    return {"ALGORITHM": algorithm, **keys}


CASES: Final = {
    **{algorithm: key_settings(algorithm) for algorithm in ALGORITHMS},
    "audience and issuer": {**key_settings("HS256"), "AUDIENCE": ["a", "b"], "ISSUER": "shop"},
    "one audience": {**key_settings("HS256"), "AUDIENCE": "a"},
    "password": {**key_settings("HS256"), "CHECK_REVOKE_TOKEN": True},
}
NAMES: Final = {"names": {**key_settings("HS256"), "USER_ID_CLAIM": "uid", "TOKEN_TYPE_CLAIM": "typ"}}


def made_by(package: str, cases: dict[str, Any]) -> dict[str, Any]:
    """What *package* writes into its tokens with the settings of *cases*."""
    done = python("-c", MADE, json.dumps(cases), SIMPLE_JWT_NAME=package, SIMPLE_JWT_WITHOUT_BLACKLIST="1")
    assert done.returncode == 0, done.stderr
    made: dict[str, Any] = json.loads(done.stdout)
    return made


def test_header_and_payload_are_those_of_simple_jwt() -> None:
    """The same names, in the same order, of the same types; no key is named."""
    real, ours = made_by(REAL, CASES), made_by(OURS, CASES)
    for name in CASES:
        assert ours[name] == real[name], name
    assert len({str(one[0]) for one in real.values()}) == len(CASES) - 1  # an access token for nobody has no password
    assert real["RS256"][0][0] == [["alg", "RS256"], ["typ", "JWT"]]


def test_a_key_that_has_a_name_is_called_by_it() -> None:
    """The one that its JWK says."""
    jwk = json.dumps(private_jwk(rsa("own"), kid="main"))
    made = made_by(OURS, {"named": {"ALGORITHM": "RS256", "SIGNING_KEY": jwk}})
    names = {dict(header)["kid"] for header, _ in made["named"][:-1]}
    assert names == {"main"}


def test_claims_of_other_names() -> None:
    """Stand where those of the usual names do."""
    assert made_by(OURS, NAMES) == made_by(REAL, NAMES)
