"""Finds the AUTHENTICATION_BACKENDS that can't use the credentials of a sign-in. Django skips them silently."""

from __future__ import annotations

import dis
import logging
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from inspect import Parameter, iscoroutinefunction, signature, unwrap
from typing import Any, Final, NamedTuple

from django.conf import settings
from django.core.exceptions import MultipleObjectsReturned, ObjectDoesNotExist, ValidationError
from django.db import DataError
from django.utils.module_loading import import_string

from drf_signet.errors import BackendUnavailableError

logger: Final = logging.getLogger("drf_signet")


class Unfit(NamedTuple):
    """A backend at the dotted path *path*, and why it can't use the credentials."""

    path: str
    reason: str
    stops_sign_ins: bool = False
    """Whether Django fails over it, and asks no other one."""
    is_for_passwords: bool = True
    """Whether it is about passwords at all, and not about something else that signs in elsewhere."""

    def __str__(self) -> str:
        return f"{self.path} {self.reason}"


@contextmanager
def finding_nobody() -> Iterator[None]:
    """
    A block that asks the backends, and is left where one of them fails over what was sent: it is nobody's.

    Raises `BackendUnavailableError` where what a backend asks, such as a directory, is away.
    """
    try:
        yield
    except (ValueError, OverflowError, ValidationError, DataError) as error:
        # For example, a column of numbers refuses a name that isn't a telephone number.
        logger.info("An authentication backend can't read the credentials: %s", type(error).__name__)
    except OSError as error:
        # Such as a timeout, a refused connection, and all errors of requests.
        logger.exception("An authentication backend can't reach its service.")
        raise BackendUnavailableError from error
    except (ObjectDoesNotExist, MultipleObjectsReturned) as error:
        logger.error("An authentication backend can't decide who signs in: %s", error)  # noqa: TRY400  # no trace says more


def unfit_backends(names: Sequence[str]) -> list[Unfit]:
    """The backends that can't use credentials with these *names*, such as ``("username", "password")``."""
    return [one for path in settings.AUTHENTICATION_BACKENDS for one in _unfit(path, names)]


def serious(unfit: Sequence[Unfit]) -> list[Unfit]:
    """Those of *unfit* that nobody can have meant: all, where no other backend is left to sign in by a password."""
    none_is_left = len(unfit) == len(settings.AUTHENTICATION_BACKENDS)
    return [one for one in unfit if one.is_for_passwords or none_is_left]


def tell_of_unfit_backends(names: Sequence[str]) -> None:
    """Say in the log, once, which backends weren't asked, or not understood, at a sign-in that was refused."""
    _tell(tuple(settings.AUTHENTICATION_BACKENDS), tuple(names))


@lru_cache(maxsize=64)
def _tell(paths: tuple[str, ...], names: tuple[str, ...]) -> None:
    unfit = unfit_backends(names)
    for one in unfit:
        level = logging.WARNING if one in serious(unfit) else logging.DEBUG
        logger.log(level, "Signet refused a sign-in with %s, and the backend %s", " and ".join(names), one)


def _unfit(path: str, names: Sequence[str]) -> Iterator[Unfit]:
    try:
        backend: Any = import_string(path)
        authenticate = getattr(backend(), "authenticate", None)
    except (ImportError, RuntimeError, TypeError) as error:
        yield Unfit(path, f"can't be created: {error}", stops_sign_ins=True)
        return
    if authenticate is None:
        yield Unfit(path, "has no method authenticate()", stops_sign_ins=True)
    elif iscoroutinefunction(authenticate):
        reason = "has an async authenticate(). Django awaits aauthenticate() alone, and needs both"
        yield Unfit(path, reason, stops_sign_ins=True)
    elif _is_async_only(backend):
        yield Unfit(path, "has its own aauthenticate(), but sign-ins call authenticate()")
    else:
        yield from _deaf(path, authenticate, names)


def _is_async_only(backend: type) -> bool:
    """Whether a class has its own ``aauthenticate``, and its ``authenticate`` from farther up."""
    for one in backend.__mro__:
        if "authenticate" in vars(one) or "aauthenticate" in vars(one):
            return "authenticate" not in vars(one)
    return False


def _deaf(path: str, authenticate: Callable[..., object], names: Sequence[str]) -> Iterator[Unfit]:
    taken = signature(authenticate)
    # One that never looks at a password, such as those that know of permissions alone, is meant to sign nobody in here.
    is_for_passwords = "password" in taken.parameters and reads(authenticate, "password")
    sent = ", ".join(["request", *(f"{name}=…" for name in names)])
    try:
        taken.bind(None, **dict.fromkeys(names, ""))
    except TypeError:
        reason = f"takes ({', '.join(taken.parameters)}), so Django doesn't call it with ({sent})"
        yield Unfit(path, reason, is_for_passwords=is_for_passwords)
        return
    unheard = [name for name in names if name not in taken.parameters]
    rest = [name for name, one in taken.parameters.items() if one.kind is Parameter.VAR_KEYWORD]
    if unheard and not reads(authenticate, rest[0]):
        reason = f"takes {' and '.join(map(repr, unheard))} among its **{rest[0]}, but never reads them"
        yield Unfit(path, reason, is_for_passwords=is_for_passwords)


def reads(function: Callable[..., object], variable: str) -> bool:
    """Whether *function* does anything with *variable*; taken for granted where its code can't be seen."""
    code = getattr(unwrap(function), "__code__", None)
    if code is None:
        return True
    loaded = (one.argval for one in dis.get_instructions(code) if one.opname.startswith("LOAD"))
    # Some versions of Python load two variables at once.
    return any(variable == one or (isinstance(one, tuple) and variable in one) for one in loaded)
