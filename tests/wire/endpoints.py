"""The five endpoints, and a body that each of them accepts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import pytest
from django.contrib.auth.base_user import AbstractBaseUser

from drf_signet.tokens import AccessToken, RefreshToken, SlidingToken
from tests.conftest import PASSWORD

Body = dict[str, object]


@dataclass(frozen=True)
class Endpoint:
    """A path, the fields it wants, and what it accepts."""

    path: str
    fields: tuple[str, ...]
    good: Callable[[AbstractBaseUser], Body]


def _credentials(user: AbstractBaseUser) -> Body:
    return {"username": user.get_username(), "password": PASSWORD}


PASSWORD_PATHS: Final = ("/api/token/", "/api/sliding/")
_PASSWORD_FIELDS: Final = ("username", "password")
_NAMES: Final = {
    "obtain": Endpoint("/api/token/", _PASSWORD_FIELDS, _credentials),
    "obtain-sliding": Endpoint("/api/sliding/", _PASSWORD_FIELDS, _credentials),
    "refresh": Endpoint(
        "/api/token/refresh/", ("refresh",), lambda user: {"refresh": str(RefreshToken.for_user(user))}
    ),
    "verify": Endpoint("/api/token/verify/", ("token",), lambda user: {"token": str(AccessToken.for_user(user))}),
    "refresh-sliding": Endpoint(
        "/api/sliding/refresh/", ("token",), lambda user: {"token": str(SlidingToken.for_user(user))}
    ),
}

EVERY_ENDPOINT: Final = [pytest.param(endpoint, id=name) for name, endpoint in _NAMES.items()]
EVERY_FIELD: Final = [
    pytest.param(endpoint, field, id=f"{name}-{field}")
    for name, endpoint in _NAMES.items()
    for field in endpoint.fields
]
