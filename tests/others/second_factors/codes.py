"""A project whose users type six digits as well, and other conditions of a project's own."""

from __future__ import annotations

from typing import Any, Final, NoReturn

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.dispatch import receiver
from django.http import HttpRequest
from rest_framework.exceptions import APIException, AuthenticationFailed, ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from drf_signet.errors import CredentialsError, UnavailableError
from drf_signet.serializers import TokenObtainPairSerializer
from drf_signet.signals import signing_in
from drf_signet.tokens import RefreshToken
from drf_signet.views import SignInView, TokenObtainPairView

CODE: Final = "492039"
HEADER: Final = "HTTP_X_CODE"


class WrongCodeError(CredentialsError):
    """The password is right, and the code isn't."""

    code = "wrong_code"
    default_message = "The code is wrong."


class CodesAwayError(UnavailableError):
    """Whoever knows the codes can't be reached."""

    code = "codes_unavailable"
    default_message = "Codes can't be checked now."


@receiver(signing_in)
def ask_for_code(request: HttpRequest | None, **sent: Any) -> None:
    """Look at the code of those who send one; the other tests of this process know of none."""
    code = None if request is None else request.META.get(HEADER)
    if code == "away":
        raise CodesAwayError
    if code is not None and code != CODE:
        raise WrongCodeError


class ValidatingSerializer(TokenObtainPairSerializer):
    """Refuses what was valid."""

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        super().validate(attrs)
        raise ValidationError({"code": ["The code is wrong."]})


class AuthenticatingSerializer(TokenObtainPairSerializer):
    """Refuses in REST framework's words."""

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        super().validate(attrs)
        raise AuthenticationFailed("The code is wrong.")


class TokenSerializer(TokenObtainPairSerializer):
    """Refuses where it would make the tokens."""

    @classmethod
    def get_token(cls, user: Any) -> NoReturn:
        raise AuthenticationFailed("There is no contract.")


class RaisingView(TokenObtainPairView):
    """Refuses when there are tokens already."""

    def post(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        super().post(request, *args, **kwargs)
        raise PermissionDenied


class AnsweringView(TokenObtainPairView):
    """Refuses by an answer."""

    def post(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        super().post(request, *args, **kwargs)
        return Response({"detail": "The code is wrong."}, status=403)


class CatchingView(TokenObtainPairView):
    """Tries several codes in one request, and answers how many were right."""

    def post(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        right = 0
        body: Any = request.data
        for code in str(body["codes"]).split():
            request._request.META[HEADER] = code
            try:
                right += super().post(request, *args, **kwargs).status_code == 200
            except APIException:
                continue
        return Response({"right": right})


class OwnView(SignInView):
    """Asks for the code itself, when the serializer is done."""

    permission_classes = ()

    def post(self, request: Request) -> Response:
        serializer = TokenObtainPairSerializer(data=request.data, context={"request": request})
        serializer.is_valid(raise_exception=True)
        raise AuthenticationFailed("The code is wrong.")


def nobody_without_contract(user: User | None) -> bool:
    """A USER_AUTHENTICATION_RULE."""
    return user is not None and not user.username.startswith("ada")


class GoodBackend:
    """Everybody's password is right."""

    def authenticate(self, request: HttpRequest | None, username: str = "", password: str = "") -> User:
        return User(pk=1, username=username)


class QuickSerializer(TokenObtainPairSerializer):
    """Makes tokens of users who are in no database."""

    @classmethod
    def get_token(cls, user: Any) -> RefreshToken:
        return RefreshToken()
