"""What a session consists of on this side: `Tokens`."""

from __future__ import annotations

import base64
import json
import re
from dataclasses import asdict, dataclass, field
from typing import Final

WRITTEN: Final = re.compile(r"[!-~]{1,65536}", re.ASCII)
"""What can be sent in a header; anything else would be quoted in the error of the library that refuses to."""

LATEST: Final = 1e11
"""Seconds: three thousand years."""


@dataclass(frozen=True)
class Tokens:
    """
    The tokens of one session with the service at *url*.

    *lifetime* is how many seconds the access token is valid after *received_at* (seconds since 1970, by this machine's
    clock); None if the server doesn't say.
    """

    url: str
    access: str = field(repr=False)
    refresh: str = field(repr=False)
    lifetime: float | None
    received_at: float

    def to_json(self) -> str:
        """For whoever keeps it. It's as good as a password."""
        return json.dumps(asdict(self))

    @classmethod
    def from_json(cls, text: str | bytes) -> Tokens:
        """What `to_json` wrote. Raises `ValueError`, which says nothing of *text*."""
        fields = read_object(text)
        lifetime, received_at = seconds(fields.get("lifetime")), seconds(fields.get("received_at"))
        url, access, refresh = fields.get("url"), fields.get("access"), fields.get("refresh")
        if received_at is None or not isinstance(url, str) or not is_token(access) or not is_token(refresh):
            raise ValueError("These are no tokens.")
        return cls(url, str(access), str(refresh), lifetime, received_at)


def is_token(value: object) -> bool:
    """Whether *value* can be sent as a token."""
    return isinstance(value, str) and WRITTEN.fullmatch(value) is not None


def seconds(value: object) -> float | None:
    """*value*, if it is a number of seconds that one can count with."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value < LATEST:
        return None
    return value


def lifetime_in(access: str) -> float | None:
    """
    For how many seconds *access* was issued, as it says itself. None if it's no JWT, or doesn't say.

    ``exp`` alone would have to be compared with the clock of this machine, which may be wrong.
    """
    parts = access.split(".")
    if len(parts) != 3:
        return None
    try:
        claims = read_object(base64.urlsafe_b64decode(parts[1] + "=" * (-len(parts[1]) % 4)))
    except ValueError:
        return None
    expires, issued = seconds(claims.get("exp")), seconds(claims.get("iat"))
    return None if expires is None or issued is None else seconds(expires - issued)


def read_object(text: str | bytes) -> dict[str, object]:
    """The members of a JSON object. Raises `ValueError`."""
    try:
        read = json.loads(text)
    except (ValueError, RecursionError):
        read = None
    # Not while the other error is handled: it holds the whole text.
    if not isinstance(read, dict):
        raise ValueError("That is no JSON object.")
    return read
