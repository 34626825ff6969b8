"""The part of Authlib that signs and verifies by itself. Its successor is the library that Signet uses."""

from __future__ import annotations

import warnings
from typing import Any, Final

# Authlib says that this part ends with its version 2, whatever the filters say.
with warnings.catch_warnings(record=True):
    from authlib.jose import JsonWebKey, JsonWebToken

KEYS: Final[Any] = JsonWebKey
TOKENS: Final[Any] = JsonWebToken
