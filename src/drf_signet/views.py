"""
The token endpoints. Behaviour is changed by a subclass with another ``serializer_class``, named in your ``urls.py``.

All of them are open to everybody and look at no ``Authorization`` header, so a stale token never blocks a sign-in.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar, cast

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.http import HttpRequest, UnreadablePostError
from django.http.response import HttpResponseBase
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from rest_framework.authentication import BaseAuthentication
from rest_framework.exceptions import APIException, ParseError, ValidationError
from rest_framework.generics import GenericAPIView
from rest_framework.permissions import BasePermission, OperandHolder, SingleOperandHolder
from rest_framework.renderers import BaseRenderer, JSONRenderer, StaticHTMLRenderer, TemplateHTMLRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import BaseSerializer
from rest_framework.views import APIView

from drf_signet import serializers
from drf_signet.browsable_api import has_templates
from drf_signet.conf import get_settings
from drf_signet.errors import ExpiredTokenError, NoSigningKeyError, ThrottledError, TokenError, UnavailableError
from drf_signet.exceptions import BadBody, CannotSign, InvalidToken, OriginRefused, TooManyRequests, answer_to_outage
from drf_signet.non_atomic import NonAtomicView
from drf_signet.origin import is_form_of_foreign_page
from drf_signet.refusal_log import REFUSALS
from drf_signet.sign_in_completion import completing

Permission = type[BasePermission] | OperandHolder | SingleOperandHolder
SerializerClass = type[BaseSerializer[Any]]


def read_body(request: Request) -> Any:
    """
    The body of *request*.

    Raises `ParseError`, also for JSON that is nested too deeply, and `BadBody` for one that is larger than
    DATA_UPLOAD_MAX_MEMORY_SIZE, has more fields than DATA_UPLOAD_MAX_NUMBER_FIELDS, or didn't arrive as a whole.
    """
    try:
        _check_size(request)
        return request.data
    except RecursionError:
        raise ParseError(_("The JSON is nested too deeply.")) from None
    except RequestDataTooBig:
        raise BadBody(_("The body is too large."), "body_too_large", 413) from None
    except SuspiciousOperation:
        raise BadBody(_("The body has too many fields."), "too_many_fields") from None
    except UnreadablePostError:
        raise BadBody(_("The body didn't arrive."), "body_unreadable") from None


def _check_size(request: Request) -> None:
    # Django looks at this for forms only, and REST framework reads JSON without Django.
    limit: int | None = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
    said = str(request.META.get("CONTENT_LENGTH") or "")
    if limit is not None and said.isascii() and said.isdigit() and int(said[:20]) > limit:
        raise RequestDataTooBig


def refuse_foreign_form(request: Request) -> None:
    """
    Raise `OriginRefused` for a form that a page of another origin sent.

    A page could have the browsers of its readers try passwords and ask for mails, each at an address of its own.
    """
    if is_form_of_foreign_page(request):
        raise OriginRefused


class ReadableView(APIView):
    """Answers in JSON where what the client would rather have can't be made: pages without their templates."""

    def perform_content_negotiation(self, request: Request, force: bool = False) -> tuple[BaseRenderer, str]:
        """What to answer with, as REST framework chooses it, or JSON. Raises `NotAcceptable`."""
        chosen: tuple[BaseRenderer, str] = super().perform_content_negotiation(request, force)
        return chosen if self.can_be_made(chosen[0]) else (JSONRenderer(), JSONRenderer.media_type)

    def can_be_made(self, renderer: BaseRenderer) -> bool:
        """Whether there is what *renderer* needs."""
        if isinstance(renderer, StaticHTMLRenderer):
            return True
        if isinstance(renderer, TemplateHTMLRenderer):
            return bool(renderer.template_name or getattr(self, "template_name", None))
        return has_templates(renderer)


class OutageView(NonAtomicView, ReadableView):
    """Answers 503, with a code and ``Retry-After``, while the database or anything else that it needs is away."""

    def handle_exception(self, exc: Exception) -> Response:
        """Answer to *exc*."""
        return super().handle_exception(answer_to_outage(exc))


class SignInView(OutageView):
    """Counts an attempt to sign in unless the answer is a success, whichever part of the project refuses it."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Answer. It was no attempt where it is a fault of ours."""
        with completing() as pending:
            response = super().dispatch(request, *args, **kwargs)
            pending.answered(response.status_code)
        return response


class TokenViewBase(SignInView, GenericAPIView[Any]):
    """Hands the body of a POST to the serializer and answers with what it validated."""

    authentication_classes: Sequence[type[BaseAuthentication]] = ()
    permission_classes: Sequence[Permission] = ()
    serializer_class: SerializerClass | None = None
    www_authenticate_realm = "api"
    needs_users: ClassVar[bool] = False
    """Whether a user model has to be there, which a check asks."""

    needs_app: ClassVar[str | None] = None
    """The app whose tables it reads, if any, which a check asks."""

    def get_serializer_class(self) -> SerializerClass:
        """
        ``serializer_class``, or what a subclass names by a dotted path as ``_serializer_class``, as with Simple JWT.

        Raises `ImportError` where there is none behind the path.
        """
        places, names = (self, *type(self).__mro__), ("serializer_class", "_serializer_class")
        named = next((one for place in places for name in names if (one := vars(place).get(name))), None)
        found: SerializerClass = import_string(named) if isinstance(named, str) else super().get_serializer_class()
        return found

    def get_authenticate_header(self, request: Request) -> str:
        """The challenge of a 401: without one, REST framework would answer 403."""
        return f'{get_settings().header_types[0]} realm="{self.www_authenticate_realm}"'

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Before anything is read: refuse the forms of foreign pages."""
        # Not in ``permission_classes``: a subclass that has others would be open to every page.
        refuse_foreign_form(request)
        super().initial(request, *args, **kwargs)

    def post(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """200 with the tokens; 400, 401, 403, 429, 501 or 503 otherwise."""
        serializer = self.get_serializer(data=self.read(request))
        try:
            is_valid = serializer.is_valid()
        except UnavailableError:
            # Also where it is a TokenError, too: nothing is wrong with the token.
            raise
        except TokenError as error:
            REFUSALS.tell(error)
            raise self.refusal(error) from error
        except NoSigningKeyError:
            raise CannotSign from None
        except ThrottledError as error:
            raise TooManyRequests(error) from None
        if not is_valid:
            # A plain dict: by the serializer behind the errors, REST framework's page for browsers would show again
            # what was sent, passwords and tokens among it.
            raise ValidationError(dict(cast(dict[str, Any], serializer.errors)))
        return Response(serializer.validated_data)

    def read(self, request: Request) -> Any:
        """What the serializer is given: the body. Raises `ParseError`."""
        return read_body(request)

    def refusal(self, error: TokenError) -> APIException:
        """What is answered where the serializer raised *error*."""
        return InvalidToken({"detail": self.words_of(error), "reason": error.code})

    def words_of(self, error: TokenError) -> str:
        """The text of that. There is one for a bad token and for an old one, as clients of the field know it."""
        vague = error.message in (TokenError.default_message, ExpiredTokenError.default_message)
        return InvalidToken.default_detail if vague else error.message

    def finalize_response(self, request: Request, response: Response, *args: Any, **kwargs: Any) -> Response:
        """Keep the answer out of every cache (RFC 6749 section 5.1)."""
        response = super().finalize_response(request, response, *args, **kwargs)
        response["Cache-Control"] = "no-store"
        return response


class TokenObtainPairView(TokenViewBase):
    """Sign in: exchange credentials for a refresh token and an access token."""

    needs_users = True
    serializer_class: SerializerClass | None = serializers.TokenObtainPairSerializer


class TokenRefreshView(TokenViewBase):
    """Exchange a refresh token for a new access token."""

    needs_users = True
    serializer_class: SerializerClass | None = serializers.TokenRefreshSerializer


class TokenVerifyView(TokenViewBase):
    """Tell whether a token is genuine and in time. Says nothing about its user or what it may be used for."""

    serializer_class: SerializerClass | None = serializers.TokenVerifySerializer


class TokenObtainSlidingView(TokenViewBase):
    """Sign in: exchange credentials for a sliding token."""

    needs_users = True
    serializer_class: SerializerClass | None = serializers.TokenObtainSlidingSerializer


class TokenRefreshSlidingView(TokenViewBase):
    """Exchange a sliding token for one that expires later, until its refresh time is over."""

    needs_users = True
    serializer_class: SerializerClass | None = serializers.TokenRefreshSlidingSerializer


token_obtain_pair = TokenObtainPairView.as_view()
token_refresh = TokenRefreshView.as_view()
token_verify = TokenVerifyView.as_view()
token_obtain_sliding = TokenObtainSlidingView.as_view()
token_refresh_sliding = TokenRefreshSlidingView.as_view()
