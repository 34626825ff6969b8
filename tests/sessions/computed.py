"""Claims that a project computes for its users."""

from __future__ import annotations

from collections.abc import Mapping

from django.contrib.auth.base_user import AbstractBaseUser

CLAIMS: dict[str, object] = {}
"""What the project computes for a user; each test says for itself, and the fixture of the folder forgets it."""


def computed(user: AbstractBaseUser) -> Mapping[str, object]:
    """Claims of the project's own."""
    return {"name": user.get_username(), **CLAIMS}


def taking(name: str) -> dict[str, object]:
    """Settings with whose claims of the project's the claim *name* is set."""
    CLAIMS.clear()
    CLAIMS[name] = "x"
    return COMPUTED


COMPUTED: dict[str, object] = {"GET_CLAIMS": "tests.sessions.computed.computed"}
