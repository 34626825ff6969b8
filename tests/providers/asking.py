"""A project with one provider, and its questions to it."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import AbstractContextManager
from datetime import UTC, datetime

from django.test import override_settings

from drf_signet.identities.providers.by_code import identity_of_code
from drf_signet.identities.providers.provided_identity import ProvidedIdentity
from drf_signet.identities.providers.redirect import Beginning


def with_provider(
    entry: Mapping[str, object], name: str = "acme", **settings: object
) -> AbstractContextManager[object]:
    """A project whose PROVIDERS have *entry* under that *name*. Nothing is kept for the next one."""
    return override_settings(SIGNET={"PROVIDERS": {name: entry}, "KEY_SET_CACHE": None, **settings})


def redeem(
    beginning: Beginning, answer: Mapping[str, str], callback: str, provider: str = "acme", **changes: object
) -> ProvidedIdentity:
    """Who came back with *answer* from the redirect that began as *beginning*. *changes* are of the question."""
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
