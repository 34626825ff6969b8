"""The project without the app that remembers tokens."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User
from django.core.checks import run_checks
from django.db import connection
from django.test.utils import CaptureQueriesContext

from compat.tests.simplejwt.site.asking import pair, post, simple_jwt
from drf_signet_compat.simplejwt.token_blacklist.models import BlacklistedToken, OutstandingToken
from drf_signet_compat.simplejwt.tokens import RefreshToken
from tests.conftest import PASSWORD

ROTATING = {"ROTATE_REFRESH_TOKENS": True, "BLACKLIST_AFTER_ROTATION": True}


def test_a_token_has_no_blacklist(user: User) -> None:
    """The method is not there, for `hasattr` and for `except AttributeError`, as packages ask."""
    token = RefreshToken.for_user(user)
    assert not hasattr(token, "blacklist")
    assert not hasattr(token, "check_blacklist")
    with pytest.raises(AttributeError, match="token_blacklist, which is not installed"):
        token.blacklist()
    assert token.outstand() is None
    assert RefreshToken(str(token))["jti"] == token["jti"]


def test_the_view_says_that_it_can_do_nothing(user: User) -> None:
    """501, never a 200 after which the token is as good as before."""
    answer = post("token/blacklist", refresh=pair()["refresh"])
    assert (answer.status_code, answer.data["code"]) == (501, "blacklist_not_installed")


def test_rotation(user: User) -> None:
    """Answers as in Simple JWT; that the old token stays valid is an error of the system check."""
    refresh = pair()["refresh"]
    with simple_jwt(**ROTATING):
        assert list(post("token/refresh", refresh=refresh).data) == ["access", "refresh"]
        assert post("token/refresh", refresh=refresh).status_code == 200
        assert post("token/verify", token=refresh).status_code == 200
        assert [one.id for one in run_checks()] == ["signet.simplejwt.E005"]


def test_statements(user: User) -> None:
    """One each: the user."""
    with CaptureQueriesContext(connection) as captured:
        tokens = post("token", username="ada", password=PASSWORD).data
        post("token/refresh", refresh=tokens["refresh"])
    assert len(captured) == 2


def test_models_are_abstract() -> None:
    """They can be imported, and have no rows."""
    for model in (OutstandingToken, BlacklistedToken):
        assert model._meta.abstract
        with pytest.raises(AttributeError):
            _ = model.objects
