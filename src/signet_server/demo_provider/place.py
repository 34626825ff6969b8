"""Where the provider of the demo is found, and how the service is configured to sign people in with it."""

from __future__ import annotations

import secrets
from collections.abc import MutableMapping
from typing import Final

PROVIDER: Final = "demo"
"""Its id, as addresses of the service have it."""

NAME: Final = "Demo provider"
CLIENT: Final = "signet"
"""The id that the service has there."""

PATH: Final = "/demo-provider/"


def issuer_at(url: str) -> str:
    """The issuer, for a demo that is found at *url*. OpenID Connect Discovery 1.0 section 4 allows a path in it."""
    return f"{url}{PATH.rstrip('/')}"


def prepare(url: str, variables: MutableMapping[str, str]) -> None:
    """Set the environment variables with which the service at *url* knows its provider, and a secret for this start."""
    variables["PROVIDERS_DEMO_ISSUER"] = issuer_at(url)
    variables["PROVIDERS_DEMO_NAME"] = NAME
    variables["PROVIDERS_DEMO_CLIENT_ID"] = CLIENT
    variables.setdefault("PROVIDERS_DEMO_CLIENT_SECRET", secrets.token_urlsafe(32))
    # For every address that its page lets anyone type. Only a demo may trust such a provider.
    variables["PROVIDERS_DEMO_VERIFIES"] = "*"
    # It is on this machine, without TLS.
    variables["PROVIDERS_DEMO_ALLOW_HTTP"] = "1"
