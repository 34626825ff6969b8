"""What every endpoint has in common, of either dialect."""

from __future__ import annotations

from typing import Any, ClassVar

from rest_framework.request import Request
from rest_framework.response import Response

from drf_signet.answering_views import AnsweringView, SignInView
from drf_signet.answers import ANSWERS, CANNOT_SIGN, Answers
from drf_signet.errors import KeyLoadError, TokenTooLargeError
from drf_signet.origin import refuse_foreign_form


class OldRefusals(AnsweringView):
    """Refuses in the old shape."""

    def with_code(self, response: Response, answer: Exception) -> Response:
        """*response*: clients of the old packages know no ``code`` in the answers that these had, too."""
        return response


class Answer(OldRefusals, SignInView):
    """An endpoint that answers with a token."""

    answers: ClassVar[Answers] = ANSWERS.but({KeyLoadError: CANNOT_SIGN, TokenTooLargeError: CANNOT_SIGN})

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Before anything is read, refuse forms from pages of other origins."""
        refuse_foreign_form(request)
        super().initial(request, *args, **kwargs)

    def finalize_response(self, request: Request, response: Response, *args: Any, **kwargs: Any) -> Response:
        """Keep the answer out of every cache (RFC 6749 section 5.1)."""
        response = super().finalize_response(request, response, *args, **kwargs)
        response["Cache-Control"] = "no-store"
        return response
