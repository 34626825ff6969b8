"""Taking the refresh token out of an answer, under whatever name and however deep a serializer has put it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

from drf_signet.errors import TokenError
from drf_signet.sessions.verification import is_refresh_token
from drf_signet.tokens import Token, UntypedToken

DOTS: Final = 2
"""In a compact JWS (RFC 7515 section 7.1)."""


class Removal(NamedTuple):
    """What one answer is searched for."""

    issued: Mapping[str, Token]
    """The tokens that were signed for it a moment ago, by what goes over the wire. Others have to be verified."""

    found: list[str]
    """The refresh tokens in it."""

    def without(self, part: object) -> object:
        """*part*, a part of the answer, without its refresh tokens, which are among ``found`` then."""
        if isinstance(part, Mapping):
            return {name: self.without(one) for name, one in part.items() if not self._is_taken(one, name)}
        if isinstance(part, Sequence) and not isinstance(part, (str, bytes)):
            return [self.without(one) for one in part if not self._is_taken(one)]
        return part

    def _is_taken(self, value: object, name: object = None) -> bool:
        if not isinstance(value, str) or value.count(".") != DOTS or not (name == "refresh" or self._says_so(value)):
            return False
        self.found.append(value)
        return True

    def _says_so(self, raw: str) -> bool:
        try:
            return is_refresh_token(self.issued.get(raw) or UntypedToken(raw))
        except TokenError:
            return False


def without_refresh_token(answer: object, issued: Mapping[str, Token]) -> tuple[object, str | None]:
    """*answer* without its refresh tokens, and the last of them, if there is one. See `Removal` for *issued*."""
    removal = Removal(issued, [])
    return removal.without(answer), removal.found[-1] if removal.found else None
