"""The command ``signet``, also ``python -m signet_server``."""

from __future__ import annotations

import sys

from signet_server.brought_verbs import find_verb, names

try:
    from signet_server.cli import main
except ModuleNotFoundError as missing:
    brought = find_verb(sys.argv[1:])
    if brought is None:
        sys.exit(
            f"The service needs more than the library, and {missing.name} is missing:"
            " pip install 'drf-signet[server]'\n"
            f"Without it there is: {', '.join(names())}."
        )
    main = brought

if __name__ == "__main__":
    sys.exit(main())
