"""Whose request it is: cookies, users of another kind, middleware, and websockets."""

from __future__ import annotations

import asyncio
from typing import Any
from urllib.parse import parse_qs

from asgiref.sync import async_to_sync
from django.contrib.auth.models import AnonymousUser, User
from rest_framework.request import Request

from tests.idioms.table import idiom
from tests.idioms.tiers import Tier


@idiom([200, 200, 401, 401])
def a_cookie(t: Tier) -> object:
    """``authenticate`` looks for the token in a cookie where there is no header."""

    class CookieAuthentication(t.authentication.JWTAuthentication):
        def authenticate(self, request: Request) -> Any:
            header = self.get_header(request)
            raw_token = request.COOKIES.get("access") if header is None else self.get_raw_token(header)
            if raw_token is None:
                return None
            validated_token = self.get_validated_token(raw_token)
            return self.get_user(validated_token), validated_token

    access = t.sign_in()["access"]
    cookies = [{"access": access}, {"access": "nonsense"}, {}]
    by_cookie = [t.whoami("", CookieAuthentication, one).status for one in cookies]
    return [t.whoami(access, CookieAuthentication).status, *by_cookie]


@idiom([401, 401])
def steps_that_refuse_more(t: Tier) -> object:
    """``get_user`` and ``get_validated_token`` raise for what the project knows."""

    class NoUser(t.authentication.JWTAuthentication):
        def get_user(self, validated_token: Any) -> Any:
            user = super().get_user(validated_token)
            raise t.exceptions.AuthenticationFailed(f"Not {user.username}.", code="not_today")

    class NoToken(t.authentication.JWTAuthentication):
        def get_validated_token(self, raw_token: Any) -> Any:
            token = super().get_validated_token(raw_token)
            if "tenant" not in token:
                raise t.exceptions.InvalidToken("Token has no tenant")
            return token

    access = t.sign_in()["access"]
    return [t.whoami(access, one).status for one in (NoUser, NoToken)]


@idiom(["ada", True])
def middleware_that_asks_the_class(t: Tier) -> object:
    """Django's middleware runs before REST framework, and asks for the user itself."""
    access = t.sign_in()["access"]
    authentication = t.authentication.JWTAuthentication()
    token = authentication.get_validated_token(authentication.get_raw_token(f"Bearer {access}".encode()))
    return authentication.get_user(token).username, token["user_id"] == str(t.user().pk)


@idiom([["header", "token", "user"], ["header", "token", "user"]])
def middleware_that_catches_refusals(t: Tier) -> object:
    """Outside of REST framework, nothing turns into an answer what isn't caught: by `InvalidToken`, or by its base."""
    access = t.sign_in()["access"]
    authentication = t.authentication.JWTAuthentication()
    token = authentication.get_validated_token(access)
    User.objects.update(is_active=False)
    steps = {
        "header": lambda: authentication.get_raw_token(b"Bearer a b"),
        "token": lambda: authentication.get_validated_token(b"nonsense"),
        "user": lambda: authentication.get_user(token),
    }
    caught, invalid = [], []
    for name, step in steps.items():
        try:
            step()
        except t.exceptions.AuthenticationFailed as error:
            caught += [name] if error.status_code == 401 else []
            invalid += [name] if isinstance(error, t.exceptions.InvalidToken) == (name == "token") else []
    return caught, invalid


@idiom([True, False, True])
def a_websocket(t: Tier) -> object:
    """The token comes in the query string, and is read where no query may be made."""

    async def connect(scope: dict[str, Any]) -> Any:
        raw = parse_qs(scope["query_string"].decode()).get("token", [""])[0]
        await asyncio.sleep(0)
        try:
            t.tokens.UntypedToken(raw)
            return t.tokens.AccessToken(raw)["user_id"]
        except (t.exceptions.InvalidToken, t.exceptions.TokenError):
            return AnonymousUser()

    access = t.sign_in()["access"]
    found = [async_to_sync(connect)({"query_string": f"token={one}".encode()}) for one in (access, "nonsense")]
    user = User.objects.get(pk=found[0])
    return found[0] == str(t.user().pk), found[1].is_authenticated, user.username == "ada"
