"""
What ``manage.py check`` says about ``JWT_AUTH``, the same for both dialects: one rule, one function, one id.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta
from functools import partial
from typing import Any, Final

from django.core.checks import CheckMessage, Error, Tags, Warning, register
from django.core.exceptions import ImproperlyConfigured
from django.utils.module_loading import import_string

from drf_signet.checks import LONGEST, SCHEME
from drf_signet.errors import KeyLoadError
from drf_signet_compat.drf_jwt.keys import load, named
from drf_signet_compat.drf_jwt.setting_reader import NAME, SettingReader
from signet_tokens.keys import ALGORITHMS, is_symmetric

Rule = Callable[[SettingReader], Iterator[CheckMessage]]

LIFETIMES: Final = ("JWT_EXPIRATION_DELTA", "JWT_REFRESH_EXPIRATION_DELTA")
COOKIES: Final = ("JWT_AUTH_COOKIE", "JWT_IMPERSONATION_COOKIE")
PAIR: Final = ("JWT_PUBLIC_KEY", "JWT_PRIVATE_KEY")
SHORTEST_SECRET: Final = 32
"""Bytes: RFC 7518 section 3.2, for HS256."""


def check_names(reader: SettingReader) -> Iterator[CheckMessage]:
    """W005: a key that nothing here reads, as the old packages pass over it."""
    for one in reader.strangers():
        yield Warning(one.message, hint=one.hint, id=f"signet.drf_jwt.{one.code}")


def check_types(reader: SettingReader) -> Iterator[CheckMessage]:
    """E002: a value of the wrong type."""
    for one in reader.problems():
        yield Error(one.message, hint=one.hint, id=f"signet.drf_jwt.{one.code}")


def check_paths(reader: SettingReader) -> Iterator[CheckMessage]:
    """E003: a dotted path that leads to nothing that can be called."""
    for name in reader.handlers():
        value = reader.written(name)
        if isinstance(value, str) and not _is_callable(reader.path(value)):
            yield _error("E003", name, f"is {value!r}, which can't be imported, or can't be called.")


def check_algorithms(reader: SettingReader) -> Iterator[CheckMessage]:
    """E004: an algorithm that isn't known here."""
    for one in algorithms_of(reader):
        if one not in ALGORITHMS:
            yield _error("E004", "JWT_ALGORITHM", f"names {one!r}, which is not one of {', '.join(ALGORITHMS)}.")


def check_keys(reader: SettingReader) -> Iterator[CheckMessage]:
    """E005: a key that is missing, or that fits no algorithm in force."""
    algorithms = [one for one in algorithms_of(reader) if one in ALGORITHMS]
    secret, pair = _split(algorithms)
    if secret and reader.written("JWT_GET_USER_SECRET_KEY") is None:
        yield from _check_key(reader, "JWT_SECRET_KEY", secret)
    if pair:
        # A service that only verifies has no private key.
        for name in PAIR if reader.JWT_PRIVATE_KEY is not None else PAIR[:1]:
            yield from _check_key(reader, name, pair)


def check_times(reader: SettingReader) -> Iterator[CheckMessage]:
    """E006: a time that is negative, nothing or beyond any calendar."""
    for name in LIFETIMES:
        if not 0 < _seconds(getattr(reader, name)) <= LONGEST.total_seconds():
            yield _error("E006", name, f"should be longer than zero, and at most {LONGEST.days} days.")
    if not 0 <= _seconds(reader.JWT_LEEWAY) <= LONGEST.total_seconds():
        yield _error("E006", "JWT_LEEWAY", "should not be negative.")


def check_header_words(reader: SettingReader) -> Iterator[CheckMessage]:
    """E007: a value that can't be the first word of a header, or the name of a cookie."""
    for name in ("JWT_AUTH_HEADER_PREFIX", *COOKIES):
        value = getattr(reader, name, None)
        if value is not None and not re.fullmatch(SCHEME, value):
            yield _error("E007", name, "should be one word of letters, digits and -._~!#$%&'*+^`|.")


def check_same_site(reader: SettingReader) -> Iterator[CheckMessage]:
    """E008: browsers drop a cookie for all sites that may travel unencrypted."""
    site = getattr(reader, "JWT_AUTH_COOKIE_SAMESITE", None) or ""
    if site.lower() == "none" and not reader.JWT_AUTH_COOKIE_SECURE:
        yield _error("E008", "JWT_AUTH_COOKIE_SAMESITE", "is 'None', which needs JWT_AUTH_COOKIE_SECURE.")


def check_signatures(reader: SettingReader) -> Iterator[CheckMessage]:
    """W001: signatures aren't looked at."""
    if not reader.JWT_VERIFY:
        yield _warning("W001", "JWT_VERIFY", "is False, so anyone can write a token for any user.")


def check_expiration(reader: SettingReader) -> Iterator[CheckMessage]:
    """W002, under ``--deploy``: tokens never end."""
    if not reader.JWT_VERIFY_EXPIRATION:
        yield _warning("W002", "JWT_VERIFY_EXPIRATION", "is False, so a stolen token works for ever.")


def check_cookie_security(reader: SettingReader) -> Iterator[CheckMessage]:
    """W003, under ``--deploy``: a cookie that may travel unencrypted."""
    has_cookie = any(getattr(reader, name, None) for name in COOKIES)
    if has_cookie and not getattr(reader, "JWT_AUTH_COOKIE_SECURE", True):
        yield _warning("W003", "JWT_AUTH_COOKIE_SECURE", "is False, so browsers also send tokens over plain http.")


def check_secret_length(reader: SettingReader) -> Iterator[CheckMessage]:
    """W004, under ``--deploy``: a secret that can be guessed from one token."""
    secret, _ = _split(algorithms_of(reader))
    if not secret or any(check_keys(reader)) or reader.written("JWT_GET_USER_SECRET_KEY") is not None:
        return
    lengths = [load(key, one).secret_bytes or 0 for _, key in named(reader.JWT_SECRET_KEY) for one in secret[:1]]
    if min(lengths, default=SHORTEST_SECRET) < SHORTEST_SECRET:
        yield _warning("W004", "JWT_SECRET_KEY", f"is shorter than {SHORTEST_SECRET} bytes, so it can be guessed.")


ALWAYS: Final[Sequence[Rule]] = (check_names, check_types)
ERRORS: Final[Sequence[Rule]] = (
    check_paths, check_algorithms, check_keys, check_times, check_header_words, check_same_site, check_signatures,
)  # fmt: skip
WARNINGS: Final[Sequence[Rule]] = (check_expiration, check_cookie_security, check_secret_length)


def register_checks(reader: SettingReader) -> None:
    """Register every rule for the dialect of *reader*."""
    for rule in (*ALWAYS, *ERRORS):
        register(partial(run, rule, reader))
    for rule in WARNINGS:
        register(partial(run, rule, reader), Tags.security, deploy=True)


def run(rule: Rule, reader: SettingReader, **kwargs: object) -> list[CheckMessage]:
    """What *rule* says. All but the first are silent while the settings can't be read: E002 says so already."""
    if rule not in ALWAYS and any(reader.problems()):
        return []
    return list(rule(reader))


def algorithms_of(reader: SettingReader) -> tuple[str, ...]:
    """JWT_ALGORITHM as a tuple."""
    value = reader.JWT_ALGORITHM
    return (value,) if isinstance(value, str) else tuple(value)


def _split(algorithms: Sequence[str]) -> tuple[list[str], list[str]]:
    secret = [one for one in algorithms if is_symmetric(one)]
    return secret, [one for one in algorithms if one not in secret]


def _check_key(reader: SettingReader, name: str, algorithms: Sequence[str]) -> Iterator[CheckMessage]:
    keys = named(getattr(reader, name))
    if not keys:
        yield _error("E005", name, f"is missing, but {algorithms[0]} needs it.")
    for kid, key in keys:
        refusals = [refusal for one in algorithms if (refusal := _refusal(key, one)) is not None]
        if len(refusals) == len(algorithms):
            message = f"{NAME}[{name!r}]{'' if kid is None else f'[{kid!r}]'} can't be used. {refusals[0]}"
            yield Error(message, id="signet.drf_jwt.E005")


def _refusal(key: Any, algorithm: str) -> str | None:
    try:
        load(key, algorithm)
    except KeyLoadError as error:
        return error.message
    return None


def _is_callable(path: str) -> bool:
    try:
        return callable(import_string(path))
    except (ImportError, ImproperlyConfigured):
        return False


def _seconds(period: timedelta | float) -> float:
    return period.total_seconds() if isinstance(period, timedelta) else period


def _error(code: str, name: str, words: str) -> CheckMessage:
    return Error(f"{NAME}[{name!r}] {words}", id=f"signet.drf_jwt.{code}")


def _warning(code: str, name: str, words: str) -> CheckMessage:
    return Warning(f"{NAME}[{name!r}] {words}", id=f"signet.drf_jwt.{code}")
