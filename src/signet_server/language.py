"""In which language the service answers: the one that the browser prefers, of those that are complete."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Final

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.cache import patch_vary_headers
from django.utils.translation import activate, get_language_from_request
from django.utils.translation import gettext_noop as _

WITHOUT_WORDS: Final = ("/.well-known/", "/healthz", "/readyz")
"""Paths whose answers are the same in every language, as are those of static files."""

LONGEST: Final = 500
"""Characters of ``Accept-Language`` that are read, as by Django."""

VARY: Final = ("Cookie", "Accept-Language")
"""What decides about the language. The app at the front page keeps a visitor's choice in Django's cookie."""

OF_REST_FRAMEWORK: Final = (
    _("Not a valid string."),
    _("Null characters are not allowed."),
    _("Surrogate characters are not allowed: U+{code_point:X}."),
    _("Enter a valid email address."),
    _("Ensure this field has no more than {max_length} characters."),
)
"""
What REST framework and Django say of a field, where a language of ours lacks it, has it wrong, or has it in another
tone. The catalogues of the service come before theirs.
"""


class LanguageMiddleware:
    """
    As Django's `LocaleMiddleware`, without languages in paths; and caches keep one copy of what has no words.

    It comes first, so that no answer is in the language of whoever was served before.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self._get_response = get_response
        self._without_words = (str(settings.STATIC_URL), *WITHOUT_WORDS)

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """The answer, with ``Content-Language`` and ``Vary`` (RFC 9110 sections 8.5 and 12.5.5) where it has words."""
        language = request.LANGUAGE_CODE = language_of(request)
        activate(language)
        response = self._get_response(request)
        if response.status_code >= 400 or not request.path_info.startswith(self._without_words):
            patch_vary_headers(response, VARY)
            response.headers.setdefault("Content-Language", language)
        return response


def language_of(request: HttpRequest) -> str:
    """The language that *request* asks for: by a cookie, or by ``Accept-Language``."""
    if "HTTP_COOKIE" in request.META:
        return get_language_from_request(request)
    return preferred(request.META.get("HTTP_ACCEPT_LANGUAGE", "")[:LONGEST])


@lru_cache(maxsize=512)
def preferred(accepted: str) -> str:
    """The language for the header ``Accept-Language`` of a request without cookies."""
    asked = HttpRequest()
    asked.META["HTTP_ACCEPT_LANGUAGE"] = accepted
    return get_language_from_request(asked)
