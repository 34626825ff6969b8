"""The settings on the page "Sign in with Google, Apple and others" are as they should be."""

from __future__ import annotations

import os
from dataclasses import fields
from pathlib import Path
from typing import Any
from unittest.mock import patch

from drf_signet.identities.providers.provider_settings import ProviderSettings
from signet_tokens.keys import SigningKey
from tests.providers.test_checks import said

PAGE = Path(__file__).resolve().parents[2] / "docs" / "how-to" / "sign-in-with.md"


def test_each_block_passes_the_checks() -> None:
    """With what the environment has to have."""
    key = SigningKey.generate("ES256")
    pem = key._jwk.as_pem(private=True).decode()  # type: ignore[union-attr]
    secrets = {"GOOGLE_SECRET": "x", "GITHUB_SECRET": "x", "STAFF_SECRET": "x", "APPLE_PRIVATE_KEY": pem}
    blocks = PAGE.read_text().split("```python\n")[1:]
    assert len(blocks) == 4
    for block in blocks:
        world: dict[str, Any] = {"os": os}
        with patch.dict(os.environ, secrets):
            exec(block.partition("```")[0], world)
        assert said(world["SIGNET"]["PROVIDERS"]) == []


def test_the_table_has_each_key() -> None:
    """And no other."""
    table = PAGE.read_text().partition("## All keys of an entry")[2]
    named = {
        word for line in table.splitlines() if line.startswith("| `") for word in line.split("|")[1].split("`")[1::2]
    }
    assert named == {one.name for one in fields(ProviderSettings)}
