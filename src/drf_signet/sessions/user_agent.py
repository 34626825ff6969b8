"""A ``User-Agent`` header in the words of people."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from ua_parser import parse

from drf_signet.translation import translated
from signet_tokens.translatable_text import Text
from signet_tokens.translatable_text import gettext_noop as _

UNKNOWN: Final = Text(_("Unknown device"))
GENERIC: Final = frozenset(
    {"Other", "Generic Smartphone", "Generic Tablet", "Generic Feature Phone", "Spider", "K", "iOS-Device"}
)


def device_name(user_agent: str) -> str:
    """Such as "Firefox on Ubuntu" or "Mobile Safari on iPhone"; for a program, its name. In the active language."""
    words = _english(user_agent)
    # The name alone of a program is the same in every language.
    return translated(words) if isinstance(words, Text) else words


def english_device_name(user_agent: str) -> str:
    """The same in English, whatever the language: to compare one device with another."""
    return str(_english(user_agent))


@lru_cache(maxsize=1024)
def _english(user_agent: str) -> str:
    parsed = parse(user_agent)
    system = parsed.os.family if parsed.os else None
    device = parsed.device.family if parsed.device else None
    # A Mac is named by its system; a telephone says more by its model.
    place = device if device and device not in GENERIC and device != "Mac" else system
    # "Mobile Safari UI/WKWebView" is how the parser calls an app with pages inside.
    program = (parsed.user_agent.family if parsed.user_agent else user_agent).partition("/")[0].strip()[:40]
    if program and place:
        return Text(_("{} on {}"), program, place)
    return program or place or UNKNOWN
