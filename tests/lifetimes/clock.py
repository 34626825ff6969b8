"""The clock by which all tokens are issued and judged. It can be put forward."""

from __future__ import annotations

from datetime import datetime, timedelta, tzinfo
from typing import Self

from drf_signet import tokens
from drf_signet_compat.simplejwt import backends, utils

_ahead = 0.0


def forward(seconds: float) -> None:
    """Let *seconds* go by."""
    global _ahead  # noqa: PLW0603  # there is one clock
    _ahead += seconds


class _Later(datetime):
    @classmethod
    def now(cls, tz: tzinfo | None = None) -> Self:
        return super().now(tz) + timedelta(seconds=_ahead)


def install() -> None:
    """From now on, tokens are issued and judged by it."""
    vars(tokens)["datetime"] = vars(utils)["datetime"] = vars(backends)["datetime"] = _Later
