"""
The endpoint of introspection, and what all endpoints for other services have in common.

They speak OAuth: parameters in a form, or in JSON, and ``error`` in a refusal, beside the ``code`` that all have here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar, Final

from django.http import QueryDict
from django.utils import timezone
from rest_framework import status
from rest_framework.authentication import BaseAuthentication
from rest_framework.parsers import BaseParser, FormParser, JSONParser
from rest_framework.renderers import BaseRenderer, JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from drf_signet.answering_views import AnsweringView, Permission
from drf_signet.client_address import client_address
from drf_signet.exceptions import error_behind
from drf_signet.request_body import read_body
from drf_signet.service_clients import Client
from drf_signet.services.client_authentication import authenticate_client, refuse_client
from drf_signet.services.client_credentials import presented_by
from drf_signet.services.errors import InvalidClientError, InvalidRequestError
from drf_signet.services.introspection import introspect

__all__ = ["IntrospectionView", "ServiceViewBase", "introspection"]

PARAMETERS: Final = ("token", "token_type_hint", "client_id", "client_secret")
"""What is read. Everything else is ignored (RFC 6749 section 3.1)."""

ERRORS: Final[Mapping[int, str]] = {
    status.HTTP_401_UNAUTHORIZED: InvalidClientError.code,
    status.HTTP_429_TOO_MANY_REQUESTS: "temporarily_unavailable",
    status.HTTP_503_SERVICE_UNAVAILABLE: "temporarily_unavailable",
}
"""The ``error`` of OAuth that a client may know, by status, where the ``code`` is one of ours."""

Parameters = Mapping[str, str]


class ServiceViewBase(AnsweringView):
    """An endpoint for services that SERVICES names, and that prove it."""

    authentication_classes: Sequence[type[BaseAuthentication]] = ()
    permission_classes: Sequence[Permission] = ()
    parser_classes: Sequence[type[BaseParser]] = (FormParser, JSONParser)
    renderer_classes: Sequence[type[BaseRenderer]] = (JSONRenderer,)
    www_authenticate_realm: ClassVar[str] = "services"

    def post(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """200; 400, 401, 429 or 503 otherwise."""
        parameters = self.read(request)
        client = self.authenticate_client(request, parameters)
        if not parameters.get("token"):
            raise InvalidRequestError
        return Response(self.answer(parameters["token"], client))

    def read(self, request: Request) -> Parameters:
        """The parameters. Raises `InvalidRequestError` for one that is there twice, or isn't text."""
        data = read_body(request)
        if isinstance(data, QueryDict):
            if any(len(data.getlist(name)) > 1 for name in PARAMETERS):
                raise InvalidRequestError
            data = data.dict()
        if not isinstance(data, Mapping):
            raise InvalidRequestError
        found = {name: data[name] for name in PARAMETERS if data.get(name) is not None}
        if not all(isinstance(one, str) for one in found.values()):
            raise InvalidRequestError
        return found

    def authenticate_client(self, request: Request, parameters: Parameters) -> Client:
        """The service that asks. Raises `InvalidClientError`, `InvalidRequestError` or `ThrottledError`."""
        address = client_address(request.META)
        try:
            credentials = presented_by(request.META.get("HTTP_AUTHORIZATION"), parameters)
        except InvalidClientError:
            refuse_client(address)
            raise
        return authenticate_client(credentials, address)

    def answer(self, raw: str, client: Client) -> Mapping[str, object]:
        """The body for the token *raw*, about which *client* asks."""
        raise NotImplementedError

    def get_authenticate_header(self, request: Request) -> str:
        """The challenge of a 401 (RFC 7617 section 2)."""
        return f'Basic realm="{self.www_authenticate_realm}", charset="UTF-8"'

    def with_code(self, response: Response, answer: Exception) -> Response:
        """*response* to *answer*, with the ``error`` of RFC 6749 section 5.2 beside its ``code``."""
        response = super().with_code(response, answer)
        said = response.data
        if not isinstance(said, dict) or "code" not in said:
            return response
        error = error_behind(answer)
        is_oauths = error is not None and type(error).__module__ == InvalidRequestError.__module__
        name = said["code"] if is_oauths else ERRORS.get(response.status_code, InvalidRequestError.code)
        # In English: this member may hold nothing but ASCII.
        described = {"error_description": str(error)} if is_oauths else {}
        response.data = {"error": name, **described, **said}
        return response

    def finalize_response(self, request: Request, response: Response, *args: Any, **kwargs: Any) -> Response:
        """Keep the answer out of every cache."""
        response = super().finalize_response(request, response, *args, **kwargs)
        response["Cache-Control"] = "no-store"
        return response


class IntrospectionView(ServiceViewBase):
    """Say whether a token is active, and what it says, to a service that has authenticated (RFC 7662)."""

    def answer(self, raw: str, client: Client) -> Mapping[str, object]:
        """The claims of an active token, or ``{"active": false}``."""
        return introspect(raw, client, now=timezone.now())


introspection = IntrospectionView.as_view()
