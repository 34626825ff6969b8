"""
What drf-signet needs: the list of pyproject.toml, with the signed tokens of this very clone.

A package index has ``signet-tokens`` of the same version for what is released, and ``make release-check`` says so by
``SIGNET_RELEASE``. A clone brings its own, so that ``pip install`` of a folder or of an address of git gets both from
one commit.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from hatchling.metadata.plugin.interface import MetadataHookInterface


class Dependencies(MetadataHookInterface):
    """Hatch calls it for the field that pyproject.toml declares as dynamic."""

    def update(self, metadata: dict[str, Any]) -> None:
        """Set the dependencies."""
        released = f"signet-tokens=={metadata['version']}"
        beside = f"signet-tokens @ {Path(self.root, 'tokens').as_uri()}"
        tokens = released if os.environ.get("SIGNET_RELEASE") else beside
        metadata["dependencies"] = [*self.config["dependencies"], tokens]
