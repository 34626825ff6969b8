"""A private key that lives elsewhere: in a key management service (KMS), a hardware module (HSM), another process."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Mapping
from functools import lru_cache
from math import inf
from typing import Final, Protocol

from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature

from signet_tokens.errors import SignerUnavailableError

__all__ = ["Signer", "raw_signature"]

logger = logging.getLogger(__name__)

COORDINATE_BYTES: Final[Mapping[str, int]] = {"ES256": 32, "ES384": 48, "ES512": 66}
"""RFC 7518 section 3.4: a signature is two numbers of this length."""

SIGNATURE_BYTES: Final = {"EdDSA": 64, "Ed25519": 64, **{name: 2 * size for name, size in COORDINATE_BYTES.items()}}
"""RFC 7518 section 3.4, and RFC 8032 section 5.1.6. One of RSA is as long as its key."""

PROBE: Final = b"signet: does the signer answer?"
"""No signing input of a token: that has a dot (RFC 7515 section 5.1)."""

FRESH: Final = 1.0
"""Seconds for which a signature shows that the signer answers."""

REMEMBERED: Final = 256
"""How many signatures a process remembers, for tokens that are written out more than once."""


class Signer(Protocol):
    """Whatever signs with a private key that this process doesn't have."""

    def sign(self, data: bytes) -> bytes:
        """
        The raw signature of *data* for the algorithm of the key (RFC 7518 section 3). The signer hashes *data*.

        It answers or raises within seconds: a request waits for it. Whatever it raises is a 503 for the client. Threads
        and the children of a fork call it at the same time: keep no connection open across a fork.
        """


class HeldElsewhere:
    """
    Asks *signer*. Remembers what it signed a moment ago.

    Nothing verifies a signature again before it goes out: that would cost as much as a signature made here, for a
    mistake that a project's first test of its signer finds.
    """

    def __init__(self, signer: Signer, algorithm: str, clock: Callable[[], float] = time.monotonic) -> None:
        self._signer = signer
        self._algorithm = algorithm
        self._clock = clock
        self._signed_at = -inf
        # Holds no lock of Python's, which a fork could leave closed.
        self.sign: Callable[[bytes], bytes] = lru_cache(REMEMBERED)(self._ask)

    def check(self) -> None:
        """Raise `SignerUnavailableError` where the signer doesn't answer now. Asks it, unless it just answered."""
        if self._clock() - self._signed_at > FRESH:
            self._ask(PROBE)

    def _ask(self, data: bytes) -> bytes:
        try:
            signature = self._signer.sign(data)
        except Exception as error:
            # Each KMS has errors of its own, and each means the same here.
            self._signed_at = -inf
            logger.warning("The signer of %s doesn't sign (%s: %s).", self._algorithm, type(error).__name__, error)
            raise SignerUnavailableError from error
        self._check_form(signature)
        self._signed_at = self._clock()
        return signature

    def _check_form(self, signature: object) -> None:
        if not isinstance(signature, bytes) or not signature:
            kind = "nothing" if not signature else type(signature).__name__
            logger.error("The signer of %s returned no signature (%s). It should be bytes.", self._algorithm, kind)
            raise SignerUnavailableError
        wanted = SIGNATURE_BYTES.get(self._algorithm)
        if wanted and len(signature) != wanted:
            logger.error(
                "The signer of %s returned %d bytes, but a raw signature has %d. Use raw_signature() for DER.",
                *(self._algorithm, len(signature), wanted),
            )
            raise SignerUnavailableError


def raw_signature(der: bytes, algorithm: str) -> bytes:
    """
    The signature *der* of ES256, ES384 or ES512 in the raw form of a JWS (RFC 7518 section 3.4).

    A KMS returns DER (RFC 3279 section 2.2.3). Raises `ValueError` for what isn't that.
    """
    size = COORDINATE_BYTES[algorithm]
    try:
        return b"".join(number.to_bytes(size, "big") for number in decode_dss_signature(der))
    except OverflowError:
        raise ValueError(f"The signature is too long for {algorithm}.") from None
