"""What a user of Pyright sees, for whom the library is an installed package: what is handed on may be imported."""

from __future__ import annotations

import pytest

from tests.real_parts.needs import missing
from tools.javascript import what_is_lacking
from tools.pyright import PYRIGHT, check_as_user

USES = """
from drf_signet.sessions.testing import bearer
from drf_signet.sessions.tokens import AccessToken, Token
print(AccessToken, Token, bearer)
"""
MISUSES = """
from drf_signet.sessions.tokens import Presented, get_settings
print(Presented, get_settings)
"""


def test_only_what_is_promised_may_be_imported(capfd: pytest.CaptureFixture[str]) -> None:
    """Names of the core that sessions don't change, and none that a module happens to use."""
    lacking = what_is_lacking() or ("" if PYRIGHT.exists() else "make check has not installed it yet")
    if lacking:
        missing(lacking)
    failed = check_as_user({"uses.py": USES, "misuses.py": MISUSES})
    said = capfd.readouterr().out
    assert failed
    assert "uses.py" not in said.replace("misuses.py", "")
    assert '"Presented" is not exported' in said
    assert '"get_settings" is not exported' in said
