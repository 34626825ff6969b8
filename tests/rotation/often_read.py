"""The keys of the service."""

from __future__ import annotations

import os
from pathlib import Path

from signet_tokens.key_file import KeyFile
from tests.rotation.names import key_file


class OftenRead(KeyFile):
    """A file of keys. An hour of these tests takes seconds, so each process looks at it more often than usual."""

    interval = 0.1

    def __init__(self) -> None:
        super().__init__(key_file(Path(os.environ["ROTATION_FOLDER"])), "ES256")
