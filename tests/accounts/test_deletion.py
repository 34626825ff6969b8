"""Deletion: with the password, and only if no row that has to stay depends on the account."""

from __future__ import annotations

from typing import Final

import pytest
from django.contrib.auth import get_user_model
from django.db import connection, models
from django.db.models.signals import pre_delete
from rest_framework.exceptions import ValidationError

from drf_signet.accounts.models import EmailAddress
from drf_signet.sessions.models import Reason, Session
from tests.accounts.changed import signet
from tests.accounts.mails import last_token, sent
from tests.accounts.person import NEW_PASSWORD, Client, Person, sign_in, sign_up_body
from tests.conftest import PASSWORD

ME: Final = "/api/users/me/"
IN_USE: Final = {
    "detail": "This account can't be deleted while other data depends on it.",
    "code": "account_in_use",
}

pytestmark = pytest.mark.urls("tests.accounts.urls")


def exists(person: Person) -> bool:
    """Whether the account exists."""
    return get_user_model()._default_manager.filter(pk=person.pk).exists()


def test_with_the_password_the_account_is_gone(person: Person) -> None:
    """204 without a body; no device's token is valid any more, and no row says where the user was."""
    here, elsewhere = sign_in(person), sign_in(person)
    answer = here.delete(ME, {"current_password": PASSWORD})
    assert (answer.status_code, answer.content) == (204, b"")
    assert answer["Cache-Control"] == "no-store"
    assert not exists(person)
    assert not EmailAddress.objects.exists()
    for device in (here, elsewhere):
        assert device.get(ME).status_code == 401
        assert device.get("/snapshot/").status_code == 401
        assert device.refresh().status_code == 401
    assert {(one.revoke_reason, one.ip, one.user_agent) for one in Session.objects.all()} == {
        (Reason.USER_DELETED, None, "")
    }


@pytest.mark.parametrize(
    ("body", "errors"),
    [
        ({"current_password": "wrong"}, {"current_password": ["The password is wrong."], "code": "wrong_password"}),
        ({}, {"current_password": ["This field is required."], "code": "invalid"}),
        ({"current_password": None}, {"current_password": ["This field may not be null."], "code": "invalid"}),
        ({"current_password": ""}, {"current_password": ["This field may not be blank."], "code": "invalid"}),
    ],
)
def test_without_the_password_it_stays(
    signed_in: Client, person: Person, body: dict[str, object], errors: dict[str, object]
) -> None:
    """400 under the field, no session ends: a stolen token is not enough."""
    answer = signed_in.delete(ME, body)
    assert (answer.status_code, answer.json()) == (400, errors)
    assert exists(person)
    assert signed_in.refresh().status_code == 200


def test_guessing_the_password_is_throttled(signed_in: Client, person: Person) -> None:
    """429, even with the right one."""
    with signet(THROTTLE_RATES={"password_user": "2/h"}):
        answers = [signed_in.delete(ME, {"current_password": "wrong"}).status_code for _ in range(3)]
        last = signed_in.delete(ME, {"current_password": PASSWORD})
    assert answers == [400, 400, 429]
    assert (last.status_code, last.json()["code"]) == (429, "throttled")
    assert int(last["Retry-After"]) > 0
    assert exists(person)


@pytest.mark.parametrize("rule", [models.PROTECT, models.RESTRICT])
def test_an_account_that_something_depends_on_stays(
    signed_in: Client, person: Person, monkeypatch: pytest.MonkeyPatch, rule: object
) -> None:
    """409 with its code; nothing is deleted, and no session ends."""
    # Any model with a key to the user will do; this one has a row.
    monkeypatch.setattr(EmailAddress._meta.get_field("user").remote_field, "on_delete", rule)
    answer = signed_in.delete(ME, {"current_password": PASSWORD})
    assert (answer.status_code, answer.json()) == (409, IN_USE)
    assert exists(person)
    assert EmailAddress.objects.filter(user=person).exists()
    assert signed_in.get(ME).status_code == 200
    assert signed_in.refresh().status_code == 200


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("when", ["at once", "at the commit"])
def test_an_account_in_a_table_that_django_does_not_know_stays(signed_in: Client, person: Person, when: str) -> None:
    """It may be another program's table, or another tenant's, where all share the users."""
    meta = get_user_model()._meta
    deferred = "DEFERRABLE INITIALLY DEFERRED" if when == "at the commit" else ""
    key = meta.pk.get_db_prep_value(person.pk, connection)
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TABLE bills (user_id REFERENCES {meta.db_table} ({meta.pk.column}) {deferred})")
        cursor.execute("INSERT INTO bills VALUES (%s)", [key])
    try:
        answer = signed_in.delete(ME, {"current_password": PASSWORD})
    finally:
        with connection.cursor() as cursor:
            cursor.execute("DROP TABLE bills")
    assert (answer.status_code, answer.json()) == (409, IN_USE)
    assert signed_in.refresh().status_code == 200


def test_links_of_a_deleted_account_are_void(api: Client, signed_in: Client, person: Person) -> None:
    """They don't work for the next user with that address either."""
    api.post("/api/users/reset_password/", {"email": person.email})
    token = last_token()
    signed_in.delete(ME, {"current_password": PASSWORD})
    sent()
    assert api.post("/api/users/", sign_up_body()).status_code == 201
    assert sent() == [("activation", "ada@example.com")]
    answer = api.post("/api/users/reset_password_confirm/", {"token": token, "new_password": NEW_PASSWORD})
    assert answer.status_code == 400


def test_what_a_project_refuses_as_rest_framework_does_is_no_list(signed_in: Client, person: Person) -> None:
    """As in ``validate``: under `non_field_errors`, with a code."""

    def refuse(**kwargs: object) -> None:
        raise ValidationError("You have orders.")

    pre_delete.connect(refuse, sender=type(person))
    try:
        answer = signed_in.delete(ME, {"current_password": PASSWORD})
    finally:
        pre_delete.disconnect(refuse, sender=type(person))
    assert (answer.status_code, exists(person)) == (400, True)
    assert answer.json() == {"non_field_errors": ["You have orders."], "code": "invalid"}
