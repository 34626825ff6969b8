"""Signet and each peer: the requests that they get, and how to start them."""

from __future__ import annotations

from typing import Final

from bench.served.sides import allauth, better_auth, fastapi_users, signet, simple_jwt
from bench.served.sides.side import Side

SIDES: Final[tuple[Side, ...]] = (
    signet.SIDE,
    simple_jwt.SIDE,
    simple_jwt.ON_OUR_SERVER,
    allauth.SIDE,
    better_auth.SIDE,
    fastapi_users.SIDE,
)
REFERENCE: Final = simple_jwt.SIDE.slug
"""The side that every ratio is to."""
