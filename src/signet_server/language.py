"""In which language the service answers: the one that the browser prefers, of those that are complete."""

from __future__ import annotations

from typing import Final

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.middleware.locale import LocaleMiddleware
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext_noop as _

WITHOUT_WORDS: Final = ("/.well-known/", "/healthz", "/readyz")
"""Paths whose answers are the same in every language, as are those of static files."""

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


class LanguageMiddleware(LocaleMiddleware):
    """
    Django's own, and caches keep one copy of what has no words.

    It comes first, so that no answer is in the language of whoever was served before.
    """

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """*response*, with ``Content-Language`` and ``Vary`` (RFC 9110 sections 8.5 and 12.5.5) where it has words."""
        has_words = response.status_code >= 400 or not request.path_info.startswith(
            (str(settings.STATIC_URL), *WITHOUT_WORDS)
        )
        if not has_words:
            return response
        # The app at the front page keeps a visitor's choice in the cookie that Django looks for.
        patch_vary_headers(response, ("Cookie",))
        return super().process_response(request, response)
