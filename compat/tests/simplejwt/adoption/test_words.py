"""While tokens are adopted, refusals are worded as by Simple JWT 5.5, with our finer ``reason`` beside the text."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, Final

import pytest
from django.contrib.auth.models import User
from django.utils import timezone
from rest_framework.test import APIClient

from compat.tests.simplejwt.adoption import simple_jwt

WORDS: Final = {"token_invalid": "Token is invalid", "token_expired": "Token is expired"}
NAMES: Final = ("token/refresh", "token/verify", "token/blacklist", "logout", "logout/all")


def refused(user: User, reason: str) -> str:
    """A refresh token that is refused for this *reason*."""
    return "nonsense" if reason == "token_invalid" else simple_jwt.sign_in(user, timezone.now() - timedelta(days=2))


@pytest.mark.parametrize("reason", WORDS)
@pytest.mark.parametrize("name", NAMES)
def test_the_words_are_those_of_simple_jwt(api: APIClient, user: User, name: str, reason: str) -> None:
    """Which tell a bad token from an old one."""
    token = refused(user, reason)
    answer: Any = api.post(f"/api/{name}/", {"refresh": token, "token": token})
    assert answer.json() == {"detail": WORDS[reason], "code": "token_not_valid", "reason": reason}


@pytest.mark.parametrize("reason", WORDS)
def test_the_words_are_the_same_by_cookie(api: APIClient, user: User, reason: str) -> None:
    """In browsers, too."""
    token = refused(user, reason)
    meta: Any = {"HTTP_COOKIE": f"my-refresh={token}", "HTTP_SEC_FETCH_SITE": "same-origin"}
    answer: Any = api.post("/browser/refresh/", {}, **meta)
    assert answer.json() == {"detail": WORDS[reason], "code": "token_not_valid", "reason": reason}
