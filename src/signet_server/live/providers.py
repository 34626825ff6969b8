"""The providers: each is asked where it is, and nothing else. Nobody is signed in."""

from __future__ import annotations

from collections.abc import Iterator

from drf_signet.errors import ProviderMisconfiguredError, ProviderUnavailableError
from drf_signet.identities.providers.provider import GITHUB
from drf_signet.identities.providers.providers_in_force import get_provider
from signet_server.live.finding import Finding

WHAT = "provider"


def provider(provider_id: str) -> Iterator[Finding]:
    """One line about the provider of that id."""
    variables = f"PROVIDERS_{provider_id.upper().replace('-', '_')}"
    try:
        asked = get_provider(provider_id)
        found = asked.metadata()
    except ProviderMisconfiguredError as error:
        yield Finding(WHAT, f"{provider_id} can't be used: {error}", f"Check {variables}_ISSUER and the others of it.")
    except ProviderUnavailableError:
        text = f"{provider_id} doesn't answer, so nobody can sign in with it."
        yield Finding(WHAT, text, f"Check {variables}_ISSUER, the network, and the status page of the provider.")
    else:
        # GitHub publishes no such document.
        said = "wasn't asked: it is at" if asked.preset.kind == GITHUB else "says where it is:"
        yield Finding(WHAT, f"{provider_id} {said} {found.issuer}.")
