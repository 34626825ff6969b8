"""The parameters of ``WWW-Authenticate`` (RFC 9110 section 11.6.1): no value can end one, or add another."""

from __future__ import annotations

import re
from typing import Final

NOT_WRITTEN: Final = re.compile(r"[^\x20-\x7E]")
"""What no header should have: controls, line breaks, and anything beyond ASCII (RFC 9110 section 5.5)."""


def parameter(name: str, value: object) -> str:
    """``, name="value"``, to add to a challenge: *value* as a quoted string (RFC 9110 section 5.6.4)."""
    text = NOT_WRITTEN.sub("", str(value)).replace("\\", "\\\\").replace('"', '\\"')
    return f', {name}="{text}"'
