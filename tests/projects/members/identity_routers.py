"""Where rows are written and read."""

from __future__ import annotations

from typing import Any

from tests.projects.members.routers import Router as ForMembers


class Router(ForMembers):
    """Of identities, too, the replica has nothing yet."""

    def db_for_read(self, model: Any, **hints: object) -> str:
        """The other one."""
        return "replica" if model._meta.app_label == "signet_identities" else super().db_for_read(model, **hints)
