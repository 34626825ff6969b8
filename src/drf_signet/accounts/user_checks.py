"""What ``manage.py check`` says about sign-ups and the user model: one rule, one function, one id."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final

from django.contrib.auth import get_user_model
from django.core.checks import CheckMessage, Error, Warning
from django.core.exceptions import FieldDoesNotExist, ImproperlyConfigured
from django.db.models import FileField

from drf_signet.accounts.email_addresses import email_field
from drf_signet.accounts.serializers import SignUpSerializer
from drf_signet.accounts.user_fields import column, needs_value
from drf_signet.accounts.user_manager import problems
from drf_signet.accounts.views import SignUpView
from drf_signet.checks import Check, rule
from drf_signet.conf import get_settings
from drf_signet.mounted_views import views_in_use
from drf_signet.settings import Settings

MANAGER: Final = """Write, in the first manager of the user model:

    def create_user(self, email, password=None, **fields):
        user = self.model(email=self.normalize_email(email), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

Or have the sign-up ask for more: name it in REQUIRED_FIELDS, or in Meta.fields of a SignUpSerializer of your own."""

ACTIVE: Final = (
    "The link of a sign-up verifies the address, but it doesn't activate the user: your project decides that. Let an "
    "administrator set is_active, or a receiver of drf_signet.accounts.signals.email_verified, and add 'signet.W036' "
    "to SILENCED_SYSTEM_CHECKS."
)


@rule
def check_sign_ups(settings: Settings) -> Iterator[CheckMessage]:
    """E036: sign-ups that could make no user."""
    get_settings()  # Raises what is left to other rules: a serializer would, too.
    for serializer in _serializers():
        for problem in _problems(serializer, settings):
            yield Error(f"{serializer.__name__}: {problem}", hint=MANAGER, id="signet.E036")


@rule
def warn_inactive_users(settings: Settings) -> Iterator[CheckMessage]:
    """W036: users who are inactive from the start."""
    field = column("is_active")
    if field is not None and field.get_default() is False and _serializers():
        yield Warning(
            f"New users of {get_user_model()._meta.label} are inactive by default, so nobody who signs up can sign in.",
            hint=ACTIVE,
            id="signet.W036",
        )


@rule
def warn_needed_fields(settings: Settings) -> Iterator[CheckMessage]:
    """W037: fields that no sign-up asks for, and without which no user can be saved."""
    get_settings()  # Raises what is left to other rules: a serializer would, too.
    for serializer in _serializers():
        try:
            asked = _sources(serializer)
        except (ImproperlyConfigured, AssertionError):
            continue  # Another rule is about that.
        names = [one.name for one in get_user_model()._meta.concrete_fields if needs_value(one.name)]
        if missing := [one for one in names if asked and one not in asked]:
            yield Warning(
                f"{serializer.__name__} doesn't ask for {', '.join(map(repr, missing))}, which a user can't be saved "
                "without. Unless create_user or save set a value, every sign-up fails.",
                hint="Name it in REQUIRED_FIELDS or in Meta.fields of your own SignUpSerializer, or give it a "
                "default. Silence this if your code sets it.",
                id="signet.W037",
            )


def _problems(serializer: type[SignUpSerializer], settings: Settings) -> Iterator[str]:
    if column(email_field()) is None:
        return  # Another rule is about that.
    if column("password") is None:
        yield (
            f"{get_user_model()._meta.label} has no field 'password'. Add one: users without a password have an "
            "unusable one there."
        )
        return
    try:
        sources = _sources(serializer)
    except (ImproperlyConfigured, AssertionError) as error:
        yield str(error)
        return
    if not sources:
        return
    waits = settings.EMAIL_VERIFICATION == "mandatory"
    for name in sources:
        if _is_many(name):
            yield f"{name!r} is many-to-many, and needs a user first. Ask for it after the sign-up."
        elif waits and isinstance(column(name), FileField):
            yield (
                f"{name!r} is a file, which can't wait until somebody follows the link. Ask for it after the sign-up."
            )
    yield from problems(name for name in sources if not _is_many(name))


def _sources(serializer: type[SignUpSerializer]) -> list[str]:
    """What `make_user` would be given; nothing where that depends on the request. Raises what REST framework does."""
    try:
        fields: list[Any] = [*serializer().fields.values()]
    except (KeyError, AttributeError, TypeError):
        return []
    return [str(one.source) for one in fields if not one.read_only and one.source != "password"]


def _is_many(name: str) -> bool:
    try:
        return bool(get_user_model()._meta.get_field(name).many_to_many)
    except FieldDoesNotExist:
        return False


def _serializers() -> list[type[SignUpSerializer]]:
    """Those of the sign-ups in use."""
    views: list[Any] = [one for one in views_in_use() if issubclass(one, SignUpView)]
    found = [one.serializer_class for one in views]
    return [one for one in dict.fromkeys(found) if isinstance(one, type) and issubclass(one, SignUpSerializer)]


ALWAYS: Final[Sequence[Check]] = (check_sign_ups, warn_inactive_users, warn_needed_fields)
