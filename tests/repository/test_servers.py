"""The servers that tests start for themselves."""

from __future__ import annotations

from pathlib import Path
from unittest.mock import patch

from tests.real_parts import servers


def test_a_mariadb_that_starts_leaves_the_temporary_tables_of_others_alone(tmp_path: Path) -> None:
    """It deletes those that it finds, also of a server at work: two that start at once spoiled one another."""
    of_another = tmp_path / "#sql-temptable-1-1-1.MAI"
    of_another.touch()

    with servers.private_folder() as folder, patch.dict("os.environ", TMPDIR=str(tmp_path)), servers.mariadb(folder):
        assert of_another.exists()
