"""One request, one session: which tokens join, and that a session lasts as long as the token that the client gets."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import ImproperlyConfigured
from django.test import RequestFactory, override_settings
from django.utils import timezone
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.test import APIClient, APIRequestFactory

from drf_signet import serializers as core
from drf_signet import tokens
from drf_signet.sessions import serializers, views
from drf_signet.sessions.authentication import JWTAuthentication
from drf_signet.sessions.browser import views as browser
from drf_signet.sessions.device import Device, signing_in_from
from drf_signet.sessions.joined_session import joining
from drf_signet.sessions.models import Session
from drf_signet.sessions.refresh import refresh
from drf_signet.sessions.tokens import AccessToken, RefreshToken, SessionToken, SlidingToken
from tests.conftest import PASSWORD
from tests.stand_ins.outages import OUTAGES, database_raising

NOW = datetime(2027, 1, 15, 8, tzinfo=UTC)
DAY = timedelta(days=1)
CREDENTIALS = {"username": "ada", "password": PASSWORD}
META = RequestFactory().post("/", headers={"user-agent": "a watch"}, REMOTE_ADDR="192.0.2.7").META


def sids(*tokens: Any) -> list[object]:
    """The sessions of *tokens*."""
    return [one["sid"] for one in tokens]


def test_all_tokens_of_a_block_are_of_one_session(user: User) -> None:
    """Any class may make them, and inner blocks are a part of the outer one. The device is known."""
    with joining(META):
        tokens: list[Any] = [RefreshToken.for_user(user), AccessToken.for_user(user)]
        with joining(None):
            tokens += [RefreshToken.for_user(user), SlidingToken.for_user(user)]
    assert len(set(sids(*tokens))) == 1
    session = Session.objects.get()
    assert (session.user_agent, session.ip) == ("a watch", "192.0.2.7")
    assert {refresh(str(one), type(one))["gen"] for one in (tokens[0], tokens[2])} == {1}


def test_a_block_that_opens_no_session_looks_at_no_device(monkeypatch: pytest.MonkeyPatch, user: User) -> None:
    """So a refresh pays nothing for the block of its view and that of its serializer."""
    asked: list[object] = []
    monkeypatch.setattr("drf_signet.sessions.device.client_address", asked.append)
    with joining(META), joining(META):
        assert asked == []
        RefreshToken.for_user(user)
    assert asked == [META]


def test_the_block_of_the_serializer_is_that_of_the_view(user: User) -> None:
    """If a view of the project sets a device, the session of that request has it."""
    with joining(META), signing_in_from(Device("a lamp")), joining(META):
        RefreshToken.for_user(user)
    assert Session.objects.get().user_agent == "a lamp"


def test_outside_of_a_block_each_is_a_sign_in(user: User) -> None:
    """A token of another block is one, too."""
    first, second = RefreshToken.for_user(user), AccessToken.for_user(user)
    with joining(META):
        third = RefreshToken.for_user(user)
    with joining(META):
        fourth = RefreshToken.for_user(user)
    assert len(set(sids(first, second, third, fourth))) == Session.objects.count() == 4


def test_nobody_joins_the_session_of_somebody_else(user: User) -> None:
    """Each user has one."""
    grace = User.objects.create_user("grace")
    with joining(META):
        tokens = [RefreshToken.for_user(one) for one in (user, grace, user, grace)]
    assert [one["user_id"] for one in tokens] == [str(one.pk) for one in (user, grace, user, grace)]
    assert [one["sid"] for one in tokens[:2]] == [one["sid"] for one in tokens[2:]]
    assert Session.objects.count() == 2


def test_nobody_joins_a_session_that_was_ended(user: User) -> None:
    """Revoking a token and making another one is a new sign-in."""
    with joining(META):
        first = RefreshToken.for_user(user)
        RefreshToken(str(first)).blacklist()
        second = RefreshToken.for_user(user)
    assert first["sid"] != second["sid"]
    assert refresh(str(second), RefreshToken)["gen"] == 1


def test_a_refresh_is_joined_at_its_generation(user: User) -> None:
    """Another token of the same request is the same token, with claims of its own."""
    raw = str(RefreshToken.for_user(user, now=NOW))
    with joining(META):
        replaced = refresh(raw, RefreshToken, now=NOW + DAY / 2)
        made = RefreshToken.for_user(user)
    assert (made["jti"], made["gen"], made["exp"]) == (replaced["jti"], 1, replaced["exp"])
    assert Session.objects.count() == 1


class MonthsToken(RefreshToken):
    """Lives longer than sessions usually do."""

    lifetime = timedelta(days=90)


def test_a_session_lasts_as_long_as_a_class_says(user: User) -> None:
    """Even if it was opened for a shorter token, and for longer than SESSION_LIFETIME. A refresh doesn't extend it."""
    with joining(META):
        RefreshToken.for_user(user, now=NOW)
        token = MonthsToken.for_user(user, now=NOW)
    assert token["exp"] == int((NOW + 90 * DAY).timestamp())
    later = refresh(str(token), MonthsToken, now=NOW + 80 * DAY)
    assert later["exp"] == int((NOW + 90 * DAY).timestamp())


def test_a_session_lasts_as_long_as_the_token_that_is_given_out(user: User) -> None:
    """Its ``exp`` may be set in any way, as for "remember me"."""
    token = RefreshToken.for_user(user, now=NOW)
    token.set_exp(lifetime=timedelta(days=60))
    raw = str(token)
    assert Session.objects.get().expires_at == NOW + 60 * DAY
    assert refresh(raw, RefreshToken, now=NOW + 50 * DAY)["gen"] == 1


@pytest.mark.parametrize("token_class", [RefreshToken, MonthsToken, AccessToken])
def test_a_refresh_moves_no_end_of_a_session(user: User, token_class: Any) -> None:
    """Neither tokens that join it, nor tokens with a later ``exp``, extend it."""
    own = RefreshToken if token_class is AccessToken else token_class
    raw = str(own.for_user(user, now=NOW))
    end = Session.objects.get().expires_at
    moment = NOW
    while moment < end - DAY / 2:
        moment += DAY / 2
        with joining(META):
            token = refresh(raw, own, now=moment)
            joined = token_class.for_user(user, now=moment)
        token.set_exp(lifetime=365 * DAY)
        raw = str(token)
        assert joined["exp"] <= int(end.timestamp())
    session = Session.objects.get()
    assert (session.expires_at, session.token_expires_at) == (end, end)


def test_a_shorter_exp_is_a_matter_of_the_token(user: User, django_assert_num_queries: Any) -> None:
    """Signing it changes nothing in the row."""
    token = RefreshToken.for_user(user, now=NOW)
    token.set_exp(lifetime=timedelta(seconds=-1))
    with django_assert_num_queries(0):
        str(token)
    assert Session.objects.get().token_expires_at == NOW + DAY


@pytest.mark.parametrize("token_class", [RefreshToken, SlidingToken])
def test_what_a_session_says_is_not_set_by_hand(user: User, token_class: type[SessionToken]) -> None:
    """Code that copies Simple JWT's refresh would make a token that nothing accepts."""
    token = token_class(str(token_class.for_user(user)))
    with pytest.raises(TypeError, match=r"drf_signet\.sessions\.refresh\.refresh"):
        token.set_jti()


def test_a_token_says_whether_its_session_has_ended(user: User) -> None:
    """By the method that has the same name in Simple JWT."""
    token = RefreshToken.for_user(user)
    RefreshToken(str(token)).check_blacklist()
    token.blacklist()
    with pytest.raises(Exception, match="Token is blacklisted"):
        RefreshToken(str(token)).check_blacklist()


def test_an_access_token_alone_ends_with_its_session(user: User) -> None:
    """It has the usual claims, is revoked like other tokens, and its session ends when it expires."""
    with override_settings(SIGNET={"GET_CLAIMS": "tests.sessions.computed.computed"}):
        token = AccessToken.for_user(user, now=timezone.now())
    session = Session.objects.get()
    assert int(session.expires_at.timestamp()) == token["exp"]
    assert JWTAuthentication().get_user(token) == user
    assert token["name"] == "ada"


class OwnSerializer(serializers.TokenObtainPairSerializer):
    """Doesn't ask ours."""

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        token = self.get_token(User.objects.get(username=attrs["username"]))
        return {"refresh": str(token), "access": str(token.access_token)}


class OwnView(views.TokenObtainPairView):
    """Asks no serializer."""

    def post(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        token = RefreshToken.for_user(User.objects.get())
        return Response({"refresh": str(token), "access": str(token.access_token)})


@pytest.mark.parametrize("view", [views.TokenObtainPairView.as_view(serializer_class=OwnSerializer), OwnView.as_view()])
def test_a_session_knows_its_device_whoever_opened_it(user: User, view: Any) -> None:
    """No method of ours is needed for it."""
    request = APIRequestFactory().post("/", CREDENTIALS, headers={"user-agent": "a watch"}, REMOTE_ADDR="192.0.2.7")
    assert view(request).status_code == 200
    assert Session.objects.values_list("user_agent", "ip").get() == ("a watch", "192.0.2.7")


class CookieAuthentication(JWTAuthentication):
    """Reads a cookie, with a method of its own."""

    def authenticate(self, request: Request) -> Any:
        token = self.get_validated_token(request.COOKIES["access"].encode())
        return self.get_user(token), token


def test_an_authentication_of_ones_own_answers_503(user: User, api: APIClient, monkeypatch: pytest.MonkeyPatch) -> None:
    """While the database is away."""
    view = views.SessionListView.as_view(authentication_classes=(CookieAuthentication,))
    request = APIRequestFactory().get("/")
    request.COOKIES["access"] = str(AccessToken.for_user(user))
    with database_raising(OUTAGES["refused"].error):
        answer = view(request)
    assert (answer.status_code, answer["Retry-After"]) == (503, "5")
    assert view(request).status_code == 200


@pytest.mark.parametrize(
    ("serializer", "token_class"),
    [
        (core.TokenObtainPairSerializer, None),
        (core.TokenObtainSlidingSerializer, None),
        (core.TokenRefreshSerializer, None),
        (serializers.TokenObtainPairSerializer, tokens.RefreshToken),
    ],
)
def test_a_view_of_sessions_takes_no_serializer_without(serializer: type, token_class: type | None) -> None:
    """A serializer with a forgotten import would issue tokens that are refused at the first refresh."""
    given = {} if token_class is None else {"token_class": token_class}
    own = type("OwnSerializer", (serializer,), given)
    for view in (views.TokenObtainPairView, browser.TokenObtainPairView):
        with pytest.raises(ImproperlyConfigured, match=r"OwnSerializer'> makes tokens without a session, which every"):
            view.as_view(serializer_class=own)
    good = type("OwnSerializer", (serializer,), {"token_class": RefreshToken})
    views.TokenObtainPairView.as_view(serializer_class=good)
