"""Functions that a project might name as ACTIVATION_URL and the like."""

from __future__ import annotations

from typing import Final

from django.http import HttpRequest

ASKED: Final[list[HttpRequest | None]] = []
"""For what they were called. Each test that looks at it empties it first."""


def by_host(request: HttpRequest | None) -> str:
    """The same host, whichever of the project's it is."""
    ASKED.append(request)
    host = "app.example.com" if request is None else request.get_host()
    return f"https://{host}/page#{{token}}"


def by_tenant(request: HttpRequest | None) -> str:
    """The app of a tenant, that a middleware might have found."""
    tenant = "all" if request is None else request.headers.get("X-Tenant", "all")
    return f"com.example.{tenant}:/reset/{{token}}"


def nowhere(request: HttpRequest | None) -> str:
    """A mistake of the project."""
    return "javascript://x/%0a{token}"


def nothing(request: HttpRequest | None) -> None:
    """Another one."""
