"""The same password under another hash: a sign-in upgrades the hash, and nobody is signed out."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import User
from django.db import connections, router
from django.test import Client, override_settings
from rest_framework.test import APIClient

from drf_signet.errors import TokenError
from drf_signet.password_fingerprint import fingerprint
from drf_signet.sessions.lookup import live_session
from drf_signet.sessions.models import PasswordRehash, Session
from drf_signet.sessions.refresh import refresh
from drf_signet.sessions.tokens import RefreshToken
from tests.conftest import PASSWORD
from tests.sessions.hashers import FEW, MD5, MORE

NEW = "another-horse-battery"
CREDENTIALS = {"username": "ada", "password": PASSWORD}

UPGRADES = pytest.mark.parametrize(
    ("old", "hashers"),
    [pytest.param(MD5, [FEW, MD5], id="another-hasher"), pytest.param(FEW, [MORE, MD5], id="more-iterations")],
)


@pytest.fixture
def upgraded(ada: User) -> Iterator[RefreshToken]:
    """A session that was opened before the hashers changed."""
    token = RefreshToken.for_user(ada)
    with override_settings(PASSWORD_HASHERS=[FEW, MD5]):
        yield token


def load() -> User:
    """The user, loaded as by another request."""
    return User.objects.get(username="ada")


def sign_in(user: User) -> RefreshToken:
    """Do what a sign-in does with a loaded user."""
    assert user.check_password(PASSWORD)
    return RefreshToken.for_user(user)


def assert_all_go_on(*tokens: RefreshToken) -> None:
    """Each session can be refreshed, and knows the present hash afterwards."""
    present = fingerprint(load())
    for token in tokens:
        renewed = refresh(str(token), RefreshToken)
        assert renewed["gen"] == 1
        row = Session.objects.get(pk=token.session.pk)
        assert (row.auth_hash, row.revoked_at) == (present, None)


def assert_all_have_ended(*tokens: RefreshToken) -> None:
    """No session can be refreshed, because the password changed."""
    for token in tokens:
        with pytest.raises(TokenError):
            refresh(str(token), RefreshToken)
        assert Session.objects.get(pk=token.session.pk).revoke_reason == "password_changed"


@UPGRADES
def test_a_sign_in_over_http_upgrades_the_hash_and_ends_nothing(
    ada: User, api: APIClient, old: str, hashers: list[str]
) -> None:
    """The hash changes. The sessions of all devices go on, and adopt the new hash at their next refresh."""
    with override_settings(PASSWORD_HASHERS=[old, MD5]):
        ada.set_password(PASSWORD)
        ada.save()
        before = [RefreshToken.for_user(ada) for _ in range(2)]
    with override_settings(PASSWORD_HASHERS=hashers):
        answer = api.post("/sessions/api/token/", CREDENTIALS)
        assert answer.status_code == 200
        assert load().password != ada.password
        assert Session.objects.filter(revoked_at=None).count() == 3
        assert_all_go_on(*before)
        assert refresh(answer.data["refresh"], RefreshToken)["gen"] == 1


def test_djangos_own_login_upgrades_as_well(upgraded: RefreshToken) -> None:
    """For example in the admin."""
    User.objects.update(is_staff=True)
    stored = load().password
    answer = Client().post("/admin/login/?next=/admin/", CREDENTIALS)
    assert (answer.status_code, answer["Location"]) == (302, "/admin/")
    assert load().password != stored
    assert_all_go_on(upgraded)


def test_each_sign_in_after_the_first_upgrades_nothing(upgraded: RefreshToken) -> None:
    """Each change of hashers makes one link, not each sign-in."""
    tokens = [sign_in(load()) for _ in range(3)]
    assert PasswordRehash.objects.count() == 1
    assert_all_go_on(upgraded, *tokens)


def test_several_upgrades_one_after_the_other_are_followed(upgraded: RefreshToken) -> None:
    """A session that wasn't refreshed meanwhile still goes on."""
    second = sign_in(load())
    with override_settings(PASSWORD_HASHERS=[MORE, MD5]):
        third = sign_in(load())
        assert PasswordRehash.objects.count() == 2
        assert_all_go_on(upgraded, second, third)


def test_an_access_token_from_before_goes_on_authenticating(upgraded: RefreshToken) -> None:
    """Even before its session is refreshed."""
    access = upgraded.access_token
    sign_in(load())
    assert live_session(access, access.current_time).pk == upgraded.session.pk


def test_a_change_of_the_password_after_an_upgrade_ends_all(upgraded: RefreshToken) -> None:
    """Whatever hash they were opened with."""
    user = load()
    second = sign_in(user)
    user.set_password(NEW)
    user.save()
    assert_all_have_ended(upgraded, second)


def test_a_change_behind_the_models_back_after_an_upgrade_ends_all(upgraded: RefreshToken) -> None:
    """The links of the old password don't lead to the new one."""
    second = sign_in(load())
    User.objects.update(password=make_password(NEW))
    assert_all_have_ended(upgraded, second)


def test_a_change_at_the_moment_of_an_outdated_hash_is_no_upgrade(upgraded: RefreshToken) -> None:
    """The stored hash is old, and the new password has a new one: still another password."""
    user = load()
    user.password = make_password(NEW)
    user.save(update_fields=["password"])
    assert not PasswordRehash.objects.exists()
    assert_all_have_ended(upgraded)


def test_set_password_at_the_moment_of_an_outdated_hash_is_no_upgrade(upgraded: RefreshToken) -> None:
    """The same with ``set_password``, and also for the very same password: its user asked for it."""
    user = load()
    user.set_password(PASSWORD)
    user.save(update_fields=["password"])
    assert not PasswordRehash.objects.exists()
    assert_all_have_ended(upgraded)


def test_a_wrong_password_upgrades_nothing(upgraded: RefreshToken) -> None:
    """It also leaves no trace that would make the next save look like an upgrade."""
    user = load()
    assert not user.check_password("wrong")
    user.password = make_password(NEW)
    user.save(update_fields=["password"])
    assert not PasswordRehash.objects.exists()
    assert_all_have_ended(upgraded)


def meanwhile(act: Callable[[], object]) -> Any:
    """Do *act* just before the next UPDATE of a user is sent."""
    pending = [act]

    def interfere(execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
        if pending and sql.startswith('UPDATE "auth_user"'):
            pending.pop()()
        return execute(sql, *rest)

    return connections[router.db_for_write(User)].execute_wrapper(interfere)


def test_two_upgrades_at_once_both_written_down_before_either_is_saved(upgraded: RefreshToken) -> None:
    """The second is written between the first one's link and its row: the first one's hash is last."""
    first, second = load(), load()
    tokens: list[RefreshToken] = []
    with meanwhile(lambda: tokens.append(sign_in(second))):
        tokens.append(sign_in(first))
    assert load().password == first.password != second.password
    assert len(tokens) == 2
    assert_all_go_on(upgraded, *tokens)


def test_two_upgrades_at_once_both_loaded_before_either_is_saved(upgraded: RefreshToken) -> None:
    """Each request loaded the old hash, and they are saved one after the other: the usual way two sign-ins meet."""
    first, second = load(), load()
    tokens = [sign_in(first), sign_in(second)]
    assert load().password == second.password != first.password
    assert_all_go_on(upgraded, *tokens)


def test_two_upgrades_at_once_and_a_session_opened_between(upgraded: RefreshToken) -> None:
    """A third request signs in with the hash of the first, before the second overwrites it."""
    first, second = load(), load()
    tokens = [sign_in(first), sign_in(load()), sign_in(second), sign_in(load())]
    assert_all_go_on(upgraded, *tokens)


def test_a_session_opened_with_a_hash_that_was_replaced_meanwhile_goes_on(upgraded: RefreshToken) -> None:
    """A request that loaded the user before, and checked no password, opens its session after the upgrade."""
    early = load()
    second = sign_in(load())
    late = RefreshToken.for_user(early)
    assert_all_go_on(upgraded, second, late)


def test_a_change_of_the_password_after_two_upgrades_at_once_ends_all(upgraded: RefreshToken) -> None:
    """No link between hashes prevents it."""
    first, second = load(), load()
    tokens: list[RefreshToken] = []
    with meanwhile(lambda: tokens.append(sign_in(second))):
        tokens.append(sign_in(first))
    user = load()
    user.set_password(NEW)
    user.save()
    assert_all_have_ended(upgraded, *tokens)


def test_links_are_of_one_user(upgraded: RefreshToken) -> None:
    """A link for one user keeps no session of another user alive."""
    sign_in(load())
    link = PasswordRehash.objects.get()
    User.objects.filter(pk=link.user_id).update(password=make_password(NEW))
    grace = User.objects.create_user("grace")
    PasswordRehash.objects.create(user_id=grace.pk, before=link.after, after=fingerprint(load()))
    assert_all_have_ended(upgraded)
