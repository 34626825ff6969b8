"""
The endpoints of sessions. Behaviour is changed by a subclass with another ``serializer_class``, named in ``urls.py``.

The first five stand in for those of `drf_signet.views`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from django.contrib.auth import get_user_model
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.decorators import classonlymethod
from rest_framework import generics, status
from rest_framework.authentication import BaseAuthentication
from rest_framework.exceptions import PermissionDenied
from rest_framework.pagination import BasePagination
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response

from drf_signet import tokens
from drf_signet import views as core
from drf_signet.answering_views import AnsweringView, Permission, SerializerClass
from drf_signet.answers import Answers
from drf_signet.models import TokenUser
from drf_signet.sessions import serializers
from drf_signet.sessions.answers import EXCHANGE_ANSWERS
from drf_signet.sessions.authentication import SESSIONS, JWTAuthentication
from drf_signet.sessions.ending import end
from drf_signet.sessions.joined_session import joining
from drf_signet.sessions.models import LAST_USE, Reason, Session, SessionQuerySet
from drf_signet.sessions.tokens import SessionToken
from drf_signet.user_model import is_row_of
from drf_signet.views import SignInView

if TYPE_CHECKING:
    from rest_framework.views import AsView, GenericView

__all__ = [
    "LogoutAllView",
    "LogoutView",
    "NonRotatingTokenRefreshView",
    "RotatingTokenRefreshView",
    "SessionDetailView",
    "SessionListView",
    "SessionViewBase",
    "SignInView",
    "TokenBlacklistView",
    "TokenObtainPairView",
    "TokenObtainSlidingView",
    "TokenRefreshSlidingView",
    "TokenRefreshView",
    "TokenVerifyView",
    "TokenViewBase",
    "logout",
    "logout_all",
    "session_detail",
    "session_list",
    "token_blacklist",
    "token_obtain_pair",
    "token_obtain_sliding",
    "token_refresh",
    "token_refresh_sliding",
    "token_verify",
]


def refuse_without_sessions(serializer: type | None) -> None:
    """Raise `ImproperlyConfigured` for a *serializer* of `drf_signet.serializers`, whose tokens no session knows."""
    token_class = getattr(serializer, "token_class", None)
    if not isinstance(token_class, type) or issubclass(token_class, SessionToken):
        return
    if issubclass(token_class, (tokens.RefreshToken, tokens.SlidingToken)):
        raise ImproperlyConfigured(
            f"{serializer} makes tokens without a session, which every refresh refuses. Derive it from the serializer "
            "of the same name in drf_signet.sessions.serializers, and its token_class from the one in "
            "drf_signet.sessions.tokens."
        )


class SessionViewBase(core.TokenViewBase):
    """A view of which all tokens of a user that it makes are of one session."""

    needs_app = SESSIONS
    answers: ClassVar[Answers] = EXCHANGE_ANSWERS

    @classonlymethod
    def as_view(cls, **initkwargs: Any) -> AsView[GenericView]:  # noqa: N805  # Django's own decorator
        """The view. Raises `ImproperlyConfigured` for a serializer whose tokens belong to no session."""
        refuse_without_sessions(initkwargs.get("serializer_class") or cls.serializer_class)
        return super().as_view(**initkwargs)

    def get_serializer_class(self) -> SerializerClass:
        """The same as in the core. Raises `ImproperlyConfigured` for one whose tokens belong to no session."""
        found = super().get_serializer_class()
        # That of the class was asked about by ``as_view``.
        if found is not type(self).serializer_class:
            refuse_without_sessions(found)
        return found

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Answer. All tokens of a user that are made meanwhile, also by a subclass, are of one session."""
        with joining(request.META):
            return super().dispatch(request, *args, **kwargs)


TokenViewBase = SessionViewBase
"""The name that it has without sessions."""


class TokenObtainPairView(SessionViewBase):
    """Sign in: exchange credentials for a refresh token and an access token of a new session."""

    serializer_class: SerializerClass | None = serializers.TokenObtainPairSerializer


class TokenRefreshView(SessionViewBase):
    """
    Exchange a refresh token for the next refresh token and a new access token.

    The old refresh token is void. A client that sends it again within REFRESH_GRACE_PERIOD gets the same answer. Later,
    it ends the session, because somebody may have stolen it. If ROTATE_REFRESH_TOKENS is False, the refresh token stays
    as it is, and the answer holds an access token alone.
    """

    serializer_class: SerializerClass | None = serializers.TokenRefreshSerializer


class RotatingTokenRefreshView(TokenRefreshView):
    """Exchange a refresh token for the next one and a new access token, whatever ROTATE_REFRESH_TOKENS says."""

    serializer_class: SerializerClass | None = serializers.RotatingTokenRefreshSerializer


class NonRotatingTokenRefreshView(TokenRefreshView):
    """
    Exchange a refresh token for a new access token, whatever ROTATE_REFRESH_TOKENS says.

    For clients that never store a new refresh token. A stolen one works until it expires or its session ends, and
    nobody notices. A token that an endpoint with rotation has replaced is refused here, too.
    """

    serializer_class: SerializerClass | None = serializers.NonRotatingTokenRefreshSerializer


class TokenVerifyView(SessionViewBase):
    """Check that a token, its session and its user are valid at this moment."""

    serializer_class: SerializerClass | None = serializers.TokenVerifySerializer


class TokenObtainSlidingView(SessionViewBase):
    """Sign in: exchange credentials for a sliding token of a new session."""

    serializer_class: SerializerClass | None = serializers.TokenObtainSlidingSerializer


class TokenRefreshSlidingView(SessionViewBase):
    """Exchange a sliding token for one that expires later, until its refresh time is over."""

    serializer_class: SerializerClass | None = serializers.TokenRefreshSlidingSerializer


class TokenBlacklistView(SessionViewBase):
    """End the session of a refresh token. The answer is the same if it has already ended."""

    serializer_class: SerializerClass | None = serializers.TokenBlacklistSerializer


class LogoutView(TokenBlacklistView):
    """Sign out on this device. The answer is the same if the session has already ended."""

    def post(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """204; 400 or 401 otherwise."""
        super().post(request, *args, **kwargs)
        return Response(status=status.HTTP_204_NO_CONTENT)


class LogoutAllView(LogoutView):
    """Sign out on every device. The answer is the same if the sessions have already ended."""

    serializer_class: SerializerClass | None = serializers.LogoutAllSerializer


class _OwnSessions(AnsweringView, generics.GenericAPIView[Session]):
    authentication_classes: Sequence[type[BaseAuthentication]] = (JWTAuthentication,)
    permission_classes: Sequence[Permission] = (IsAuthenticated,)
    serializer_class = serializers.SessionSerializer
    pagination_class: type[BasePagination] | None = None

    def finalize_response(self, request: Request, response: Response, *args: Any, **kwargs: Any) -> Response:
        """Keep the answer out of every cache: it says where the user is."""
        response = super().finalize_response(request, response, *args, **kwargs)
        response["Cache-Control"] = "no-store"
        return response

    def get_queryset(self) -> SessionQuerySet:
        """The user's sessions, those last used first."""
        sessions: SessionQuerySet = Session.objects.filter(user=self._owner())
        return sessions.order_by(LAST_USE.desc())

    def _owner(self) -> Any:
        user: Any = self.request.user
        # A row of another model has the key of somebody else.
        is_owner = isinstance(user, TokenUser) or is_row_of(user, get_user_model())
        if not is_owner:
            raise PermissionDenied
        return user


class SessionListView(_OwnSessions, generics.ListAPIView[Session]):
    """List the devices on which the user is signed in: SESSIONS_PER_USER at most."""

    def get_queryset(self) -> SessionQuerySet:
        """Those that can still be refreshed."""
        return super().get_queryset().refreshable(timezone.now())


class SessionDetailView(_OwnSessions, generics.DestroyAPIView[Session]):
    """Sign out on one of your devices, from any of them."""

    def perform_destroy(self, instance: Session) -> None:
        """End the session. The row stays until it expires."""
        end(instance, Reason.ENDED_BY_USER, timezone.now())


token_obtain_pair = TokenObtainPairView.as_view()
token_refresh = TokenRefreshView.as_view()
token_verify = TokenVerifyView.as_view()
token_obtain_sliding = TokenObtainSlidingView.as_view()
token_refresh_sliding = TokenRefreshSlidingView.as_view()
token_blacklist = TokenBlacklistView.as_view()
logout = LogoutView.as_view()
logout_all = LogoutAllView.as_view()
session_list = SessionListView.as_view()
session_detail = SessionDetailView.as_view()
