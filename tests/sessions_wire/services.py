"""Services that ask about tokens, as they send their questions."""

from __future__ import annotations

from base64 import b64encode
from hashlib import sha256
from typing import Any, Final
from urllib.parse import quote_plus, urlencode

from rest_framework.test import APIClient

URLS: Final = "tests.projects.full.service_urls"
SECRET: Final = "orders-secret-that-is-long-enough-0123456789"
FORMER: Final = "orders-secret-of-last-year-is-long-enough-too"
HASHED: Final = "billing-secret-of-which-the-hash-is-kept-abcdef"
SERVICES: Final = {
    "orders": (SECRET, FORMER),
    "billing": {"secret": f"sha256:{sha256(HASHED.encode()).hexdigest()}", "audience": "https://billing.example.com"},
    "odd:id +%": "an odd secret: with + and % and ü, and long enough",
}
SIGNET: Final = {"SERVICES": SERVICES}
INTROSPECT, REVOKE, EVENTS = (f"/sessions/api/{one}/" for one in ("introspect", "revoke", "events"))
FORM: Final = "application/x-www-form-urlencoded"
CHALLENGE: Final = 'Basic realm="services", charset="UTF-8"'


def basic(client_id: str = "orders", secret: str = SECRET) -> str:
    """The header of a service (RFC 6749 section 2.3.1)."""
    return "Basic " + b64encode(f"{quote_plus(client_id)}:{quote_plus(secret)}".encode()).decode()


def ask(api: APIClient, path: str, token: object, header: str | None = None, **parameters: Any) -> Any:
    """The answer to a question about *token*."""
    return api.post(
        path,
        urlencode({"token": str(token), **parameters}),
        content_type=FORM,
        HTTP_AUTHORIZATION=basic() if header is None else header,
    )


def introspected(api: APIClient, token: object, header: str | None = None) -> Any:
    """What a service learns about *token*."""
    answer = ask(api, INTROSPECT, token, header)
    assert answer.status_code == 200, answer.content
    assert answer.headers["Cache-Control"] == "no-store"
    return answer.json()
