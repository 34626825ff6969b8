"""What becomes of sessions when their users are changed through a model, or behind its back."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import User
from django.db import connections, router
from django.test import modify_settings
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from drf_signet.errors import PasswordChangedError, SessionRevokedError, TokenError, UserInactiveError
from drf_signet.sessions.ending import end
from drf_signet.sessions.models import PasswordRehash, Reason, Session
from drf_signet.sessions.refresh import refresh
from drf_signet.sessions.tokens import RefreshToken
from tests.sessions.hearing import ended, hearing

NEW = "another-horse-battery"
MARK = "the-browser-of-ada"

Change = Callable[[User], object]


def sql(statement: str, *parameters: str | int) -> None:
    """Send *statement* where users live."""
    with connections[router.db_for_write(User)].cursor() as cursor:
        cursor.execute(statement, parameters)


def set_password(user: User) -> None:
    """The usual way."""
    user.set_password(NEW)
    user.save()


def set_password_alone(user: User) -> None:
    """The usual way, and nothing else is written."""
    user.set_password(NEW)
    user.save(update_fields=["password"])


def assign_password(user: User) -> None:
    """Without ``set_password``, as who has a hash from elsewhere."""
    user.password = make_password(NEW)
    user.save(update_fields=["password"])


def assign_password_and_more(user: User) -> None:
    """The same, and another field with it."""
    user.password = make_password(NEW)
    user.save(update_fields=["password", "last_login"])


def set_no_password(user: User) -> None:
    """None will do from now on."""
    user.set_unusable_password()
    user.save(update_fields=["password"])


def disable(user: User) -> None:
    """Through the model."""
    user.is_active = False
    user.save()


def disable_alone(user: User) -> None:
    """Through the model, and nothing else is written."""
    user.is_active = False
    user.save(update_fields={"is_active"})


def both(user: User) -> None:
    """Disabled, with a new password."""
    user.is_active = False
    set_password(user)


def update_password(user: User) -> None:
    """Behind the model's back."""
    User.objects.filter(pk=user.pk).update(password=make_password(NEW))


def update_is_active(user: User) -> None:
    """Behind the model's back."""
    User.objects.filter(pk=user.pk).update(is_active=False)


def write_password(user: User) -> None:
    """By SQL."""
    sql("UPDATE auth_user SET password = %s WHERE id = %s", make_password(NEW), user.pk)


def write_is_active(user: User) -> None:
    """By SQL."""
    sql("UPDATE auth_user SET is_active = (1 = 0) WHERE id = %s", user.pk)


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (set_password, "password_changed"),
        (set_password_alone, "password_changed"),
        (assign_password, "password_changed"),
        (assign_password_and_more, "password_changed"),
        (set_no_password, "password_changed"),
        (disable, "user_inactive"),
        (disable_alone, "user_inactive"),
        (both, "user_inactive"),
    ],
)
def test_what_django_says_ends_all_sessions_at_once(ada: User, change: Change, reason: str) -> None:
    """Those of that user; each is told once. The refresh token is refused as one that was revoked."""
    bystander = RefreshToken.for_user(User.objects.create_user("grace"))
    tokens = [RefreshToken.for_user(ada) for _ in range(2)]
    with hearing() as heard:
        change(ada)
    assert ended(heard) == sorted((str(one.session.pk), reason) for one in tokens)
    assert set(Session.objects.filter(user_id=ada.pk).values_list("revoke_reason", flat=True)) == {reason}
    for token in tokens:
        with pytest.raises(SessionRevokedError):
            refresh(str(token), RefreshToken)
    assert refresh(str(bystander), RefreshToken)["gen"] == 1


@pytest.mark.parametrize(
    ("change", "error", "reason"),
    [
        (update_password, PasswordChangedError, "password_changed"),
        (write_password, PasswordChangedError, "password_changed"),
        (update_is_active, UserInactiveError, "user_inactive"),
        (write_is_active, UserInactiveError, "user_inactive"),
    ],
)
def test_what_django_does_not_say_is_found_at_the_next_refresh(
    ada: User, change: Change, error: type[TokenError], reason: str
) -> None:
    """The refresh is refused with the reason, the row is revoked, and the next refresh is refused as any other."""
    token = RefreshToken.for_user(ada)
    with hearing() as heard:
        change(ada)
        assert heard == []
        with pytest.raises(error):
            refresh(str(token), RefreshToken)
    row = Session.objects.get()
    assert (row.revoke_reason, row.generation) == (reason, 0)
    assert row.revoked_at is not None
    assert [name for name, _ in heard] == ["session_ended"]
    with pytest.raises(SessionRevokedError):
        refresh(str(token), RefreshToken)


def rename(user: User) -> None:
    """All fields are written."""
    user.first_name = "Ada"
    user.save()


def rename_alone(user: User) -> None:
    """One field is written."""
    user.first_name = "Ada"
    user.save(update_fields=["first_name"])


def sign_in_elsewhere(user: User) -> None:
    """What Django writes after a sign-in."""
    user.last_login = timezone.now()
    user.save(update_fields=["last_login"])


@pytest.mark.parametrize("change", [rename, rename_alone, sign_in_elsewhere])
def test_a_user_saved_for_other_reasons_costs_nothing(
    user: User, django_assert_num_queries: DjangoAssertNumQueries, change: Change
) -> None:
    """The one statement that writes the user, and the sessions go on."""
    token = RefreshToken.for_user(user)
    fresh = User.objects.get()
    with hearing() as heard, django_assert_num_queries(1):
        change(fresh)
    assert heard == []
    assert refresh(str(token), RefreshToken)["gen"] == 1


def test_a_user_is_created_without_a_look_at_sessions(
    db: None, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    """Active or not, with a password or without: the one statement that writes the user."""
    for number, is_active in enumerate((True, False)):
        created = User(username=f"user-{number}", is_active=is_active)
        created.set_password(NEW)
        with django_assert_num_queries(1):
            created.save()
    with django_assert_num_queries(1):
        User.objects.create_user("carol", password=NEW)


def test_the_password_of_one_save_does_not_end_the_sessions_after_the_next(user: User) -> None:
    """An instance that is kept after ``set_password`` and saved again has no new password."""
    set_password(user)
    token = RefreshToken.for_user(user)
    rename(user)
    assert refresh(str(token), RefreshToken)["gen"] == 1


def test_a_direct_assignment_is_noticed_on_an_instance_with_a_past(user: User) -> None:
    """``set_password`` was called on the same instance, and saved; then a hash is assigned and saved alone."""
    set_password(user)
    RefreshToken.for_user(user)
    assign_password(user)
    assert Session.objects.get().revoke_reason == "password_changed"


def test_a_direct_assignment_on_an_instance_with_a_past_is_no_rehash(user: User) -> None:
    """At the latest the next refresh ends the session, and nothing was remembered that would keep it alive."""
    set_password(user)
    token = RefreshToken.for_user(user)
    assign_password(user)
    assert not PasswordRehash.objects.exists()
    with pytest.raises(TokenError):
        refresh(str(token), RefreshToken)
    assert Session.objects.get().revoke_reason == "password_changed"


def test_what_is_not_written_ends_nothing(user: User) -> None:
    """An instance that is inactive, in memory alone, is saved for another reason."""
    token = RefreshToken.for_user(user)
    user.is_active = False
    user.save(update_fields=["first_name"])
    assert refresh(str(token), RefreshToken)["gen"] == 1


def test_a_user_of_whom_only_some_fields_were_loaded_costs_no_query_more(
    user: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    """Django writes the loaded fields alone, and nothing asks for the others."""
    partial = User.objects.only("first_name").get()
    with django_assert_num_queries(1):
        rename(partial)


def test_a_session_that_was_ended_keeps_its_reason(user: User) -> None:
    """A later change of the password doesn't write over it."""
    token = RefreshToken.for_user(user)
    end(token.session, Reason.REUSE, timezone.now())
    set_password(user)
    assert Session.objects.get().revoke_reason == "reuse"


def test_a_proxy_is_listened_to(user: User) -> None:
    """A user who is saved under another name is the same user."""
    with modify_settings(INSTALLED_APPS={"append": "tests.sessions.people"}):
        from tests.sessions.people.models import Person

        for change, reason in ((set_password, "password_changed"), (disable, "user_inactive")):
            token = RefreshToken.for_user(user)
            change(Person.objects.get())
            assert Session.objects.get(pk=token.session.pk).revoke_reason == reason
