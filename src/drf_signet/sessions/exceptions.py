"""What the code of projects catches, by the names that it has without sessions."""

from __future__ import annotations

from drf_signet.exceptions import AuthenticationFailed as AuthenticationFailed
from drf_signet.exceptions import ExpiredTokenError as ExpiredTokenError
from drf_signet.exceptions import InvalidToken as InvalidToken
from drf_signet.exceptions import TokenError as TokenError
