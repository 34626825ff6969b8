"""The texts of refusals while tokens are adopted."""

from __future__ import annotations

from drf_signet.errors import TokenError
from drf_signet.sessions.views import SessionViewBase


class KeptWords(SessionViewBase):
    """Refuses tokens in the words of Simple JWT 5.5, which its clients know."""

    def words_of(self, error: TokenError) -> str:
        """The text of a 401."""
        return error.message
