"""A tier: the modules with Simple JWT's names, and requests to its endpoints."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from importlib import import_module
from typing import Any, Final, NamedTuple

from django.contrib.auth.models import User
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.test import APIRequestFactory
from rest_framework.views import APIView

PASSWORD: Final = "correct-horse-battery"
SAME_ORIGIN: Final = {"HTTP_SEC_FETCH_SITE": "same-origin", "HTTP_USER_AGENT": "a watch"}


class Answer(NamedTuple):
    """The status, and the body as a client reads it."""

    status: int
    body: Any

    def __getitem__(self, key: Any) -> Any:
        return self.body[key]


class Who(APIView):
    """Names the user who sends the request."""

    permission_classes = (IsAuthenticated,)

    def get(self, request: Request) -> Response:
        """The user's name."""
        return Response({"user": request.user.get_username()})


@dataclass(frozen=True)
class Tier:
    """The modules below *prefix*, unless others are given."""

    name: str
    prefix: str
    others: dict[str, str] = field(default_factory=dict)
    cookie: str | None = None
    """The name of the cookie with the refresh token."""

    def __getattr__(self, module: str) -> Any:
        if module.startswith("__"):
            raise AttributeError(module)
        return import_module(self.others.get(module, f"{self.prefix}.{module}"))

    def __str__(self) -> str:
        return self.name

    def user(self) -> User:
        """The only user."""
        user: User = User.objects.get()
        return user

    def ask(self, view: Any, cookie: Any = None, **body: object) -> Answer:
        """The answer of *view*, a class of this tier or its view function, to *body*."""
        request = APIRequestFactory().post("/", body, format="json", **SAME_ORIGIN)
        if cookie is not None:
            assert self.cookie is not None
            request.COOKIES[self.cookie] = cookie
            request.META["HTTP_COOKIE"] = f"{self.cookie}={cookie}"
        response = getattr(view, "as_view", lambda: view)()(request).render()
        answer = Answer(response.status_code, json.loads(response.content or "null"))
        if self.cookie in response.cookies and response.content:
            # For the idioms, the body has it, as on the other tiers.
            assert "refresh" not in response.content.decode()
            answer.body["refresh"] = response.cookies[self.cookie].value
        return answer

    def sign_in(self, serializer: type | None = None, **body: object) -> Answer:
        """The answer to a sign-in, with another *serializer* than usual."""
        body = body or {"username": "ada", "password": PASSWORD}
        return self.ask(self._view("TokenObtainPairView", serializer), **body)

    def refresh(self, raw: str, serializer: type | None = None) -> Answer:
        """The answer to a refresh."""
        view = self._view("TokenRefreshView", serializer)
        return self.ask(view, cookie=raw) if self.cookie else self.ask(view, refresh=raw)

    def whoami(
        self, access: object, authentication: type | None = None, cookies: dict[str, str] | None = None
    ) -> Answer:
        """The user's name, as the answer to a request with a header with *access*, or with *cookies*."""
        request = APIRequestFactory().get("/")
        if access:
            request.META["HTTP_AUTHORIZATION"] = f"Bearer {access}"
        request.COOKIES.update(cookies or {})
        classes = (authentication or self.authentication.JWTAuthentication,)
        response = Who.as_view(authentication_classes=classes)(request).render()
        return Answer(response.status_code, json.loads(response.content))

    def claims(self, raw: str) -> dict[str, Any]:
        """The claims of *raw*."""
        payload: dict[str, Any] = self.tokens.UntypedToken(raw).payload
        return payload

    def _view(self, name: str, serializer: type | None) -> Any:
        view = getattr(self.views, name)
        return view if serializer is None else view.as_view(serializer_class=serializer)


OURS: Final = "drf_signet.sessions"
ADOPTION: Final = "drf_signet_compat.simplejwt.adoption"

CORE: Final = Tier("core", "drf_signet")
SESSIONS: Final = Tier("sessions", OURS)
BROWSER: Final = Tier("browser", OURS, {"views": f"{OURS}.browser.views"}, cookie="__Host-refresh")
ADOPTING: Final = Tier("adoption", ADOPTION, {"exceptions": "drf_signet_compat.simplejwt.exceptions"})
DROP_IN: Final = Tier("drop-in", "drf_signet_compat.simplejwt")
REAL: Final = Tier("Simple JWT", "rest_framework_simplejwt")

WITH_SESSIONS: Final = (SESSIONS, BROWSER, ADOPTING)
TIERS: Final = (CORE, *WITH_SESSIONS, DROP_IN)
