"""Genuine tokens that name no possible user or session, on each database."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping
from functools import cache
from typing import Any

import pytest
from joserfc.util import urlsafe_b64decode

from signet_tokens import jws
from signet_tokens.keys import SigningKey
from tests.real_parts import servers
from tests.service.conftest import Service, clean_environment
from tests.service.http import call

CREDENTIALS = {"username": "ada", "password": "correct-horse-battery"}
SECRETS = {
    "SECRET_KEY": "s" * 50,
    "SIGNING_KEY": "k" * 50,
    "ALLOWED_HOSTS": "auth.example.com",
    "EMAIL_URL": "console:",
}
ODD = [10**30, -(10**30), 2**63, 2**31, str(10**30), "0", "abc", "", "1\0", "1.5", "1e3", "½", 1.5, True, None, {}, []]


@cache
def signed_in(service: Service) -> dict[str, str]:
    """The tokens of one sign-in, which takes a while, as the password is hashed as in production."""
    tokens: dict[str, str] = call(service, "POST", "/api/v1/token/", CREDENTIALS).body
    return tokens


def token(service: Service, kind: str, changed: Mapping[str, Any]) -> str:
    """A token as the service itself signed it at a sign-in, with other claims where *changed* has them."""
    (key,) = json.loads((service.folder / "signing-keys.json").read_text())["keys"]
    raw = signed_in(service)[kind]
    claims = {**json.loads(urlsafe_b64decode(raw.split(".")[1].encode())), **changed}
    return jws.sign(json.dumps(claims).encode(), SigningKey.load(key, "ES256"))


def test_what_is_not_changed_is_accepted(service: Service) -> None:
    """So the service refuses the tokens below for the change that each of them has."""
    assert call(service, "GET", "/api/v1/users/me/", token=token(service, "access", {})).status == 200


@pytest.mark.parametrize("claim", ["user_id", "sid"])
@pytest.mark.parametrize("value", ODD, ids=repr)
def test_what_cannot_be_is_refused(service: Service, claim: str, value: Any) -> None:
    """Each door answers 401, whatever the database makes of such a parameter, and the next request works."""
    reason = {"user_id": "session_user_mismatch", "sid": "session_not_found"}[claim]
    request = call(service, "GET", "/api/v1/users/me/", token=token(service, "access", {claim: value}))
    refresh = call(service, "POST", "/api/v1/token/refresh/", {"refresh": token(service, "refresh", {claim: value})})
    assert [(one.status, one.body["reason"]) for one in (request, refresh)] == [(401, reason)] * 2
    assert call(service, "GET", "/readyz").status == 200


LOOK = f"""
from drf_signet.errors import UserNotFoundError
from drf_signet.tokens import AccessToken
from drf_signet.users import user_of
for value in {ODD!r}:
    token = AccessToken()
    token["user_id"] = value
    try:
        user_of(token)
    except UserNotFoundError:
        print("not found")
"""


def test_without_sessions_what_cannot_be_is_not_found_on_postgresql() -> None:
    """The other tier asks its database for the user, and PostgreSQL is strict about what it is asked."""
    with servers.private_folder() as folder, servers.postgresql(folder) as database:
        variables = clean_environment({**SECRETS, "DATABASE_URL": database})
        printed = [
            subprocess.run(
                [sys.executable, "-m", "signet_server", "manage", *words],
                env=variables,
                capture_output=True,
                text=True,
                check=True,
            ).stdout
            for words in (["migrate", "-v", "0"], ["shell", "-v", "0", "-c", LOOK])
        ]
    assert printed[1].splitlines() == ["not found"] * len(ODD)
