"""A key ring that counts how often a signature was looked at, and a source of keys that a test can change."""

from __future__ import annotations

import json
from collections.abc import Iterable

from drf_signet.errors import KeysUnavailableError
from signet_tokens import jws
from signet_tokens.key_ring import KeyRing, KeySource
from signet_tokens.keys import SigningKey


class CountingRing(KeyRing):
    """A ring of *keys* that counts the tokens it was asked to verify."""

    def __init__(self, keys: Iterable[SigningKey] = (), elsewhere: KeySource | None = None) -> None:
        super().__init__(keys, elsewhere)
        self.verifications = 0

    def candidates(self, algorithm: str, kid: str | None) -> Iterable[SigningKey]:
        """What the real ring answers."""
        self.verifications += 1
        return super().candidates(algorithm, kid)


class ChangingSource:
    """Keys that come and go as the test says, and that can be out of reach."""

    def __init__(self, *keys: SigningKey) -> None:
        self.keys = list(keys)
        self.changes = 0
        self.reachable = True

    def find(self, algorithm: str, kid: str | None) -> SigningKey | None:
        """The key of that name, if it is there now."""
        if not self.reachable:
            raise KeysUnavailableError
        return next((key for key in self.keys if (key.algorithm, key.kid) == (algorithm, kid)), None)

    def find_instead(self, key: SigningKey, kid: str | None) -> SigningKey | None:
        """There is no other."""
        return None

    def known(self) -> tuple[SigningKey, ...]:
        """Those that are there now."""
        return tuple(self.keys)

    def version(self) -> int:
        """How often keys were withdrawn."""
        return self.changes

    def withdraw(self, key: SigningKey) -> None:
        """*key* is no longer to be trusted."""
        self.keys.remove(key)
        self.changes += 1


class WithdrawnWhileFound(ChangingSource):
    """Keys that are withdrawn in the very moment in which they are found."""

    def find(self, algorithm: str, kid: str | None) -> SigningKey | None:
        """The key, whose trust ends here."""
        found = super().find(algorithm, kid)
        self.changes += 1
        return found


def token(key: SigningKey, **claims: object) -> str:
    """A token with these claims alone, signed with *key*."""
    return jws.sign(json.dumps(claims).encode(), key)
