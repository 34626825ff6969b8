"""One request: the token it is sent with, and whether it is repeated with another one. The same for every library."""

from __future__ import annotations

from drf_signet_client.errors import NotSignedIn
from drf_signet_client.manager import TokenManager


class Attempt:
    """
    A request to *url*. *replayable*: whether its body can be sent twice.

    Without a session it's sent as that of nobody, which the server may well allow.
    """

    def __init__(self, manager: TokenManager, url: str, *, replayable: bool) -> None:
        self._manager = manager
        self._may_repeat = replayable
        self._get_first = manager.get if replayable else manager.get_for_stream
        self.is_ours = manager.covers(url)

    def ready_token(self) -> str | None:
        """As `first_token`, but None also where the server would have to be asked: never waits."""
        try:
            return self._manager.peek() if self._may_repeat else None
        except NotSignedIn:
            return None

    def first_token(self) -> str | None:
        """What to send at first. Waits for the server, if need be."""
        try:
            return self._get_first()
        except NotSignedIn:
            return None

    def is_refused(self, status: int, url: str, authorization: str | None) -> bool:
        """Whether what was sent to *url* with that header should be repeated, after an answer with *status*."""
        # After a redirect, the answer may be of somebody else, who was sent no token.
        return status == 401 and self._may_repeat and authorization is not None and self._manager.covers(url)

    def second_token(self, authorization: str) -> str | None:
        """What to send once more, in place of what was sent in that header. None: the answer stands."""
        self._may_repeat = False
        try:
            return self._manager.get(rejected=authorization.removeprefix("Bearer "))
        except NotSignedIn:
            return None


def bearer(token: str) -> str:
    """The header's value."""
    return f"Bearer {token}"
