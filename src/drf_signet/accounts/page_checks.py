"""What ``manage.py check`` says about the pages to which links lead."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from django.core.checks import CheckMessage, Error

from drf_signet.accounts import views
from drf_signet.accounts.checks import what_is_wrong_with
from drf_signet.accounts.link_pages import PAGES, PLACE, is_function, is_page
from drf_signet.accounts.links import Purpose
from drf_signet.checks import Check, rule
from drf_signet.conf import NAME
from drf_signet.mounted_views import are_all_known, views_in_use
from drf_signet.settings import Settings

MAILING: Final[Mapping[Purpose, tuple[type, ...]]] = {
    Purpose.ACTIVATION: (views.SignUpView, views.ResendActivationView),
    # A sign-up with an address that is taken offers the owner a new password.
    Purpose.PASSWORD_RESET: (views.SignUpView, views.ResendActivationView, views.PasswordResetView),
    Purpose.EMAIL_CHANGE: (views.SetEmailView,),
}
"""The views that have links to a page mailed."""


@rule
def check_pages(settings: Settings) -> Iterator[CheckMessage]:
    """E016: links that would lead nowhere."""
    for purpose, name in PAGES.items():
        is_needless = purpose is Purpose.ACTIVATION and settings.EMAIL_VERIFICATION == "none"
        # Another app has a rule for its own page, which a project may leave out.
        if is_needless or purpose is Purpose.SIGN_IN:
            continue
        page = getattr(settings, name)
        if page is None and not is_needed(purpose, settings):
            continue
        why = what_is_wrong_with(page) if is_function(page) else ""
        if page is None or why or not (is_function(page) or is_page(page)):
            yield Error(
                f"{NAME}[{name!r}] should be the URL of a page of your front end or app, with {PLACE} in it once, or "
                f"the dotted path of a function that returns such a URL.{why and f' {page} is none: {why}.'}",
                hint=examples_of(purpose),
                id="signet.E016",
            )


def examples_of(purpose: Purpose) -> str:
    """The hint with a page of each sort."""
    where = purpose.value.replace("_", "-")
    return (
        f"For example 'https://app.example.com/{where}#{PLACE}', 'myapp://{where}/{PLACE}' or "
        f"'myproject.links.{purpose.value}', a function that takes the request or None."
    )


def is_needed(purpose: Purpose, settings: Settings) -> bool:
    """Whether a mail of an account has a link to that page, as far as the addresses of the project show it."""
    if purpose is Purpose.PASSWORD_RESET and not settings.SITE_NAME:
        return True  # Every mail names its host.
    mailing = MAILING.get(purpose, ())
    return bool(mailing) and (not are_all_known() or any(issubclass(one, mailing) for one in views_in_use()))


ERRORS: Final[Sequence[Check]] = (check_pages,)
