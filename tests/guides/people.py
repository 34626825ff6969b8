"""The people with an account in the shop, and the token that a client of theirs holds."""

from __future__ import annotations

import base64
import json
from typing import Any, Final

PASSWORD: Final = "correct-horse-battery"
ADA: Final = {"username": "ada", "password": PASSWORD}
SHELF: Final = {"username": "ada", "shelf": "shelf of ada"}
"""What the shop's own view answers to Ada, with the claim of its own."""

MAKE_ADA: Final = f"""
from django.contrib.auth.models import User
User.objects.create_user("ada", "ada@example.com", {PASSWORD!r})
"""


def claims_in(token: str) -> Any:
    """The claims of *token*, unverified."""
    payload = token.split(".")[1]
    return json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))
