"""No claim of a genuine token is an error of the server, whatever it holds. The blacklist has scenarios of its own."""

from __future__ import annotations

import time
from typing import Any, Final

import pytest
from django.contrib.auth.models import User
from django.test import override_settings
from rest_framework.test import APIClient

from compat.tests.drf_jwt.keys import SECRET
from compat.tests.drf_jwt.odd_claims import CLAIMS, forge, odd_tokens

pytestmark = pytest.mark.urls("compat.tests.drf_jwt.urls")

DIALECTS: Final = {"/": ("JWT", 200), "/fork/": ("Bearer", 201)}
FOR_US: Final = {"JWT_AUDIENCE": "api", "JWT_ISSUER": "us"}
SETTINGS: Final[list[tuple[str, dict[str, Any]]]] = [
    *((prefix, {**FOR_US, "JWT_SECRET_KEY": SECRET}) for prefix in DIALECTS),
    *((prefix, {**FOR_US, "JWT_GET_USER_SECRET_KEY": lambda user: SECRET}) for prefix in DIALECTS),
    *((prefix, {"JWT_VERIFY": False}) for prefix in DIALECTS),
    ("/fork/", {**FOR_US, "JWT_SECRET_KEY": SECRET, "JWT_TOKEN_ID": "require"}),
]


@pytest.mark.parametrize("claim", CLAIMS)
@pytest.mark.parametrize(("prefix", "jwt_auth"), SETTINGS)
def test_odd_claim(prefix: str, jwt_auth: dict[str, Any], claim: str, user: User, api: APIClient) -> None:
    """Each is let in or refused, at every endpoint and by the authentication."""
    word, _ = DIALECTS[prefix]
    failed = []
    with override_settings(JWT_AUTH=jwt_auth):
        for value, token in odd_tokens(claim, user.pk, SECRET):
            answers = [api.post(f"{prefix}{act}/", {"token": token}) for act in ("verify", "refresh")]
            answers.append(api.get(f"{prefix}me/", headers={"authorization": f"{word} {token}"}))
            failed += [(str(value)[:9], one.status_code) for one in answers if one.status_code >= 500]
    assert failed == []


@pytest.mark.parametrize("prefix", DIALECTS)
@pytest.mark.parametrize("kind", [["refresh"], {"access": 1}, [], "web", 7])
def test_kind_of_a_projects_own(prefix: str, kind: object, user: User, api: APIClient) -> None:
    """A ``token_type`` that is none of ours says nothing, not even beside a ``sid``."""
    word, status = DIALECTS[prefix]
    claims = {"username": "ada", "exp": int(time.time()) + 60, "token_type": kind, "sid": "x"}
    token = forge(claims, SECRET)
    with override_settings(JWT_AUTH={"JWT_SECRET_KEY": SECRET}):
        assert api.get(f"{prefix}me/", headers={"authorization": f"{word} {token}"}).status_code == 200
        assert api.post(f"{prefix}verify/", {"token": token}).status_code == status


@pytest.mark.parametrize("prefix", DIALECTS)
@pytest.mark.parametrize(
    ("signed_in_at", "is_refreshed"), [(10**400, True), (-(10**400), False)], ids=["later", "earlier"]
)
def test_sign_in_beyond_any_time(
    prefix: str, signed_in_at: int, is_refreshed: bool, user: User, api: APIClient
) -> None:
    """It is later or earlier than every time, and compared as such."""
    token = forge({"username": "ada", "exp": int(time.time()) + 60, "orig_iat": signed_in_at}, SECRET)
    with override_settings(JWT_AUTH={"JWT_SECRET_KEY": SECRET}):
        answer = api.post(f"{prefix}refresh/", {"token": token})
    if is_refreshed:
        assert answer.status_code == DIALECTS[prefix][1]
    else:
        assert (answer.status_code, answer.json()) == (400, {"non_field_errors": ["Refresh has expired."]})
