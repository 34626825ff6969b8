"""
``python -m drf_signet token explain TOKEN``, or ``keys list``: the commands of a project, and ours, whether or not its
apps are listed.

The settings are those of DJANGO_SETTINGS_MODULE or ``--settings``, or those that ``manage.py`` in this folder names.
"""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path
from typing import Final

from django.core.management import ManagementUtility, load_command_class
from django.core.management.base import BaseCommand

OURS: Final = ("token", "keys")
NAMED: Final = re.compile(r"""["']DJANGO_SETTINGS_MODULE["']\s*[,\]]\s*=?\s*["']([\w.]+)["']""")


class Utility(ManagementUtility):
    """Django's own, which knows our commands without the app."""

    def fetch_command(self, subcommand: str) -> BaseCommand:
        """The command of that name."""
        if subcommand not in OURS:
            return super().fetch_command(subcommand)
        if self.settings_exception is not None:
            sys.exit(f"Signet can't read the settings: {self.settings_exception}")
        return load_command_class("drf_signet", subcommand)


def settings_of(script: Path) -> str | None:
    """The settings module that *script*, a ``manage.py``, names."""
    found = NAMED.search(script.read_text(errors="replace")) if script.is_file() else None
    return found[1] if found else None


def main() -> None:
    """Run the command line."""
    if named := settings_of(Path("manage.py")):
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", named)
    Utility(["python -m drf_signet", *sys.argv[1:]]).execute()


if __name__ == "__main__":
    main()
