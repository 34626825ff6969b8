"""Every request in a transaction (ATOMIC_REQUESTS), and mistakes of the project in what it listens with."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.db import connection, connections

from drf_signet.accounts.signals import email_verified, signed_up
from drf_signet.sessions.models import Session
from tests.accounts.mails import last_token, sent
from tests.accounts.person import NEW_PASSWORD, Client, find_person, make_person, sign_in, sign_up_body
from tests.conftest import PASSWORD


@pytest.fixture
def atomic_requests(transactional_db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """The project's database says so."""
    monkeypatch.setitem(connections.settings["default"], "ATOMIC_REQUESTS", value=True)


def test_the_whole_story_holds(atomic_requests: None) -> None:
    """From sign-up to deletion: each step is answered, written, and has sent its mail."""
    api = Client()
    assert api.post("/api/users/", sign_up_body()).status_code == 201
    assert api.post("/api/users/activation/", {"token": last_token()}).status_code == 204
    sign_in(find_person(), client=api)
    body = {"current_password": PASSWORD, "new_password": NEW_PASSWORD}
    assert api.post("/api/users/set_password/", body).status_code == 204
    body = {"current_password": NEW_PASSWORD, "new_email": "new@example.com"}
    assert api.post("/api/users/set_email/", body).status_code == 204
    assert api.post("/api/users/set_email_confirm/", {"token": last_token()}).status_code == 204
    assert api.post("/api/users/reset_password/", {"email": "new@example.com"}).status_code == 204
    assert api.patch("/api/users/me/", {}).status_code == 200
    body = {"token": last_token(), "new_password": PASSWORD}
    assert api.post("/api/users/reset_password_confirm/", body).status_code == 204
    sign_in(find_person("new"), client=api)
    assert api.delete("/api/users/me/", {"current_password": PASSWORD}).status_code == 204
    assert not get_user_model()._default_manager.exists()
    assert [kind for kind, _ in sent()] == [
        "activation",
        "password_changed",
        "email_change",
        "email_changed",
        "password_reset",
        "password_changed",
    ]


def test_a_refused_sign_in_leaves_nothing_open(atomic_requests: None) -> None:
    """401 before the link is followed, and no session."""
    api = Client()
    body = sign_up_body()
    api.post("/api/users/", body)
    name = get_user_model().USERNAME_FIELD
    assert api.post("/api/token/", {name: body[name], "password": PASSWORD}).status_code == 401
    assert not Session.objects.exists()
    assert not connection.in_atomic_block


@pytest.mark.django_db
def test_a_receiver_that_fails_stops_nobody(api: Client) -> None:
    """The account is made and opened nevertheless."""

    def fail(**kwargs: Any) -> None:
        raise RuntimeError

    signals = (signed_up, email_verified)
    for signal in signals:
        signal.connect(fail)
    try:
        assert api.post("/api/users/", sign_up_body()).status_code == 201
        assert api.post("/api/users/activation/", {"token": last_token()}).status_code == 204
    finally:
        for signal in signals:
            signal.disconnect(fail)
    assert sign_in(find_person()).get("/api/users/me/").json()["email_verified"] is True


@pytest.mark.django_db(transaction=True)
def test_a_receiver_sees_what_is_committed(api: Client) -> None:
    """Signals are sent after the change is in the database, so a receiver may hand the user to another process."""
    seen: list[bool] = []

    def look(**kwargs: Any) -> None:
        seen.append(connection.in_atomic_block)

    for signal in (signed_up, email_verified):
        signal.connect(look)
    try:
        api.post("/api/users/", sign_up_body())
        api.post("/api/users/activation/", {"token": last_token()})
    finally:
        for signal in (signed_up, email_verified):
            signal.disconnect(look)
    assert seen == [False, False]


@pytest.mark.django_db(transaction=True)
def test_a_receiver_sees_what_is_committed_after_a_reset_and_a_change_of_address_too(api: Client) -> None:
    """As ``signals.py`` promises of each of them."""
    seen: list[bool] = []

    def look(**kwargs: Any) -> None:
        seen.append(connection.in_atomic_block)

    email_verified.connect(look)
    try:
        make_person(is_verified=False)
        api.post("/api/users/reset_password/", {"email": "ada@example.com"})
        api.post("/api/users/reset_password_confirm/", {"token": last_token(), "new_password": NEW_PASSWORD})
        device = sign_in(find_person(), NEW_PASSWORD)
        device.post("/api/users/set_email/", {"current_password": NEW_PASSWORD, "new_email": "new@example.com"})
        api.post("/api/users/set_email_confirm/", {"token": last_token()})
    finally:
        email_verified.disconnect(look)
    assert seen == [False, False]
