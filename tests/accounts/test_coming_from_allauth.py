"""The script of the page about django-allauth verifies addresses here that are verified there."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest

from drf_signet.accounts.email_addresses import is_verified
from tests.accounts.person import make_person

PAGE = Path(__file__).resolve().parents[2] / "docs" / "coming-from" / "allauth.md"


class Rows(list[Any]):
    """The manager of their table."""

    def filter(self, *, verified: bool) -> Rows:
        """Those that are verified, or those that are not."""
        return Rows(row for row in self if row.verified == verified)

    def select_related(self, _: str) -> Rows:
        """They have their users."""
        return self


@pytest.mark.django_db
def test_only_what_is_verified_there_is_verified_here(monkeypatch: pytest.MonkeyPatch) -> None:
    """And only if it is the address that the user has."""
    ada, bob, eve = (make_person(name, is_verified=False) for name in ("ada", "bob", "eve"))
    rows = Rows(
        SimpleNamespace(user=user, email=address, verified=verified)
        for user, address, verified in (
            (ada, "Ada@Example.com", True),
            (bob, "bob@example.com", False),
            (eve, "other@example.com", True),
        )
    )
    module = ModuleType("allauth.account.models")
    vars(module)["EmailAddress"] = SimpleNamespace(objects=rows)
    for name in ("allauth", "allauth.account"):
        monkeypatch.setitem(sys.modules, name, ModuleType(name))
    monkeypatch.setitem(sys.modules, module.__name__, module)
    (script,) = re.findall(r"(?s)```python\n(.*?)```", PAGE.read_text())

    exec(script, {})

    assert [is_verified(user) for user in (ada, bob, eve)] == [True, False, False]
