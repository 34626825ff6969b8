"""What a setting does, as it is seen from outside."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Final

from django.contrib.auth.models import User

Signet = Mapping[str, object]
See = Callable[[User], object]

NOW: Final = datetime(2027, 1, 15, 8, tzinfo=UTC)


@dataclass(frozen=True)
class Effect:
    """*see* says *before* with the settings *base*, and *after* where *change* is added to them."""

    see: See
    change: Signet
    before: object
    after: object
    base: Signet = field(default_factory=dict)
