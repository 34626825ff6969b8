"""
The bases of the views of all tiers. Here each error becomes an answer, and every refusal gets a ``code``.

REST framework's own refusals have theirs beside ``detail``, as ours do, unless a handler of the project's
(``EXCEPTION_HANDLER``) has made something else of them.
"""

from __future__ import annotations

from typing import Any, ClassVar

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from rest_framework.permissions import BasePermission, OperandHolder, SingleOperandHolder
from rest_framework.renderers import BaseRenderer, JSONRenderer, StaticHTMLRenderer, TemplateHTMLRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import BaseSerializer
from rest_framework.views import APIView

from drf_signet.answers import ANSWERS, Answers
from drf_signet.browsable_api import has_templates
from drf_signet.error_body import with_code
from drf_signet.exceptions import FieldRefused, answer_to
from drf_signet.non_atomic import NonAtomicView
from drf_signet.sign_in_completion import completing

Permission = type[BasePermission] | OperandHolder | SingleOperandHolder
SerializerClass = type[BaseSerializer[Any]]


class ReadableView(APIView):
    """Answers in JSON where what the client would rather have can't be made: pages without their templates."""

    def perform_content_negotiation(self, request: Request, force: bool = False) -> tuple[BaseRenderer, str]:
        """What to answer with, as REST framework chooses it, or JSON. Raises `NotAcceptable`."""
        chosen: tuple[BaseRenderer, str] = super().perform_content_negotiation(request, force)
        if isinstance(chosen[0], JSONRenderer) or self.can_be_made(chosen[0]):
            return chosen
        return JSONRenderer(), JSONRenderer.media_type

    def can_be_made(self, renderer: BaseRenderer) -> bool:
        """Whether there is what *renderer* needs."""
        if isinstance(renderer, StaticHTMLRenderer):
            return True
        if isinstance(renderer, TemplateHTMLRenderer):
            return bool(renderer.template_name or getattr(self, "template_name", None))
        return has_templates(renderer)


class AnsweringView(NonAtomicView, ReadableView):
    """Answers to the errors of flows, and to what is away, by the table."""

    answers: ClassVar[Answers] = ANSWERS

    def handle_exception(self, exc: Exception) -> Response:
        """Answer to *exc*."""
        answer = answer_to(exc, self.answers)
        return self.with_code(super().handle_exception(answer), answer)

    def with_code(self, response: Response, answer: Exception) -> Response:
        """*response* to *answer*, with a ``code`` where it has none."""
        return with_code(response, answer, self.code_of(answer))

    def code_of(self, answer: Exception) -> str | None:
        """The ``code`` beside the errors of fields, if there is one."""
        return answer.error.code if isinstance(answer, FieldRefused) else None


class SignInView(AnsweringView):
    """Counts an attempt to sign in unless the answer is a success, whichever part of the project refuses it."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Answer. It was no attempt where it is a fault of ours."""
        with completing() as pending:
            response = super().dispatch(request, *args, **kwargs)
            pending.answered(response.status_code)
        return response
