"""Simple JWT's own processes, while those of Signet issue access tokens of RFC 9068."""

from __future__ import annotations

from unittest.mock import patch

from django.conf import settings
from django.contrib.auth.models import User
from django.test import override_settings
from rest_framework.test import APIClient
from rest_framework_simplejwt import state
from rest_framework_simplejwt.backends import TokenBackend

from compat.tests.simplejwt.adoption import simple_jwt
from compat.tests.simplejwt.adoption.answers import claims, refresh, sign_in
from tests.conf.setting_effects import header_of

NAMED = {"ISSUER": "https://id.example", "AUDIENCE": "https://id.example"}


@override_settings(SIMPLE_JWT=NAMED, SIGNET={"ACCESS_TOKEN_PROFILE": "rfc9068", "REFRESH_COOKIE_SECURE": False})
def test_sign_ins_of_both_go_on(api: APIClient, user: User) -> None:
    """A token of Simple JWT refreshes to one of RFC 9068, and each class that authenticates accepts it."""
    theirs = TokenBackend("HS256", settings.SECRET_KEY, issuer=NAMED["ISSUER"], audience=NAMED["AUDIENCE"], leeway=0)
    with patch.object(state, "token_backend", theirs):
        former = simple_jwt.sign_in(user)
    for token in (former, str(sign_in(api)["refresh"])):
        access = refresh(api, token)["access"]
        assert (header_of(access)["typ"], claims(access)["sub"]) == ("at+jwt", str(user.pk))
        for path in ("/live/", "/snapshot/"):
            assert api.get(path, HTTP_AUTHORIZATION=f"Bearer {access}").status_code == 200
