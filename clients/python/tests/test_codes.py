"""Every code that the service answers with, from the page that is written from its source."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from drf_signet_client import AuthError, AuthUnavailable, InvalidCredentials, SessionExpired, TokenManager
from scripted import URL, Script, Session, answer

README = (Path(__file__).parents[1] / "README.md").read_text(encoding="utf-8")
LINKED = (Path(__file__).parents[3] / "docs" / "reference" / "errors.md").read_text(encoding="utf-8")
PAGE = re.sub(r"\[(`\w+`)\]\(#\w+\)", r"\1", LINKED)
ROWS = re.findall(
    r"(?m)^\| (\d{3}) \| `([a-z_]+)` \|(?: (?:`([a-z_]+)`)? ?\|)?", PAGE[PAGE.index("\n## Over HTTP\n") :]
)
REFUSALS = sorted({(int(status), code, reason) for status, code, reason in ROWS})


def test_the_page_is_read_as_it_is() -> None:
    """With its reasons."""
    assert (401, "token_not_valid", "token_reused") in REFUSALS
    assert (503, "mail_busy", "") in REFUSALS
    assert len(REFUSALS) > 40


def test_every_code_is_in_the_readme() -> None:
    """And every reason."""
    assert [word for row in REFUSALS for word in row[1:] if word and f"`{word}`" not in README] == []


@pytest.mark.parametrize(("status", "code", "reason"), REFUSALS)
def test_a_sign_in_fails_with_it(status: int, code: str, reason: str) -> None:
    """A failure that may pass is no refusal, and the server's own word is passed on."""
    script = Script()
    script.sign_in = answer(status, {"detail": "Why.", "code": code, **({"reason": reason} if reason else {})})
    with pytest.raises(AuthError) as caught:
        TokenManager(URL, post=script).login(username="ada", password="secret")
    kind, own = (AuthUnavailable, "unavailable") if status in {429, 503} else (AuthError, code)
    if code == "no_active_account":
        kind, own = InvalidCredentials, "invalid_credentials"
    assert (type(caught.value), caught.value.code, caught.value.reason) == (kind, own, reason or code)


@pytest.mark.parametrize(("status", "code", "reason"), REFUSALS)
def test_a_refresh_says_why(status: int, code: str, reason: str) -> None:
    """Each time, as long as nothing has changed."""
    refusal = answer(status, {"detail": "Why.", "code": code, **({"reason": reason} if reason else {})})
    session = Session(Script(refusal, refusal))
    kind = SessionExpired if status in {400, 401, 403} else AuthUnavailable
    for _ in range(2):
        with pytest.raises(kind) as caught:
            session.manager.get("access-0")
        if status in {401, 429, 503}:
            assert caught.value.reason == (reason or code)
