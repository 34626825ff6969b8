"""Tokens in the hands of a manager: how old they are, whatever happens to the clocks."""

from __future__ import annotations

from typing import NamedTuple

from drf_signet_client.clock import Clock
from drf_signet_client.tokens import Tokens


class Held(NamedTuple):
    """*tokens*, and when they were received by the clock that is never set."""

    tokens: Tokens
    received: float

    @classmethod
    def from_now(cls, tokens: Tokens, clock: Clock) -> Held:
        """*tokens*, which may have been received by another process a while ago."""
        return cls(tokens, clock.monotonic() - max(0, clock.wall() - tokens.received_at))

    def age(self, clock: Clock) -> float:
        """Seconds since the tokens were received, by the clock that counted more of them."""
        return max(clock.wall() - self.tokens.received_at, clock.monotonic() - self.received)

    def is_due(self, clock: Clock, leeway: float) -> bool:
        """Whether the access token should be replaced before it's used again."""
        lifetime = self.tokens.lifetime
        return lifetime is not None and self.age(clock) > lifetime - min(leeway, lifetime / 4)

    def is_doubtful(self, clock: Clock, leeway: float) -> bool:
        """Whether a request that can't be repeated had better not rely on it: half of its life is over."""
        lifetime = self.tokens.lifetime
        return self.age(clock) > (leeway if lifetime is None else lifetime / 2)

    def is_alive(self, clock: Clock) -> bool:
        """Whether the server should still accept the access token."""
        lifetime = self.tokens.lifetime
        return lifetime is None or self.age(clock) < lifetime
