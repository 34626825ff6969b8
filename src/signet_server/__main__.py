"""The command ``signet``, also ``python -m signet_server``."""

from __future__ import annotations

import sys

try:
    from signet_server.cli import main
except ModuleNotFoundError as missing:
    sys.exit(f"The service needs {missing.name}, which isn't installed. Run pip install 'drf-signet[server]'")

if __name__ == "__main__":
    sys.exit(main())
