"""
The connections to databases that a thread of ours opened: Django keeps them for each thread, and closes none when it
ends.
"""

from __future__ import annotations

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper


def close_own_connections() -> None:
    """Close each connection that this thread has open: one that we started, which shares none with another thread."""
    for one in connections.all(initialized_only=True):
        one.close()
        # Django refuses that for SQLite in memory, as the last connection takes the data along. In tests, the thread
        # that made the tables has another one. Without this, ours would be closed by the garbage collector, and Python
        # 3.13 warns of it in whichever test that happens.
        if one.connection is not None:
            BaseDatabaseWrapper.close(one)
