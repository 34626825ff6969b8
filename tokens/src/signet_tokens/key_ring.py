"""The keys in force, and which of them a token means."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple, Protocol

from signet_tokens.errors import NoSigningKeyError
from signet_tokens.keys import SigningKey


class KeySource(Protocol):
    """Somewhere else that verifying keys come from, such as an issuer's published key set."""

    def find(self, algorithm: str, kid: str | None) -> SigningKey | None:
        """The one key for that algorithm that a token with that ``kid``, or without one, can mean, if there is one."""

    def find_instead(self, key: SigningKey, kid: str | None) -> SigningKey | None:
        """The one key that it can mean by now, where *key* was found and didn't sign the token."""

    def known(self) -> tuple[SigningKey, ...]:
        """The keys that are here already: nothing is fetched."""

    def version(self) -> int:
        """A number that changes whenever a key is no longer to be trusted."""


class InForce(NamedTuple):
    """The keys as they are for a while."""

    signing_key: SigningKey | None
    keys: tuple[SigningKey, ...]
    """Those that verify, the signing one first."""

    version: int
    """Changes whenever a key leaves."""


class KeyRing:
    """
    The keys in force: the first of *keys* signs, all of them verify.

    *elsewhere* is asked only for a ``kid`` that no own key has, or where there is no ``kid`` and no own key fits.
    """

    def __init__(self, keys: Iterable[SigningKey] = (), elsewhere: KeySource | None = None) -> None:
        given = tuple(keys)
        self._in_force = InForce(given[0] if given and given[0].can_sign else None, given, 0)
        self._elsewhere = elsewhere

    def in_force(self) -> InForce:
        """The project's own keys, as they are now."""
        return self._in_force

    @property
    def signing_key(self) -> SigningKey:
        """The key that signs. Raises `NoSigningKeyError`."""
        key = self.in_force().signing_key
        if key is None:
            raise NoSigningKeyError
        return key

    def check_signs(self) -> None:
        """
        Raise `NoSigningKeyError` where no key signs, `SignerUnavailableError` where its signer doesn't answer now.

        For what changes something before it signs: without a key, nobody would hold the token that it is changed for.
        """
        self.signing_key.check_signer()

    @property
    def keys(self) -> tuple[SigningKey, ...]:
        """The project's own keys, the signing one first."""
        return self.in_force().keys

    @property
    def elsewhere(self) -> KeySource | None:
        """Where else keys come from."""
        return self._elsewhere

    def known(self) -> tuple[SigningKey, ...]:
        """All keys that are known by now: the own ones, and those that were fetched."""
        return (*self.keys, *(self._elsewhere.known() if self._elsewhere else ()))

    def candidates(self, algorithm: str, kid: str | None) -> Iterable[SigningKey]:
        """
        The keys that may have signed a token with this header, for as long as none of them did.

        A token without ``kid`` is tried with each own key of its algorithm, so that tokens of other libraries verify.
        """
        own = [key for key in self.keys if key.algorithm == algorithm and kid in (None, key.kid)]
        yield from own if kid is None else own[:1]
        if self._elsewhere is None or (kid is not None and own):
            return
        if (foreign := self._elsewhere.find(algorithm, kid)) is not None:
            yield foreign
            if (newer := self._elsewhere.find_instead(foreign, kid)) is not None:
                yield newer

    def version(self) -> int:
        """Changes whenever a key leaves the ring: what was verified before has to be verified again."""
        return self.in_force().version + (self._elsewhere.version() if self._elsewhere else 0)
