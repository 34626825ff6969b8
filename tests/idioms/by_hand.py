"""Tokens that are made, read and revoked outside of the endpoints: at sign-up, at logout, in a script."""

from __future__ import annotations

from typing import Any

from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from tests.idioms.table import idiom
from tests.idioms.tiers import BROWSER, CORE, TIERS, WITH_SESSIONS, Tier


def tokens_for(t: Tier, user: Any) -> dict[str, str]:
    """The function in every tutorial."""
    refresh = t.tokens.RefreshToken.for_user(user)
    return {"refresh": str(refresh), "access": str(refresh.access_token)}


class Logout(APIView):
    """The view in every tutorial."""

    authentication_classes = ()
    refresh_token: Any = None

    def post(self, request: Request) -> Response:
        """205, or 400 for any error."""
        try:
            self.refresh_token(request.data["refresh_token"]).blacklist()
            return Response(status=205)
        except Exception:  # noqa: BLE001  # as it is printed
            return Response(status=400)


@idiom([200, 200])
def a_pair_at_sign_up(t: Tier) -> object:
    """Both are valid, and the refresh token can be refreshed."""
    pair = tokens_for(t, t.user())
    return t.whoami(pair["access"]).status, t.refresh(pair["refresh"]).status


@idiom([200, "ada"])
def get_token_of_a_serializer(t: Tier) -> object:
    """A sign-up view calls the serializer of sign-in."""

    class NamedSerializer(t.serializers.TokenObtainPairSerializer):
        @classmethod
        def get_token(cls, user: Any) -> Any:
            token = super().get_token(user)
            token["name"] = user.get_username()
            return token

    token = NamedSerializer.get_token(t.user())
    refreshed = t.refresh(str(token))
    return refreshed.status, t.claims(refreshed["access"])["name"]


@idiom([205, 401, 400], tiers=WITH_SESSIONS)
def a_logout_view(t: Tier) -> object:
    """A revoked token can't be refreshed, or be used for another logout."""
    raw = tokens_for(t, t.user())["refresh"]
    logout = Logout.as_view(refresh_token=t.tokens.RefreshToken)
    first = t.ask(logout, refresh_token=raw).status
    return first, t.refresh(raw).status, t.ask(logout, refresh_token=raw).status


@idiom(["AttributeError", True], tiers=(CORE,), is_theirs=False)
def a_logout_without_sessions(t: Tier) -> object:
    """Nothing can be revoked: the error says what that would need, and ``hasattr`` returns False."""
    refresh = t.tokens.RefreshToken.for_user(t.user())
    try:
        refresh.blacklist()
    except AttributeError as error:
        return type(error).__name__, "drf_signet.sessions" in str(error) and not hasattr(refresh, "blacklist")
    return None


@idiom([200, 200])
def an_access_token_by_itself(t: Tier) -> object:
    """For a script, or for one download."""
    token = t.tokens.AccessToken.for_user(t.user())
    return t.whoami(token).status, t.whoami(str(token)).status


@idiom([True, "access", True, None, True])
def reading_a_token(t: Tier) -> object:
    """By claim, by ``get``, by ``payload``; bytes work like text, and the raw token is available."""
    access = tokens_for(t, t.user())["access"]
    token, again = t.tokens.AccessToken(access), t.tokens.UntypedToken(access.encode())
    is_same = token["user_id"] == again.payload["user_id"] == str(t.user().pk)
    return is_same, token.get("token_type"), "exp" in token, token.get("tenant"), token.token == access


@idiom([True, "Token has wrong type", True])
def reading_what_is_no_token(t: Tier) -> object:
    """It raises `TokenError`, with words in ``args``."""
    refresh = tokens_for(t, t.user())["refresh"]
    said = []
    for read in (lambda: t.tokens.UntypedToken("nonsense"), lambda: t.tokens.AccessToken(refresh)):
        try:
            read()
        except t.exceptions.TokenError as error:
            said.append(str(error.args[0]))
    return said[0].startswith("Token is invalid"), said[1], issubclass(t.exceptions.InvalidToken, Exception)


@idiom([True, 200], tiers=tuple(one for one in TIERS if one is not BROWSER))
def raising_invalid_token(t: Tier) -> object:
    """A project's own view answers with the words of the error."""

    class View(APIView):
        authentication_classes = ()

        def post(self, request: Request) -> Response:
            """The claims of the token."""
            try:
                return Response(t.tokens.AccessToken(token=request.data["token"]).payload)
            except t.exceptions.TokenError as error:
                raise t.exceptions.InvalidToken(error.args[0]) from error

    refused = t.ask(View, token="nonsense")
    is_told = (refused.status, refused["code"]) in {(401, "token_not_valid"), (403, "token_not_valid")}
    return is_told, t.ask(View, token=tokens_for(t, t.user())["access"]).status
