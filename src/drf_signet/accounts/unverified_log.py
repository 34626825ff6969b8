"""Saying in the log, once a minute at most, why a user who proved who they are can't sign in, and what helps."""

from __future__ import annotations

import logging
from typing import ClassVar, Final

from django.contrib.auth.base_user import AbstractBaseUser

from drf_signet.rate_limited_log import RateLimitedLog, more

logger: Final = logging.getLogger("drf_signet.accounts")


class UnverifiedLog(RateLimitedLog):
    """
    A warning. A sign-up makes no user before its link was followed, so this one was made in another way.

    Such as by ``createsuperuser``, or before the project had accounts: nobody sent a link to such a user. Or by a
    provider that may not speak for the address: then the link was sent.
    """

    interval: ClassVar[float] = 60.0

    def tell(self, user: AbstractBaseUser) -> None:
        """Write a line about *user*, unless there was one within the last minute."""
        untold = self.due("unverified")
        if untold is not None:
            logger.warning(
                "User %s proved who they are and can't sign in: the e-mail address is not verified. Run manage.py "
                "accounts verify with the address, or have the link sent by users/resend_activation/.%s",
                user.pk,
                more(untold),
            )


UNVERIFIED: Final = UnverifiedLog()
"""The one of this process."""
