"""The pages of each tenant, by the host of the request."""

from __future__ import annotations

from django.http import HttpRequest


def activate(request: HttpRequest | None) -> str:
    """Of a sign-up."""
    return _page("activate", request)


def reset(request: HttpRequest | None) -> str:
    """Of a password reset."""
    return _page("reset", request)


def confirm(request: HttpRequest | None) -> str:
    """Of a new address."""
    return _page("confirm", request)


def _page(name: str, request: HttpRequest | None) -> str:
    host = request.get_host() if request else "nobody.example"
    return f"https://{host}/{name}#{{token}}"
