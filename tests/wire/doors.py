"""The places that read a token, and their refusals."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import pytest
from django.contrib.auth.base_user import AbstractBaseUser
from rest_framework.response import Response
from rest_framework.test import APIClient

from tests.wire.answers import BAD_TOKEN, assert_answer, assert_tells_nothing, no_type_fits, not_valid
from tests.wire.forge import Forge

INVALID: Final = "Token is invalid"


@dataclass(frozen=True)
class Door:
    """A view that reads a token of *token_type* in *field* of the body, or in the header if that is None."""

    path: str
    token_type: str
    field: str | None = None

    def forge(self, user: AbstractBaseUser) -> Forge:
        """A maker of tokens for *user* that open this door."""
        return Forge(self.token_type, str(user.pk))

    def show(self, api: APIClient, token: str) -> Response:
        """The answer to *token*."""
        if self.field is None:
            return api.get(self.path, HTTP_AUTHORIZATION=f"Bearer {token}")
        return api.post(self.path, json.dumps({self.field: token}), content_type="application/json")

    def refusal(self, message: str = INVALID) -> dict[str, object]:
        """The body of a 401 for a token that is wrong itself."""
        if self.field is None:
            return no_type_fits(("AccessToken", "access", message))
        return {**not_valid(message)}

    def assert_open(self, api: APIClient, token: str) -> None:
        """*token* is accepted."""
        response = self.show(api, token)
        assert response.status_code == 200, response.content

    def assert_refused(self, api: APIClient, token: str, message: str = INVALID) -> None:
        """*token* is refused in these words, and the answer shows neither the token nor a key."""
        response = self.show(api, token)
        assert_answer(response, 401, self.refusal(message), BAD_TOKEN)
        assert_tells_nothing(response, token)


WHOAMI: Final = Door("/whoami/", "access")
STATELESS: Final = Door("/stateless/", "access")
REFRESH: Final = Door("/api/token/refresh/", "refresh", "refresh")
VERIFY: Final = Door("/api/token/verify/", "access", "token")
SLIDING: Final = Door("/api/sliding/refresh/", "sliding", "token")

_NAMES: Final = {"whoami": WHOAMI, "stateless": STATELESS, "refresh": REFRESH, "verify": VERIFY, "sliding": SLIDING}

EVERY_DOOR: Final = [pytest.param(door, id=name) for name, door in _NAMES.items()]
HEADER_DOORS: Final = [pytest.param(door, id=name) for name, door in _NAMES.items() if door.field is None]
BODY_DOORS: Final = [pytest.param(door, id=name) for name, door in _NAMES.items() if door.field is not None]
TYPED_DOORS: Final = [pytest.param(door, id=name) for name, door in _NAMES.items() if door is not VERIFY]
USER_DOORS: Final = [pytest.param(door, id=name) for name, door in _NAMES.items() if door in (WHOAMI, REFRESH, SLIDING)]


def assert_refused_everywhere(api: APIClient, user: AbstractBaseUser, make: Callable[[Forge], str]) -> None:
    """The tokens of *make* open no door."""
    for door in _NAMES.values():
        door.assert_refused(api, make(door.forge(user)))


def assert_open_everywhere(api: APIClient, user: AbstractBaseUser, make: Callable[[Forge], str]) -> None:
    """The tokens of *make* open every door."""
    for door in _NAMES.values():
        door.assert_open(api, make(door.forge(user)))
