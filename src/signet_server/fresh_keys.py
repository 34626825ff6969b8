"""The first key of a ring, made for the service; the secret that signed until then stays valid for its tokens."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Final

from drf_signet.keys_in_force import get_ring
from drf_signet.settings import Settings
from signet_server.environment_problems import EnvironmentProblemsError
from signet_server.signing_keys import ALGORITHM, LONGEST_LIFETIME
from signet_tokens.errors import KeyChangeRefusedError, KeyLoadError
from signet_tokens.keys import SigningKey
from signet_tokens.living_ring import ChangeableKeyStore
from signet_tokens.ring_changes import moment
from signet_tokens.ring_document import written_ring
from signet_tokens.ring_key import RingKey

FORMER: Final = "HS256"

PUBLICATION: Final = Settings().KEY_PUBLICATION_PERIOD.total_seconds()

HOW_TO: Final = """
This is a new key for {algorithm}, as a JWK Set. Keep it like a password. All nodes need the same, in one of these ways:

  SIGNING_KEYS='{{"keys": ...}}'        the set itself
  SIGNING_KEYS=/etc/signet/keys.json  a file with the set, which only the user of the service can read
  SIGNING_KEYS=table                  the database, encrypted with KEY_ENCRYPTION_KEYS. Then run this command again.
"""
TAKEN_OVER: Final = """
The set also has the secret of SIGNING_KEY, so its tokens stay valid. The new key signs from {start} on. Until
then, restart all nodes with SIGNING_KEYS, and without SIGNING_KEY.
"""


def first_keys(now: float, former: str | None, start: float) -> Sequence[RingKey]:
    """A new key that signs from *start* on, and the secret *former*, if there is one, until its last token expires."""
    new = RingKey(SigningKey.generate(ALGORITHM), published_at=now, signs_from=start)
    if not former:
        return [new]
    return [RingKey(former_key(former), verifies_until=start + LONGEST_LIFETIME.total_seconds()), new]


def printed(former: str | None, now: float) -> tuple[str, str]:
    """A JWK Set for SIGNING_KEYS on one line, and the words for people about it."""
    start = now + PUBLICATION if former else now
    document = json.dumps(written_ring(first_keys(now, former, start)))
    words = HOW_TO.format(algorithm=ALGORITHM) + (TAKEN_OVER.format(start=moment(start)) if former else "")
    return document, words


def take_over(secret: str) -> None:
    """
    Put *secret*, the former SIGNING_KEY, into a ring without keys: it signs until somebody rotates.

    Raises `EnvironmentProblemsError` where the ring can't be changed now.
    """
    store = getattr(get_ring(), "store", None)
    if not isinstance(store, ChangeableKeyStore):
        return
    try:
        store.change(lambda keys: keys or [RingKey(former_key(secret))])
    except (OSError, KeyLoadError, KeyChangeRefusedError) as error:
        raise EnvironmentProblemsError([f"SIGNING_KEYS can't be used now. {error}"]) from error


def former_key(secret: str) -> SigningKey:
    """The key that *secret* is as SIGNING_KEY. Raises `EnvironmentProblemsError`."""
    try:
        return SigningKey.load(secret, FORMER)
    except KeyLoadError as error:
        raise EnvironmentProblemsError([f"SIGNING_KEY can't be used. {error}"]) from None
