"""
``signet-migrate``: finds what a project says of Simple JWT, and shows or makes the changes.

Nothing here imports the project, Django or Simple JWT: it reads files. What is asked of Python files is asked of `ast`;
what is changed in them is changed in LibCST's trees, which keep every blank and comment. It needs the extra
``migrate``, and nothing else of this package needs it.
"""

from __future__ import annotations

__all__: list[str] = []
