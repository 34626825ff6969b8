"""The wheels, and projects that begin with nothing."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.documents.project import Project
from tests.documents.wheels import unpack_wheels


@pytest.fixture(scope="session")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the wheels are unpacked."""
    return unpack_wheels(tmp_path_factory.mktemp("wheels"))


@pytest.fixture(scope="session")
def begun(library: Path, tmp_path_factory: pytest.TempPathFactory) -> Project:
    """A project in which nothing of ours is, yet."""
    project = Project(tmp_path_factory.mktemp("begun") / "begun", library)
    project.begin()
    return project


@pytest.fixture(scope="module")
def start(begun: Project, library: Path, tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Project]:
    """Makes the project of a folder of this one."""

    def begin(name: str) -> Project:
        project = Project(tmp_path_factory.mktemp("documents") / name, library)
        project.begin_like(begun)
        return project

    return begin
