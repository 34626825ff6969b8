"""
The settings as they are in force: read from ``settings.SIGNET``.

Nothing else in this package reads ``django.conf.settings.SIGNET``. A setting of another name can be read as well, in
translation (`read_also`). Everything is read on first use and dropped when
a setting changes, so ``override_settings(SIGNET=…)`` is in force at once, everywhere.
"""

from __future__ import annotations

import difflib
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import _lru_cache_wrapper, cache
from typing import Any, Final, TypeVar, cast, get_type_hints

from django.conf import settings as django_settings
from django.core.signals import setting_changed
from django.utils.module_loading import import_string

from drf_signet.issuer_settings import Issuers, misfits
from drf_signet.misconfiguration import MisconfiguredError, logged
from drf_signet.rates import USUAL_RATES, Rate
from drf_signet.setting_types import fits, in_words, meant_by
from drf_signet.settings import EXPECTED, SECRETS, Settings
from drf_signet.simple_jwt_dict import LEFTOVERS, REMOVED, SETTING, asks_for_something, at_home, instead_of, leftover

__all__ = ["get_settings"]

NAME: Final = "SIGNET"

T = TypeVar("T")

_remembered: list[_lru_cache_wrapper[Any]] = []
_translations: dict[str, Callable[[object], Mapping[str, object]]] = {}
_read_elsewhere: set[str] = set()
_fulfilled: set[str] = set()


def remembered(read: Callable[..., T]) -> _lru_cache_wrapper[T]:
    """Let *read*, which reads settings, do so once until one of them changes."""
    cached = cache(read)
    _remembered.append(cached)
    return cached


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


@remembered
def get_settings() -> Settings:
    """The settings in force. Raises `MisconfiguredError` in the words of the system checks."""
    settings, problems = read(given())
    if not all(one.is_harmless for one in problems):
        raise logged(MisconfiguredError(" ".join(f"{one.message} {one.hint or ''}".strip() for one in problems)))
    return settings


@remembered
def get_schemes() -> frozenset[bytes]:
    """The accepted first words of the header, in lower case: a scheme has none (RFC 9110 section 11.1)."""
    return frozenset(one.lower().encode() for one in get_settings().header_types)


@remembered
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


@remembered
def imported(path: str) -> Any:
    """The object at the dotted *path* of a setting. Raises `ImportError`."""
    return import_string(path)


@remembered
def get_encoder() -> json.JSONEncoder:
    """What writes the claims of a token, in as few bytes as it takes."""
    path = get_settings().JSON_ENCODER
    encoder: type[json.JSONEncoder] = imported(path) if path else json.JSONEncoder
    return encoder(separators=(",", ":"), allow_nan=False)


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
    for reader in _remembered:
        reader.cache_clear()


setting_changed.connect(forget, dispatch_uid="drf_signet.conf")
