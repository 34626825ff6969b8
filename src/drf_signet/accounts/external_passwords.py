"""
Users whose password another service keeps, such as a directory (LDAP). Only an authentication backend can check it.

Such users have no usable password in the table of users. Neither have those who sign in without any, by an account at
another site. AUTHENTICATION_BACKENDS show which of the two a project has: a backend that takes a password, but never
calls a user's ``check_password``, asks another service.
"""

from __future__ import annotations

from collections.abc import Iterator
from inspect import signature, unwrap
from typing import Any, Final

from django.conf import settings
from django.contrib.auth import authenticate, get_user_model
from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest
from django.utils.module_loading import import_string

from drf_signet.unusable_backends import finding_nobody, reads, unfit_backends
from drf_signet.user_identifier import key_of
from drf_signet.user_model import is_row_of

OWN_CHECK: Final = "check_password"
HANDS_ON: Final = frozenset({"super", "authenticate"})
NO_PASSWORDS: Final = frozenset({"allauth", "axes", "guardian", "mozilla_django_oidc", "rules", "social_core"})
"""Packages with backends that accept any credentials, and never check a password."""


def are_passwords_elsewhere() -> bool:
    """Whether a user without a usable password may have one that a backend of the project knows."""
    names = (get_user_model().USERNAME_FIELD, "password")
    unfit = {one.path for one in unfit_backends(names)}
    return any(_asks_elsewhere(import_string(path)) for path in settings.AUTHENTICATION_BACKENDS if path not in unfit)


def may_have_new_password(user: AbstractBaseUser) -> bool:
    """Whether the password of *user* is ours to set: theirs, or the first one of somebody who needed none so far."""
    return user.has_usable_password() or not are_passwords_elsewhere()


def has_password(user: AbstractBaseUser) -> bool:
    """Whether *user* has a password, here or as far as we know elsewhere, with which they can confirm what they do."""
    return user.has_usable_password() or are_passwords_elsewhere()


def is_known_elsewhere(user: AbstractBaseUser, password: str, request: HttpRequest | None) -> bool:
    """Whether *password* is that of *user* to the backends of the project, as at a sign-in."""
    credentials = {get_user_model().USERNAME_FIELD: str(user.get_username()), "password": password}
    found = None
    with finding_nobody():
        found = authenticate(request, **credentials)
    return found is not None and is_row_of(found, get_user_model()) and key_of(found) == key_of(user)


def _asks_elsewhere(backend: type[Any]) -> bool:
    answering: list[Any] = [one for one in backend.__mro__ if "authenticate" in vars(one)]
    authenticate = answering[0].authenticate
    if "password" in signature(authenticate).parameters and not reads(authenticate, "password"):
        return False
    return not _ends_here(answering) and not any(OWN_CHECK in names for names in _names_in(backend))


def _ends_here(answering: list[Any]) -> bool:
    """Whether the classes *answering* hand on, by ``super()``, to one that looks at Django's passwords, or at none."""
    for one in answering:
        if one is ModelBackend or one.__module__.partition(".")[0] in NO_PASSWORDS:
            return True
        if not any(names >= HANDS_ON for names in _names_of(one)):
            return False
    return False


def _names_in(backend: type[Any]) -> Iterator[set[str]]:
    """What the code of *backend* mentions, without that of Django's classes, which it may replace."""
    for one in backend.__mro__:
        if not one.__module__.startswith("django.contrib.auth"):
            yield from _names_of(one)


def _names_of(one: type[Any]) -> Iterator[set[str]]:
    """What each member of *one* mentions."""
    for member in vars(one).values():
        code = getattr(unwrap(member) if callable(member) else member, "__code__", None)
        yield set(getattr(code, "co_names", ()))
