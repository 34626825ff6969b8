"""What is wrong with an ID token, as an error for its user, and as a line in the log."""

from __future__ import annotations

import hmac
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Final

from drf_signet.errors import (
    ExpiredTokenError,
    IdTokenRefusedError,
    KeysUnavailableError,
    NonceMismatchError,
    ProviderClockError,
    ProviderUnavailableError,
    TokenError,
    TokenNotYetValidError,
)
from drf_signet.identities.providers.provider import Provider
from drf_signet.identities.providers.refusals import REFUSALS
from drf_signet.refusal_log import reason_of
from signet_tokens.reasons import RefusalReason, shown

NO_ID_TOKENS: Final = RefusalReason("missing", "this provider has none: exchange a code")
NO_ID_TOKEN: Final = RefusalReason("missing", "the provider issued none", "Does 'scopes' have openid?")


@contextmanager
def refusing(provider: Provider, *, is_new: bool) -> Iterator[None]:
    """
    Within it, what is wrong with an ID token of *provider* becomes an `IdTokenRefusedError` or one of its kinds.

    *is_new*: it was issued a moment ago, so if it has expired, a clock is wrong.
    """
    try:
        yield
    except KeysUnavailableError as error:
        away = ProviderUnavailableError()
        away.retry_after = error.retry_after
        raise away from error
    except TokenNotYetValidError as error:
        raise _told(provider, ProviderClockError(), reason_of(error)) from error
    except ExpiredTokenError as error:
        raise _told(provider, ProviderClockError() if is_new else IdTokenRefusedError(), reason_of(error)) from error
    except TokenError as error:
        raise _told(provider, IdTokenRefusedError(), reason_of(error)) from error


def refused(provider: Provider, reason: RefusalReason) -> IdTokenRefusedError:
    """The error for *reason*, to raise: the log has it."""
    return _told(provider, IdTokenRefusedError(), reason)


def check_nonce(provider: Provider, claims: Mapping[str, object], nonce: str) -> None:
    """Raise `NonceMismatchError` unless *claims* have *nonce* (OpenID Connect Core section 3.1.3.7, 11)."""
    found = claims.get("nonce")
    is_same = isinstance(found, str) and hmac.compare_digest(found.encode(), nonce.encode(errors="replace"))
    if not is_same or not nonce:
        raise _told(provider, NonceMismatchError(), _of_nonce(found))


def _of_nonce(found: object) -> RefusalReason:
    has = "it has no nonce" if found is None else f"its nonce is {shown(found)}"
    return RefusalReason("nonce", f"{has}, and another one was asked for")


def _told(provider: Provider, error: IdTokenRefusedError, reason: RefusalReason) -> IdTokenRefusedError:
    REFUSALS.tell(provider.id, error, f"what can't be accepted: {reason}")
    return error
