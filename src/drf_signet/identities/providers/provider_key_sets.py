"""The keys that a provider signs ID tokens with: where its metadata says, fetched rarely and kept (`RemoteKeySet`)."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection

from drf_signet.identities.providers.metadata_source import MetadataSource
from signet_tokens.discovery import problem_of_keys
from signet_tokens.errors import SignetError, TokenError
from signet_tokens.key_set_address import Fetch
from signet_tokens.strict_json import load_object


class AddressInMetadata:
    """
    The place that the metadata of *source* names. Its key set is filed under *identifier*.

    It is a `KeySetAddress`.
    """

    def __init__(self, source: MetadataSource, address: str, identifier: str, *, allow_http: bool) -> None:
        self.name = f"of {address}"
        self.identifier = identifier
        self._source = source
        self._address = address
        self._allow_http = allow_http
        self._url: str | None = None

    def url(self, fetch: Fetch, *, anew: bool) -> str:
        """What the metadata says; while it is away, what it said last. Raises `ValueError`."""
        try:
            found = self._source.current().jwks_uri
        except SignetError as error:
            if self._url is None:
                raise ValueError(f"its metadata is away: {error}") from None
            return self._url
        if found is None:
            raise ValueError("its metadata has no jwks_uri")
        self._url = found
        return found

    def resume(self, url: str) -> None:
        """Go on with *url* until the metadata can be fetched."""
        if (problem := problem_of_keys(url, self._address, self._allow_http)) is not None:
            raise ValueError(f"its address {problem}")
        self._url = url


def keys_for(issuers: Callable[[], Collection[str]], fetch: Fetch) -> Fetch:
    """
    *fetch*, which leaves out the keys of a key set that are for other issuers than those that *issuers* returns.

    Microsoft says of a key whom it may sign for, in its member ``issuer``. It must not sign for others.
    """

    def fetch_some(url: str) -> bytes:
        document = fetch(url)
        try:
            found = load_object(document)
        except TokenError:
            return document
        keys = found.get("keys")
        if not isinstance(keys, list):
            return document
        ours = issuers()
        some = [one for one in keys if not isinstance(one, dict) or "issuer" not in one or one["issuer"] in ours]
        return json.dumps({**found, "keys": some}).encode()

    return fetch_some
