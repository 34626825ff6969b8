"""Mails on a terminal: lines of text end where the terminal does, and links are whole."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.mail import EmailMessage

from drf_signet.accounts.console_mail import ConsoleMailBackend

WORDS = "Someone signed up at auth.example.com, and gave this e-mail address to the site. "
LINK = "https://auth.example.com/activate#" + "eyJhbGci-OiJIUzI1_NiIs:" * 20


def printed(body: str) -> list[str]:
    """The lines between the rules, below the head."""
    stream = StringIO()
    ConsoleMailBackend(stream=stream).write_message(EmailMessage("Subject", body, to=["ada@example.com"]))
    rule, to, subject, empty, *lines, end = stream.getvalue().splitlines()
    assert (to, subject, empty) == ("Mail to ada@example.com", "Subject: Subject", "")
    assert rule == end == "-" * 79
    return lines


def test_long_lines_of_text_are_wrapped() -> None:
    """Between words, and none is lost."""
    lines = printed(WORDS * 5)
    assert max(map(len, lines)) <= 79
    assert len(lines) > 5
    assert " ".join(lines) == (WORDS * 5).strip()


@pytest.mark.parametrize(
    "body", [f"{WORDS}\n\n{LINK}\n\n{WORDS}", f"{WORDS}{LINK} {WORDS}"], ids=["on-a-line", "in-a-sentence"]
)
def test_a_link_is_never_broken(body: str) -> None:
    """It has a line of its own, without any other text."""
    assert LINK in printed(body)


def test_empty_lines_stay() -> None:
    """One between two paragraphs, and none at the end."""
    assert printed("One.\n\nTwo.\n\n\n") == ["One.", "", "Two."]


def test_what_belongs_together_stays_together() -> None:
    """A number and its unit, which a no-break space joins."""
    assert printed("x" * 77 + " 3\N{NO-BREAK SPACE}days.") == ["x" * 77, "3\N{NO-BREAK SPACE}days."]
