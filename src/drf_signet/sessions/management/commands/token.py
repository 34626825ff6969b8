"""``manage.py token explain TOKEN``, where the app of the core is not listed."""

from __future__ import annotations

from drf_signet.management.commands import token


class Command(token.Command):
    """That of the core."""
