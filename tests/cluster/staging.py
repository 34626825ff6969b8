"""Starting the cluster for these tests: with the version before this one, a mail server of ours, and people."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from examples.cluster.nodes import Node
from examples.cluster.programs import MissingProgramsError
from examples.cluster.whole import Cluster
from tests.cluster.clock_faults import clock_of_its_own
from tests.cluster.node_faults import in_version
from tests.cluster.old_version import old_sources
from tests.cluster.postbox import Postbox
from tests.cluster.small_disks import on_small_disks
from tests.cluster.stage import Stage
from tests.history import make_people
from tests.real_parts.needs import missing
from tests.real_parts.ports import free_port


@contextmanager
def staged() -> Iterator[Stage]:
    """The cluster, whose nodes run the version before this one."""
    with TemporaryDirectory(prefix="signet-") as folder, Postbox(free_port()).opened() as postbox:
        place = Path(folder)
        # PostgreSQL runs as another user.
        place.chmod(0o711)
        sources = old_sources(place / "old")
        cluster = new_cluster(place / "cluster", sources, postbox)
        give_clock(cluster.nodes[-1], cluster.place.of("clock"))
        with on_small_disks(cluster.databases) as has_small_disks, cluster:
            if not has_small_disks and os.environ.get("SIGNET_REQUIRE_ALL") == "1":
                missing("only the superuser can make small file systems")
            make_people(cluster.signet)
            yield Stage(cluster, postbox, sources, has_small_disks=has_small_disks)


def give_clock(node: Node, folder: Path) -> None:
    """Let *node* have a clock of its own, which can be put wrong."""
    clock = {**node.environment, **clock_of_its_own(folder)}
    node.environment = in_version(clock, node.environment["PYTHONPATH"])


def new_cluster(folder: Path, sources: str, postbox: Postbox) -> Cluster:
    """The cluster, which isn't started yet."""
    environment = {"PYTHONPATH": sources, "EMAIL_URL": f"smtp://127.0.0.1:{postbox.port}"}
    try:
        return Cluster(folder, environment=environment)
    except MissingProgramsError as error:
        missing(str(error))
