"""``token_backend``: the backend of the settings in force, which tokens are signed and verified with."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any, Final

from drf_signet.conf import get_encoder, get_settings
from drf_signet.errors import WrongTenantError
from drf_signet.keys_in_force import get_ring, get_verifier
from drf_signet.tenant import check_tenant, with_tenant
from drf_signet_compat.simplejwt.backends import TokenBackend
from drf_signet_compat.simplejwt.exceptions import TokenTenantError
from drf_signet_compat.simplejwt.keys import AnyKidRing, sign
from drf_signet_compat.simplejwt.settings import api_settings
from signet_tokens.claims import in_seconds
from signet_tokens.key_ring import KeyRing
from signet_tokens.keys import SigningKey
from signet_tokens.remote_keys import RemoteKeySet
from signet_tokens.verifier import Verifier


class SettingsBackend(TokenBackend):
    """Has nothing of its own: keys, claims and times are those of the settings, whenever they change."""

    def __init__(self) -> None:
        """Take no arguments: the settings say everything."""
        self._made: tuple[Verifier, Verifier] | None = None

    @property
    def algorithm(self) -> str:  # type: ignore[override]  # read-only here
        """ALGORITHM."""
        return get_settings().ALGORITHM

    @property
    def signing_key(self) -> str | bytes | None:  # type: ignore[override]
        """SIGNING_KEY, by default Django's ``SECRET_KEY``."""
        key: str | bytes | None = api_settings.SIGNING_KEY
        return key

    @property
    def verifying_key(self) -> str | bytes | None:  # type: ignore[override]
        """VERIFYING_KEY."""
        key: str | bytes | None = api_settings.VERIFYING_KEY
        return key

    @property
    def audience(self) -> str | Iterable[str] | None:  # type: ignore[override]
        """AUDIENCE."""
        audience: str | Iterable[str] | None = api_settings.AUDIENCE
        return audience

    @property
    def issuer(self) -> str | None:  # type: ignore[override]
        """ISSUER."""
        return get_settings().ISSUER

    @property
    def jwks_client(self) -> RemoteKeySet | None:  # type: ignore[override]
        """What fetches the keys behind JWK_URL; None here, as it belongs to ``ring``."""
        return None

    @property
    def leeway(self) -> float | timedelta | None:  # type: ignore[override]
        """LEEWAY."""
        return get_settings().LEEWAY

    @property
    def json_encoder(self) -> type[json.JSONEncoder] | None:  # type: ignore[override]
        """JSON_ENCODER."""
        encoder: type[json.JSONEncoder] | None = api_settings.JSON_ENCODER
        return encoder

    @property
    def prepared_signing_key(self) -> SigningKey | None:
        """The first key of the ring."""
        return next(iter(self.ring.keys), None)

    @property
    def prepared_verifying_key(self) -> SigningKey | None:
        """The last key of the ring."""
        return next(reversed(self.ring.keys), None)

    @property
    def ring(self) -> KeyRing:
        """The keys in force."""
        return AnyKidRing(get_ring())

    @property
    def verifier(self) -> Verifier:
        """The verifier in force, with the tokens it remembers: until a setting changes, the same one."""
        core = get_verifier()
        made = self._made
        if made is None or made[0] is not core:
            self._made = made = (core, Verifier(self.ring, core.policy))
        return made[1]

    def encode(self, payload: Mapping[str, object]) -> str:
        """*payload* as a signed token, with the audience, the issuer and the tenant."""
        settings = get_settings()
        claims = in_seconds(payload)
        if settings.AUDIENCE is not None:
            claims["aud"] = settings.AUDIENCE
        if settings.ISSUER is not None:
            claims["iss"] = settings.ISSUER
        return sign(get_encoder().encode(with_tenant(claims)).encode(), get_ring().signing_key)

    def decode(self, token: str | bytes, verify: bool = True, *, now: float | None = None) -> dict[str, Any]:
        """
        The claims of *token*, which is of the tenant that is being served. Raises `TokenBackendError`, and its
        `TokenTenantError`.

        Without *verify*, nobody knows who wrote them, or for which tenant.
        """
        claims = super().decode(token, verify, now=now)
        if verify:
            try:
                check_tenant(claims)
            except WrongTenantError:
                raise TokenTenantError from None
        return claims


token_backend: Final[TokenBackend] = SettingsBackend()
