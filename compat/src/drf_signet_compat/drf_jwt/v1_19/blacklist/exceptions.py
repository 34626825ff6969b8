"""The exceptions of the package, under the module name that projects have written down."""

from __future__ import annotations

from typing import Any

from drf_signet_compat.drf_jwt.imported_names import imported_name
from drf_signet_compat.drf_jwt.v1_19.exceptions import InvalidAuthorizationCredentials, MissingToken

__all__ = ["InvalidAuthorizationCredentials", "MissingToken"]


def __getattr__(name: str) -> Any:
    return imported_name(__name__, name)
