"""One provider of PROVIDERS: what it is asked, and how."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, NamedTuple

from drf_signet.identities.providers import apple, microsoft
from drf_signet.identities.providers.id_tokens import IdTokens, check_issuer
from drf_signet.identities.providers.metadata_source import MetadataSource
from drf_signet.identities.providers.outages import misconfigured
from drf_signet.identities.providers.presets import Preset
from drf_signet.identities.providers.provider_fetch import ProviderFetch, Reply
from drf_signet.identities.providers.provider_key_sets import AddressInMetadata, keys_for
from drf_signet.identities.providers.provider_metadata import (
    BASIC,
    NONE,
    POST,
    ProviderMetadata,
    read_provider_metadata,
)
from drf_signet.identities.providers.provider_settings import ProviderSettings
from drf_signet.identities.providers.waiting_room import WaitingRoom
from signet_tokens.kept_key_sets import KeySetKeeper
from signet_tokens.remote_keys import RemoteKeySet
from signet_tokens.trusted_issuers import issuer_named_by

GITHUB: Final = "github"


@dataclass(frozen=True, slots=True)
class ClientProof:
    """What proves to a token endpoint who we are."""

    method: str
    """``client_secret_post``, ``client_secret_basic`` or ``none`` (RFC 7591 section 2)."""

    secret: str


class Client(NamedTuple):
    """Whom a code was issued to."""

    id: str
    is_app: bool
    """Whether it is an app, which can't keep a secret: what proves that the code is its own is PKCE (RFC 8252)."""


class Provider:
    """
    The provider of the entry *settings*, which PROVIDERS calls *provider_id*. With a *keeper*, its keys outlive the
    process. There has to be nothing amiss with *settings*: see `provider_problems`.
    """

    def __init__(
        self, provider_id: str, settings: ProviderSettings, preset: Preset, keeper: KeySetKeeper | None = None
    ) -> None:
        self.id = provider_id
        self.settings = settings
        self.preset = preset
        self.place = f"SIGNET['PROVIDERS'][{provider_id!r}]"
        self.name = settings.name or preset.name or provider_id
        self.host = str(settings.issuer or preset.issuer)
        is_microsoft = preset.kind == "microsoft"
        self._address = microsoft.address_of(self.host, settings.tenant) if is_microsoft else self.host
        self.accepted_method: str | None = None
        """The method of the last proof that the provider accepted."""
        self._fetch = ProviderFetch(self.host, settings.allow_http)
        self._room = WaitingRoom()
        self._source = MetadataSource(self._address, self.place, self._fetch, self._read, wait=self._room.wait)
        self._id_tokens = self._tokens(keeper)
        self._personal = self._tokens(keeper, microsoft.address_of(self.host, microsoft.PERSONAL))

    @property
    def scope(self) -> str:
        """What is asked for."""
        return " ".join(self.preset.scopes if self.settings.scopes is None else self.settings.scopes)

    @property
    def verifies(self) -> tuple[str, ...]:
        """The domains for whose addresses it may speak."""
        given = self.settings.verifies
        if given is None:
            return self.preset.verifies if self._is_as_known else ()
        return (given,) if isinstance(given, str) else given

    @property
    def organization_claim(self) -> str | None:
        """The claim of users for whose addresses it may speak as well. None where the entry says whose."""
        is_known = self._is_as_known and self.settings.verifies is None
        return self.preset.organization_claim if is_known else None

    def ask(self, url: str, headers: Mapping[str, str], form: str | None = None) -> Reply:
        """
        The answer to a GET of *url*, or to a POST of *form*. Raises one of `provider_fetch.AWAY`.

        It does so at once while too many wait for the provider, or if it didn't answer a moment ago.
        """
        return self._room.answer(lambda: self._fetch.ask(url, headers, form))

    def metadata(self) -> ProviderMetadata:
        """Where it is. Raises `ProviderUnavailableError` and `ProviderMisconfiguredError`."""
        return github_metadata(self.host) if self.preset.kind == GITHUB else self._source.current()

    def claims(self, raw: str, now: datetime) -> dict[str, Any]:
        """
        The claims of the ID token *raw*, whose ``iss`` is the one form of it that never changes.

        Raises `TokenError` or one of its kinds, and `KeysUnavailableError`.
        """
        is_personal = issuer_named_by(raw) == microsoft.address_of(self.host, microsoft.PERSONAL)
        tokens = self._personal if is_personal and self._admits_several else self._id_tokens
        claims = tokens.genuine(raw, now.timestamp())
        if claims.get("iss") in self.preset.other_issuers and self._is_as_known:
            claims["iss"] = self.preset.issuer
        check_issuer(claims, self._issuer_for(claims))
        return claims

    def is_issuer(self, found: str) -> bool:
        """Whether *found* is the ``iss`` of an answer of this provider (RFC 9207 section 2.4)."""
        named = self.metadata().issuer
        if microsoft.PLACEHOLDER in named:
            before, after = named.split(microsoft.PLACEHOLDER)
            return found.startswith(before) and found.endswith(after)
        return found == named or (found in self.preset.other_issuers and self._is_as_known)

    def proofs(self, metadata: ProviderMetadata, client: Client, now: datetime) -> tuple[ClientProof, ...]:
        """
        What proves that we are *client*: by each method that the provider knows, of which it may be registered for one.

        Raises `ProviderMisconfiguredError` where the entry has nothing that it accepts.
        """
        secret = self.settings.client_secret
        if self.preset.kind == "apple":
            return (ClientProof(POST, self._apple_secret(metadata, client.id, now)),)
        if client.is_app:
            return (ClientProof(NONE, ""),)
        if secret is None:
            if self.preset.needs_secret:
                raise misconfigured(self.place, f"has no 'client_secret', which {self.preset.name} asks for.")
            return (ClientProof(NONE, ""),)
        methods = [one for one in (BASIC, POST) if one in metadata.auth_methods]
        if not methods:
            problem = f"can't be used: {self.name} accepts a secret neither in the body nor as HTTP Basic."
            raise misconfigured(self.place, problem)
        methods.sort(key=lambda one: one != self.accepted_method)
        return tuple(ClientProof(one, secret) for one in methods)

    @property
    def _is_as_known(self) -> bool:
        # What is known of a preset isn't known of another installation of it.
        return self.settings.issuer is None

    def _apple_secret(self, metadata: ProviderMetadata, client_id: str, now: datetime) -> str:
        settings = self.settings
        if settings.private_key is None or settings.key_id is None or settings.team_id is None:
            raise misconfigured(self.place, "needs 'team_id', 'key_id' and 'private_key' to exchange a code.")
        return apple.client_secret(
            apple.client_key(settings.private_key),
            key_id=settings.key_id,
            team_id=settings.team_id,
            client_id=client_id,
            issuer=metadata.issuer,
            now=now,
        )

    @property
    def _admits_several(self) -> bool:
        return self.preset.kind == "microsoft" and self.settings.tenant in microsoft.SEVERAL

    def _issuer_for(self, claims: Mapping[str, object]) -> str | None:
        named = self._issuer_named()
        return microsoft.issuer_for(named, claims.get("tid"), self.settings.tenant)

    def _issuer_named(self) -> str:
        """What its metadata has to name, or names: a domain of Microsoft's stands for an id that only it knows."""
        if self.preset.kind != "microsoft":
            return self.host
        if self._admits_several:
            return microsoft.address_of(self.host, microsoft.PLACEHOLDER)
        return self.metadata().issuer

    def _read(self, document: bytes) -> ProviderMetadata:
        return read_provider_metadata(document, self.host, self._may_be_named, allow_http=self.settings.allow_http)

    def _may_be_named(self, issuer: str) -> bool:
        if self.preset.kind == "microsoft":
            return microsoft.may_be_named(issuer, self.host, self.settings.tenant)
        return issuer == self.host

    def _tokens(self, keeper: KeySetKeeper | None, issuer: str | None = None) -> IdTokens:
        """What verifies its ID tokens, with the keys that may sign for *issuer*."""
        fetch: Any = self._fetch
        identifier = f"{self._address} for {issuer}" if issuer else self._address
        if self.preset.kind == "microsoft":
            fetch = keys_for(lambda: self._signed_for(issuer), self._fetch)
        address = AddressInMetadata(self._source, self._address, identifier, allow_http=self.settings.allow_http)
        keys = RemoteKeySet(address, self.settings.algorithms, fetch=fetch, keeper=keeper, wait=self._room.wait)
        return IdTokens(keys, (self.settings.client_id, *self.settings.client_ids))

    def _signed_for(self, issuer: str | None) -> tuple[str, ...]:
        several = microsoft.address_of(self.host, microsoft.PLACEHOLDER)
        return (several, issuer or self._issuer_named())


def github_metadata(host: str) -> ProviderMetadata:
    """Where GitHub is, or a GitHub Enterprise Server at *host*: neither publishes it."""
    return ProviderMetadata(
        issuer=host,
        authorization_endpoint=f"{host}/login/oauth/authorize",
        token_endpoint=f"{host}/login/oauth/access_token",
        auth_methods=(POST,),
    )
