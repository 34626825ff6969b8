"""The names of the operations, as tables and targets have them."""

from __future__ import annotations

from typing import Final

REFRESH: Final = "refresh"
FORGED: Final = "refresh, forged"
REPLAYED: Final = "refresh, replayed"
REPLAYED_FIRST: Final = "refresh, replayed for the first time"
SIGN_IN: Final = "sign-in"
SNAPSHOT: Final = "request, no user loaded"
LIVE: Final = "request, user loaded"
LISTING: Final = "list of sessions"
