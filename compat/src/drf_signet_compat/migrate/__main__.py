"""``python -m drf_signet_compat.migrate``: the verb, where the command ``signet`` lacks its extra."""

from __future__ import annotations

import sys

from drf_signet_compat.migrate.command import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:], program="python -m drf_signet_compat.migrate"))
