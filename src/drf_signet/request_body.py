"""Reading the body of a request, whatever is wrong with it."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.http import UnreadablePostError
from django.utils.translation import gettext as _
from rest_framework.exceptions import ParseError
from rest_framework.request import Request

from drf_signet.errors import BodyTooLargeError, BodyUnreadableError, TooManyFieldsError


def read_body(request: Request) -> Any:
    """
    The body of *request*.

    Raises `ParseError`, also for JSON that is nested too deeply, and a `BodyError` for one that is larger than
    DATA_UPLOAD_MAX_MEMORY_SIZE, has more fields than DATA_UPLOAD_MAX_NUMBER_FIELDS, or didn't arrive as a whole.
    """
    try:
        _check_size(request)
        return request.data
    except RecursionError:
        raise ParseError(_("The JSON is nested too deeply.")) from None
    except RequestDataTooBig:
        raise BodyTooLargeError from None
    except SuspiciousOperation:
        raise TooManyFieldsError from None
    except UnreadablePostError:
        raise BodyUnreadableError from None


def _check_size(request: Request) -> None:
    # Django looks at this for forms only, and REST framework reads JSON without Django.
    limit: int | None = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
    said = str(request.META.get("CONTENT_LENGTH") or "")
    if limit is not None and said.isascii() and said.isdigit() and int(said[:20]) > limit:
        raise RequestDataTooBig
