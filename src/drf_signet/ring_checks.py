"""
What ``manage.py check`` says about SIGNING_KEYS. One rule, one function, one id. No message holds any of a key.

A store that is away makes no rule fail: one of them says so.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Final

from django.core.checks import CheckMessage, Error, Warning

from drf_signet.checks import Check, rule
from drf_signet.conf import NAME
from drf_signet.errors import KeysUnavailableError
from drf_signet.key_hints import EMPTY, hint_for
from drf_signet.key_stores import KEY_TABLE, OneKey, files_of
from drf_signet.keys_in_force import read_store, read_stored
from drf_signet.misconfiguration import MisconfiguredError
from drf_signet.settings import Settings
from signet_tokens.errors import KeyLoadError
from signet_tokens.keys import SigningKey, is_symmetric
from signet_tokens.ring_key import KeyState, RingKey, in_use, state

KEYS: Final = f"{NAME}['SIGNING_KEYS']"
FORMS: Final = (
    "Set it to a list of keys, a JWK Set, the Path(…) of a file, or the dotted path of a class that keeps keys."
)
SHOWN: Final = 12
"""Characters of a kid: enough to tell it from the others."""


@rule
def check_one_setting(settings: Settings) -> Iterator[CheckMessage]:
    """E064: the keys in two settings, of which one has no effect."""
    if settings.SIGNING_KEYS is None:
        return
    for name in ("SIGNING_KEY", "VERIFYING_KEY"):
        if getattr(settings, name) is not None:
            yield Error(
                f"{NAME}[{name!r}] has no effect, as {KEYS} is set, too.",
                hint=f"Remove {name}. If tokens of its key should stay valid, add the key to SIGNING_KEYS.",
                id="signet.E064",
            )


@rule
def check_readable(settings: Settings) -> Iterator[CheckMessage]:
    """E065: a key of SIGNING_KEYS that can't be used, or a value that is no keys."""
    try:
        with suppress(KeysUnavailableError):
            read_stored(settings)
    except MisconfiguredError as error:
        yield Error(str(error), hint=_hint(settings), id="signet.E065")


def _hint(settings: Settings) -> str:
    keys, algorithm = settings.SIGNING_KEYS, settings.ALGORITHM
    if isinstance(keys, str):
        return EMPTY if not keys.strip() else FORMS
    listed: Sequence[OneKey] = (keys,) if isinstance(keys, Path) else keys if isinstance(keys, tuple) else ()
    texts = (_text(one) for one in listed)
    return next((hint_for(one, algorithm) for one in texts if one is not None and _is_unusable(one, algorithm)), FORMS)


def _text(one: OneKey) -> str | bytes | None:
    """*one* where it is one key; None for a JWK, whose error says enough."""
    if isinstance(one, Path) and not one.is_file():
        # A pipe that nobody writes to would hold up the check for ever.
        return None
    with suppress(OSError):
        material = one.read_bytes() if isinstance(one, Path) else one
        if isinstance(material, str | bytes):
            start = material.lstrip()[:1]
            return None if start in ("{", b"{") else material
    return None


def _is_unusable(material: str | bytes, algorithm: str) -> bool:
    try:
        SigningKey.load(material, algorithm)
    except KeyLoadError:
        return True
    return False


@rule
def check_some_key_signs(settings: Settings) -> Iterator[CheckMessage]:
    """E066: keys of which none signs, so nobody can sign in."""
    if settings.SIGNING_KEYS is None:
        return
    keys, now = read_stored(settings), time.time()
    if in_use(keys, now) is None:
        yield Error(f"No key of {KEYS} signs, so nobody can sign in.", hint=_how_to_sign(keys, now), id="signet.E066")


def _how_to_sign(keys: Sequence[RingKey], now: float) -> str:
    states = {state(one, keys, now) for one in keys}
    if not keys or states <= {KeyState.RETIRED, KeyState.COMPROMISED}:
        return "Run manage.py keys generate, or put a private key first."
    if KeyState.PENDING in states and any(one.key.can_sign for one in keys):
        return "Its new key is pending: run manage.py keys rotate."
    return "Its keys are public ones: put a private key first. In a service that only verifies, set JWK_URL instead."


@rule
def check_different(settings: Settings) -> Iterator[CheckMessage]:
    """E067: the same key twice, or two keys of one name."""
    keys = [one.key for one in read_stored(settings)]
    twice = [kid for kid, count in Counter(key.kid for key in keys).items() if count > 1]
    same = [one for one, count in Counter(key.thumbprint for key in keys).items() if count > 1]
    for kid in twice or [key.kid for key in keys if key.thumbprint in same][:1]:
        yield Error(
            f"Two keys of {KEYS} are the same, or have the same name: {kid[:SHOWN]}.",
            hint="Remove one of them. A private key verifies as well, so its public half isn't needed.",
            id="signet.E067",
        )


@rule
def warn_mixed(settings: Settings) -> Iterator[CheckMessage]:
    """W072: shared secrets beside key pairs, of which other services can verify only some."""
    keys, now = read_stored(settings), time.time()
    kinds = {is_symmetric(one.key.algorithm) for one in keys if state(one, keys, now).verifies}
    if len(kinds) > 1:
        yield Warning(
            f"{KEYS} has shared secrets beside key pairs. Other services can't verify tokens that a secret signed.",
            hint="If you are moving to key pairs, remove the secret when the last token that it signed has expired.",
            id="signet.W072",
        )


@rule
def warn_away(settings: Settings) -> Iterator[CheckMessage]:
    """W073: keys that can't be read now. Of those in a table, W076 says more."""
    if settings.SIGNING_KEYS == KEY_TABLE:
        return
    try:
        read_stored(settings)
    except KeysUnavailableError as error:
        yield Warning(
            f"{KEYS} can't be read now ({error}), so the keys were not checked.",
            hint="If you have no keys yet, run manage.py keys generate. Until a process has read its keys once, it "
            "answers 503 to every request that needs them.",
            id="signet.W073",
        )


@rule
def warn_open_file(settings: Settings) -> Iterator[CheckMessage]:
    """W074: a file with private keys that each user of the machine may read."""
    if settings.SIGNING_KEYS is None:
        return
    for file in files_of(read_store(settings.SIGNING_KEYS, settings.ALGORITHM)):
        with suppress(OSError, KeyLoadError):
            if file.is_open_to_others() and any(one.key.can_sign for one in file.read()):
                yield Warning(
                    f"{file.path} holds private keys, and every user of this machine may read or change it.",
                    hint=f"Run chmod o= {file.path}. For a secret of Kubernetes, set its defaultMode to 0400.",
                    id="signet.W074",
                )


ERRORS: Final[Sequence[Check]] = (
    check_one_setting,
    check_readable,
    check_some_key_signs,
    check_different,
    warn_mixed,
    warn_away,
)
WARNINGS: Final[Sequence[Check]] = (warn_open_file,)
"""Those of ``check --deploy``."""
