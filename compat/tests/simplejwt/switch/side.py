"""The two sides of the change: how the project is started, and what is done to its database first."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from tests.races.databases import ROOT, Database
from tests.races.server import Layout

PROJECT: Final = "compat.tests.simplejwt.switch.project"


@dataclass(frozen=True)
class Side(Layout):
    """One process of the project, as it is on one side of the change."""

    threads: int = 8
    application: str = f"{PROJECT}.wsgi:application"
    name: str = "old"
    simple_jwt: Mapping[str, object] = field(default_factory=dict)

    def variables(self, database: Database) -> dict[str, str]:
        """The environment of the project."""
        chosen = {"SWITCH_SIDE": self.name, "SWITCH_SIMPLE_JWT": json.dumps(dict(self.simple_jwt))}
        return {**super().variables(database), **chosen}

    def migrate(self, database: Database) -> None:
        """Make the tables of this side."""
        command = [sys.executable, "-m", f"{PROJECT}.prepare"]
        subprocess.run(command, cwd=ROOT, env=self.variables(database), check=True)
