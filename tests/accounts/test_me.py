"""The signed-in user: read, and changed where that is allowed."""

from __future__ import annotations

from typing import Any, Final

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.hashers import make_password
from django.db import connection

from drf_signet.accounts.serializers import UserSerializer
from tests.accounts.person import NEW_PASSWORD, Client, Person, has_username, make_person, sign_in
from tests.stand_ins.outages import OUTAGES, MysqlError, from_database

ME: Final = "/api/users/me/"
FIXED: Final = ["You can't change this here."]


def shown(person: Person) -> dict[str, Any]:
    """The answer that *person* should get."""
    known = {"email_verified": True, "has_password": True}
    if has_username():
        own: dict[str, Any] = {"id": person.pk, "username": "ada", "email": "ada@example.com"}
        return {**own, **known, "first_name": "", "last_name": ""}
    return {"id": str(person.pk), "email": "ada@example.com", "full_name": "Ada", **known}


def name_field() -> str:
    """A field that can be changed."""
    return "first_name" if has_username() else "full_name"


def test_a_user_is_shown_by_name_and_address(signed_in: Client, person: Person) -> None:
    """The exact body, in that order; not the password and nothing else that the model has."""
    answer = signed_in.get(ME)
    assert (answer.status_code, answer.json()) == (200, shown(person))
    assert list(answer.json()) == list(shown(person))
    assert answer["Cache-Control"] == "no-store"


def test_a_name_is_changed(signed_in: Client, person: Person) -> None:
    """200 with the user as they are now."""
    answer = signed_in.patch(ME, {name_field(): "Augusta"})
    assert (answer.status_code, answer.json()) == (200, {**shown(person), name_field(): "Augusta"})
    assert answer["Cache-Control"] == "no-store"
    person.refresh_from_db()
    assert getattr(person, name_field()) == "Augusta"


def test_whoever_is_deleted_meanwhile_is_nobody(
    signed_in: Client, person: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    """401, as for the next request, since a deletion was a moment faster."""
    update = UserSerializer.update

    def update_too_late(self: UserSerializer, instance: Any, validated_data: Any) -> Any:
        get_user_model()._default_manager.filter(pk=person.pk).delete()
        return update(self, instance, validated_data)

    monkeypatch.setattr(UserSerializer, "update", update_too_late)
    answer = signed_in.patch(ME, {name_field(): "Augusta"})
    assert (answer.status_code, answer.json()["code"]) == (401, "user_not_found")


def test_nothing_to_change_changes_nothing(signed_in: Client, person: Person) -> None:
    """200."""
    answer = signed_in.patch(ME, {})
    assert (answer.status_code, answer.json()) == (200, shown(person))


@pytest.mark.parametrize("field", ["id", "email", "email_verified", "username"])
def test_what_identifies_a_user_is_not_changed_in_passing(signed_in: Client, person: Person, field: str) -> None:
    """400 under the name of each such field, and the user's name doesn't change either."""
    if field == "username" and not has_username():
        field = get_user_model().USERNAME_FIELD
    before = getattr(person, name_field())
    answer = signed_in.patch(ME, {field: "grace@example.com", name_field(): "Grace"})
    assert (answer.status_code, answer.json()) == (400, {field: FIXED, "code": "invalid"})
    person.refresh_from_db()
    assert getattr(person, name_field()) == before


@pytest.mark.parametrize("field", ["password", "is_staff", "is_superuser", "is_active", "last_login"])
def test_what_is_not_shown_is_not_changed(signed_in: Client, person: Person, field: str) -> None:
    """Unknown fields are ignored, as in REST framework."""
    before = getattr(person, field)
    assert signed_in.patch(ME, {field: {"is_active": False, "password": "x"}.get(field, True)}).status_code == 200
    person.refresh_from_db()
    assert getattr(person, field) == before


@pytest.mark.parametrize("value", ["Ad\u202ea", "Ad\x00a", "x" * 151, None, ["Ada"]])
def test_an_odd_name_is_a_400(signed_in: Client, value: object) -> None:
    """Under its field."""
    answer = signed_in.patch(ME, {name_field(): value})
    assert answer.status_code == 400
    assert list(answer.json()) == [name_field(), "code"]


@pytest.mark.parametrize("body", [[], [{}], "text", 5])
def test_a_body_that_is_no_object_is_a_400(signed_in: Client, body: Any) -> None:
    """Whatever else it is."""
    answer = signed_in.patch(ME, body)
    assert answer.status_code == 400
    assert list(answer.json()) == ["non_field_errors", "code"]


def test_a_password_that_is_changed_meanwhile_stays_changed(person: Person) -> None:
    """A change of name writes the name alone: here, the password changes after the user was loaded for it."""
    stale = get_user_model()._default_manager.get(pk=person.pk)
    hashed = make_password(NEW_PASSWORD)
    get_user_model()._default_manager.filter(pk=person.pk).update(password=hashed)
    serializer = UserSerializer(stale, data={name_field(): "Augusta"}, partial=True)
    assert serializer.is_valid()
    serializer.save()
    person.refresh_from_db()
    assert (person.password, getattr(person, name_field())) == (hashed, "Augusta")


def test_a_change_of_name_ends_no_session(person: Person) -> None:
    """Neither this one nor another."""
    here, elsewhere = sign_in(person), sign_in(person)
    here.patch(ME, {name_field(): "Augusta"})
    assert here.get(ME).status_code == 200
    assert elsewhere.refresh().status_code == 200


def test_a_user_sees_nobody_else(person: Person, unverified: Person) -> None:
    """The token alone says who the user is, and nothing else in the request."""
    answer = sign_in(person).get(f"{ME}?id={unverified.pk}&email={unverified.email}")
    assert answer.json()["email"] == person.email


@pytest.mark.parametrize("method", ["post", "put"])
def test_other_methods_are_not_there(signed_in: Client, method: str) -> None:
    """405."""
    assert getattr(signed_in, method)(ME, {}).status_code == 405


@pytest.mark.django_db(transaction=True)
def test_a_deadlock_that_undoes_the_transaction_is_no_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    """In MySQL with ATOMIC_REQUESTS, no query works after it, not even one for the user."""
    client = sign_in(make_person())

    def end_the_transaction(execute: Any, sql: str, *rest: Any) -> Any:
        if sql.startswith("UPDATE"):
            raise OUTAGES["mysql-deadlock"].error
        if sql.startswith("ROLLBACK TO"):
            raise from_database(MysqlError(1305, "SAVEPOINT does not exist"))
        return execute(sql, *rest)

    monkeypatch.setitem(connection.settings_dict, "ATOMIC_REQUESTS", 1)
    with connection.execute_wrapper(end_the_transaction):
        answer = client.patch(ME, {name_field(): "Augusta"})
    assert (answer.status_code, answer.json()["code"]) == (503, "session_busy")


def test_the_page_of_a_refusal_goes_on_to_show_the_user(signed_in: Client, person: Person) -> None:
    """The serializer behind the errors makes its form, and is still there after Signet adds a code."""
    page = signed_in.patch(ME, {"email": "else@example.com"}, headers={"accept": "text/html"})
    assert page.status_code == 400
    _, _, form = page.content.decode().partition('name="_content"')
    assert "ada@example.com" in form
