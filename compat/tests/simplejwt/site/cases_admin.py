"""The admin shows whose tokens there are, never the tokens, and lets nobody make or edit one."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Permission, User
from django.test import Client

from drf_signet_compat.simplejwt.token_blacklist.models import BlacklistedToken, OutstandingToken
from drf_signet_compat.simplejwt.tokens import RefreshToken

HERE = "/admin/token_blacklist"


@pytest.fixture
def admin(db: None) -> Client:
    """A client of an administrator."""
    client = Client()
    client.force_login(User.objects.create_superuser("root"))
    return client


@pytest.fixture
def viewer(db: None) -> Client:
    """A client of somebody of the staff who may look at tokens, and do nothing else."""
    staff = User.objects.create_user("vera", is_staff=True)
    staff.user_permissions.set(
        Permission.objects.filter(codename__in=["view_outstandingtoken", "view_blacklistedtoken"])
    )
    client = Client()
    client.force_login(staff)
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


@pytest.mark.parametrize(
    "question",
    [
        "outstandingtoken/?token__regex=^eyJ",
        "outstandingtoken/?token__startswith=eyJ",
        "outstandingtoken/?token=eyJ",
        "outstandingtoken/?blacklistedtoken__token__token__regex=^eyJ",
        "outstandingtoken/?user__outstandingtoken__token__regex=^eyJ",
        "blacklistedtoken/?token__token__regex=^eyJ",
        "blacklistedtoken/?token__token=eyJ",
        "blacklistedtoken/?token__user__outstandingtoken__token__regex=^eyJ",
    ],
)
def test_tokens_are_not_guessed(viewer: Client, user: User, question: str) -> None:
    """Nobody who may only look learns by a filter how a token begins."""
    RefreshToken.for_user(user).blacklist()
    answer = viewer.get(f"{HERE}/{question}")
    assert (answer.status_code, b"eyJ" in answer.content) == (400, False)


@pytest.mark.parametrize("question", ["outstandingtoken/?jti__startswith=", "blacklistedtoken/?token__exact="])
def test_other_filters_go_on_working(viewer: Client, user: User, question: str) -> None:
    """By the identifier, and by the row."""
    row = RefreshToken.for_user(user).blacklist()[0].token
    value = row.jti[:8] if "jti" in question else row.pk
    answer = viewer.get(f"{HERE}/{question}{value}")
    assert answer.status_code == 200
    assert row.jti in answer.content.decode()


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
