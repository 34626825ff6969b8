"""The admin shows whose tokens there are, never the tokens, and lets nobody make or edit one."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User
from django.test import Client

from drf_signet.contrib.simplejwt.token_blacklist.models import BlacklistedToken, OutstandingToken
from drf_signet.contrib.simplejwt.tokens import RefreshToken

HERE = "/admin/token_blacklist"


@pytest.fixture
def admin(db: None) -> Client:
    """A client of an administrator."""
    client = Client()
    client.force_login(User.objects.create_superuser("root"))
    return client


def test_tokens_are_not_shown(admin: Client, user: User) -> None:
    """Neither in the lists nor on a page."""
    token = RefreshToken.for_user(user)
    blacklisted, _ = token.blacklist()
    for page in (
        f"{HERE}/outstandingtoken/?q={token['jti']}",
        f"{HERE}/outstandingtoken/{blacklisted.token.pk}/change/",
        f"{HERE}/blacklistedtoken/?q={token['jti']}",
        f"{HERE}/blacklistedtoken/{blacklisted.pk}/change/",
    ):
        answer = admin.get(page)
        assert answer.status_code == 200
        assert str(token["jti"]) in answer.content.decode() or "blacklistedtoken/" in page
        assert str(token) not in answer.content.decode()


def test_nothing_can_be_changed(admin: Client, user: User) -> None:
    """Rows of issued tokens are looked at only."""
    token = RefreshToken.for_user(user)
    row = OutstandingToken.objects.get()
    for act in ("add/", f"{row.pk}/delete/", f"{row.pk}/change/"):
        assert admin.post(f"{HERE}/outstandingtoken/{act}", {"jti": "a"}).status_code == 403
    assert OutstandingToken.objects.get().jti == token["jti"]


def test_a_token_is_let_in_again(admin: Client, user: User) -> None:
    """An administrator may take a token off the blacklist, as in Simple JWT."""
    blacklisted, _ = RefreshToken.for_user(user).blacklist()
    assert admin.post(f"{HERE}/blacklistedtoken/{blacklisted.pk}/delete/", {"post": "yes"}).status_code == 302
    assert not BlacklistedToken.objects.exists()


def test_words_for_rows(user: User) -> None:
    """Each is called after its user."""
    blacklisted, _ = RefreshToken.for_user(user).blacklist()
    assert str(blacklisted) == "Blacklisted token for ada"
    assert str(blacklisted.token) == f"Token for ada ({blacklisted.token.jti})"


def test_users_can_be_deleted(user: User) -> None:
    """Their tokens stay written down, for nobody."""
    RefreshToken.for_user(user).blacklist()
    user.delete()
    assert BlacklistedToken.objects.get().token.user is None
