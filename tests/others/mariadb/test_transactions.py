"""A refresh in a transaction of the project's own, while another request refreshes the same token."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.conf import settings
from django.contrib.auth.models import User, UserManager
from django.db import OperationalError, transaction
from django.db.models import QuerySet
from django.test import override_settings

from drf_signet.database_errors import outage
from drf_signet.sessions.models import Session
from drf_signet.sessions.new_password import keeping
from drf_signet.sessions.refresh import refresh
from drf_signet.sessions.tokens import RefreshToken
from tests.conftest import PASSWORD
from tests.others.mariadb.conftest import Reached
from tests.stand_ins.crowd import together

SNAPSHOT_ISOLATION = "SET SESSION innodb_snapshot_isolation = ON"
"""What newer versions do by themselves."""

NEWER = "django.contrib.auth.hashers.PBKDF2SHA1PasswordHasher"
"""A hasher that a project has changed to."""


def elsewhere(act: Callable[[], str]) -> str:
    """What *act* answers on a connection of its own."""
    (answer,) = together(1, lambda which: act())
    return answer


@pytest.mark.parametrize("level", ["read committed", "repeatable read", "serializable"])
def test_who_was_overtaken_gets_the_same_answer(reached: Reached, level: str) -> None:
    """Though the transaction began before, and MySQL goes on to read what was there then."""
    with reached(isolation_level=level) as alias:
        token = str(RefreshToken.for_user(User.objects.create_user("ada")))
        with transaction.atomic(using=alias):
            if level != "serializable":
                assert Session.objects.get().generation == 0
            other = elsewhere(lambda: str(refresh(token, RefreshToken)))
            assert str(refresh(token, RefreshToken)) == other
        assert Session.objects.get().generation == 1


def test_a_server_that_sends_who_was_overtaken_away_is_believed(reached: Reached) -> None:
    """The transaction is the caller's to repeat: 503, where an endpoint called."""
    with reached(isolation_level="repeatable read", init_command=SNAPSHOT_ISOLATION) as alias:
        token = str(RefreshToken.for_user(User.objects.create_user("ada")))
        with transaction.atomic(using=alias):
            assert Session.objects.get().generation == 0
            elsewhere(lambda: str(refresh(token, RefreshToken)))
            with pytest.raises(OperationalError) as caught:
                refresh(token, RefreshToken)
            transaction.set_rollback(True, using=alias)  # Django's own
        found = outage(caught.value)
        assert found is not None
        assert found.code == "session_busy"
        assert refresh(token, RefreshToken)["gen"] == 1


class ReadsAgain(QuerySet[User]):
    """As packages do that look for the class of each row: by a second statement, which locks nothing."""

    def get(self, *args: object, **kwargs: object) -> User:
        """The user."""
        return User._base_manager.using(self.db).get(pk=super().get(*args, **kwargs).pk)


@pytest.fixture(params=["one statement", "two statements"])
def manager(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """The default manager of users reads them by this."""
    if request.param == "two statements":
        manager = UserManager.from_queryset(ReadsAgain)()
        manager.model = User
        monkeypatch.setitem(vars(User._meta), "default_manager", manager)


@pytest.mark.usefixtures("manager")
@pytest.mark.parametrize("event", ["a new hash of the password", "a new password that keeps the session"])
def test_who_was_overtaken_by_a_new_hash_keeps_the_session(reached: Reached, event: str) -> None:
    """Session, user and the link between two hashes are all looked at as they are now."""
    with reached(isolation_level="repeatable read") as alias:
        ada = User.objects.create_user("ada", password=PASSWORD)
        token = str(RefreshToken.for_user(ada))
        (session,) = Session.objects.all()

        def move_on() -> str:
            answer = str(refresh(token, RefreshToken))
            one = User._base_manager.get(pk=ada.pk)
            if event == "a new hash of the password":
                with override_settings(PASSWORD_HASHERS=[NEWER, *settings.PASSWORD_HASHERS]):
                    assert one.check_password(PASSWORD)
            else:
                one.set_password("another one")
                with keeping(session.pk):
                    one.save()
            return answer

        with override_settings(PASSWORD_HASHERS=[NEWER, *settings.PASSWORD_HASHERS]), transaction.atomic(using=alias):
            assert User._base_manager.get(pk=ada.pk).password == ada.password
            other = elsewhere(move_on)
            assert str(refresh(token, RefreshToken)) == other
        assert Session.objects.get().revoked_at is None
