"""
For the tests of a project whose users sign in by codes.

    asked = api.post("/api/token/code/", {"email": "ada@example.com"}).json()["request"]
    api.post("/api/token/code/confirm/", {"request": asked, "code": code_for("ada@example.com")})

The link of a mail is found by `drf_signet.accounts.testing.token_in`.
"""

from __future__ import annotations

from drf_signet.known_places import canonical
from drf_signet.mailed_codes.codes import code_of
from drf_signet.mailed_codes.rows import rows

__all__ = ["code_for"]


def code_for(address: str) -> str:
    """The newest code that was mailed to *address*. Raises `LookupError` where none was."""
    mailed = rows().filter(mailed_at__isnull=False).order_by("-created_at")
    row = next((one for one in mailed if canonical(one.address) == canonical(address)), None)
    if row is None:
        raise LookupError(f"No code was mailed to {address}.")
    return code_of(row)
