"""The key set: which key signs, and the next step for the others."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Final

from django.db import connections

from drf_signet.errors import KeyLoadError, KeysUnavailableError, NoSigningKeyError
from drf_signet.keys_in_force import get_ring
from drf_signet.misconfiguration import MisconfiguredError
from signet_server.deadline import within
from signet_server.key_report import due
from signet_server.live.finding import Finding, in_short
from signet_tokens.living_ring import LivingRing

WAIT: Final = 5.0
"""Seconds, if they are in a table."""

MEANING: Final = "Nobody can sign in or refresh at a node that starts now with these variables"


def keys() -> Iterator[Finding]:
    """As ``signet doctor`` says it, wherever they are."""
    try:
        with within(WAIT):
            yield _signing()
            ring = get_ring()
            if isinstance(ring, LivingRing):
                yield from (Finding("keys", f"{words}.") for words in due(ring.stored(), time.time()))
    except KeysUnavailableError as error:
        yield _unreadable(error.__cause__ or error)
    except MisconfiguredError as error:
        yield Finding("keys", f"{MEANING}: they can't be used ({in_short(error)}).", "Run 'signet doctor'.")
    finally:
        connections.close_all()


def _signing() -> Finding:
    try:
        key = get_ring().signing_key
    except NoSigningKeyError:
        step = "Run 'signet keys list'. If every key is retired, run 'signet keys generate': the new key signs at once."
        return Finding("keys", "No key signs, so nobody can sign in or refresh.", step)
    return Finding("keys", f"The key that signs: {key.algorithm}, key {key.kid}.")


def _unreadable(error: BaseException) -> Finding:
    if isinstance(error, FileNotFoundError):
        step = "Restore it, or run 'signet keys generate' to make the first key."
        return Finding("keys", f"{MEANING}: the file of SIGNING_KEYS isn't there.", step)
    if isinstance(error, KeyLoadError) and error.__cause__ is None:
        # In words of ours, which repeat nothing of a key.
        return Finding("keys", f"{MEANING}. {error}", "Run 'signet keys list', and mend SIGNING_KEYS.")
    step = "See the line about the database, if they are in a table. Otherwise run 'signet doctor', which says more."
    return Finding("keys", f"{MEANING}: the keys can't be read ({in_short(error)}).", step)
