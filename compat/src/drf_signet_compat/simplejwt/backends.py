"""`TokenBackend`: from claims to a signed token and back, with keys of its own or those of the settings."""

# ruff: noqa: PLC0414  # names that other packages take from here
from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from functools import cached_property
from importlib import import_module
from typing import TYPE_CHECKING, Any, Final
from typing import Optional as Optional
from typing import Union as Union

from joserfc.util import urlsafe_b64decode

from drf_signet.errors import ExpiredTokenError, KeyLoadError, KeysUnavailableError, TokenError
from drf_signet_compat.simplejwt.exceptions import (
    TokenBackendError,
    TokenBackendExpiredToken,
    TokenKeysUnavailableError,
)
from drf_signet_compat.simplejwt.keys import AnyKidRing, sign
from drf_signet_compat.simplejwt.utils import format_lazy as format_lazy
from signet_tokens import jws
from signet_tokens.claims import ClaimsPolicy, in_seconds
from signet_tokens.key_ring import KeyRing
from signet_tokens.key_set_address import FixedAddress
from signet_tokens.keys import ALGORITHMS, SigningKey, is_symmetric
from signet_tokens.remote_keys import RemoteKeySet
from signet_tokens.strict_json import load_object
from signet_tokens.verifier import Verifier

if TYPE_CHECKING:
    import jwt as jwt
    from jwt import ExpiredSignatureError as ExpiredSignatureError
    from jwt import InvalidAlgorithmError as InvalidAlgorithmError
    from jwt import InvalidTokenError as InvalidTokenError
    from jwt import PyJWKClient as PyJWKClient
    from jwt import PyJWKClientError as PyJWKClientError
    from jwt import algorithms as algorithms

ALLOWED_ALGORITHMS: Final = frozenset(ALGORITHMS)
JWK_CLIENT_AVAILABLE: Final = True
INVALID: Final = "Token is invalid"
ELSEWHERE: Final = {
    "Token": "drf_signet_compat.simplejwt.tokens",
    "jwt": "jwt",
    **dict.fromkeys(("ExpiredSignatureError", "InvalidAlgorithmError", "InvalidTokenError"), "jwt"),
    **dict.fromkeys(("PyJWKClient", "PyJWKClientError", "algorithms"), "jwt"),
}
"""Names that Simple JWT also has here, and their modules."""


def __getattr__(name: str) -> object:
    """What is loaded only when somebody asks: PyJWT isn't needed here, and may not be installed."""
    try:
        module = import_module(ELSEWHERE[name])
    except (KeyError, ModuleNotFoundError):
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}") from None
    return module if name == "jwt" else getattr(module, name)


class TokenBackend:
    """
    Signs and verifies with *algorithm* and the keys it is given.

    *audience* and *issuer* are written and required; *leeway* is how far clocks may be apart.
    """

    def __init__(
        self,
        algorithm: str,
        signing_key: str | bytes | None = None,
        verifying_key: str | bytes | None = "",
        audience: str | Iterable[str] | None = None,
        issuer: str | None = None,
        jwk_url: str | None = None,
        leeway: float | timedelta | None = None,
        json_encoder: type[json.JSONEncoder] | None = None,
    ) -> None:
        self._validate_algorithm(algorithm)
        self.algorithm = algorithm
        self.signing_key = signing_key
        self.verifying_key = verifying_key
        self.audience = audience
        self.issuer = issuer
        self.jwks_client = RemoteKeySet(FixedAddress(jwk_url), [algorithm]) if jwk_url else None
        self.leeway = leeway
        self.json_encoder = json_encoder

    @cached_property
    def prepared_signing_key(self) -> SigningKey | None:
        """The key that signs, ready for use."""
        return self._prepare_key(self.signing_key)

    @cached_property
    def prepared_verifying_key(self) -> SigningKey | None:
        """The key that verifies, ready for use."""
        return self._prepare_key(self.verifying_key)

    @cached_property
    def ring(self) -> KeyRing:
        """All keys of the backend."""
        own = (self.prepared_signing_key, None if is_symmetric(self.algorithm) else self.prepared_verifying_key)
        return AnyKidRing(KeyRing([key for key in own if key], self.jwks_client))

    @cached_property
    def verifier(self) -> Verifier:
        """What decides whether a token is genuine and in time."""
        audience = (self.audience,) if isinstance(self.audience, str) else self.audience or ()
        policy = ClaimsPolicy(frozenset(audience), self.issuer, self.get_leeway().total_seconds())
        return Verifier(self.ring, policy)

    def get_leeway(self) -> timedelta:
        """How far clocks may be apart. Raises `TokenBackendError` for what is neither a number nor a timedelta."""
        leeway: object = self.leeway
        if isinstance(leeway, timedelta):
            return leeway
        if leeway is None or isinstance(leeway, (int, float)):
            return timedelta(seconds=leeway or 0)
        message = f"Unrecognized type '{type(leeway)}', 'leeway' must be of type int, float or timedelta."
        raise TokenBackendError(message)

    def get_verifying_key(self, token: str | bytes) -> SigningKey | None:
        """The key that would verify *token*, by what its header says. Raises `TokenBackendError`."""
        try:
            header = jws.read_header(_as_bytes(token).partition(b".")[0])
            keys = [*self.ring.candidates(self.algorithm, header.kid)]
        except KeysUnavailableError:
            raise TokenKeysUnavailableError from None
        except TokenError:
            raise TokenBackendError(INVALID) from None
        return keys[-1] if keys else None

    def encode(self, payload: Mapping[str, object]) -> str:
        """*payload* as a signed token, with the audience and the issuer. *payload* stays as it is."""
        claims = in_seconds(payload)
        if self.audience is not None:
            claims["aud"] = self.audience if isinstance(self.audience, str) else list(self.audience)
        if self.issuer is not None:
            claims["iss"] = self.issuer
        text = json.dumps(claims, separators=(",", ":"), cls=self.json_encoder, allow_nan=False)
        return sign(text.encode(), self.ring.signing_key)

    def decode(self, token: str | bytes, verify: bool = True, *, now: float | None = None) -> dict[str, Any]:
        """
        The claims of *token* at the time *now*. Without *verify*, nobody knows who wrote them.

        Raises `TokenBackendError`, and its `TokenBackendExpiredToken`.
        """
        data = _as_bytes(token)
        try:
            return self.verifier.claims(data, _present() if now is None else now) if verify else _unverified(data)
        except KeysUnavailableError:
            raise TokenKeysUnavailableError from None
        except ExpiredTokenError as error:
            raise TokenBackendExpiredToken(error.message) from error
        except TokenError as error:
            raise TokenBackendError(self._why_refused(data)) from error

    def _why_refused(self, data: bytes) -> str:
        try:
            algorithm = jws.read_header(data.partition(b".")[0]).algorithm
        except TokenError:
            return INVALID
        return INVALID if algorithm == self.algorithm else "Invalid algorithm specified"

    def _prepare_key(self, key: str | bytes | None) -> SigningKey | None:
        if not key:
            return None
        try:
            return SigningKey.load(key, self.algorithm)
        except KeyLoadError as error:
            raise TokenBackendError(error.message) from None

    def _validate_algorithm(self, algorithm: str) -> None:
        if algorithm not in ALLOWED_ALGORITHMS:
            raise TokenBackendError(f"Unrecognized algorithm type '{algorithm}'")


def _present() -> float:
    # The clock that Simple JWT and PyJWT look at: tests that set time.time alone don't set it.
    return datetime.now(tz=UTC).timestamp()


def _as_bytes(token: object) -> bytes:
    if isinstance(token, str) and token.isascii():
        return token.encode()
    if isinstance(token, bytes):
        return token
    raise TokenBackendError(INVALID)


def _unverified(data: bytes) -> dict[str, Any]:
    segments = data.split(b".")
    if len(data) > jws.MAXIMUM_LENGTH or len(segments) != 3:
        raise TokenError
    try:
        return load_object(urlsafe_b64decode(segments[1]))
    except ValueError:
        raise TokenError from None
