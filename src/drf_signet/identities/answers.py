"""What is answered to the errors of identities: rows of the one table (see `drf_signet.answers`)."""

from __future__ import annotations

from drf_signet.answers import ANSWERS, Row
from drf_signet.errors import (
    AccountExistsError,
    AddressMissingError,
    AddressNotVerifiedError,
    IdentityTakenError,
    IdentityUsedBeforeError,
    LastWayInError,
    SignUpClosedError,
    StateLostError,
)

ANSWERS.add(
    {
        StateLostError: Row(400),
        IdentityUsedBeforeError: Row(400),
        AddressMissingError: Row(400),
        AddressNotVerifiedError: Row(400),
        AccountExistsError: Row(409),
        IdentityTakenError: Row(409),
        LastWayInError: Row(409),
        SignUpClosedError: Row(403),
    }
)
