"""A browser, as far as the API is concerned: it keeps the cookie, and its page the access token."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from rest_framework.test import APIClient

from drf_signet.tokens import AccessToken

ORIGIN = "http://testserver"


class Browser:
    """One user's browser, with a page of *origin* in it."""

    def __init__(self, origin: str = ORIGIN) -> None:
        self.client = APIClient()
        self.origin = origin
        self.access = ""

    def post(self, name: str, body: dict[str, str] | None = None) -> Any:
        """Send *body* to the address *name*, as the page would."""
        return self.client.post(reverse(name), body or {}, headers={"origin": self.origin, **self._authorization()})

    def get(self, name: str) -> Any:
        """Get the address *name*."""
        return self.client.get(reverse(name), headers=self._authorization())

    def patch(self, name: str, body: dict[str, str]) -> Any:
        """Change what is at the address *name*."""
        return self.client.patch(reverse(name), body, headers=self._authorization())

    def sign_in(self, username: str, password: str) -> Any:
        """Sign in, and keep the access token."""
        return self._keep(self.post("browser_token_obtain_pair", {"username": username, "password": password}))

    def refresh(self) -> Any:
        """Have the cookie exchanged, and keep the access token."""
        return self._keep(self.post("browser_token_refresh"))

    def claims(self) -> dict[str, Any]:
        """What the access token says about the user."""
        return {name: AccessToken(self.access)[name] for name in ("first_name", "last_name", "email")}

    def _authorization(self) -> dict[str, str]:
        return {"authorization": f"Bearer {self.access}"} if self.access else {}

    def _keep(self, response: Any) -> Any:
        self.access = response.data.get("access", "")
        return response
