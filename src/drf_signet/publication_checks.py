"""What ``manage.py check`` says about the documents that other services fetch, where they are mounted."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from typing import Final

from django.core.checks import CheckMessage, Error, Warning

from drf_signet.checks import Check, rule
from drf_signet.conf import NAME
from drf_signet.errors import KeysUnavailableError
from drf_signet.keys_in_force import read_ring
from drf_signet.misconfiguration import MisconfiguredError
from drf_signet.named_addresses import path_of
from drf_signet.resource_metadata import is_issuer
from drf_signet.settings import Settings
from signet_tokens.discovery import problem_of_issuer
from signet_tokens.keys import is_symmetric

KEYS: Final = "signet-jwks"
ISSUER: Final = "signet-issuer"
AT_THE_ROOT: Final[Mapping[str, str]] = {
    KEYS: "/.well-known/jwks.json",
    ISSUER: "/.well-known/oauth-authorization-server",
    "signet-openid": "/.well-known/openid-configuration",
    "signet-protected-resource": "/.well-known/oauth-protected-resource",
}
"""Each document by the name of its address, and where other services look for it (RFC 8615 section 3)."""


@rule
def check_issuer_url(settings: Settings) -> Iterator[CheckMessage]:
    """E072: an issuer whose metadata nobody can find, because its name is no safe URL."""
    if settings.ISSUER is None or not is_issuer(settings) or path_of(ISSUER) is None:
        return
    if (problem := problem_of_issuer(settings.ISSUER)) is not None:
        yield Error(
            f"{NAME}['ISSUER'] {problem}. Other services find your metadata and your keys by this name.",
            hint="Set it to the address of this service, such as 'https://auth.example.com'. Tokens that have the "
            "former name are then refused.",
            id="signet.E072",
        )


@rule
def warn_nothing_published(settings: Settings) -> Iterator[CheckMessage]:
    """W077: an address for other services that has nothing for them."""
    if path_of(KEYS) is not None and _has_secrets_only(settings):
        yield Warning(
            f"{AT_THE_ROOT[KEYS]} is an empty set, because your tokens are signed with a shared secret. No other "
            "service can verify them by it.",
            hint="Set ALGORITHM to 'ES256', and SIGNING_KEY or SIGNING_KEYS to a private key.",
            id="signet.W077",
        )
    if settings.ISSUER is None and is_issuer(settings) and path_of(ISSUER) is not None:
        yield Warning(
            f"{AT_THE_ROOT[ISSUER]} answers 404, because {NAME}['ISSUER'] is not set.",
            hint="Set ISSUER to the address of this service, such as 'https://auth.example.com'. Tokens without it are "
            "then refused, unless ISSUER_SINCE excepts them. To publish your keys only, mount "
            "drf_signet.well_known.views.published_keys.",
            id="signet.W077",
        )


@rule
def warn_not_at_the_root(settings: Settings) -> Iterator[CheckMessage]:
    """W078: documents that other services look for at the root of the host, and don't find there."""
    found = {name: path_of(name) for name in AT_THE_ROOT}
    elsewhere = [path for name, path in found.items() if path not in (None, AT_THE_ROOT[name])]
    if elsewhere:
        yield Warning(
            f"Other services look for these at the root of the host: {', '.join(map(str, elsewhere))}.",
            hint='Add path("", include("drf_signet.well_known.urls")) to your ROOT_URLCONF. If a proxy in front passes '
            "the addresses at the root on to these, silence this check.",
            id="signet.W078",
        )


def _has_secrets_only(settings: Settings) -> bool:
    keys = settings.SIGNING_KEYS
    if keys is None:
        return is_symmetric(settings.ALGORITHM)
    if isinstance(keys, str) and not keys.lstrip().startswith("{"):
        # A store, perhaps of a database, which no check of settings asks.
        return False
    with suppress(MisconfiguredError, KeysUnavailableError):
        return all(is_symmetric(one.algorithm) for one in read_ring(settings).keys)
    return False


PUBLICATION: Final[Sequence[Check]] = (check_issuer_url, warn_nothing_published, warn_not_at_the_root)
