"""
From which device somebody asked for a code, as the reader of the mail is told who opens its link elsewhere.

A stranger may have asked, and wrote the ``User-Agent``. So nothing of it is shown but the names of programs and systems
that are well known.
"""

from __future__ import annotations

from typing import Final

from ua_parser import parse

from drf_signet.mailed_codes.models import MailedCode
from drf_signet.sessions.user_agent import UNKNOWN
from drf_signet.translation import translated
from signet_tokens.translatable_text import Text
from signet_tokens.translatable_text import gettext_noop as _

PROGRAMS: Final = frozenset(
    {
        *("Chrome", "Chrome Mobile", "Chrome Mobile iOS", "Chromium", "Edge", "Edge Mobile", "Firefox", "Firefox iOS"),
        *("Firefox Mobile", "Mobile Safari", "Mobile Safari UI/WKWebView", "Opera", "Opera Mobile", "Safari"),
        *("Samsung Internet", "Vivaldi", "Android", "IE"),
    }
)
SYSTEMS: Final = frozenset(
    {"Android", "Chrome OS", "Fedora", "iOS", "Linux", "Mac OS X", "macOS", "Ubuntu", "Windows", "iPadOS"}
)


def asked_from(row: MailedCode) -> dict[str, str | None]:
    """The device, in the active language, its address, and when it asked for *row*."""
    at = row.created_at.isoformat().replace("+00:00", "Z")
    return {"device": _device(row.user_agent), "ip": row.ip, "at": at}


def _device(user_agent: str) -> str:
    parsed = parse(user_agent)
    program = parsed.user_agent.family if parsed.user_agent else ""
    system = parsed.os.family if parsed.os else ""
    known = [one for one, names in ((program, PROGRAMS), (system, SYSTEMS)) if one in names]
    if len(known) == 1:
        return known[0]
    return translated(Text(_("{} on {}"), *known) if known else UNKNOWN)
