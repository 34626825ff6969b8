"""What ``signet doctor`` says about the keys: which one signs, and the next step for the others."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from typing import Final

from drf_signet.conf import get_settings
from drf_signet.errors import KeysUnavailableError, NoSigningKeyError
from drf_signet.keys_in_force import get_ring
from signet_tokens.living_ring import LivingRing
from signet_tokens.ring_changes import moment
from signet_tokens.ring_key import KeyState, RingKey, state

NO_FILE: Final = "the file of SIGNING_KEYS isn't there: run 'signet keys generate' to make it"
NONE_SIGNS: Final = "no key signs: run 'signet keys list'"


def keys_in_words() -> Iterator[tuple[str, str]]:
    """Pairs of name and value."""
    try:
        key = get_ring().signing_key
    except NoSigningKeyError:
        yield "signing", NONE_SIGNS
    except KeysUnavailableError as error:
        is_no_file = isinstance(error.__cause__, FileNotFoundError)
        yield "signing", NO_FILE if is_no_file else f"the keys can't be read: {error.__cause__ or error}"
        return
    else:
        yield "signing", f"{key.algorithm}, key {key.kid}"
    ring = get_ring()
    if isinstance(ring, LivingRing):
        yield from (("key", words) for words in due(ring.stored(), time.time()))


def due(keys: Sequence[RingKey], now: float) -> Iterator[str]:
    """The next step for each key that will sign, or has signed."""
    for one in keys:
        match state(one, keys, now):
            case KeyState.PENDING if one.signs_from is not None:
                yield f"{one.key.kid} signs from {moment(one.signs_from)} on"
            case KeyState.PENDING:
                ready = (one.published_at or 0.0) + get_settings().KEY_PUBLICATION_PERIOD.total_seconds()
                when = "now" if ready <= now else f"at {moment(ready)} or later"
                yield f"{one.key.kid} is pending: run 'signet keys rotate' {when}"
            case KeyState.RETIRING if one.verifies_until is not None:
                yield f"{one.key.kid} verifies until {moment(one.verifies_until)}"
            case KeyState.RETIRING:
                yield f"{one.key.kid} verifies: retire it when its tokens have expired"
