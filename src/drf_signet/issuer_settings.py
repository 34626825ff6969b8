"""One entry of ISSUERS: every key that it may have, with its type and its default."""

from __future__ import annotations

import difflib
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, Final, Literal, NamedTuple, get_type_hints

from drf_signet.setting_types import fits, in_words, meant_by
from signet_tokens.trusted_issuer import USUAL_ALGORITHMS, TrustedIssuer

Algorithm = Literal[
    "RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA", "Ed25519",
]  # fmt: skip

Issuers = Mapping[str, Mapping[str, object]]
"""The value of ISSUERS."""

ROWS: Final = ("get", "get_or_create")
"""The values of ``user`` for rows that *user_field* finds."""

TENANT_CLAIM: Final = "signet_tenant"


@dataclass(frozen=True, slots=True, kw_only=True)
class IssuerSettings:
    """What one entry of ISSUERS says of its issuer."""

    audience: str | tuple[str, ...] = ()
    """The values of ``aud``, one of which a token must have: what the issuer calls this service."""

    required_claims: Mapping[str, str | tuple[str, ...]] = field(default_factory=dict)
    """What a token has to say besides, or in place of an audience: ``{"client_id": "shop"}``. Of several values, one is
    enough."""

    algorithms: tuple[Algorithm, ...] = USUAL_ALGORITHMS
    """How its tokens may be signed."""

    jwks_url: str | None = None
    """Where it publishes its keys. None: where its metadata says so (discovery)."""

    allow_http: bool = False
    """Whether both may be plain http to another host, as in the network of a compose file."""

    leeway: timedelta | float = 0
    """How far its clock may be apart from ours; a number is seconds."""

    token_types: tuple[str, ...] = ("access",)
    """The types of tokens that are accepted, of those whose tokens name their type."""

    subject_claim: str = "sub"
    """The claim that names the user, and that never changes for one."""

    tenant_claim: str = TENANT_CLAIM
    """The claim that names the tenant, where TENANT is set."""

    user: str = "stateless"
    """The user of a request: "stateless", made of the claims; "get" or "get_or_create", the row whose
    *user_field* has the subject; or the dotted path of a function from the claims to a user, or to None."""

    user_field: str | None = None
    """The unique field of the user model that holds the subject."""

    user_defaults: str | None = None
    """Dotted path of a function from the claims to a dict: what else a user has that "get_or_create" makes."""

    feed_url: str | None = None
    """Where it says which sessions have ended, so that a logout there reaches this service in seconds: ``events/`` of a
    service with Signet. None: a token is accepted until it expires."""

    is_ended: str | None = None
    """Dotted path of a function from the claims to whether the session of a token was ended, asked at each request."""

    @property
    def audiences(self) -> frozenset[str]:
        """``audience`` as a set."""
        return frozenset({self.audience} if isinstance(self.audience, str) else self.audience)

    @property
    def seconds(self) -> float:
        """``leeway`` in seconds."""
        return self.leeway.total_seconds() if isinstance(self.leeway, timedelta) else float(self.leeway)


class Misfit(NamedTuple):
    """A key that no entry has, or a value of the wrong type: E001 or E002, in words."""

    code: str
    message: str
    hint: str | None


def misfits(place: str, issuers: Issuers) -> Iterator[Misfit]:
    """What is wrong with the names and types in *issuers*, the value of the setting that *place* names."""
    types = get_type_hints(IssuerSettings)
    for issuer, entry in issuers.items():
        for key, value in entry.items():
            name = f"{place}[{issuer!r}][{key!r}]"
            if key not in types:
                yield Misfit("E001", f"{name} is not a setting.", _hint(key, types))
            elif not fits(value, types[key]):
                shown = f"{name} should be {in_words(types[key])}, not {value!r}."
                yield Misfit("E002", shown, meant_by(value, types[key]))


def conflicts(own: str | None, entries: Mapping[str, IssuerSettings]) -> Iterator[str]:
    """What makes one person another: *own* issuer among the others, or a field for the subjects of two issuers."""
    if own is not None and own in entries:
        yield f"There is an entry for {own!r}, which is our own ISSUER."
    for name in shared_fields(entries):
        yield f"Several entries have the 'user_field' {name!r}, so users of one issuer could be those of another."


def shared_fields(entries: Mapping[str, IssuerSettings]) -> list[str]:
    """Each *user_field* that holds the subjects of several issuers."""
    fields = Counter(one.user_field for one in entries.values() if one.user in ROWS and one.user_field)
    return [str(name) for name, times in fields.items() if times > 1]


def trusted(
    issuer: str, entry: IssuerSettings, is_ended: Callable[[Mapping[str, object]], bool] | None = None
) -> TrustedIssuer:
    """*issuer* on the conditions of *entry*. Raises `KeyLoadError` where they can't be met."""
    return TrustedIssuer(
        issuer,
        entry.audiences,
        entry.algorithms,
        entry.jwks_url,
        entry.seconds,
        required_claims=entry.required_claims,
        token_types=entry.token_types,
        allow_http=entry.allow_http,
        feed_url=entry.feed_url,
        is_ended=is_ended,
    )


def read_issuers(issuers: Issuers) -> Mapping[str, IssuerSettings]:
    """The entries of *issuers*, in which nothing is amiss, by the issuer."""
    return {
        issuer: IssuerSettings(**{key: _read(one) for key, one in entry.items()}) for issuer, entry in issuers.items()
    }


def _read(value: object) -> Any:
    return tuple(value) if isinstance(value, list) else value


def _hint(key: object, known: Mapping[str, object]) -> str | None:
    close = difflib.get_close_matches(str(key).strip().lower(), known, n=1)
    return f"Did you mean {close[0]!r}?" if close else None
