"""The command ``signet-migrate``, also ``python -m drf_signet_compat.migrate``."""

from __future__ import annotations

import sys
from typing import Final

try:
    from drf_signet_compat.migrate import command
except ModuleNotFoundError as missing:
    library = (missing.name or "").partition(".")[0]
    if library not in {"libcst", "packaging", "tomlkit"}:
        raise
    sys.stderr.write(f"To change a project, {library} is missing: pip install 'drf-signet-compat[migrate]'\n")
    sys.exit(2)

MODULE: Final = "python -m drf_signet_compat.migrate"


def main() -> int:
    """Run the command with the words of this process. The answer is the exit status."""
    return command.main(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(command.main(sys.argv[1:], program=MODULE))
