"""How a session was opened: in its row, in its tokens, after each refresh, and in words."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import override_settings
from django.utils.translation import override
from pytest_django import DjangoAssertNumQueries

from drf_signet.opening import CODE, FEDERATED, PASSWORD, open_for
from drf_signet.sessions import purging
from drf_signet.sessions.joined_session import joining
from drf_signet.sessions.methods import in_words, with_methods, written
from drf_signet.sessions.models import METHODS_LENGTH, Session
from drf_signet.sessions.refresh import refresh, refresh_in_place, refresh_pair
from drf_signet.sessions.tokens import AccessToken, RefreshToken, SlidingToken, UntypedToken

NOW = datetime(2027, 1, 15, 8, tzinfo=UTC)
RFC9068 = {"ISSUER": "https://id.example", "AUDIENCE": "https://api.example", "ACCESS_TOKEN_PROFILE": "rfc9068"}


def opened(user: User, *methods: str, token_class: type[Any] = RefreshToken) -> Any:
    """The token of a sign-in by *methods*."""
    return open_for(user, lambda: token_class.for_user(user, now=NOW), methods=methods, request=None)


def amr(token: object) -> object:
    """What *token*, as it goes over the wire, says."""
    return UntypedToken(str(token), now=NOW).get("amr")


@pytest.mark.parametrize("profile", [{}, RFC9068], ids=["simple_jwt", "rfc9068"])
def test_the_row_and_both_tokens_say_it(ada: User, profile: dict[str, str]) -> None:
    """In either shape of access tokens, and the sliding ones, too."""
    with override_settings(SIGNET=profile):
        token = opened(ada, FEDERATED, CODE)
        assert Session.objects.get().methods == "fed otp"
        assert amr(token) == amr(token.access_token) == ["fed", "otp"]
        assert amr(opened(ada, PASSWORD, token_class=AccessToken)) == ["pwd"]
        assert amr(opened(ada, PASSWORD, token_class=SlidingToken)) == ["pwd"]


def test_each_refresh_says_it_by_the_row(ada: User) -> None:
    """With and without rotation, also for a token that doesn't say it: a server of the version before issued that."""
    token = opened(ada, PASSWORD)
    del token.payload["amr"]
    first = refresh_pair(str(token), RefreshToken, now=NOW)
    second = refresh_in_place(str(first.refresh), RefreshToken, now=NOW)
    assert [amr(one) for one in (first.access, first.refresh, second.access)] == [["pwd"]] * 3
    Session.objects.update(methods="pwd otp")
    third = refresh_pair(str(first.refresh), RefreshToken, now=NOW)
    assert amr(third.access) == amr(third.refresh) == ["pwd", "otp"]
    sliding = opened(ada, PASSWORD, token_class=SlidingToken)
    assert amr(refresh(str(sliding), SlidingToken, now=NOW)) == ["pwd"]


def test_a_session_from_before_says_nothing(ada: User) -> None:
    """The same for one that a program opened, outside of any sign-in."""
    token = RefreshToken.for_user(ada, now=NOW)
    assert Session.objects.get().methods is None
    refreshed = refresh_pair(str(token), RefreshToken, now=NOW)
    for one in (token, token.access_token, refreshed.refresh, refreshed.access):
        assert "amr" not in UntypedToken(str(one), now=NOW)


def test_it_is_said_of_the_user_who_signs_in_alone(ada: User) -> None:
    """Meanwhile, a project may make tokens for somebody else, and afterwards for anybody."""
    grace = User.objects.create_user("grace")
    found: list[Any] = []

    def issue() -> None:
        found.extend([RefreshToken.for_user(ada, now=NOW), RefreshToken.for_user(grace, now=NOW)])

    open_for(ada, issue, methods=[PASSWORD], request=None)
    assert [amr(one) for one in (*found, RefreshToken.for_user(ada, now=NOW))] == [["pwd"], None, None]


def test_it_is_not_said_of_a_user_with_the_same_key(ada: User) -> None:
    """A row of another model signs in, and tokens for ours are made meanwhile."""
    other: Any = Session()
    other.pk = ada.pk
    found: list[Any] = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("drf_signet.opening.may_sign_in", lambda *_: True)
        open_for(
            other,
            lambda: found.append(RefreshToken.for_user(ada, now=NOW)),
            methods=[PASSWORD],
            request=None,
            user_model=Session,
        )
    assert amr(found[0]) is None


def test_what_joins_a_session_is_as_it_was_opened(ada: User) -> None:
    """A second token for the answer to a sign-in, or to a refresh."""
    with joining(None):
        first = opened(ada, CODE)
        assert amr(RefreshToken.for_user(ada, now=NOW)) == ["otp"]
    with joining(None):
        refresh_pair(str(first), RefreshToken, now=NOW)
        assert amr(AccessToken.for_user(ada, now=NOW)) == ["otp"]
    assert Session.objects.count() == 1


def test_what_a_project_has_added_stays(ada: User) -> None:
    """As all its claims do, from refresh to refresh."""
    token = opened(ada, PASSWORD)
    token["amr"] = ["pwd", "face"]
    first = refresh_pair(str(token), RefreshToken, now=NOW)
    assert amr(first.access) == amr(first.refresh) == ["pwd", "face"]


@pytest.mark.parametrize("claimed", [None, "pwd", 5, True, {"a": 1}, [1, None, {}], []])
def test_what_no_list_of_names_is_counts_for_nothing(ada: User, claimed: object) -> None:
    """Whoever put it there."""
    token = opened(ada, PASSWORD)
    token["amr"] = claimed
    assert amr(refresh_pair(str(token), RefreshToken, now=NOW).access) == ["pwd"]


@override_settings(SIGNET={"UPDATE_LAST_LOGIN": False})
def test_it_costs_no_statement(
    user: User, django_assert_num_queries: DjangoAssertNumQueries, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither at the sign-in nor at the refresh."""
    # Some sign-ins look for rows to delete.
    monkeypatch.setattr(purging, "ONE_IN", 2**128)
    with django_assert_num_queries(2):
        token = opened(user, PASSWORD)
    with django_assert_num_queries(2):
        refresh_pair(str(token), RefreshToken, now=NOW)


def test_a_row_holds_what_there_is_room_for() -> None:
    """Each once, and none in part."""
    assert written([PASSWORD, CODE, PASSWORD]) == "pwd otp"
    assert written(["a b", " "]) == "a b"
    assert written(["x" * 60, "y" * 60, "z"]) == f"{'x' * 60} z"
    assert len(written(map(str, range(1000)))) <= METHODS_LENGTH
    assert with_methods(["face", "pwd"], ["pwd", "otp"]) == ["pwd", "otp", "face"]


def test_the_words_are_of_the_language() -> None:
    """What a project calls its own is the same in each."""
    assert in_words([PASSWORD, CODE, "face"]) == "password, code by e-mail, face"
    with override("de"):
        assert in_words([PASSWORD, FEDERATED]) == "Passwort, anderes Konto"
