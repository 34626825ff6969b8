"""
Whose password is kept elsewhere, such as in a directory (LDAP), and is looked at by an authentication backend alone.

Such users have no usable password in the table of users. Neither have those who sign in without any, by an account at
another site. Which of the two a project has, its AUTHENTICATION_BACKENDS tell: one that takes a password, and never
asks a user's ``check_password`` about it, asks somebody else.
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

from drf_signet.backends import reads, unfit_backends

OWN_CHECK: Final = "check_password"
NO_PASSWORDS: Final = frozenset({"allauth", "axes", "guardian", "mozilla_django_oidc", "rules", "social_core"})
"""Packages with backends that take any credentials, and ask nobody about a password."""


def are_passwords_elsewhere() -> bool:
    """Whether a user without a usable password may have one that a backend of the project knows."""
    names = (get_user_model().USERNAME_FIELD, "password")
    unfit = {one.path for one in unfit_backends(names)}
    return any(_asks_elsewhere(import_string(path)) for path in settings.AUTHENTICATION_BACKENDS if path not in unfit)


def may_have_new_password(user: AbstractBaseUser) -> bool:
    """Whether the password of *user* is ours to set: theirs, or the first one of somebody who needed none so far."""
    return user.has_usable_password() or not are_passwords_elsewhere()


def is_known_elsewhere(user: AbstractBaseUser, password: str, request: HttpRequest | None) -> bool:
    """Whether *password* is that of *user* to the backends of the project, as at a sign-in."""
    credentials = {get_user_model().USERNAME_FIELD: str(user.get_username()), "password": password}
    found = authenticate(request, **credentials)
    return found is not None and found.pk == user.pk


def _asks_elsewhere(backend: type[Any]) -> bool:
    answering: Any = next(one for one in backend.__mro__ if "authenticate" in vars(one))
    authenticate = answering.authenticate
    if answering is ModelBackend or answering.__module__.partition(".")[0] in NO_PASSWORDS:
        return False
    if "password" in signature(authenticate).parameters and not reads(authenticate, "password"):
        return False
    own = {OWN_CHECK, "super"} if issubclass(backend, ModelBackend) else {OWN_CHECK}
    return own.isdisjoint(_names_in(backend))


def _names_in(backend: type[Any]) -> Iterator[str]:
    """What the code of *backend* mentions, without that of Django's classes, which it may replace."""
    for one in backend.__mro__:
        if not one.__module__.startswith("django.contrib.auth"):
            for member in vars(one).values():
                code = getattr(unwrap(member) if callable(member) else member, "__code__", None)
                yield from getattr(code, "co_names", ())
