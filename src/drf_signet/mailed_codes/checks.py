"""What ``manage.py check`` says about codes by mail: one rule, one function, one id."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from django.core.checks import CheckMessage, Error, Warning

from drf_signet.accounts.checks import what_is_wrong_with
from drf_signet.accounts.formless_sign_ups import formless_problems
from drf_signet.accounts.link_pages import PLACE, is_function, is_page
from drf_signet.checks import Check, rule
from drf_signet.conf import NAME
from drf_signet.settings import Settings


@rule
def check_page(settings: Settings) -> Iterator[CheckMessage]:
    """E093: a link of a sign-in by mail that would lead nowhere."""
    page = settings.SIGN_IN_CODE_URL
    if page is None:
        return
    why = what_is_wrong_with(page) if is_function(page) else ""
    if why or not (is_function(page) or is_page(page)):
        yield Error(
            f"{NAME}['SIGN_IN_CODE_URL'] should be None, the URL of a page of your front end or app, with {PLACE} in "
            f"it once, or the dotted path of a function that returns such a URL.{why and f' {page} is none: {why}.'}",
            hint=f"For example 'https://app.example.com/sign-in#{PLACE}', 'myapp://sign-in/{PLACE}' or "
            "'myproject.links.sign_in', a function that takes the request or None.",
            id="signet.E093",
        )


@rule
def warn_of_needy_users(settings: Settings) -> Iterator[CheckMessage]:
    """W090: sign-ups by a code that could make no user, as that needs more than an address."""
    for problem in formless_problems() if settings.SIGN_IN_CODE_SIGN_UP else ():
        yield Warning(
            f"{NAME}['SIGN_IN_CODE_SIGN_UP'] opens accounts with an e-mail address and a username at most, but "
            f"{problem}",
            hint="Return what is missing from get_user_fields of your own SignInCodeConfirmSerializer and "
            "SignInLinkSerializer, and silence this.",
            id="signet.W090",
        )


ALWAYS: Final[Sequence[Check]] = (check_page, warn_of_needy_users)
