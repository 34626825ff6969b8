"""The key set of one address, in what keeps it beyond the life of the process."""

from __future__ import annotations

from collections.abc import Callable

from signet_tokens.kept_key_sets import KeptKeySet, KeySetKeeper, keeping_name, read_kept, written
from signet_tokens.key_set_address import KeySetAddress
from signet_tokens.key_set_log import KeySetLog
from signet_tokens.key_sets import KeySet


class KeySetShelf:
    """Where the key set at *address* lies. Without a *keeper*, it is always empty."""

    def __init__(self, keeper: KeySetKeeper | None, address: KeySetAddress, log: KeySetLog) -> None:
        self._keeper = keeper
        self._address = address
        self._log = log

    def load(self, read: Callable[[KeptKeySet], KeySet]) -> tuple[KeySet, float] | None:
        """What *read* makes of the key set that lies there, and when it was fetched. The address resumes with it."""
        if self._keeper is None:
            return None
        identifier = self._address.identifier
        try:
            text = self._keeper.load(keeping_name(identifier))
            if text is None:
                return None
            kept = read_kept(text, identifier)
            keys = read(kept)
            self._address.resume(kept.url)
        except Exception as error:  # noqa: BLE001  # whatever a keeper raises, the keys can be fetched
            self._log.say(f"Signet can't use the keys {self._address.name} that were kept ({error}).")
            return None
        return keys, kept.fetched_at

    def save(self, url: str, fetched_at: float, document: bytes) -> None:
        """Let this key set lie there."""
        if self._keeper is None:
            return
        identifier = self._address.identifier
        try:
            text = written(KeptKeySet(identifier, url, fetched_at, document))
            self._keeper.save(keeping_name(identifier), text)
        except Exception as error:  # noqa: BLE001  # whatever a keeper raises, the keys are here
            self._log.say(f"Signet can't keep the keys {self._address.name} ({error}). They are lost at a restart.")
