"""
Write the reference pages in ``docs/reference/`` from the source they describe, or check that they are fresh.

    python -m tools.reference           writes them
    python -m tools.reference --check   exit status 1 if one of them would change

With names of pages, such as ``http.md``, only those.
"""

from __future__ import annotations

import sys
from importlib import import_module

from tools.reference import service

if __name__ == "__main__":
    service.start()
    # Its modules need Django as the service sets it up.
    sys.exit(import_module("tools.reference.pages").main(sys.argv[1:]))
