"""The exceptions of the package, under the module name that projects have written down."""

from __future__ import annotations

from drf_signet.contrib.drf_jwt.v1_19.exceptions import InvalidAuthorizationCredentials, MissingToken

__all__ = ["InvalidAuthorizationCredentials", "MissingToken"]
