"""Signing in with what a provider gave to somebody: a code, or an id_token."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Final, NamedTuple, TypeVar

from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest

from drf_signet.identities.owner import Arrival, owner_of
from drf_signet.identities.presented_tokens import use_up
from drf_signet.identities.providers.by_code import identity_of_code
from drf_signet.identities.providers.by_id_token import identity_of_id_token
from drf_signet.identities.providers.provided_identity import ProvidedIdentity
from drf_signet.opening import FEDERATED, open_for
from drf_signet.sign_in_completion import completing

DOOR: Final = "provider"
"""Attempts here lock nobody out who signs in by a password, and the other way round."""

FAR_AHEAD: Final = datetime(9000, 1, 1, tzinfo=UTC)

Answer = TypeVar("Answer")


class Code(NamedTuple):
    """What a provider sends a browser or an app back with, and what the redirect was begun with."""

    code: str
    redirect_uri: str
    code_verifier: str
    nonce: str | None = None
    issuer: str | None = None
    """The ``iss`` beside the code (RFC 9207)."""

    client_id: str | None = None
    """The app that it was issued to, where that has a client of its own."""

    names: Mapping[str, str] | None = None
    """What Apple calls the user, as the browser or the app says."""


class IdToken(NamedTuple):
    """An id_token that an app got by itself, and the nonce that it asked for it with."""

    id_token: str
    nonce: str
    names: Mapping[str, str] | None = None
    """As above."""


Proof = Code | IdToken


@contextmanager
def attempting(presented: str, address: str | None) -> Iterator[None]:
    """
    Count an attempt from the IP *address* until the sign-in is complete. Raises `ThrottledError`.

    Nobody knows yet as whom: where the address is unknown, each thing that is *presented* counts for itself.
    """
    with completing() as pending:
        pending.begin_as_anyone(presented, address, DOOR)
        yield


def identity_of(provider: str, proof: Proof, now: datetime) -> ProvidedIdentity:
    """
    The person whom *provider* knows by *proof*. Nobody can use the same one again.

    Raises `IdentityUsedBeforeError`, and what `identity_of_code` and `identity_of_id_token` raise.
    """
    if isinstance(proof, Code):
        return identity_of_code(provider, now=now, **proof._asdict())
    identity = identity_of_id_token(provider, now=now, **proof._asdict())
    use_up(proof.id_token, _end_of(identity, now), now)
    return identity


def sign_in_with(
    identity: ProvidedIdentity,
    issue: Callable[[AbstractBaseUser], Answer],
    now: datetime,
    *,
    request: HttpRequest | None,
    arrival: Arrival,
) -> Answer:
    """What *issue* makes for the user who *identity* is. Raises what `owner_of` and `open_for` raise."""
    user = owner_of(identity, now, arrival)
    return open_for(user, lambda: issue(user), methods=[FEDERATED], request=request)


def _end_of(identity: ProvidedIdentity, now: datetime) -> datetime:
    """When the id_token of *identity*, which was verified, expires."""
    end = identity.claims.get("exp")
    if not isinstance(end, int | float):
        return now
    return datetime.fromtimestamp(min(end, FAR_AHEAD.timestamp()), UTC)
