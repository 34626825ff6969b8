"""Both dialects go by the present time in UTC alone, as the old packages do."""

from __future__ import annotations

from datetime import timedelta
from typing import Final
from unittest import mock

import pytest
from django.contrib.auth.models import User
from django.test import override_settings
from django.utils import timezone
from rest_framework.test import APIClient

from compat.tests.drf_jwt.keys import SECRET
from tests.conftest import PASSWORD

pytestmark = pytest.mark.urls("compat.tests.drf_jwt.urls")

PREFIXES: Final = {"/": ("JWT", 200), "/fork/": ("Bearer", 201)}
LATER: Final = timezone.now() + timedelta(days=30)


def sign_in(prefix: str, api: APIClient) -> str:
    """A token."""
    answer = api.post(f"{prefix}auth/", {"username": "ada", "password": PASSWORD})
    token: str = answer.json()["token"]
    return token


@pytest.mark.parametrize("prefix", PREFIXES)
@pytest.mark.parametrize("zone", ["America/New_York", "Asia/Tokyo"])
def test_without_time_zones(prefix: str, zone: str, user: User, api: APIClient) -> None:
    """A token is valid from now on, and not from the hour that the local clock shows."""
    word, status = PREFIXES[prefix]
    jwt_auth = {"JWT_SECRET_KEY": SECRET, "JWT_ALLOW_REFRESH": True}
    with override_settings(USE_TZ=False, TIME_ZONE=zone, JWT_AUTH=jwt_auth):
        token = sign_in(prefix, api)
        assert api.get(f"{prefix}me/", headers={"authorization": f"{word} {token}"}).status_code == 200
        assert api.post(f"{prefix}refresh/", {"token": token}).status_code == status


@pytest.mark.parametrize("prefix", PREFIXES)
@pytest.mark.parametrize("clock", ["time.time", "django.utils.timezone.now"])
def test_tests_that_patch_another_clock(prefix: str, clock: str, user: User, api: APIClient) -> None:
    """They change nothing: a token that was made before is still valid, and one made now is valid, too."""
    word, _ = PREFIXES[prefix]
    with override_settings(JWT_AUTH={"JWT_SECRET_KEY": SECRET}):
        before = sign_in(prefix, api)
        with mock.patch(clock, return_value=LATER.timestamp() if clock == "time.time" else LATER):
            for token in (before, sign_in(prefix, api)):
                assert api.get(f"{prefix}me/", headers={"authorization": f"{word} {token}"}).status_code == 200
