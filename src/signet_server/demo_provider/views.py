"""Discovery, the keys, the page on which a visitor says who they are, and the token endpoint."""

from __future__ import annotations

from urllib.parse import urlencode

from authlib.oauth2.rfc6749 import OAuth2Error
from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from signet_server.demo_provider.people import KNOWN, Person, PersonForm
from signet_server.demo_provider.server import metadata, server
from signet_server.demo_provider.signing_key import published

PAGE = "signet_server/demo_provider.html"
REFUSE, OTHER = "refuse", "other"
"""Choices of the page, besides those in `KNOWN`."""


@require_GET
def discovery(request: HttpRequest) -> HttpResponse:
    """What the provider can do."""
    return JsonResponse(metadata())


@require_GET
def keys(request: HttpRequest) -> HttpResponse:
    """The public keys."""
    return JsonResponse(published())


@csrf_exempt
@require_POST
def token(request: HttpRequest) -> HttpResponse:
    """A code becomes an ID token. RFC 6749 section 4.1.3."""
    answer: HttpResponse = server().create_token_response(request)
    return answer


@csrf_exempt
@require_http_methods(["GET", "POST"])
def authorize(request: HttpRequest) -> HttpResponse:
    """
    The page, and where it leads. Clients come by GET or by POST: OpenID Connect Core 1.0 section 3.1.2.1.

    It has no cookie, and no session that a form of another site could use.
    """
    try:
        grant = server().get_consent_grant(request, end_user=None)
    except OAuth2Error as error:
        return _refused(request, error)
    choice = request.POST.get("choice", "")
    form = PersonForm(request.POST if choice == OTHER else None, initial={"is_verified": True})
    if choice in KNOWN:
        person: Person | None = KNOWN[choice]
    elif choice == OTHER and form.is_valid():
        person = form.person()
    elif choice == REFUSE:
        person = None
    else:
        # The browser brings everything along that the client asked for.
        back = f"?{urlencode({**request.GET.dict(), **_asked_by_post(request)})}"
        client = settings.SIGNET["SITE_NAME"] or settings.PUBLIC_URL
        return render(request, PAGE, {"form": form, "known": KNOWN.items(), "back": back, "client": client})
    answer: HttpResponse = server().create_authorization_response(request, grant_user=person, grant=grant)
    return answer


def _asked_by_post(request: HttpRequest) -> dict[str, str]:
    return {} if "choice" in request.POST else request.POST.dict()


def _refused(request: HttpRequest, error: OAuth2Error) -> HttpResponse:
    """The error, back to the client; to the visitor, where nobody knows that the client asked."""
    if not error.redirect_uri:
        said = {"code": error.error, "words": error.get_error_description(), "home": settings.PUBLIC_URL}
        return render(request, "signet_server/demo_provider_error.html", said, status=400)
    answer: HttpResponse = server().handle_error_response(request, error)
    return answer
