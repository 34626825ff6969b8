"""What ``manage.py check`` says about identities: one rule, one function, one id."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final
from urllib.parse import urlsplit

from django.apps import apps
from django.core.checks import CheckMessage, Error, Warning

from drf_signet.accounts.checks import what_is_wrong_with
from drf_signet.accounts.link_pages import is_function
from drf_signet.checks import Check, rule
from drf_signet.conf import NAME
from drf_signet.identities.return_page import SETTING, is_return_page
from drf_signet.mounted_views import views_in_use
from drf_signet.settings import Settings

NEEDED: Final = ("drf_signet.accounts", "drf_signet.sessions")
BROWSERS: Final = "leads_to_return_page"
"""The attribute of the views that need the page."""


@rule
def check_return_page(settings: Settings) -> Iterator[CheckMessage]:
    """E091: browsers that come back from a provider, and are led nowhere."""
    page: object = settings.PROVIDER_RETURN_URL
    is_needed = any(getattr(one, BROWSERS, False) for one in views_in_use())
    if page is None and not is_needed:
        return
    why = what_is_wrong_with(page) if isinstance(page, str) and is_function(page) else ""
    if page is None or why or not (isinstance(page, str) and (is_function(page) or is_return_page(page))):
        yield Error(
            f"{NAME}[{SETTING!r}] should be the URL of a page of your front end or app, without a fragment, or the "
            f"dotted path of a function that returns such a URL.{why and f' {page} is none: {why}.'}",
            hint="For example 'https://app.example.com/signed-in' or 'myproject.links.return_page', a function that "
            "takes the request. The page finds in its fragment what became of the sign-in.",
            id="signet.E091",
        )


@rule
def check_apps(settings: Settings) -> Iterator[CheckMessage]:
    """E092: identities of users whom no app below them knows."""
    missing = [one for one in NEEDED if not apps.is_installed(one)]
    if missing:
        yield Error(
            f"'drf_signet.identities' needs {' and '.join(map(repr, missing))} in INSTALLED_APPS.",
            hint="Add them, and migrate.",
            id="signet.E092",
        )


@rule
def warn_plain_return_page(settings: Settings) -> Iterator[CheckMessage]:
    """W089: a page that anybody on the way can replace by another one."""
    if urlsplit(settings.PROVIDER_RETURN_URL or "").scheme == "http":
        yield Warning(f"{NAME}[{SETTING!r}] should be an https:// URL.", id="signet.W089")


ERRORS: Final[Sequence[Check]] = (check_return_page, check_apps)
WARNINGS: Final[Sequence[Check]] = (warn_plain_return_page,)
