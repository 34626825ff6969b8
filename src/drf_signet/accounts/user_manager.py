"""
The project's user manager, whatever its ``create_user`` takes and returns.

Arguments are given by their names, those of the fields of a sign-up. What ``create_user`` doesn't take is set
afterwards. Without a ``create_user``, the model is saved.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator, Mapping
from inspect import Parameter, iscoroutinefunction, signature
from typing import Any, Final, NamedTuple

from django.contrib.auth import get_user_model
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, IntegrityError, transaction
from django.utils.crypto import get_random_string

from drf_signet.accounts.email_addresses import email_field, users_at
from drf_signet.accounts.project_rules import heeding_rules
from drf_signet.accounts.user_fields import can_be_set, column, needs_value
from drf_signet.errors import SignetError, SignUpFailedError
from drf_signet.user_identifier import key_of
from drf_signet.user_table import users_database

PASSWORD_LENGTH: Final = 60
ALL_SORTS: Final = "aA1!"
"""For validators that want some of each."""

DJANGOS: Final = ("create_user", "_create_user", "_create_user_object")
"""The methods of Django's `UserManager` that make a user, one by the other. The last is not in each version."""

SET_BY_DJANGO: Final = ("username", "email", "is_staff", "is_superuser")
"""What they give the model, whatever a sign-up asks for."""

logger: Final = logging.getLogger("drf_signet")


class Call(NamedTuple):
    """How ``create_user`` is called: which fields it takes, by position and by name, and what is left."""

    by_position: list[str]
    by_name: list[str]
    later: list[str]
    missing: list[str]
    """What it insists on, and no sign-up has."""

    takes_password: bool
    needs_password: bool

    def arguments(self, given: Mapping[str, object]) -> tuple[list[object], dict[str, object]]:
        """Those of the call, with what was *given*."""
        return [given[name] for name in self.by_position], {name: given[name] for name in self.by_name}


def make_user(fields: Mapping[str, object], hashed: str) -> AbstractBaseUser:
    """
    A new user with *fields*, and the password of which *hashed* is the hash. To be called in a transaction.

    Raises `UserRefusedError` where the project's own rules refuse it, `SignUpFailedError` where its code fails, and
    Django's `IntegrityError` where something has to be unique and isn't.
    """
    _refuse_known_key(fields)
    try:
        with heeding_rules():
            return _made(fields, hashed)
    except (DatabaseError, SignetError, PermissionDenied):
        raise
    except Exception as error:
        # What REST framework answers is an answer from here, too.
        if hasattr(error, "status_code"):
            raise
        logger.exception("A sign-up could not create a %s", get_user_model()._meta.label)
        raise SignUpFailedError from None


def takes_by_name(field: str) -> bool:
    """Whether the manager's ``create_user`` names *field* among what it takes, or there is none and the model does."""
    create_user = _create_user()
    return create_user is None or field in signature(create_user).parameters


def problems(fields: Iterable[str]) -> Iterator[str]:
    """What keeps `make_user` from making users with *fields*, as far as it can be told before."""
    create_user, names = _create_user(), list(fields)
    label = f"{get_user_model().__name__}._default_manager.create_user"
    if create_user is None:
        return
    if iscoroutinefunction(create_user):
        yield f"{label} is async."
        return
    call = _call(create_user, names)
    if call.missing:
        yield f"{label} requires {_listed(call.missing)}, which the sign-up doesn't ask for."
    if unheard := [name for name in call.later if needs_value(name)]:
        yield f"{label} doesn't accept {_listed(unheard)}, which a user can't be saved without."
    if unknown := [name for name in call.later if column(name) is None and not hasattr(get_user_model(), name)]:
        yield f"{label} doesn't accept {_listed(unknown)}, and there is no such field."
    given = [name for name in SET_BY_DJANGO if name not in call.missing] if _is_djangos(create_user) else []
    if unset := [name for name in given if not can_be_set(name)]:
        yield f"{label} is that of Django's UserManager, and sets {_listed(unset)}, but there is no such field."


def unasked(fields: Iterable[str]) -> list[str]:
    """
    What no user can be saved without, beside *fields*, and the manager doesn't ask for: unless its ``create_user``, or
    the model's ``save``, sets a value, `make_user` makes no user.
    """
    create_user, names = _create_user(), list(fields)
    known = [*names, *([] if create_user is None else _call(create_user, names).missing)]
    columns = [one.name for one in get_user_model()._meta.concrete_fields]
    return [one for one in columns if one not in known and needs_value(one)]


def _made(fields: Mapping[str, object], hashed: str) -> AbstractBaseUser:
    create_user = _create_user()
    if create_user is None:
        user: Any = get_user_model()(**fields, password=hashed)
        user.save()
        return user  # type: ignore[no-any-return]
    call = _call(create_user, fields)
    user = _found(_called(create_user, call, fields), fields)
    if user.pk is None or user._state.adding:  # noqa: SLF001  # Django's own word for it
        user.save()
    for name in call.later:
        setattr(user, name, fields[name])
    if call.later:
        user.save(update_fields=[name for name in call.later if column(name)])
    # Not by ``save``, which would end the sessions of a user who has none yet.
    get_user_model()._base_manager.using(users_database()).filter(pk=key_of(user)).update(password=hashed)
    user.password = hashed
    return user  # type: ignore[no-any-return]


def _called(create_user: Callable[..., Any], call: Call, fields: Mapping[str, object]) -> Any:
    if not call.needs_password:
        # Without one first: nothing has to be hashed that is replaced at once.
        try:
            with transaction.atomic(using=users_database()):
                positional, named = call.arguments(fields)
                return create_user(*positional, **named)
        except (ValueError, TypeError, AttributeError, ValidationError):
            if not call.takes_password:
                raise
    # For managers that insist. Nobody ever learns this one.
    password = get_random_string(PASSWORD_LENGTH) + ALL_SORTS
    with_password = call._replace(by_name=[*call.by_name, *({"password"} - {*call.by_position})])
    positional, named = with_password.arguments({**fields, "password": password})
    return create_user(*positional, **named)


def _found(made: Any, fields: Mapping[str, object]) -> Any:
    """The user that ``create_user`` made, whatever it returned."""
    model = get_user_model()
    if isinstance(made, model):
        return made
    users: Any = model._base_manager.using(users_database())
    name = model.USERNAME_FIELD
    found = users.filter(**{name: fields[name]}).first() if name in fields else None
    if found is None:
        found = next(iter(users_at(str(fields[email_field()]))[-1:]), None)
    if found is None:
        raise LookupError("create_user returned no user, and no user has that name or address.")
    return found


def _refuse_known_key(fields: Mapping[str, object]) -> None:
    # Where users have a key that they choose, Django would write over the user who has it.
    model = get_user_model()
    users: Any = model._base_manager.using(users_database())
    key = model._meta.pk.name
    if key in fields and users.filter(pk=fields[key]).exists():
        raise IntegrityError("Another user already has this key.")


def _create_user() -> Callable[..., Any] | None:
    found: Callable[..., Any] | None = getattr(get_user_model()._default_manager, "create_user", None)
    return found


def _is_djangos(create_user: Callable[..., Any]) -> bool:
    # By their names: their module can't be imported where Django's own models are not installed.
    manager: Any = type(getattr(create_user, "__self__", None))
    methods = [one for name in DJANGOS if (one := getattr(manager, name, None))]
    return bool(methods) and all(
        getattr(one, "__module__", None) == "django.contrib.auth.models"
        and getattr(one, "__qualname__", "").startswith("UserManager.")
        for one in methods
    )


def _call(create_user: Callable[..., Any], fields: Iterable[str]) -> Call:
    parameters = signature(create_user).parameters
    kinds = {one.kind for one in parameters.values()}
    names = [*fields]
    insists = [name for name, one in parameters.items() if one.default is Parameter.empty and _is_single(one)]
    taken = [name for name, one in parameters.items() if _is_single(one) and (name in names or name in insists)]
    by_position = [name for name in taken if parameters[name].kind is Parameter.POSITIONAL_ONLY]
    takes_all = Parameter.VAR_KEYWORD in kinds
    by_name = [name for name in names if name not in by_position and (name in parameters or takes_all)]
    return Call(
        by_position=by_position,
        by_name=by_name,
        later=[name for name in names if name not in by_position and name not in by_name],
        missing=[name for name in insists if name not in names and name != "password"],
        takes_password="password" in parameters or takes_all,
        needs_password="password" in insists,
    )


def _is_single(parameter: Parameter) -> bool:
    return parameter.kind not in (Parameter.VAR_POSITIONAL, Parameter.VAR_KEYWORD)


def _listed(names: Iterable[str]) -> str:
    return " and ".join(map(repr, names))
