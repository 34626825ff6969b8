"""The clock for issuing and checking all tokens. A test can move it forward."""

from __future__ import annotations

import time
from datetime import datetime, timedelta, tzinfo
from typing import Any, Final, Self

from drf_signet import tokens
from drf_signet_compat.simplejwt import backends, utils

_true: Final = time.time
_ahead = 0.0


def forward(seconds: float) -> None:
    """Let *seconds* go by."""
    global _ahead  # noqa: PLW0603  # there is one clock
    _ahead += seconds


class _Later(datetime):
    @classmethod
    def now(cls, tz: tzinfo | None = None) -> Self:
        return super().now(tz) + timedelta(seconds=_ahead)


class _Time:
    def __getattr__(self, name: str) -> Any:
        return getattr(time, name)

    def time(self) -> float:
        """Seconds since 1970."""
        return _true() + _ahead


def install() -> None:
    """From now on, issue and check tokens by it."""
    vars(tokens)["time"] = _Time()
    vars(utils)["datetime"] = vars(backends)["datetime"] = _Later
