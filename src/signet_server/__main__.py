"""The command ``signet``, also ``python -m signet_server``."""

from __future__ import annotations

import sys

try:
    from signet_server.cli import main
except ModuleNotFoundError as missing:
    sys.exit(
        f"The service needs more than the library, and {missing.name} is missing: pip install 'drf-signet[server]'"
    )

if __name__ == "__main__":
    sys.exit(main())
