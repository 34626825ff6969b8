"""Token types of a project's own."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import ClassVar

import pytest

from drf_signet.errors import MissingClaimError, WrongTokenTypeError
from drf_signet.tokens import AccessToken, RefreshToken, SlidingToken, Token

NOW = datetime(2027, 1, 15, 8, tzinfo=UTC)
SECONDS = 1_800_000_000


class Invitation(Token):
    """A type of the project's own."""

    token_type = "invitation"
    lifetime = timedelta(days=7)
    required: ClassVar[tuple[str, ...]] = ("email",)

    def verify(self) -> None:
        """An invitation is for somebody."""
        super().verify()
        for claim in self.required:
            if claim not in self:
                raise MissingClaimError(f"Token has no {claim}")


def test_a_type_of_the_projects_own_is_a_type_like_any_other() -> None:
    """Its lifetime and its name are those of the class, and it opens no other door."""
    token = Invitation(now=NOW)
    token["email"] = "ada@example.com"
    assert (token["token_type"], token["exp"]) == ("invitation", SECONDS + 7 * 86_400)
    raw = str(token)
    assert Invitation(raw, now=NOW)["email"] == "ada@example.com"
    for other in (AccessToken, RefreshToken, SlidingToken):
        with pytest.raises(WrongTokenTypeError):
            other(raw, now=NOW)
    with pytest.raises(WrongTokenTypeError):
        Invitation(str(AccessToken(now=NOW)), now=NOW)


def test_a_type_of_the_projects_own_may_demand_claims() -> None:
    """What it demands of a token that is read, it doesn't demand of a new one."""
    with pytest.raises(MissingClaimError, match="Token has no email"):
        Invitation(str(Invitation(now=NOW)), now=NOW)
