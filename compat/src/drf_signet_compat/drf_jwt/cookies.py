"""Tokens in cookies: which requests they sign in, and how they are set."""

from __future__ import annotations

from datetime import timedelta
from typing import Literal

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from drf_signet.errors import OriginRefusedError
from drf_signet.exceptions import answer_to
from drf_signet.sessions.browser.origin import may_sign_in_by_cookie


def refuse_foreign_page(request: HttpRequest, *, signed_in_by_cookie: bool) -> None:
    """
    Raise a 403 where *request* changes something and comes from a page that may not send it.

    Anything that names no page is no browser of these years, and may not be *signed_in_by_cookie* either.
    """
    if not may_sign_in_by_cookie(request, has_cookie=signed_in_by_cookie):
        raise answer_to(OriginRefusedError())


def set_token_cookie(
    response: HttpResponseBase,
    name: str,
    token: str,
    *,
    lifetime: timedelta,
    secure: bool,
    samesite: Literal["Strict", "Lax", "None"] | None,
    domain: str | None = None,
    path: str | None = "/",
) -> None:
    """Let the browser keep *token* for *lifetime*, out of reach of scripts."""
    response.set_cookie(
        name,
        token,
        max_age=int(lifetime.total_seconds()),
        domain=domain,
        path=path or "",
        secure=secure,
        httponly=True,
        samesite=samesite,
    )
