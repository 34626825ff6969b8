"""
The settings as they are in force: read from ``settings.SIGNET``, with the keys and the verifier built from them.

Nothing else in this package reads ``django.conf.settings.SIGNET``. A setting of another name can be read as well, in
translation (`read_also`). Everything is read on first use and dropped when
a setting changes, so ``override_settings(SIGNET=…)`` is in force at once, everywhere.
"""

from __future__ import annotations

import difflib
import json
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Final, cast, get_type_hints

from django.conf import settings as django_settings
from django.core.signals import setting_changed
from django.utils.encoding import force_bytes
from django.utils.module_loading import import_string

from drf_signet.database_errors import outage
from drf_signet.errors import KeyLoadError, KeysUnavailableError, SignetError
from drf_signet.issuer_settings import Issuers, IssuerSettings, conflicts, misfits, read_issuers, trusted
from drf_signet.key_set_cache import keeper_at
from drf_signet.key_stores import KEY_TABLE, Keys, store_of
from drf_signet.misconfiguration import MisconfiguredError, logged
from drf_signet.rates import USUAL_RATES, Rate
from drf_signet.setting_types import fits, in_words, meant_by
from drf_signet.settings import EXPECTED, SECRETS, Settings
from drf_signet.simple_jwt_dict import LEFTOVERS, REMOVED, SETTING, asks_for_something, at_home, instead_of, leftover
from signet_tokens.claims import ClaimsPolicy
from signet_tokens.kept_key_sets import KeySetKeeper
from signet_tokens.key_ring import KeyRing
from signet_tokens.key_set_address import FixedAddress
from signet_tokens.keys import SigningKey, is_symmetric
from signet_tokens.living_ring import KeyStore, LivingRing
from signet_tokens.remote_keys import RemoteKeySet
from signet_tokens.ring_key import RingKey, active
from signet_tokens.trusted_issuers import TrustedIssuers
from signet_tokens.verifier import Verifier

__all__ = ["get_settings"]

NAME: Final = "SIGNET"

_translations: dict[str, Callable[[object], Mapping[str, object]]] = {}
_read_elsewhere: set[str] = set()
_fulfilled: set[str] = set()


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with the setting, ready to become a system check."""

    code: str
    message: str
    hint: str | None = None
    key: object = None
    is_harmless: bool = False
    """Whether everything else can be read and used all the same."""


def read(raw: object) -> tuple[Settings, list[Problem]]:
    """Read *raw* into `Settings`, and say everything that is wrong with its names and types."""
    if not isinstance(raw, Mapping):
        return Settings(), [Problem("E002", f"{NAME} should be a dict, not {type(raw).__name__}.")]
    types = get_type_hints(Settings)
    values: dict[str, Any] = {}
    problems: list[Problem] = []
    for key, value in raw.items():
        if found := [*_problems_with(key, value, types)]:
            problems += found
        elif key in types:
            values[key] = tuple(value) if isinstance(value, list) else value
    return Settings(**values), problems


def read_also(setting: str, translate: Callable[[object], Mapping[str, object]]) -> None:
    """
    From now on, read Django's *setting* too, where there is one: *translate* makes keys of ``SIGNET`` out of it.

    A key in ``SIGNET`` itself takes precedence over its translation.
    """
    _translations[setting] = translate
    _drop()


def read_elsewhere(setting: str) -> None:
    """From now on, Django's *setting* is known to be read by a part of this package that has another reader."""
    _read_elsewhere.add(setting)


def is_read(setting: str) -> bool:
    """Whether anything here reads Django's *setting*."""
    return setting == NAME or setting in _translations or setting in _read_elsewhere


def fulfil(key: str) -> None:
    """From now on, accept True for the leftover *key*: it asks for something that happens anyway."""
    _fulfilled.add(key)
    _drop()


def given() -> object:
    """What the project says: ``settings.SIGNET``, with the translations of other settings below it."""
    own = getattr(django_settings, NAME, {})
    if not isinstance(own, Mapping):
        return own
    if not is_read(SETTING):
        # Where Simple JWT's settings are in force, its dotted paths mean what they mean there.
        own = at_home(own)
    translated: dict[str, object] = {}
    for setting, translate in _translations.items():
        if hasattr(django_settings, setting):
            translated.update(translate(getattr(django_settings, setting)))
    return {**translated, **own}


@cache
def get_settings() -> Settings:
    """The settings in force. Raises `MisconfiguredError` in the words of the system checks."""
    settings, problems = read(given())
    if not all(one.is_harmless for one in problems):
        raise logged(MisconfiguredError(" ".join(f"{one.message} {one.hint or ''}".strip() for one in problems)))
    return settings


@cache
def get_schemes() -> frozenset[bytes]:
    """The accepted first words of the header, in lower case: a scheme has none (RFC 9110 section 11.1)."""
    return frozenset(one.lower().encode() for one in get_settings().header_types)


@cache
def get_rates() -> Mapping[str, Rate | None]:
    """How often each thing that is counted may happen; None is as often as one likes. Raises `MisconfiguredError`."""
    return read_rates(get_settings())


def read_rates(settings: Settings) -> Mapping[str, Rate | None]:
    """The same for *settings*."""
    rates = {**USUAL_RATES, **settings.THROTTLE_RATES}
    if unknown := rates.keys() - USUAL_RATES.keys():
        raise MisconfiguredError(f"{NAME}['THROTTLE_RATES']: nothing is counted under {', '.join(sorted(unknown))}.")
    try:
        return {scope: None if text is None else Rate.read(text) for scope, text in rates.items()}
    except ValueError as error:
        raise MisconfiguredError(f"{NAME}['THROTTLE_RATES']: {error}") from None


@cache
def imported(path: str) -> Any:
    """The object at the dotted *path* of a setting. Raises `ImportError`."""
    return import_string(path)


@cache
def get_encoder() -> json.JSONEncoder:
    """What writes the claims of a token, in as few bytes as it takes."""
    path = get_settings().JSON_ENCODER
    encoder: type[json.JSONEncoder] = imported(path) if path else json.JSONEncoder
    return encoder(separators=(",", ":"), allow_nan=False)


@cache
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


@cache
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
        return store.read()
    except KeyLoadError as error:
        raise MisconfiguredError(f"{NAME}['SIGNING_KEYS']: {error}") from None
    except Exception as error:
        raise KeysUnavailableError(f"{type(error).__name__}: {error}") from error


@cache
def get_issuer_settings() -> Mapping[str, IssuerSettings]:
    """The entries of ISSUERS, by the issuer."""
    return read_issuers(get_settings().ISSUERS)


@cache
def get_issuers() -> TrustedIssuers:
    """The issuers in ISSUERS, with their keys. Raises `MisconfiguredError` where an entry can't be used."""
    settings, entries = get_settings(), get_issuer_settings()
    try:
        for conflict in conflicts(settings.ISSUER, entries):
            raise MisconfiguredError(f"{NAME}['ISSUERS']: {conflict}")
        return read_trusted(entries, keeper_at(settings.KEY_SET_CACHE))
    except MisconfiguredError as error:
        raise logged(error) from None


def read_trusted(entries: Mapping[str, IssuerSettings], keeper: KeySetKeeper | None = None) -> TrustedIssuers:
    """The issuers of *entries*, with their keys. Raises `MisconfiguredError`."""
    try:
        return TrustedIssuers([trusted(*one, _asking(one[1].is_ended)) for one in entries.items()], keeper)
    except KeyLoadError as error:
        raise MisconfiguredError(f"{NAME}['ISSUERS']: {error}") from None


def _asking(path: str | None) -> Callable[[Mapping[str, Any]], bool] | None:
    """The function of the project at the dotted *path*, whose mistakes are a `MisconfiguredError`."""
    if path is None:
        return None

    def is_ended(claims: Mapping[str, Any]) -> bool:
        try:
            return bool(imported(path)(claims))
        except Exception as error:
            if isinstance(error, SignetError) or outage(error) is not None:
                raise
            raise logged(MisconfiguredError(f"{path} raised {type(error).__name__}: {error}")) from error

    return is_ended


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


def _problems_with(key: object, value: object, types: Mapping[str, Any]) -> Iterator[Problem]:
    if (problem := _problem_with(key, value, types)) is not None:
        yield problem
    elif key == "ISSUERS":
        for one in misfits(f"{NAME}[{key!r}]", cast(Issuers, value)):
            yield Problem(one.code, one.message, one.hint, key)


def _problem_with(key: object, value: object, types: Mapping[str, Any]) -> Problem | None:
    if known := leftover(key):
        if not asks_for_something(known, value) or (key in _fulfilled and value is True):
            return None
        return Problem("E001", f"{NAME}[{key!r}] is not a setting.", instead_of(known, value), key, is_harmless=True)
    if not isinstance(key, str) or key not in types:
        return Problem("E001", f"{NAME}[{key!r}] is not a setting.", _hint(key, types), key)
    if fits(value, types[key]):
        return None
    shown = type(value).__name__ if key in SECRETS else repr(value)
    hint = EXPECTED.get(key) or meant_by(value, types[key])
    return Problem("E002", f"{NAME}[{key!r}] should be {in_words(types[key])}, not {shown}.", hint, key)


def _hint(key: object, known: Mapping[str, object]) -> str | None:
    if key in REMOVED:
        return REMOVED[str(key)]
    close = difflib.get_close_matches(str(key).strip().upper(), [*known, *LEFTOVERS], n=1)
    return f"Did you mean {close[0]!r}?" if close else None


def forget(*, setting: str, **kwargs: object) -> None:
    """Drop what was read when one of the settings it came from changes."""
    if setting in {NAME, "SECRET_KEY", "SECRET_KEY_FALLBACKS", *_translations}:
        _drop()


def _drop() -> None:
    for reader in (get_settings, get_schemes, get_rates, imported, get_encoder, get_ring, get_verifier):
        reader.cache_clear()
    for reader in (get_issuer_settings, get_issuers):
        reader.cache_clear()


setting_changed.connect(forget, dispatch_uid="drf_signet.conf")
