"""Making a user, by the project's own manager, with a claim to the address."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from inspect import Parameter, signature
from typing import Any, Final

from django.contrib.auth import get_user_model
from django.contrib.auth.base_user import AbstractBaseUser
from django.utils.crypto import get_random_string

from drf_signet.accounts.addresses import Standing, address_of
from drf_signet.accounts.models import EmailAddress
from drf_signet.errors import AddressTakenError

PASSWORD_LENGTH: Final = 64


def create_account(
    fields: Mapping[str, object], hashed: str, standing: Standing, verified_at: datetime | None
) -> AbstractBaseUser:
    """
    A new user with *fields*, by ``create_user`` of the user manager, and the password of which *hashed* is the hash.

    To be called in a transaction in which *standing* was found. Raises `AddressTakenError`, and Django's
    `IntegrityError` where another field is somebody's, or another request took the address meanwhile.
    """
    if standing.is_taken:
        raise AddressTakenError
    if standing.claim is not None:
        standing.claim.delete()
    manager: Any = get_user_model()._default_manager
    user: AbstractBaseUser = manager.create_user(**fields, **_passing(manager.create_user))
    manager.filter(pk=user.pk).update(password=hashed)
    user.password = hashed
    EmailAddress.objects.create(pk=user.pk, address=address_of(user), verified_at=verified_at)
    return user


def takes(create_user: Callable[..., object], names: tuple[str, ...]) -> bool:
    """Whether *create_user* can be called with the arguments *names*, and with a password if it asks for one."""
    try:
        signature(create_user).bind(**dict.fromkeys(names), **_passing(create_user))
    except TypeError:
        return False
    return True


def _passing(create_user: Callable[..., object]) -> Mapping[str, str]:
    # For managers that insist on a password. Nobody ever learns this one, and it is replaced at once.
    asked = signature(create_user).parameters.get("password")
    return (
        {}
        if asked is None or asked.default is not Parameter.empty
        else {"password": get_random_string(PASSWORD_LENGTH)}
    )
