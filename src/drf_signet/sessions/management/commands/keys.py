"""``manage.py keys``, where the app of the core is not listed."""

from __future__ import annotations

from drf_signet.management.commands import keys


class Command(keys.Command):
    """That of the core."""
