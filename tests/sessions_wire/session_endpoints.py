"""The endpoints of sessions that take a POST, and a body that each of them accepts."""

from __future__ import annotations

from typing import Final

import pytest

from drf_signet.sessions.tokens import RefreshToken, SlidingToken
from tests.sessions_wire.client import CREDENTIALS
from tests.sessions_wire.places import API, BLACKLIST, LOGOUT, LOGOUT_ALL, REFRESH, SLIDING, VERIFY
from tests.wire.doors import Door
from tests.wire.endpoints import Endpoint

_PASSWORD_FIELDS: Final = ("username", "password")


def _takes_refresh_token(place: Door) -> Endpoint:
    return Endpoint(place.path, ("refresh",), lambda user: {"refresh": str(RefreshToken.for_user(user))})


_NAMES: Final = {
    "obtain": Endpoint(f"{API}token/", _PASSWORD_FIELDS, lambda user: {**CREDENTIALS}),
    "obtain-sliding": Endpoint(f"{API}sliding/", _PASSWORD_FIELDS, lambda user: {**CREDENTIALS}),
    "refresh": _takes_refresh_token(REFRESH),
    "verify": Endpoint(VERIFY.path, ("token",), lambda user: {"token": str(RefreshToken.for_user(user).access_token)}),
    "blacklist": _takes_refresh_token(BLACKLIST),
    "logout": _takes_refresh_token(LOGOUT),
    "logout-all": _takes_refresh_token(LOGOUT_ALL),
    "refresh-sliding": Endpoint(SLIDING.path, ("token",), lambda user: {"token": str(SlidingToken.for_user(user))}),
}

EVERY_ENDPOINT: Final = [pytest.param(endpoint, id=name) for name, endpoint in _NAMES.items()]
EVERY_FIELD: Final = [
    pytest.param(endpoint, field, id=f"{name}-{field}")
    for name, endpoint in _NAMES.items()
    for field in endpoint.fields
]
EVERY_TOKEN_FIELD: Final = [one for one in EVERY_FIELD if "obtain" not in str(one.id)]
EVERY_SIGN_IN: Final = [one for one in EVERY_ENDPOINT if "obtain" in str(one.id)]
EXPECTED: Final = {LOGOUT.path: 204, LOGOUT_ALL.path: 204}
"""The status of a success, where it isn't 200."""
