"""Keys for the examples of the commands: the same at each run, with times that have just begun."""

from __future__ import annotations

import json
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, derive_private_key
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from signet_tokens.keys import SigningKey
from signet_tokens.ring_document import written_ring
from signet_tokens.ring_key import RingKey
from tools.reference.http_exchanges import signet

DAY: Final = 86_400.0


def _key(number: int) -> SigningKey:
    private = derive_private_key(number, SECP256R1())
    return SigningKey.load(private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()), "ES256")


@contextmanager
def ring(*later: float) -> Iterator[None]:
    """With a file of keys: one that has signed for a month, and another one, published that many seconds ago."""
    now = time.time()
    keys = [RingKey(_key(1), published_at=now - 30 * DAY, signs_from=now - 30 * DAY)]
    keys += [RingKey(_key(2), published_at=now - age, signs_from=None) for age in later]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "keys.json"
        path.write_text(json.dumps(written_ring(keys)))
        with signet(ALGORITHM="ES256", SIGNING_KEY=None, SIGNING_KEYS=path):
            yield
