"""How long an answer may be kept: so short that a new key is known everywhere before it signs."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

LONGEST: Final = 300
"""Seconds."""

PARTS: Final = 3
"""
Of KEY_PUBLICATION_PERIOD, caches get this part to keep an answer, and once more the same while they fetch it again.

The third part is for a cache that forgets how old the answer was when it came.
"""

AWAY: Final = 86_400
"""Seconds for which an answer is good while we can't be reached: no new key can sign meanwhile."""


def cache_control(period: timedelta) -> str:
    """The header for answers that tell of new keys, where a key is published for *period* before it signs."""
    kept = max(0, min(LONGEST, int(period.total_seconds() / PARTS)))
    return f"public, max-age={kept}, stale-while-revalidate={kept}, stale-if-error={AWAY}"
