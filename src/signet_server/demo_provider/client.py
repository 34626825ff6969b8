"""The one client of the provider: the service, and programs that use the service's registration with it."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from typing import Final, NamedTuple
from urllib.parse import urlsplit

from authlib.oauth2.rfc6749 import ClientMixin
from django.conf import settings

from signet_server.demo_provider.place import PROVIDER

SCOPES: Final = ("openid", "profile", "email")
METHODS: Final = ("client_secret_basic", "client_secret_post")
"""Ways to say the secret. RFC 6749 section 2.3.1."""


class Registration(NamedTuple):
    """What both sides know."""

    client_id: str
    client_secret: str


class Client(ClientMixin):
    """A client that may ask. The names are Authlib's."""

    def __init__(self, registration: Registration) -> None:
        self._registration = registration

    def get_client_id(self) -> str:
        """The id."""
        return self._registration.client_id

    def get_default_redirect_uri(self) -> None:
        """None: a request says to which page it wants to go back."""

    def get_allowed_scope(self, scope: str | None) -> str:
        """Those of *scope* that there are."""
        return " ".join(one for one in (scope or "").split() if one in SCOPES)

    def check_redirect_uri(self, redirect_uri: str) -> bool:
        """Whether the page is one of the demo: nobody learns a code by a link to a page of theirs."""
        try:
            parts = urlsplit(redirect_uri)
        except ValueError:
            return False
        return f"{parts.scheme}://{parts.netloc}" == settings.PUBLIC_URL and not parts.fragment

    def check_client_secret(self, client_secret: str | None) -> bool:
        """Whether it is the one. None: the header had no colon."""
        return secrets.compare_digest((client_secret or "").encode(), self._registration.client_secret.encode())

    def check_endpoint_auth_method(self, method: str, endpoint: str) -> bool:
        """Whether the secret may be said that way."""
        return method in METHODS

    def check_response_type(self, response_type: str) -> bool:
        """Codes alone."""
        return response_type == "code"

    def check_grant_type(self, grant_type: str) -> bool:
        """Codes alone."""
        return grant_type == "authorization_code"


def client_of(client_id: str) -> Client | None:
    """The client of that id."""
    registration = registered()
    return Client(registration) if client_id == registration.client_id else None


def registered() -> Registration:
    """As the settings of the service have it."""
    entry = settings.SIGNET["PROVIDERS"]
    assert isinstance(entry, Mapping)
    return Registration(str(entry[PROVIDER]["client_id"]), str(entry[PROVIDER]["client_secret"]))
