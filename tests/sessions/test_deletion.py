"""However users are deleted, their sessions end, and don't prevent the deletion."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from django.db import connections, transaction
from django.test import modify_settings

from drf_signet.errors import SessionRevokedError, TokenError, UserNotFoundError
from drf_signet.sessions.device import Device, signing_in_from
from drf_signet.sessions.models import PasswordRehash, Session
from drf_signet.sessions.refresh import refresh
from drf_signet.sessions.tokens import RefreshToken
from tests.sessions.hearing import ended, hearing

DEVICE = Device("Mozilla/5.0 (X11; Ubuntu; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0", "192.0.2.7")

Delete = Callable[[User], object]


def delete_instance(user: User) -> None:
    """One user."""
    user.delete()


def delete_queryset(user: User) -> None:
    """Several users at once."""
    User.objects.filter(pk=user.pk).delete()


def delete_proxy(user: User) -> None:
    """By a proxy model."""
    with modify_settings(INSTALLED_APPS={"append": "tests.sessions.people"}):
        from tests.sessions.people.models import Person

        Person.objects.get(pk=user.pk).delete()


def delete_proxies(user: User) -> None:
    """Several by a proxy model."""
    with modify_settings(INSTALLED_APPS={"append": "tests.sessions.people"}):
        from tests.sessions.people.models import Person

        Person.objects.filter(pk=user.pk).delete()


@pytest.fixture
def tokens(ada: User) -> list[RefreshToken]:
    """Two sign-ins of the user from a known device."""
    with signing_in_from(DEVICE):
        return [RefreshToken.for_user(ada) for _ in range(2)]


@pytest.mark.parametrize("delete", [delete_instance, delete_queryset, delete_proxy, delete_proxies])
def test_a_user_deleted_through_a_model_leaves_ended_sessions(
    ada: User, tokens: list[RefreshToken], delete: Delete
) -> None:
    """The rows keep the reason, for stateless authentication, and lose the device and address."""
    PasswordRehash.objects.create(user_id=ada.pk, before="a", after="b")
    with signing_in_from(DEVICE):
        bystander = RefreshToken.for_user(User.objects.create_user("grace"))
    with hearing() as heard:
        delete(ada)
    assert ended(heard) == sorted((str(one.session.pk), "user_deleted") for one in tokens)
    rows = Session.objects.exclude(pk=bystander.session.pk)
    assert [(one.revoke_reason, one.user_agent, one.ip) for one in rows] == [("user_deleted", "", None)] * 2
    assert all(one.revoked_at for one in rows)
    assert not PasswordRehash.objects.exists()
    kept = Session.objects.values_list("user_agent", "ip").get(pk=bystander.session.pk)
    assert kept == (DEVICE.user_agent, DEVICE.ip)
    for token in tokens:
        with pytest.raises((UserNotFoundError, SessionRevokedError)):
            refresh(str(token), RefreshToken)
    assert refresh(str(bystander), RefreshToken)["gen"] == 1


def test_where_sessions_came_from_is_forgotten_also_of_those_that_were_over(
    ada: User, tokens: list[RefreshToken]
) -> None:
    """A session that had ended before also holds data about that person."""
    tokens[0].blacklist()
    ada.delete()
    assert set(Session.objects.values_list("user_agent", "ip")) == {("", None)}
    assert Session.objects.get(pk=tokens[0].session.pk).revoke_reason == "logout"


def test_a_user_deleted_by_sql_is_found_at_the_next_refresh(
    ada: User, database: str, tokens: list[RefreshToken]
) -> None:
    """No constraint of the sessions prevents it, neither at once nor at the end of the transaction."""
    PasswordRehash.objects.create(user_id=ada.pk, before="a", after="b")
    with transaction.atomic(using=database), connections[database].cursor() as cursor:
        cursor.execute("DELETE FROM auth_user WHERE id = %s", [ada.pk])
        assert cursor.rowcount == 1
        connections[database].check_constraints()
    for token in tokens:
        with pytest.raises(UserNotFoundError):
            refresh(str(token), RefreshToken)
        with pytest.raises(UserNotFoundError):
            RefreshToken(str(token)).blacklist()
    assert Session.objects.count() == 2


def test_a_deletion_that_is_rolled_back_ends_nothing(ada: User, database: str, tokens: list[RefreshToken]) -> None:
    """The sessions share the transaction of their user."""
    with transaction.atomic(using=database):
        ada.delete()
        transaction.set_rollback(True, using=database)
    assert refresh(str(tokens[0]), RefreshToken)["gen"] == 1
    assert set(Session.objects.values_list("user_agent", "ip")) == {(DEVICE.user_agent, DEVICE.ip)}


def test_a_number_that_is_given_again_opens_no_old_session(
    ada: User, database: str, tokens: list[RefreshToken]
) -> None:
    """If a database reuses the key of a deleted user, the new user has another password."""
    key = ada.pk
    with connections[database].cursor() as cursor:
        cursor.execute("DELETE FROM auth_user WHERE id = %s", [key])
    User.objects.create_user("mallory", password="mallory-horse", id=key)
    with pytest.raises(TokenError):
        refresh(str(tokens[0]), RefreshToken)
