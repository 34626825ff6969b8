"""What this API is called where a client looks for the issuer of its tokens (RFC 9728)."""

from __future__ import annotations

from contextlib import suppress
from typing import Final
from urllib.parse import urlsplit

from django.core.exceptions import DisallowedHost
from django.http import HttpRequest

from drf_signet.conf import get_settings
from drf_signet.identifier_urls import is_url, origin_of, path_in
from drf_signet.keys_in_force import verifies_only
from drf_signet.named_addresses import path_of
from drf_signet.settings import Settings
from signet_tokens.keys import is_symmetric

__all__ = ["resource_metadata_url"]

NAME: Final = "signet-protected-resource"
WELL_KNOWN: Final = "/.well-known/oauth-protected-resource"


def resource_metadata_url(request: HttpRequest) -> str | None:
    """
    Where the metadata of the API that *request* is for can be fetched, to name in ``resource_metadata`` of a challenge
    (RFC 9728 section 5.1). None where they aren't mounted, or the settings name no URL for the API.

    Raises `MisconfiguredError`.
    """
    resource = resource_for(request, None, get_settings())
    if resource is None or path_of(NAME) is None:
        return None
    return f"{origin_of(resource)}{WELL_KNOWN}{path_in(resource)}"


def resource_for(request: HttpRequest, path: str | None, settings: Settings) -> str | None:
    """
    The identifier of the API that *request* is for; of several, one on its host, or the first.

    With *path*, that of the resource, it is one that has this path.
    """
    able = [one for one in resources(settings) if path is None or path_in(one) == path]
    return next((one for one in able if urlsplit(one).netloc == _host_of(request)), next(iter(able), None))


def resources(settings: Settings) -> list[str]:
    """The names of this API that are URLs: its audiences, and the issuer where its own tokens are accepted."""
    own = settings.ISSUER if is_issuer(settings) else None
    return [one for one in (*settings.audiences, own) if is_url(one)]


def is_issuer(settings: Settings) -> bool:
    """Whether tokens are signed here, so that ISSUER names us, and not somebody whose tokens we verify."""
    signs = settings.SIGNING_KEY or settings.SIGNING_KEYS is not None
    return bool(signs) or (is_symmetric(settings.ALGORITHM) and not verifies_only(settings))


def authorization_servers(settings: Settings) -> list[str]:
    """The names of the issuers whose tokens are accepted here: URLs that lead to their metadata."""
    return [one for one in (settings.ISSUER, *settings.ISSUERS) if is_url(one)]


def _host_of(request: HttpRequest) -> str | None:
    # Nothing is made of it: it only chooses among what the settings name. In plain views, a request may have no host.
    with suppress(DisallowedHost, KeyError):
        return request.get_host()
    return None
