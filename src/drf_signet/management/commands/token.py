"""``manage.py token explain TOKEN``."""

from __future__ import annotations

import sys
from typing import Any, Final

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from drf_signet.authentication import looks_up_users
from drf_signet.token_explanation import explain

IN_HISTORY: Final = "Your shell may keep this token in its history. Write - in its place to read it from the input."


class Command(BaseCommand):
    """Says why a token is accepted or refused."""

    help = "Say why Signet accepts or refuses a token."

    def add_arguments(self, parser: CommandParser) -> None:
        """One verb so far."""
        verbs = parser.add_subparsers(title="verbs", required=True, metavar="VERB")
        verb = verbs.add_parser("explain", help="say why Signet accepts or refuses a token; changes nothing")
        verb.add_argument("token", help="the token; - reads it from the standard input, which no shell history keeps")

    def handle(self, *args: Any, token: str, **options: Any) -> None:
        """Print the facts and the verdict. The exit status is 1 for a token that is refused."""
        raw = sys.stdin.buffer.read().decode(errors="replace") if token == "-" else token
        explanation = explain(raw.strip(), timezone.now(), looks_up_users)
        for name, value in explanation.facts:
            self.stdout.write(f"{name:<11} {value}")
        self.stdout.write(explanation.verdict)
        if explanation.hint:
            self.stdout.write(explanation.hint)
        if token != "-" and explanation.is_accepted:
            self.stderr.write(IN_HISTORY)
        if not explanation.is_accepted:
            sys.exit(1)
