"""Where a token of a session can be shown."""

from __future__ import annotations

from typing import Final

import pytest
from rest_framework.response import Response

from tests.wire.doors import Door

API: Final = "/sessions/api/"

REFRESH: Final = Door(f"{API}token/refresh/", "refresh", "refresh")
VERIFY: Final = Door(f"{API}token/verify/", "refresh", "token")
BLACKLIST: Final = Door(f"{API}token/blacklist/", "refresh", "refresh")
LOGOUT: Final = Door(f"{API}logout/", "refresh", "refresh")
LOGOUT_ALL: Final = Door(f"{API}logout/all/", "refresh", "refresh")
SLIDING: Final = Door(f"{API}sliding/refresh/", "sliding", "token")

LIVE: Final = Door("/sessions/live/", "access")
SNAPSHOT: Final = Door("/sessions/snapshot/", "access")
RECENT: Final = Door("/sessions/recent/", "access")
LIST: Final = Door(f"{API}sessions/", "access")

SIGN_OUT: Final = {"blacklist": BLACKLIST, "logout": LOGOUT, "logout-all": LOGOUT_ALL}
TYPED: Final = {"refresh": REFRESH, **SIGN_OUT}
REFRESH_PLACES: Final = {**TYPED, "verify": VERIFY}
LOOKED_UP: Final = {"live": LIVE, "recent": RECENT, "list": LIST}
ACCESS_PLACES: Final = {**LOOKED_UP, "snapshot": SNAPSHOT}


def each(places: dict[str, Door]) -> list[object]:
    """One parameter for each of *places*."""
    return [pytest.param(place, id=name) for name, place in places.items()]


def assert_signed_out(response: Response, place: Door) -> None:
    """The answer of an endpoint that signs out, whether or not there was something to end."""
    status, content = (200, b"{}") if place == BLACKLIST else (204, b"")
    assert (response.status_code, response.content) == (status, content)
    assert "WWW-Authenticate" not in response.headers
    assert response.headers["Cache-Control"] == "no-store"
