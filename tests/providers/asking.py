"""A project with one provider, and its questions to it."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import AbstractContextManager
from datetime import UTC, datetime

from django.test import override_settings

from drf_signet.identities.providers.by_code import identity_of_code
from drf_signet.identities.providers.by_id_token import identity_of_id_token
from drf_signet.identities.providers.provided_identity import ProvidedIdentity
from drf_signet.identities.providers.redirect import Beginning, begin
from tests.providers.stand_in import CALLBACK, StandIn


def with_provider(
    entry: Mapping[str, object], name: str = "acme", **settings: object
) -> AbstractContextManager[object]:
    """A project whose PROVIDERS have *entry* under that *name*. Nothing is kept for the next one."""
    return override_settings(SIGNET={"PROVIDERS": {name: entry}, "KEY_SET_CACHE": None, **settings})


def redeem(
    beginning: Beginning, answer: Mapping[str, str], callback: str, provider: str = "acme", **changes: object
) -> ProvidedIdentity:
    """The person that came back with *answer* from the redirect *beginning*. *changes* are of the question."""
    question: dict[str, object] = {
        "code": answer["code"],
        "redirect_uri": callback,
        "code_verifier": beginning.code_verifier,
        "nonce": beginning.nonce,
        "issuer": answer.get("iss"),
        "now": datetime.now(UTC),
        **changes,
    }
    return identity_of_code(provider, **question)  # type: ignore[arg-type]


def arrive(
    acme: StandIn, entry: Mapping[str, object] | None = None, provider: str = "acme", **question: object
) -> ProvidedIdentity:
    """The person that comes from *acme* with a code, in a project that has *entry*."""
    said = {"issuer": acme.issuer, "client_id": "shop", "client_secret": "the secret", **(entry or {})}
    own = {name: value for name, value in said.items() if value is not None}
    with with_provider(own, provider):
        beginning = begin(provider, CALLBACK)
        if "/token" not in acme.answers:
            acme.issue(beginning.nonce)
        return redeem(beginning, {"code": "a-code"}, CALLBACK, provider, **question)


def present(
    acme: StandIn, id_token: str, nonce: str = "n", now: datetime | None = None, **entry: object
) -> ProvidedIdentity:
    """The person that *id_token* is about, in a project that has *entry*."""
    own = {"issuer": acme.issuer, "client_id": "shop", **entry}
    with with_provider(own):
        return identity_of_id_token("acme", id_token=id_token, nonce=nonce, now=now or datetime.now(UTC))
