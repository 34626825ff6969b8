"""What a project might name as MAIL_DISPATCHER."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Final

from drf_signet.accounts.outbox import at_once

Arguments = Mapping[str, str | None]
CALLS: Final[list[tuple[str, Arguments]]] = []
"""What `remember` and `through_json` were handed. Each test that looks at it empties it first."""

REMEMBER: Final = f"{__name__}.remember"
THROUGH_JSON: Final = f"{__name__}.through_json"
IN_TABLE: Final = None
"""The default."""


def remember(job: str, arguments: Arguments) -> None:
    """Sends nothing yet."""
    CALLS.append((job, arguments))


def through_json(job: str, arguments: Arguments) -> None:
    """Like one of a queue: what is called is what came out of it."""
    CALLS.append((job, arguments))
    again = json.loads(json.dumps([job, arguments]))
    assert again == [job, dict(arguments)]
    at_once(*again)
