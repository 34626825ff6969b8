"""
The one table from an error to its answer: the status, what the body holds, the challenge, and the seconds to wait.

The row of an error is that of the nearest of its bases. A tier adds those of its own errors in the module that defines
them, so that whoever can raise one has its row:

    class CouponSpentError(SignetError): ...

    ANSWERS.add({CouponSpentError: Row(409)})

No web framework is known here. `exceptions.answer_to` makes of a row what REST framework answers.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from operator import attrgetter
from types import MappingProxyType
from typing import Any, Final, NamedTuple

from drf_signet.errors import (
    AccountExistsError,
    AccountInUseError,
    AddressMissingError,
    AddressNotVerifiedError,
    AddressTakenError,
    BodyError,
    BodyTooLargeError,
    CredentialsError,
    ExpiredTokenError,
    IdentityTakenError,
    IdentityUsedBeforeError,
    IdTokenRefusedError,
    InsufficientScopeError,
    LastWayInError,
    LinkError,
    NameTakenError,
    NoSigningKeyError,
    OriginRefusedError,
    PasswordChangedError,
    PasswordRefusedError,
    ProviderMixedUpError,
    ProviderRefusedError,
    ProviderUnknownError,
    RefreshSupersededError,
    SignInTooOldError,
    SignUpClosedError,
    StateLostError,
    ThrottledError,
    TokenError,
    TokenUserError,
    UnavailableError,
    UserRefusedError,
    WrongPasswordError,
)
from signet_tokens.translatable_text import gettext_noop as _

Said = Callable[[Any], Any]
"""What an error says of itself."""

NOTHING: Final[Mapping[str, Said]] = MappingProxyType({})

TOKEN_NOT_VALID: Final = "token_not_valid"
"""The one code of a token that is no good itself, as clients of the field know it."""

TOKEN_REFUSED: Final = "invalid_token"
"""The ``error`` of the challenge for a token that was presented (RFC 6750 section 3.1)."""

BAD_TOKEN: Final = _("Token is invalid or expired")
"""The one text of it."""

NON_FIELD: Final = "non_field_errors"


class Row(NamedTuple):
    """What is answered to one kind of error. Where nothing is named, the error's own code and text are said."""

    status: int
    code: str | None = None
    """The ``code`` in the body."""

    text: Said | None = None
    """The ``detail`` in the body."""

    more: Mapping[str, Said] = NOTHING
    """What the body holds beside ``detail`` and ``code``."""

    challenge: str | None = None
    """The ``error`` of ``WWW-Authenticate`` in a 401 or 403 (RFC 6750 section 3)."""

    parameters: tuple[str, ...] = ()
    """What of *more* the challenge says as well."""

    wait: Said | None = None
    """The seconds of ``Retry-After``."""

    field: str | None = None
    """The field of the request under whose name the texts stand, in place of ``detail``."""

    texts: Said | None = None
    """Those texts, where there may be several."""


class Answers:
    """Rows by the class of the error. Above those of *below*, if that is given, which hold for all other errors."""

    def __init__(self, rows: Mapping[type[Exception], Row], below: Answers | None = None) -> None:
        self._rows = dict(rows)
        self._below = below

    def add(self, rows: Mapping[type[Exception], Row]) -> None:
        """Take the *rows* of further errors. Raises `ValueError` for one that has a row here: no tier changes those."""
        if known := [one.__name__ for one in rows if one in self._rows]:
            raise ValueError(f"There is a row for {', '.join(known)}.")
        self._rows.update(rows)

    def but(self, rows: Mapping[type[Exception], Row]) -> Answers:
        """A table with other *rows* for some errors, for a place that answers to these in its own way."""
        return Answers(rows, below=self)

    def row_of(self, kind: type[Exception]) -> Row | None:
        """The row of *kind*, or of the nearest of its bases that has one."""
        return next((row for one in kind.__mro__ if (row := self.get(one))), None)

    def get(self, kind: type) -> Row | None:
        """The row of *kind* itself."""
        row = self._rows.get(kind)
        return self._below.get(kind) if row is None and self._below is not None else row


def _text(text: str) -> Said:
    return lambda _: text


def _vaguely(error: TokenError) -> str:
    # There is one text for a bad token and for an old one, as clients of the field know it.
    is_vague = error.message in (TokenError.default_message, ExpiredTokenError.default_message)
    return BAD_TOKEN if is_vague else error.message


REASON: Final[Mapping[str, Said]] = MappingProxyType({"reason": attrgetter("code")})
"""The code of the error, beside that of the answer."""

REFUSED_TOKEN: Final = Row(401, TOKEN_NOT_VALID, more=REASON, challenge=TOKEN_REFUSED)

CANNOT_SIGN: Final = Row(
    501, NoSigningKeyError.code, text=_text(_("This service can verify tokens, but not issue them."))
)

ANSWERS: Final = Answers(
    {
        UnavailableError: Row(503, wait=attrgetter("retry_after")),
        NoSigningKeyError: CANNOT_SIGN,
        ThrottledError: Row(429, wait=attrgetter("wait")),
        OriginRefusedError: Row(403),
        InsufficientScopeError: Row(
            403, more={"scope": attrgetter("scope")}, challenge="insufficient_scope", parameters=("scope",)
        ),
        BodyError: Row(400),
        BodyTooLargeError: Row(413),
        CredentialsError: Row(401),
        TokenError: REFUSED_TOKEN,
        TokenUserError: Row(401, challenge=TOKEN_REFUSED),
        SignInTooOldError: Row(
            401,
            more={"max_age": attrgetter("max_age")},
            challenge="insufficient_user_authentication",
            parameters=("max_age",),
        ),
        RefreshSupersededError: Row(
            409, text=_text(_("Another request has just replaced this token. Try again with the newest one."))
        ),
        LinkError: Row(400, field="token"),
        WrongPasswordError: Row(400, field="current_password"),
        PasswordRefusedError: Row(400, field="new_password", texts=attrgetter("messages")),
        AddressTakenError: Row(400, field="email"),
        NameTakenError: Row(400, field=NON_FIELD),
        UserRefusedError: Row(400, field=NON_FIELD, texts=attrgetter("messages")),
        AccountInUseError: Row(409),
        StateLostError: Row(400),
        IdentityUsedBeforeError: Row(400),
        AddressMissingError: Row(400),
        AddressNotVerifiedError: Row(400),
        AccountExistsError: Row(409),
        IdentityTakenError: Row(409),
        LastWayInError: Row(409),
        SignUpClosedError: Row(403),
        ProviderUnknownError: Row(404),
        ProviderRefusedError: Row(400),
        ProviderMixedUpError: Row(400),
        IdTokenRefusedError: Row(400),
    }
)
"""The rows of all errors."""

EXCHANGE_ANSWERS: Final = ANSWERS.but(
    {
        TokenError: REFUSED_TOKEN._replace(text=_vaguely),
        TokenUserError: Row(401, TokenUserError.code, text=_text(TokenUserError.default_message), more=REASON),
        PasswordChangedError: Row(401, more=REASON),
    }
)
"""The same for a token in the body, which is to be exchanged for others or verified: its user is told less."""
