"""What ``manage.py check`` says about accounts: one rule, one function, one id."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta
from inspect import signature
from typing import Final
from urllib.parse import urlsplit

from django.conf import settings as django_settings
from django.contrib.auth import get_user_model
from django.contrib.auth.password_validation import get_default_password_validators
from django.core.checks import CheckMessage, Error, Warning
from django.core.exceptions import FieldDoesNotExist
from django.db.models import CharField, TextField

from drf_signet.accounts.link_pages import PAGES, is_function
from drf_signet.accounts.links import LIFETIMES
from drf_signet.checks import LONGEST, Check, rule
from drf_signet.conf import NAME, imported, read_rates
from drf_signet.settings import Settings

TRUNCATING: Final = "django.contrib.auth.hashers.BCryptPasswordHasher"


@rule
def check_email_field(settings: Settings) -> Iterator[CheckMessage]:
    """E017: a user model without an e-mail address in a column of its own."""
    model = get_user_model()
    name = model.get_email_field_name()
    try:
        field: object = model._meta.get_field(name)
    except FieldDoesNotExist:
        field = None
    if not isinstance(field, CharField | TextField):
        what = "no field" if field is None else "no column of text"
        yield Error(
            f"{model.__name__} has {what} {name!r} for the e-mail address, but accounts need one.",
            hint="Set EMAIL_FIELD on the user model to a field of its own table. If the address is in another table, "
            "keep a copy there.",
            id="signet.E017",
        )


@rule
def check_link_lifetimes(settings: Settings) -> Iterator[CheckMessage]:
    """E018: links that nobody could follow."""
    for purpose, lifetime in LIFETIMES.items():
        if not timedelta() < lifetime(settings) <= LONGEST:
            name = f"{purpose.name}_LIFETIME"
            yield Error(f"{NAME}[{name!r}] should be positive, and at most a century.", id="signet.E018")


@rule
def warn_plain_pages(settings: Settings) -> Iterator[CheckMessage]:
    """W014: links that travel in the clear."""
    for name in PAGES.values():
        if urlsplit(getattr(settings, name) or "").scheme == "http":
            yield Warning(f"{NAME}[{name!r}] should be an https:// URL.", id="signet.W014")


@rule
def warn_pages_of_any_host(settings: Settings) -> Iterator[CheckMessage]:
    """W028: functions that name pages, and may be told any host."""
    names = [name for name in PAGES.values() if is_function(getattr(settings, name))]
    if names and "*" in django_settings.ALLOWED_HOSTS:
        yield Warning(
            f"{', '.join(names)}: with '*' in ALLOWED_HOSTS, anyone can choose the host of a link, if the function "
            "takes it from the request.",
            hint="Name your hosts in ALLOWED_HOSTS, or let the function choose from a list of its own.",
            id="signet.W028",
        )


@rule
def warn_any_password(settings: Settings) -> Iterator[CheckMessage]:
    """W015: passwords such as "a"."""
    if not django_settings.AUTH_PASSWORD_VALIDATORS:
        yield Warning("AUTH_PASSWORD_VALIDATORS is empty, so a sign-up accepts every password.", id="signet.W015")


@rule
def warn_truncated_passwords(settings: Settings) -> Iterator[CheckMessage]:
    """W016: passwords of which only the first 72 bytes count."""
    if django_settings.PASSWORD_HASHERS[:1] == [TRUNCATING]:
        yield Warning(
            "BCryptPasswordHasher ignores everything after the first 72 bytes of a password.",
            hint="Put BCryptSHA256PasswordHasher or Argon2PasswordHasher first in PASSWORD_HASHERS.",
            id="signet.W016",
        )


@rule
def warn_brief_reset(settings: Settings) -> Iterator[CheckMessage]:
    """W017: a user whose reset others ask for all the time can be left without a link that is good."""
    rate = read_rates(settings)["mail_address"]
    if rate and settings.PASSWORD_RESET_LIFETIME.total_seconds() < rate.longest_pause:
        yield Warning(
            f"{NAME}['PASSWORD_RESET_LIFETIME'] is shorter than the {rate.longest_pause} seconds for which "
            "THROTTLE_RATES['mail_address'] may hold back further e-mails.",
            hint="Let links live longer, or count e-mails over a shorter time, such as '3/10m'.",
            id="signet.W017",
        )


@rule
def warn_password_history(settings: Settings) -> Iterator[CheckMessage]:
    """W018: validators that remember passwords, but never see the first one."""
    if settings.EMAIL_VERIFICATION != "mandatory":
        return
    for validator in get_default_password_validators():
        if hasattr(validator, "password_changed"):
            yield Warning(
                f"Signet doesn't call {type(validator).__name__}.password_changed at sign-up, because there is no "
                "user yet.",
                hint="Signet calls it for every later password. Silence this if that is enough.",
                id="signet.W018",
            )


def what_is_wrong_with(path: str) -> str:
    """Why the dotted *path* leads to no function of a request; empty where it does."""
    try:
        signature(imported(path)).bind(None)
    except (ImportError, TypeError) as error:
        return str(error)
    except ValueError:
        pass  # Written in C, and silent about what it takes.
    return ""


ERRORS: Final[Sequence[Check]] = (check_email_field, check_link_lifetimes)
WARNINGS: Final[Sequence[Check]] = (
    warn_plain_pages,
    warn_pages_of_any_host,
    warn_any_password,
    warn_truncated_passwords,
    warn_brief_reset,
    warn_password_history,
)
