"""How long caches may keep an answer that says so itself. All others have ``no-store``, from `answer_headers`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from django.views.decorators.cache import cache_control

asked_again: Final[Callable[..., Any]] = cache_control(no_cache=True)
"""For pages that hold nothing of anybody: never shown again without asking whether they changed."""
