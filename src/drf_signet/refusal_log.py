"""Telling in the log why tokens are refused: one line a minute for each reason, and never the token."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from typing import ClassVar, Final

from drf_signet.errors import TokenError
from drf_signet.rate_limited_log import RateLimitedLog, more
from signet_tokens.reasons import MALFORMED, RefusalReason

logger: Final = logging.getLogger("drf_signet.refusals")


class RefusalLog(RateLimitedLog):
    """A warning for what is likely a wrong setting, and a line for debugging for what happens every day."""

    interval: ClassVar[float] = 60.0

    def tell(self, error: TokenError) -> None:
        """Write a line about *error*, unless there was one about its reason within the last minute."""
        reason = reason_of(error)
        level = logging.DEBUG if reason.is_usual else logging.WARNING
        if not logger.isEnabledFor(level):
            return
        untold = self.due(reason.name)
        if untold is not None:
            logger.log(level, "Token refused, %s: %s%s", reason.name, reason, more(untold))

    def tell_of(self, errors: Iterable[TokenError]) -> None:
        """The same for what several classes of tokens say about one token: that of the class that it comes closest."""
        every = list(errors)
        if every:
            self.tell(next((one for one in every if reason_of(one).name != "type"), every[0]))


def reason_of(error: BaseException) -> RefusalReason:
    """The reason of *error*, or of the error that it was made of."""
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(reason := getattr(cause, "reason", None), RefusalReason):
            return reason
        cause = cause.__cause__
    if type(error) is TokenError or not isinstance(error, TokenError):
        return MALFORMED
    return RefusalReason(error.code, f"{error.default_message}", is_usual=True)


REFUSALS: Final = RefusalLog()
"""The one of this process."""
