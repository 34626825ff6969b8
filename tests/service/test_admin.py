"""The admin of the service: for staff, who see users and their sessions."""

from __future__ import annotations

import pytest
from django.test import Client
from rest_framework.test import APIClient

from drf_signet.accounts.testing import verify
from drf_signet.sessions.models import Session
from signet_server.users.models import User

PASSWORD = "correct-horse-battery"


@pytest.fixture
def ada(db: None) -> User:
    """A user who is signed in once."""
    user = User.objects.create_user("ada", "ada@example.com", PASSWORD)
    verify(user)
    answer = APIClient().post("/api/v1/token/", {"username": "ada", "password": PASSWORD})
    assert answer.status_code == 200
    return user


def test_staff_sign_in_by_address_and_see_sessions(ada: User) -> None:
    """The list of sessions and the page of a user; with the sign-in there, no token is involved."""
    User.objects.create_superuser("root", "root@example.com", PASSWORD)
    client = Client()
    page = client.post(
        "/admin/login/?next=/admin/", {"username": "root@example.com", "password": PASSWORD}, follow=True
    )
    assert b"Signet" in page.content
    assert page.redirect_chain == [("/admin/", 302)]
    sessions = client.get("/admin/signet_sessions/session/")
    assert str(Session.objects.get().pk).encode() in sessions.content
    assert client.get(f"/admin/users/user/{ada.pk}/change/").status_code == 200


def test_others_see_a_form_to_sign_in(ada: User) -> None:
    """Nobody else gets in, and a token doesn't help."""
    access = APIClient().post("/api/v1/token/", {"username": "ada", "password": PASSWORD}).json()["access"]
    answer = Client().get("/admin/signet_sessions/session/", headers={"Authorization": f"Bearer {access}"})
    assert (answer.status_code, answer["Location"].partition("?")[0]) == (302, "/admin/login/")


def test_an_administrator_who_sets_a_password_signs_the_user_out(ada: User) -> None:
    """The admin's form saves through the model."""
    User.objects.create_superuser("root", "root@example.com", PASSWORD)
    client = Client()
    client.login(username="root", password=PASSWORD)
    new = "another-horse-battery"
    answer = client.post(f"/admin/users/user/{ada.pk}/password/", {"password1": new, "password2": new})
    assert answer.status_code == 302
    assert Session.objects.get().revoke_reason == "password_changed"
