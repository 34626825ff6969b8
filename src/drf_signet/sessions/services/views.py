"""
The endpoints for other services, in a project with sessions.

Two are for those that SERVICES names. The third is for everybody: it has no secrets.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from rest_framework import status
from rest_framework.authentication import BaseAuthentication
from rest_framework.renderers import BaseRenderer, JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from drf_signet.answering_views import AnsweringView, Permission
from drf_signet.service_clients import Client
from drf_signet.services import views as core
from drf_signet.services.views import ServiceViewBase
from drf_signet.sessions.authentication import SESSIONS
from drf_signet.sessions.services.ended_sessions import MAXIMUM_AGE, SignedFeed, ended_feed
from drf_signet.sessions.services.introspection import introspect
from drf_signet.sessions.services.revocation import revoke

__all__ = [
    "EndedSessionsView",
    "IntrospectionView",
    "RevocationView",
    "ServiceViewBase",
    "ended_sessions",
    "introspection",
    "revocation",
]

MEDIA_TYPE: Final = "application/jwt"


class IntrospectionView(core.IntrospectionView):
    """
    Say whether a token is active, and what it says, to a service that has authenticated (RFC 7662).

    A token is active while its session goes on and its user may use it.
    """

    needs_app = SESSIONS

    def answer(self, raw: str, client: Client) -> Mapping[str, object]:
        """The claims of an active token, or ``{"active": false}``."""
        return introspect(raw, client, now=timezone.now())


class RevocationView(ServiceViewBase):
    """
    End the session of a token for a service that has authenticated (RFC 7009).

    The answer is the same if the session has already ended.
    """

    needs_app = SESSIONS

    def answer(self, raw: str, client: Client) -> Mapping[str, object]:
        """An empty body, for every token of a session, and for everything that is no token."""
        revoke(raw, client, now=timezone.now())
        return {}


class EndedSessionsView(AnsweringView):
    """
    The sessions that ended within the lifetime of an access token, signed, for services that verify tokens alone.

    Anybody may fetch it, and caches may keep it: a session has an id in it, and nobody's name.
    """

    needs_app = SESSIONS
    authentication_classes: Sequence[type[BaseAuthentication]] = ()
    permission_classes: Sequence[Permission] = ()
    renderer_classes: Sequence[type[BaseRenderer]] = (JSONRenderer,)

    def perform_content_negotiation(self, request: Request, force: bool = False) -> tuple[BaseRenderer, str]:
        """JSON for a refusal, whatever the client accepts: it asks for a signed document, which nothing renders."""
        return JSONRenderer(), JSONRenderer.media_type

    def get(self, request: Request, *args: object, **kwargs: object) -> HttpResponseBase:
        """200 with the document, or 304; 501 or 503 otherwise."""
        feed = ended_feed()
        is_known = feed.etag in request.META.get("HTTP_IF_NONE_MATCH", "")
        answer = HttpResponse(status=status.HTTP_304_NOT_MODIFIED) if is_known else self.document(request, feed)
        answer["ETag"] = feed.etag
        answer["Cache-Control"] = f"public, max-age={MAXIMUM_AGE}"
        patch_vary_headers(answer, ["Accept-Encoding"])
        return answer

    def document(self, request: Request, feed: SignedFeed) -> HttpResponse:
        """*feed* as the client can read it."""
        if "gzip" not in request.META.get("HTTP_ACCEPT_ENCODING", ""):
            return HttpResponse(feed.document, content_type=MEDIA_TYPE)
        return HttpResponse(feed.compressed, content_type=MEDIA_TYPE, headers={"Content-Encoding": "gzip"})

    def finalize_response(self, request: Request, response: Response, *args: Any, **kwargs: Any) -> Response:
        """Let no cache keep a refusal."""
        response = super().finalize_response(request, response, *args, **kwargs)
        response.headers.setdefault("Cache-Control", "no-store")
        return response


introspection = IntrospectionView.as_view()
revocation = RevocationView.as_view()
ended_sessions = EndedSessionsView.as_view()
