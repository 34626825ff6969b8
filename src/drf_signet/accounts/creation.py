"""Making a user, by the project's own manager, with a claim to the address."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from inspect import Parameter, signature
from typing import Any, Final

from django.contrib.auth import get_user_model
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ImproperlyConfigured
from django.utils.crypto import get_random_string

from drf_signet.accounts.addresses import Standing, address_of
from drf_signet.accounts.models import EmailAddress
from drf_signet.accounts.names import claim_name
from drf_signet.errors import AddressTakenError

PASSWORD_LENGTH: Final = 64


def create_account(
    fields: Mapping[str, object], hashed: str, standing: Standing, verified_at: datetime | None
) -> AbstractBaseUser:
    """
    A new user with *fields*, by ``create_user`` of the user manager, and the password of which *hashed* is the hash.

    To be called in a transaction in which *standing* was found. Raises `AddressTakenError`, and Django's
    `IntegrityError` where another field is somebody's, or looks like it, or another request took the address meanwhile.
    """
    if standing.is_taken:
        raise AddressTakenError
    if standing.claim is not None:
        standing.claim.delete()
    manager: Any = get_user_model()._default_manager
    user: AbstractBaseUser = manager.create_user(**fields, **_passing(manager.create_user))
    manager.filter(pk=user.pk).update(password=hashed)
    user.password = hashed
    claim_name(user)
    EmailAddress.objects.create(pk=user.pk, address=address_of(user), verified_at=verified_at)
    return user


def check_manager(fields: Iterable[str]) -> None:
    """Raise `ImproperlyConfigured` unless `create_account` can call the user manager with arguments named *fields*."""
    model = get_user_model()
    create_user: Any = getattr(model._default_manager, "create_user", None)
    try:
        signature(create_user).bind(**dict.fromkeys(fields), **_passing(create_user))
    except TypeError as error:
        raise ImproperlyConfigured(
            f"A sign-up can't make a user by {model.__name__}._default_manager.create_user: {error}. Its arguments "
            "should be named like the fields that the sign-up asks for."
        ) from None


def _passing(create_user: Any) -> Mapping[str, str]:
    # For managers that insist on a password. Nobody ever learns this one, and it is replaced at once.
    asked = signature(create_user).parameters.get("password")
    insists = asked is not None and asked.default is Parameter.empty
    return {"password": get_random_string(PASSWORD_LENGTH)} if insists else {}
