"""What the project's manager of users adds, every door adds; and where it adds nothing, nothing is asked twice."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User, UserManager
from django.db.models import F, QuerySet, Value
from pytest_django import DjangoAssertNumQueries
from rest_framework.permissions import IsAuthenticated
from rest_framework.test import APIRequestFactory
from rest_framework.views import APIView

from drf_signet import authentication as core_authentication
from drf_signet import tokens as tokens_of_the_core
from drf_signet import views as core_views
from drf_signet.errors import CredentialsError, UserNotFoundError
from drf_signet.sessions import authentication as sessions_authentication
from drf_signet.sessions import statements, user_manager
from drf_signet.sessions import views as sessions_views
from drf_signet.sessions.lookup import live_session
from drf_signet.sessions.models import Session
from drf_signet.sessions.new_password import keeping
from drf_signet.sessions.refresh import refresh
from drf_signet.sessions.tokens import RefreshToken
from drf_signet.sign_in import sign_in
from drf_signet.tokens import AccessToken
from drf_signet.user_model_checks import check_lookups
from drf_signet.users import user_of
from tests.conftest import PASSWORD

ROOT = Path(__file__).resolve().parents[3]
tenant: ContextVar[str] = ContextVar("tenant", default="a")


class Marking(QuerySet[User]):
    """Marks each row that it gives, as the classes of polymorphic models are a mark."""

    def _fetch_all(self) -> None:
        super()._fetch_all()
        for one in self._result_cache or ():
            vars(one)["mark"] = "marked"


class Annotating(UserManager[User]):
    """Gives each user a value that is computed."""

    def get_queryset(self) -> QuerySet[User]:
        return super().get_queryset().annotate(mark=F("username"))


class Deferring(UserManager[User]):
    """Leaves a column out until it is asked for."""

    def get_queryset(self) -> QuerySet[User]:
        return super().get_queryset().defer("email")


class Fetching(UserManager[User]):
    """Brings other rows along."""

    def get_queryset(self) -> QuerySet[User]:
        return super().get_queryset().prefetch_related("groups")


class OfTheTenant(UserManager[User]):
    """Knows the users of whom is served, and no others."""

    def get_queryset(self) -> QuerySet[User]:
        return super().get_queryset().filter(last_name=tenant.get()).annotate(mark=Value(tenant.get()))


class SoftlyDeleting(UserManager[User]):
    """Knows no user who is deleted, whatever the table says."""

    def get_queryset(self) -> QuerySet[User]:
        return super().get_queryset().exclude(first_name="deleted")


class Friendly(QuerySet[User]):
    """Adds a method."""

    def friends(self) -> QuerySet[User]:
        """Everybody."""
        return self.all()


class Adding(UserManager[User]):
    """Adds a method."""

    def one(self) -> User:
        """Some user."""
        return self.all()[0]


MANAGERS: dict[str, tuple[Any, Callable[[Any], bool]]] = {
    "marking": (UserManager.from_queryset(Marking), lambda user: vars(user)["mark"] == "marked"),
    "annotating": (Annotating, lambda user: vars(user)["mark"] == "ada"),
    "deferring": (Deferring, lambda user: user.get_deferred_fields() == {"email"}),
    "fetching": (Fetching, lambda user: set(user._prefetched_objects_cache) == {"groups"}),
    "of-the-tenant": (OfTheTenant, lambda user: vars(user)["mark"] == "a"),
    "adding": (Adding, lambda user: "mark" not in vars(user)),
    "adding-to-its-queries": (UserManager.from_queryset(Friendly), lambda user: "mark" not in vars(user)),
}


class WhoAmI(APIView):
    """For anybody who is signed in."""

    permission_classes = (IsAuthenticated,)


@contextmanager
def managed_by(manager_class: Any) -> Iterator[None]:
    """Until the end of the block, the default manager of users is one of *manager_class*."""
    manager = manager_class()
    manager.model = User
    usual = User._meta.default_manager
    vars(User._meta)["default_manager"] = manager
    try:
        yield
    finally:
        vars(User._meta)["default_manager"] = usual


@pytest.fixture
def ada(user: User) -> User:
    """A user of tenant ``a``."""
    User._base_manager.update(last_name="a")
    return User._base_manager.get()


def by_each_door(ada: User) -> list[Any]:
    """The user of a sign-in, and of requests and refreshes, without sessions and with them."""
    token = RefreshToken.for_user(ada)
    access = token.access_token
    next_one = refresh(str(token), RefreshToken)
    return [
        sign_in({"username": "ada", "password": PASSWORD}, None, lambda user: user),
        user_of(AccessToken.for_user(ada)),
        live_session(access, access.current_time).user,
        next_one.session.user,
        RefreshToken(str(next_one)).session.user,
    ]


@pytest.mark.parametrize("name", list(MANAGERS))
def test_the_same_user_comes_from_every_door(ada: User, name: str) -> None:
    """As the manager gives it."""
    manager_class, is_right = MANAGERS[name]
    with managed_by(manager_class):
        assert [is_right(one) for one in by_each_door(ada)] == [True] * 5


@pytest.mark.parametrize(("name", "queries"), [("adding", 1), ("adding-to-its-queries", 1), ("annotating", 2)])
def test_only_a_manager_that_adds_something_is_asked(
    ada: User, django_assert_num_queries: DjangoAssertNumQueries, name: str, queries: int
) -> None:
    """Of its own methods, no row has any."""
    token = RefreshToken.for_user(ada).access_token
    with managed_by(MANAGERS[name][0]), django_assert_num_queries(queries):
        assert live_session(token, token.current_time).user == ada


def test_what_a_model_does_when_a_row_is_read_is_done(ada: User, monkeypatch: pytest.MonkeyPatch) -> None:
    """``from_db`` is called by each door."""
    usual: Any = User.from_db.__func__  # type: ignore[attr-defined]

    def from_db(cls: Any, *args: Any, **kwargs: Any) -> Any:
        row = usual(cls, *args, **kwargs)
        vars(row)["mark"] = "read"
        return row

    monkeypatch.setattr(User, "from_db", classmethod(from_db))
    assert [vars(one).get("mark") for one in by_each_door(ada)] == ["read"] * 5


def test_the_users_of_another_tenant_are_nobody(ada: User) -> None:
    """Each time that somebody asks, and not only the first time."""
    token = RefreshToken.for_user(ada).access_token
    with managed_by(OfTheTenant):
        for name in ("a", "b", "a"):
            tenant.set(name)
            if name == "a":
                assert live_session(token, token.current_time).user == ada
                continue
            with pytest.raises(UserNotFoundError):
                live_session(token, token.current_time)
            with pytest.raises(CredentialsError):
                sign_in({"username": "ada", "password": PASSWORD}, None, lambda user: user)


def test_who_was_deleted_softly_is_gone_by_each_door(ada: User) -> None:
    """And no session is ended, as the user may come back."""
    token = RefreshToken.for_user(ada)
    User._base_manager.update(first_name="deleted")
    with managed_by(SoftlyDeleting):
        for act in (
            lambda: refresh(str(token), RefreshToken),
            lambda: live_session(token.access_token, token.current_time),
            lambda: user_of(AccessToken.for_user(ada)),
        ):
            with pytest.raises(UserNotFoundError):
                act()
    assert Session.objects.get().revoked_at is None


def test_a_password_that_changes_between_the_two_statements_keeps_its_session(
    ada: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The user comes with the new password, and the session was read before it was told of it."""
    token = RefreshToken.for_user(ada)

    def find_user(session: Session, users: Any) -> Any:
        with keeping(session.pk):
            ada.set_password("another-one-entirely")
            ada.save()
        return user_manager.find_user(session, users)

    monkeypatch.setattr(statements, "find_user", find_user)
    with managed_by(Annotating):
        assert live_session(token.access_token, token.current_time).user == ada
    assert Session.objects.exclude(revoke_reason="").count() == 0


def test_a_user_of_another_class_is_one_at_every_door() -> None:
    """By django-polymorphic: in claims and requests, at sign-in and after refreshes."""
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "tests.others.managers.settings"}
    command = [sys.executable, "-W", "error", "-m", "tests.others.managers.story"]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    *answers, queries = json.loads(done.stdout)
    assert answers == [["doctor", "3b", "doctor"]] * 2 + [[None, None, "doctor"]] * 2 + ["doctor"]
    # The session, the user, the columns of the class, and the compare-and-swap.
    assert queries == 4


class Slicing(UserManager[User]):
    """Knows the first users alone."""

    def get_queryset(self) -> QuerySet[User]:
        return super().get_queryset()[:100]


class Uniting(UserManager[User]):
    """Knows users of two kinds."""

    def get_queryset(self) -> QuerySet[User]:
        users = super().get_queryset()
        return users.filter(is_staff=True).union(users.filter(is_staff=False))


class ServingNobody(UserManager[User]):
    """Knows no users outside of a request."""

    def get_queryset(self) -> QuerySet[User]:
        raise LookupError("nobody is served")


CLOSED = pytest.mark.parametrize(("manager_class", "what"), [(Slicing, "a slice"), (Uniting, "a union()")])


def checked() -> list[tuple[str, str]]:
    """What the check of lookups says."""
    return [(str(one.id), one.msg) for one in check_lookups()]


@CLOSED
def test_a_manager_whose_users_cannot_be_filtered_is_an_error(manager_class: Any, what: str) -> None:
    """Before the first request."""
    with managed_by(manager_class):
        ((identifier, wrong),) = checked()
    assert identifier == "signet.E063"
    assert wrong.startswith(f"{manager_class.__name__}, the default manager of auth.User, returns {what}, in which")


@pytest.mark.parametrize("manager_class", [ServingNobody, *(one for one, _ in MANAGERS.values())])
def test_other_managers_are_none(manager_class: Any) -> None:
    """Also one that knows nobody yet."""
    with managed_by(manager_class):
        assert checked() == []


@CLOSED
@pytest.mark.parametrize("prefix", ["sessions", "core"])
def test_no_answer_of_theirs_is_a_500(
    ada: User, manager_class: Any, what: str, prefix: str, caplog: pytest.LogCaptureFixture
) -> None:
    """By any door: the log says what is wrong, and nobody's session is ended."""
    raw = RefreshToken.for_user(ada)
    tokens = {"sessions": raw, "core": tokens_of_the_core.RefreshToken.for_user(ada)}
    views = {"sessions": sessions_views, "core": core_views}[prefix]
    classes = {"sessions": sessions_authentication, "core": core_authentication}[prefix]
    factory = APIRequestFactory()
    header: dict[str, Any] = {"HTTP_AUTHORIZATION": f"Bearer {tokens[prefix].access_token}"}
    requests = [
        (views.token_obtain_pair, factory.post("/", {"username": "ada", "password": PASSWORD})),
        (views.token_refresh, factory.post("/", {"refresh": str(tokens[prefix])})),
        (WhoAmI.as_view(authentication_classes=[classes.JWTAuthentication]), factory.get("/", **header)),
    ]
    with managed_by(manager_class):
        answers = [view(request) for view, request in requests]
    assert [(one.status_code, one.data["code"]) for one in answers] == [(503, "misconfigured")] * 3
    assert what in caplog.text
    assert Session.objects.get().revoked_at is None
