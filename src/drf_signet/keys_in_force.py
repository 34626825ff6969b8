"""The keys in force, and the verifier of the tokens that they sign: built from the settings on first use."""

from __future__ import annotations

import time
from collections.abc import Sequence

from django.conf import settings as django_settings
from django.utils.encoding import force_bytes

from drf_signet.conf import NAME, get_settings, remembered
from drf_signet.errors import KeyLoadError, KeysUnavailableError
from drf_signet.key_set_cache import keeper_at
from drf_signet.key_stores import KEY_TABLE, Keys, store_of
from drf_signet.misconfiguration import MisconfiguredError, logged
from drf_signet.settings import Settings
from signet_tokens.claims import ClaimsPolicy
from signet_tokens.key_ring import KeyRing
from signet_tokens.key_set_address import FixedAddress
from signet_tokens.keys import SigningKey, is_symmetric
from signet_tokens.living_ring import KeyStore, LivingRing, read_keys
from signet_tokens.remote_keys import RemoteKeySet
from signet_tokens.ring_key import RingKey, active
from signet_tokens.verifier import Verifier


@remembered
def get_ring() -> KeyRing:
    """The keys in force. Raises `MisconfiguredError` where a key can't be used."""
    try:
        return read_ring(get_settings())
    except MisconfiguredError as error:
        raise logged(error) from None


def read_ring(settings: Settings) -> KeyRing:
    """The keys of *settings*. Raises `MisconfiguredError` where a key can't be used."""
    keys = [_load(name, material, settings.ALGORITHM) for name, material in materials(settings)]
    try:
        remote = _remote(settings.JWK_URL, settings) if settings.JWK_URL else None
    except KeyLoadError as error:
        raise MisconfiguredError(f"{NAME}: {error}") from None
    if settings.SIGNING_KEYS is not None:
        return LivingRing(read_store(settings.SIGNING_KEYS, settings.ALGORITHM), remote)
    return KeyRing(keys, remote)


def read_store(keys: Keys, algorithm: str) -> KeyStore:
    """The store of *keys*, the value of SIGNING_KEYS. Raises `MisconfiguredError` where there is none."""
    try:
        return store_of(keys, algorithm)
    except (KeyLoadError, ImportError) as error:
        raise MisconfiguredError(f"{NAME}['SIGNING_KEYS']: {error}") from None


@remembered
def get_verifier() -> Verifier:
    """The verifier in force, with the tokens it remembers."""
    settings = get_settings()
    whose = frozenset(settings.audiences), settings.ISSUER
    return Verifier(get_ring(), ClaimsPolicy(*whose, settings.leeway, settings.named_since))


def read_stored(settings: Settings) -> Sequence[RingKey]:
    """
    All keys of SIGNING_KEYS, with their times; none where it isn't set.

    Raises `MisconfiguredError` where one can't be used, and `KeysUnavailableError` where the store is away, or is a
    table, which checks without a database leave alone.
    """
    if settings.SIGNING_KEYS is None:
        return ()
    if settings.SIGNING_KEYS == KEY_TABLE:
        raise KeysUnavailableError
    store = read_store(settings.SIGNING_KEYS, settings.ALGORITHM)
    try:
        return read_keys(store)
    except KeyLoadError as error:
        raise MisconfiguredError(f"{NAME}['SIGNING_KEYS']: {error}") from None
    except Exception as error:
        raise KeysUnavailableError(f"{type(error).__name__}: {error}") from error


def verifies_only(settings: Settings) -> bool:
    """Whether the tokens of ISSUERS are all that is accepted: then no key is needed, and ``SECRET_KEY`` is none."""
    keys = (settings.SIGNING_KEY, settings.SIGNING_KEYS, settings.VERIFYING_KEY, settings.JWK_URL)
    return bool(settings.ISSUERS) and all(one is None for one in keys)


def signs_with_secret_key(settings: Settings) -> bool:
    """Whether Django's ``SECRET_KEY`` signs the tokens, by default or because the key that signs is the same."""
    if settings.SIGNING_KEYS is not None:
        signing = active(read_stored(settings), time.time())
        return signing is not None and _is_secret_key(signing.key)
    if not is_symmetric(settings.ALGORITHM) or verifies_only(settings):
        return False
    return settings.SIGNING_KEY is None or force_bytes(settings.SIGNING_KEY) == force_bytes(django_settings.SECRET_KEY)


def _is_secret_key(key: SigningKey) -> bool:
    if not is_symmetric(key.algorithm):
        return False
    return key.thumbprint == SigningKey.load(django_settings.SECRET_KEY, key.algorithm).thumbprint


def materials(settings: Settings) -> list[tuple[str, str | bytes]]:
    """The keys that *settings* give by themselves, each with what it is called there: those of SIGNING_KEYS aside."""
    if settings.SIGNING_KEYS is not None or verifies_only(settings):
        return []
    if signs_with_secret_key(settings):
        fallbacks = [("SECRET_KEY_FALLBACKS", one) for one in django_settings.SECRET_KEY_FALLBACKS]
        return [("SECRET_KEY", django_settings.SECRET_KEY), *fallbacks]
    own = f"{NAME}['SIGNING_KEY']", settings.SIGNING_KEY or ""
    if is_symmetric(settings.ALGORITHM):
        return [own]
    return [one for one in (own, (f"{NAME}['VERIFYING_KEY']", settings.VERIFYING_KEY or "")) if one[1]]


def _load(name: str, material: str | bytes, algorithm: str) -> SigningKey:
    try:
        return SigningKey.load(material, algorithm)
    except KeyLoadError as error:
        raise MisconfiguredError(f"{name}: {error}") from None


def _remote(url: str, settings: Settings) -> RemoteKeySet:
    address = FixedAddress(url, allow_http=settings.JWK_URL_ALLOW_HTTP)
    return RemoteKeySet(address, [settings.ALGORITHM], keeper=keeper_at(settings.KEY_SET_CACHE))
