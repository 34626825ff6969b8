"""The command ``signet`` with the settings of `mutants`: ``python -m tests.history.mutant_service serve``."""

from __future__ import annotations

import sys

from signet_server import cli

if __name__ == "__main__":
    vars(cli)["SETTINGS"] = "tests.history.mutant_settings"
    sys.exit(cli.main())
