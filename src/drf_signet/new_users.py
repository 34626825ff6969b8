"""A user that nobody signed up: made by the project's own manager, without a password."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from inspect import Parameter, signature
from typing import Any, Final

from django.contrib.auth import get_user_model
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ObjectDoesNotExist, PermissionDenied, SynchronousOnlyOperation, ValidationError
from django.db import DataError, IntegrityError, transaction

from drf_signet.database_errors import outage
from drf_signet.databases import database_for
from drf_signet.errors import SignetError, TokenUserError, UserNotFoundError
from drf_signet.misconfiguration import MisconfiguredError, logged

ANSWERED: Final = (SignetError, PermissionDenied, SynchronousOnlyOperation)


def new_user(fields: Mapping[str, object], find: Callable[[], AbstractBaseUser]) -> AbstractBaseUser:
    """
    A new user with *fields*, as *find* returns them, whose password is unusable. All or nothing is written.

    Raises Django's `IntegrityError` where something has to be unique and isn't, `DataError` where something doesn't
    fit, `TokenUserError` where the project's rules refuse it, and `MisconfiguredError` where the project's code fails.
    """
    model: Any = get_user_model()
    database = database_for(model)
    manager = model._default_manager.db_manager(database)
    name = f"{model.__name__}._default_manager.create_user"
    with transaction.atomic(using=database):
        with projects_code(name, IntegrityError, DataError):
            _made(model, manager, fields)
        try:
            user = find()
        except UserNotFoundError as error:
            raise logged(MisconfiguredError(f"{name}() made no user with {sorted(fields)} as given.")) from error
        return _without_password(user, database)


@contextmanager
def projects_code(name: str, *expected: type[Exception]) -> Iterator[None]:
    """
    In this block, *name* of the project runs. Raises `MisconfiguredError` where it raises what is no answer.

    The *expected* errors go through, and errors that say that a database is away.
    """
    try:
        yield
    except ObjectDoesNotExist as error:
        raise UserNotFoundError from error
    except ValidationError as error:
        raise TokenUserError from error
    except Exception as error:
        # What REST framework answers is an answer from here, too.
        is_answer = isinstance(error, (*ANSWERED, *expected)) or hasattr(error, "status_code")
        if is_answer or outage(error) is not None:
            raise
        raise logged(MisconfiguredError(f"{name} raised {type(error).__name__}: {error}")) from error


def _made(model: Any, manager: Any, fields: Mapping[str, object]) -> None:
    create_user = getattr(manager, "create_user", None)
    if create_user is None:
        model(**fields).save(using=manager.db)
        return
    now, later = _sorted(create_user, fields)
    user = create_user(**now)
    if later:
        for name, value in later.items():
            setattr(user, name, value)
        user.save(using=manager.db)


def _sorted(
    create_user: Callable[..., Any], fields: Mapping[str, object]
) -> tuple[dict[str, object], dict[str, object]]:
    """What of *fields* the function takes, with no password if it asks for one; and what is set afterwards."""
    parameters = signature(create_user).parameters
    takes_all = any(one.kind is Parameter.VAR_KEYWORD for one in parameters.values())
    now = {name: value for name, value in fields.items() if takes_all or name in parameters}
    later = {name: value for name, value in fields.items() if name not in now}
    return ({"password": None} if "password" in parameters else {}) | now, later


def _without_password(user: Any, database: str) -> AbstractBaseUser:
    if hasattr(user, "has_usable_password") and user.has_usable_password():
        user.set_unusable_password()
        user.save(using=database, update_fields=["password"])
    return user  # type: ignore[no-any-return]
