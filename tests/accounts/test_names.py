"""Usernames that look like those of others: a sign-up is refused, and no existing user is locked out."""

from __future__ import annotations

from importlib import import_module
from types import SimpleNamespace
from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth import get_user_model
from django.db import connection
from django.test.utils import CaptureQueriesContext

from drf_signet.accounts.lookalikes import keys_of
from drf_signet.accounts.models import NameKey
from drf_signet.accounts.usernames import is_name_taken
from tests.accounts.changed import signet
from tests.accounts.mails import sent
from tests.accounts.person import Client, has_username, make_person, sign_in, sign_up_body

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(not has_username(), reason="this user model has no username beside the address"),
]
TAKEN = {"username": ["A user with that name already exists."], "code": "invalid"}

ALIKE = [
    ("root", "Root"),
    ("root", "ROOT"),
    ("rOoT", "RoOt"),
    ("root", "r00t"),
    ("popa", "\u0440\u043e\u0440\u0430"),
    ("popa", "\u0420\u041e\u0420\u0410"),
    ("popa", "\u03c1\u03bf\u03c1\u03b1"),
    ("paypal", "paypaI"),
    ("paypal", "paypa1"),
    ("\u0421\u0430\u0440\u0430", "Capa"),
    ("\u0421\u0430\u0440\u0430", "\u0441\u0430\u0440\u0430"),
    ("Iris", "iris"),
    ("modern", "modem"),
    ("ada", "\uff41\uff44\uff41"),
    ("stra\u00dfe", "STRASSE"),
]
UNLIKE = [
    ("ada", "eda"),
    ("ada", "ad\u00e1"),
    ("user1", "user2"),
    ("\u0441\u0430\u0440\u0430", "sara"),
    ("o", "\u00f6"),
]
each_pair = pytest.mark.parametrize(("one", "other"), ALIKE, ids=[ascii(f"{one}-{other}") for one, other in ALIKE])


def sign_up(name: str, email: str = "new@example.com") -> Any:
    """The answer to a sign-up with that name."""
    return Client(raise_request_exception=False).post("/api/users/", sign_up_body("new", username=name, email=email))


@each_pair
def test_names_that_look_alike_have_a_key_in_common(one: str, other: str) -> None:
    """Case, width, another script, and digits for letters."""
    assert keys_of(one) & keys_of(other)


@pytest.mark.parametrize(("one", "other"), UNLIKE)
def test_other_names_have_none(one: str, other: str) -> None:
    """An accent makes another name."""
    assert not keys_of(one) & keys_of(other)


def test_a_name_has_a_key_or_two_however_odd_or_long_it_is() -> None:
    """All keys have one length."""
    for name in ("", "ada", "Iris", "\ud800", "\u0130", "\u202e", "\ufdfa" * 500, "x" * 10_000, "\0"):
        assert 1 <= len(keys_of(name)) <= 2
        assert {len(key) for key in keys_of(name)} == {64}


@each_pair
def test_who_looks_like_a_user_is_refused(one: str, other: str) -> None:
    """In either order, and whoever has the address: a taken name is revealed, and a taken address isn't."""
    for first, second in ((one, other), (other, one)):
        person = make_person("someone", username=first)
        for email in ("new@example.com", "someone@example.com"):
            answer = sign_up(second, email)
            assert (answer.status_code, list(answer.json())) == (400, ["username", "code"])
        assert sent() == []
        person.delete()
        assert not NameKey.objects.exists()


def test_names_of_one_script_that_nobody_has_are_taken() -> None:
    """A name that looks like nobody's is accepted."""
    for number, name in enumerate(("\u0421\u0430\u0440\u0430", "\u03b1\u03bd\u03bd\u03b1", "\u7530\u4e2d", "ada")):
        assert sign_up(name, f"new{number}@example.com").status_code == 201


def test_the_very_same_name_is_refused_in_the_words_of_the_model() -> None:
    """The answer says it once."""
    make_person("ada")
    assert sign_up("ada").json() == {"username": ["A user with that username already exists."], "code": "invalid"}
    assert sign_up("Ada").json() == TAKEN


def test_a_name_that_was_taken_a_moment_ago_is_refused_as_well(monkeypatch: pytest.MonkeyPatch) -> None:
    """The database decides between the look and the write."""
    make_person("root")
    monkeypatch.setattr("drf_signet.accounts.fields.is_name_taken", lambda *args, **more: False)
    with signet(EMAIL_VERIFICATION="optional"):
        answer = sign_up("Root")
    assert (answer.status_code, answer.json()) == (400, {**TAKEN, "code": "name_taken"})
    assert get_user_model()._default_manager.count() == 1
    assert NameKey.objects.count() == 1


@pytest.mark.parametrize("first_is_taken", [False, True])
def test_names_that_wait_look_like_others_as_well(first_is_taken: bool) -> None:
    """While a sign-up waits for its link, nobody gets a name like its own, whoever has the address."""
    address = make_person("somebody").email if first_is_taken else "free@example.com"
    assert sign_up("root", address).status_code == 201
    for alike in ("Root", "ROOT", "r\u043e\u043et"):
        answer = sign_up(alike, "other@example.com")
        assert answer.status_code == 400
        assert list(answer.json()) == ["username", "code"]


def test_existing_users_who_look_alike_keep_working() -> None:
    """They sign in, and can be saved. The next such name is refused. Of the two, the first has the name."""
    for number, name in enumerate(("root", "Root", "ROOT")):
        person = make_person(name, email=f"user{number}@example.com")
        sign_in(person)
        person.save()
    assert get_user_model()._default_manager.count() == 3
    assert NameKey.objects.count() == 1
    assert sign_up("rooT").status_code == 400


def test_a_user_who_is_renamed_gives_the_old_name_away() -> None:
    """The admin can rename, for example. A save of other fields changes nothing, and costs one query at most."""
    person = make_person("root")
    person.username = "grace"
    person.save()
    assert (is_name_taken("Root"), is_name_taken("Grace")) == (False, True)
    assert not is_name_taken("Grace", but_for=person)
    with CaptureQueriesContext(connection) as queries:
        person.save()
        person.save(update_fields=["first_name"])
    assert len([one for one in queries.captured_queries if "namekey" in one["sql"]]) == 1
    assert sign_up("Root").status_code == 201


def test_users_from_before_get_their_keys_when_the_table_is_made() -> None:
    """All of them get one, except the later ones of users who look alike."""
    users = [make_person(f"user{number}") for number in range(5)]
    alike = make_person("USER3", email="other@example.com")
    NameKey.objects.all().delete()
    migration: Any = import_module("drf_signet.accounts.migrations.0004_name_key")
    migration.AT_ONCE = 2
    for _ in range(2):
        migration.keep_names(apps, SimpleNamespace(connection=connection))
    found = dict(NameKey.objects.values_list("key", "user_id"))
    expected = {key: user.pk for user in users for key in keys_of(user.username)}
    if get_user_model()._meta.pk.get_internal_type() == "UUIDField":
        # The order of primary keys says nothing here.
        assert found.keys() == expected.keys()
    else:
        assert found == expected
        assert alike.pk not in found.values()
