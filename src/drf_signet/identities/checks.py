"""What ``manage.py check`` says about identities: one rule, one function, one id."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final
from urllib.parse import urlsplit

from django.apps import apps
from django.core.checks import CheckMessage, Error, Warning

from drf_signet.accounts.checks import what_is_wrong_with
from drf_signet.accounts.formless_sign_ups import formless_problems
from drf_signet.accounts.link_pages import is_function
from drf_signet.accounts.links import Purpose
from drf_signet.accounts.page_checks import examples_of, is_needed
from drf_signet.checks import Check, rule
from drf_signet.conf import NAME, get_settings
from drf_signet.identities.new_user_fields import fields_of
from drf_signet.identities.providers.presets import EVERY_DOMAIN
from drf_signet.identities.providers.provided_identity import ProvidedIdentity
from drf_signet.identities.providers.provider import Provider
from drf_signet.identities.providers.providers_in_force import get_providers
from drf_signet.identities.return_page import SETTING, is_return_page
from drf_signet.mounted_views import are_all_known, views_in_use
from drf_signet.sessions.browser.views import TokenRefreshView
from drf_signet.settings import Settings

NEEDED: Final = ("drf_signet.accounts", "drf_signet.sessions")
BROWSERS: Final = "leads_to_return_page"
"""The attribute of the views that need the page."""

OPENING: Final = "opens_accounts"
"""That of the views with which somebody who is new gets an account. They need Authlib, and checks do not."""

MAILED: Final[Mapping[str, tuple[Purpose, tuple[str, ...]]]] = {
    "ACTIVATION_URL": (Purpose.ACTIVATION, ("mandatory", "optional")),
    # The owner of an address that is taken is offered a new password, instead of a link that confirms it.
    "PASSWORD_RESET_URL": (Purpose.PASSWORD_RESET, ("mandatory",)),
}
"""With which EMAIL_VERIFICATION links are mailed where a provider may not speak for the address of somebody new."""

OF_A_PROFILE: Final = ("name", "given_name", "family_name", "middle_name", "nickname", "preferred_username")
"""The claims of a name (OpenID Connect Core section 5.4)."""


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
def check_pages_of_sign_ups(settings: Settings) -> Iterator[CheckMessage]:
    """E094: a link that would lead nowhere, mailed to an address that a provider may not speak for."""
    doubted = _doubted_providers() if _may_sign_up(settings) else []
    for name, (purpose, modes) in MAILED.items():
        # A page that is set, or that accounts need, is looked at there.
        is_told = getattr(settings, name) is not None or is_needed(purpose, settings)
        if doubted and settings.EMAIL_VERIFICATION in modes and not is_told:
            yield Error(
                f"{NAME}[{name!r}] should be the URL of a page: {', '.join(map(repr, doubted))} may say an "
                "address that only its owner can confirm, and Signet mails a link to that page.",
                hint=f"{examples_of(purpose)} Or set PROVIDER_SIGN_UP to False.",
                id="signet.E094",
            )


@rule
def warn_of_needy_users(settings: Settings) -> Iterator[CheckMessage]:
    """W091: sign-ups by a provider that could make no user, as that needs more than the provider says."""
    if not _may_sign_up(settings) or settings.PROVIDER_USER_FIELDS is not None:
        return
    get_settings()  # Raises what is left to other rules: the fields of a user would, too.
    for problem in formless_problems(fields_of(TALKATIVE)):
        yield Warning(
            f"{NAME}['PROVIDER_SIGN_UP'] opens accounts with an e-mail address, names and a username at most, but "
            f"{problem}",
            hint="Set PROVIDER_USER_FIELDS to a function that returns what is missing, or PROVIDER_SIGN_UP to False. "
            "Silence this if your code sets it.",
            id="signet.W091",
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
def warn_of_half_a_way(settings: Settings) -> Iterator[CheckMessage]:
    """W092: a redirect that browsers can't begin, or a sign-in whose cookie nothing takes."""
    if not are_all_known():
        return
    views = views_in_use()
    begins = any(getattr(one, BROWSERS, False) for one in views)
    if begins and not any(issubclass(one, TokenRefreshView) for one in views):
        yield Warning(
            "Browsers can sign in with a provider, but no address takes the cookie that they come back with.",
            hint="Add path('api/', include('drf_signet.sessions.browser.urls')), where a page refreshes and signs out.",
            id="signet.W092",
        )
    if settings.PROVIDERS and settings.PROVIDER_RETURN_URL is not None and not begins:
        yield Warning(
            f"{NAME}[{SETTING!r}] has no effect: no address sends browsers to a provider.",
            hint="Add path('api/', include('drf_signet.identities.browser.urls')), or remove the setting.",
            id="signet.W092",
        )


@rule
def warn_plain_return_page(settings: Settings) -> Iterator[CheckMessage]:
    """W089: a page that anybody on the way can replace by another one."""
    if urlsplit(settings.PROVIDER_RETURN_URL or "").scheme == "http":
        yield Warning(f"{NAME}[{SETTING!r}] should be an https:// URL.", id="signet.W089")


def _may_sign_up(settings: Settings) -> bool:
    """Whether somebody who is new may come by a provider, as far as the addresses of the project show it."""
    is_open = bool(settings.PROVIDERS) and settings.PROVIDER_SIGN_UP
    return is_open and (not are_all_known() or any(getattr(one, OPENING, False) for one in views_in_use()))


def _doubted_providers() -> list[str]:
    """The ids of those that may not speak for every address."""
    found = get_providers().items()
    return [name for name, one in found if isinstance(one, Provider) and EVERY_DOMAIN not in one.verifies]


TALKATIVE: Final = ProvidedIdentity(
    provider="",
    issuer="",
    subject="",
    email="ada@example.com",
    is_email_verified=True,
    is_entitled=True,
    claims=dict.fromkeys(OF_A_PROFILE, "Ada"),
)
"""Somebody of whom a provider says all that a user's fields are filled from."""

ERRORS: Final[Sequence[Check]] = (
    check_return_page,
    check_apps,
    check_pages_of_sign_ups,
    warn_of_needy_users,
    warn_of_half_a_way,
)
WARNINGS: Final[Sequence[Check]] = (warn_plain_return_page,)
