"""Settings of the cookie that are wrong, and what the system checks say about them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from tests.checks.check_cases import Complaint

NO_COOKIE_NAME: Final = (
    "SIGNET['REFRESH_COOKIE_NAME'] should be a word such as 'refresh'; Signet adds a prefix like __Host- if the "
    "other settings allow it."
)
NO_COOKIE_DOMAIN: Final = "SIGNET['REFRESH_COOKIE_DOMAIN'] should be a host name such as 'example.com'."
NO_COOKIE_PATH: Final = "SIGNET['REFRESH_COOKIE_PATH'] should be a path that begins with a slash."

COOKIE_ERRORS: Final[Mapping[str, Mapping[str, Complaint]]] = {
    "E014": {
        **{
            f"name-{name}": Complaint({"REFRESH_COOKIE_NAME": value}, NO_COOKIE_NAME)
            for name, value in {
                "empty": "",
                "prefixed": "__Host-refresh",
                "prefixed-in-lower-case": "__secure-refresh",
                "two-words": "refresh token",
                "semicolon": "refresh;",
                "equals-sign": "refresh=",
                "quote": '"refresh"',
                "line-break": "refresh\r\n",
                "not-ascii": "réfresh",
            }.items()
        },
        "samesite": Complaint(
            {"REFRESH_COOKIE_SAMESITE": "None", "REFRESH_COOKIE_SECURE": False},
            "SIGNET['REFRESH_COOKIE_SAMESITE'] should be 'Strict' or 'Lax' if REFRESH_COOKIE_SECURE is False.",
        ),
        **{
            f"domain-{name}": Complaint({"REFRESH_COOKIE_DOMAIN": value}, NO_COOKIE_DOMAIN)
            for name, value in {
                "empty": "",
                "url": "https://example.com",
                "port": "example.com:8000",
                "wildcard": "*.example.com",
                "path": "example.com/",
                "semicolon": "example.com; Path=/",
                "two-points": "example..com",
                "hyphen": "-example.com",
                "address": "127.0.0.1",
                "not-ascii": "exämple.com",
                "line-break": "example.com\n",
            }.items()
        },
        **{
            f"path-{name}": Complaint({"REFRESH_COOKIE_PATH": value}, NO_COOKIE_PATH)
            for name, value in {
                "empty": "",
                "relative": "api/",
                "url": "https://example.com/",
                "semicolon": "/; Domain=example.com",
                "space": "/a b",
                "line-break": "/\r\n",
                "not-ascii": "/ä",
            }.items()
        },
    },
}
"""What causes the error of cookies and no other."""
