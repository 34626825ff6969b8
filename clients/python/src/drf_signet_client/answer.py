"""What comes back from the server, whoever fetched it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from typing import Final, TypeAlias

from drf_signet_client.tokens import read_object

MAXIMUM_BYTES: Final = 262_144
"""Two tokens of the greatest size, and room to spare."""


@dataclass(frozen=True)
class Answer:
    """*headers* should find a name however it is written, as those of each HTTP library do."""

    status: int
    headers: Mapping[str, str] = field(repr=False)
    content: bytes = field(repr=False)

    def fields(self) -> Mapping[str, object]:
        """The members of the JSON object in it; none where it's something else."""
        if len(self.content) > MAXIMUM_BYTES:
            return {}
        try:
            return read_object(self.content)
        except ValueError:
            return {}

    def retry_after(self) -> float | None:
        """For how many seconds the server wants to be left alone (RFC 9110 section 10.2.3)."""
        value = self.headers.get("Retry-After", "").strip()
        if value.isascii() and value.isdigit():
            return float(value[:9])
        try:
            # The difference of two times of the server: the clock of this machine may be wrong.
            pause = parsedate_to_datetime(value) - parsedate_to_datetime(self.headers.get("Date", ""))
        except (TypeError, ValueError):
            return None
        return max(0.0, pause.total_seconds())


class NoAnswer(OSError):  # noqa: N818  # nor need it be an error of anybody's
    """The server couldn't be asked. The text holds nothing of what was to be sent."""


Post: TypeAlias = Callable[[str, Mapping[str, object]], Answer]
"""
Sends the second argument as JSON to the URL in the first one, and follows no redirects. Any exception means that there
was no answer.
"""
