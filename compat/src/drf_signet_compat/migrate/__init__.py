"""
``signet-migrate``: finds what a project says of Simple JWT, and shows or makes the changes.

Nothing here imports the project, Django or Simple JWT: it reads files. It reads Python files with `ast`, and changes
them in LibCST's trees, which keep every space and comment. It needs the extra ``migrate``, and nothing else of this
package needs it.
"""

from __future__ import annotations

__all__: list[str] = []
