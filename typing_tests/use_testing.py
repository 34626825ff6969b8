"""The tests of a project."""

from __future__ import annotations

from datetime import timedelta
from typing import assert_type

from django.contrib.auth.models import User
from rest_framework.test import APIClient

from drf_signet.testing import access_token_for, bearer, client_for, refresh_token_for
from drf_signet.tokens import AccessToken, RefreshToken


def signed_in(user: User) -> APIClient:
    """Clients and tokens, with claims and lifetimes."""
    claims = {"role": "editor", "level": 3}
    assert_type(access_token_for(user, claims, timedelta(seconds=-1)), AccessToken)
    assert_type(access_token_for(user, lifetime=timedelta(hours=1)), AccessToken)
    assert_type(refresh_token_for(user, claims={"role": "editor"}), RefreshToken)
    assert_type(bearer(refresh_token_for(user)), str)
    assert_type(client_for(user), APIClient)
    return client_for(user, claims)
