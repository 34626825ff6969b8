"""What every endpoint has in common, of either dialect."""

from __future__ import annotations

from typing import Any

from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import BaseSerializer

from drf_signet.errors import KeyLoadError, NoSigningKeyError, ThrottledError, TokenTooLargeError
from drf_signet.exceptions import CannotSign, TooManyRequests
from drf_signet.views import SignInView, refuse_foreign_form


class Answer(SignInView):
    """An endpoint that answers with a token."""

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Before anything is read: refuse the forms of foreign pages."""
        refuse_foreign_form(request)
        super().initial(request, *args, **kwargs)

    def is_valid(self, serializer: BaseSerializer[Any]) -> bool:
        """Whether *serializer* takes what it was given. Raises what is answered where that isn't the client's fault."""
        try:
            return serializer.is_valid()
        except ThrottledError as error:
            raise TooManyRequests(error) from None
        except (NoSigningKeyError, KeyLoadError, TokenTooLargeError):
            raise CannotSign from None

    def finalize_response(self, request: Request, response: Response, *args: Any, **kwargs: Any) -> Response:
        """Keep the answer out of every cache (RFC 6749 section 5.1)."""
        response = super().finalize_response(request, response, *args, **kwargs)
        response["Cache-Control"] = "no-store"
        return response
