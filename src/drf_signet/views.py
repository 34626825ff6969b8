"""
The token endpoints. Behaviour is changed by a subclass with another ``serializer_class``, named in your ``urls.py``.

All of them are open to everybody and look at no ``Authorization`` header, so a stale token never blocks a sign-in.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar, cast

from django.utils.module_loading import import_string
from rest_framework.authentication import BaseAuthentication
from rest_framework.exceptions import ValidationError
from rest_framework.generics import GenericAPIView
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import BaseSerializer

from drf_signet import serializers
from drf_signet.answering_serializers import ActingSerializer
from drf_signet.answering_views import Permission, SerializerClass, SignInView
from drf_signet.answers import EXCHANGE_ANSWERS, Answers
from drf_signet.conf import get_settings
from drf_signet.origin import refuse_foreign_form
from drf_signet.request_body import read_body

__all__ = [
    "SignInView",
    "TokenObtainPairView",
    "TokenObtainSlidingView",
    "TokenRefreshSlidingView",
    "TokenRefreshView",
    "TokenVerifyView",
    "TokenViewBase",
    "token_obtain_pair",
    "token_obtain_sliding",
    "token_refresh",
    "token_refresh_sliding",
    "token_verify",
]


class TokenViewBase(SignInView, GenericAPIView[Any]):
    """Hands the body of a POST to the serializer and answers with what it validated."""

    authentication_classes: Sequence[type[BaseAuthentication]] = ()
    permission_classes: Sequence[Permission] = ()
    serializer_class: SerializerClass | None = None
    answers: ClassVar[Answers] = EXCHANGE_ANSWERS
    www_authenticate_realm = "api"
    needs_users: ClassVar[bool] = False
    """Whether a user model has to be there, which a check asks."""

    needs_app: ClassVar[str | None] = None
    """The app whose tables it reads, if any, which a check asks."""

    def get_serializer_class(self) -> SerializerClass:
        """
        ``serializer_class``, or what a subclass names by a dotted path as ``_serializer_class``, as with Simple JWT.

        Raises `ImportError` where there is none behind the path.
        """
        places, names = (self, *type(self).__mro__), ("serializer_class", "_serializer_class")
        named = next((one for place in places for name in names if (one := vars(place).get(name))), None)
        found: SerializerClass = import_string(named) if isinstance(named, str) else super().get_serializer_class()
        return found

    def get_authenticate_header(self, request: Request) -> str:
        """The challenge of a 401: without one, REST framework would answer 403."""
        return f'{get_settings().header_types[0]} realm="{self.www_authenticate_realm}"'

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Before anything is read, refuse forms from pages of other origins."""
        # Not in ``permission_classes``: a subclass that has others would be open to every page.
        refuse_foreign_form(request)
        super().initial(request, *args, **kwargs)

    def post(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """200 with the tokens; 400, 401, 403, 429, 501 or 503 otherwise."""
        serializer = self.get_serializer(data=self.read(request))
        if not serializer.is_valid():
            # A plain dict: by the serializer behind the errors, REST framework's page for browsers would show again
            # what was sent, passwords and tokens among it.
            raise ValidationError(dict(cast(dict[str, Any], serializer.errors)))
        return self.answer(serializer)

    def read(self, request: Request) -> Any:
        """The data for the serializer: the body. Raises `ParseError`."""
        return read_body(request)

    def answer(self, serializer: BaseSerializer[Any]) -> Response:
        """The answer for a valid *serializer*: its validated data, or the answer of its act."""
        return Response(serializer.save() if isinstance(serializer, ActingSerializer) else serializer.validated_data)

    def finalize_response(self, request: Request, response: Response, *args: Any, **kwargs: Any) -> Response:
        """Keep the answer out of every cache (RFC 6749 section 5.1)."""
        response = super().finalize_response(request, response, *args, **kwargs)
        response["Cache-Control"] = "no-store"
        return response


class TokenObtainPairView(TokenViewBase):
    """Sign in: exchange credentials for a refresh token and an access token."""

    needs_users = True
    serializer_class: SerializerClass | None = serializers.TokenObtainPairSerializer


class TokenRefreshView(TokenViewBase):
    """Exchange a refresh token for a new access token."""

    needs_users = True
    serializer_class: SerializerClass | None = serializers.TokenRefreshSerializer


class TokenVerifyView(TokenViewBase):
    """Check that a token is genuine and in time. This says nothing about its user, nor what the token is for."""

    serializer_class: SerializerClass | None = serializers.TokenVerifySerializer


class TokenObtainSlidingView(TokenViewBase):
    """Sign in: exchange credentials for a sliding token."""

    needs_users = True
    serializer_class: SerializerClass | None = serializers.TokenObtainSlidingSerializer


class TokenRefreshSlidingView(TokenViewBase):
    """Exchange a sliding token for one that expires later, until its refresh time is over."""

    needs_users = True
    serializer_class: SerializerClass | None = serializers.TokenRefreshSlidingSerializer


token_obtain_pair = TokenObtainPairView.as_view()
token_refresh = TokenRefreshView.as_view()
token_verify = TokenVerifyView.as_view()
token_obtain_sliding = TokenObtainSlidingView.as_view()
token_refresh_sliding = TokenRefreshSlidingView.as_view()
