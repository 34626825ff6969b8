"""Coming from djangorestframework-jwt or drf-jwt: handlers of a project's own, by PyJWT, know of no tenants."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User
from django.test import override_settings
from rest_framework.test import APIClient

from compat.tests.drf_jwt import handlers
from compat.tests.drf_jwt.keys import SECRET
from tests.conftest import PASSWORD
from tests.others.tenants.served import serving

OWN = {
    "JWT_ENCODE_HANDLER": "compat.tests.drf_jwt.handlers.encode",
    "JWT_DECODE_HANDLER": "compat.tests.drf_jwt.handlers.decode",
}
DIALECTS = {"": ("JWT", 200), "/fork": ("Bearer", 201)}


@pytest.mark.parametrize("dialect", DIALECTS)
@pytest.mark.parametrize("own", [OWN, {}], ids=["own", "ours"])
def test_their_tokens_are_of_one_tenant_too(user: User, api: APIClient, dialect: str, own: dict[str, str]) -> None:
    """Our endpoints hand the claim to whatever encodes, and compare it in whatever was decoded."""
    word, good = DIALECTS[dialect]
    jwt = {"JWT_SECRET_KEY": SECRET, "JWT_ALLOW_REFRESH": True, **own}

    def statuses(raw: str) -> list[int]:
        shown = [api.post(f"{dialect}/{one}/", {"token": raw}).status_code for one in ("verify", "refresh")]
        return [*shown, api.get(f"{dialect}/me/", HTTP_AUTHORIZATION=f"{word} {raw}").status_code]

    with override_settings(JWT_AUTH=jwt, ROOT_URLCONF="compat.tests.drf_jwt.urls"):
        with serving("a"):
            raw = api.post(f"{dialect}/auth/", {"username": "ada", "password": PASSWORD}).json()["token"]
            assert handlers.decode(raw)["signet_tenant"] == "a"
            assert statuses(raw) == [good, good, 200]
        for name in ("b", None):
            with serving(name):
                assert statuses(raw) == [400, 400, 401]
        assert statuses(raw) == [400, 400, 401]
        without = api.post(f"{dialect}/auth/", {"username": "ada", "password": PASSWORD}).json()["token"]
        assert "signet_tenant" not in handlers.decode(without)
        assert statuses(without) == [good, good, 200]
        with serving("a"):
            assert statuses(without) == [400, 400, 401]
