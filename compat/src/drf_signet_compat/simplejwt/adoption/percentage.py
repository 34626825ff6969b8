"""Some of the users first: always the same ones, so that each stays on one side while the percentage grows."""

from __future__ import annotations

from hashlib import sha256
from typing import Any, Final

from drf_signet_compat.simplejwt.settings import api_settings

WHOLE: Final = 100


def is_chosen(user_id: str) -> bool:
    """Whether the tokens of the user with the claim *user_id* become sessions, by ADOPTION_PERCENTAGE."""
    # Not Python's own hash, which is another one in each process.
    place = int.from_bytes(sha256(user_id.encode(errors="surrogatepass")).digest()[:8]) % WHOLE
    percentage: int = given_percentage()
    return place < percentage


def given_percentage() -> Any:
    """ADOPTION_PERCENTAGE, as the project has it."""
    return api_settings.user_settings.get("ADOPTION_PERCENTAGE", WHOLE)
