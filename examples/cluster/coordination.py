"""etcd: which of the databases is the primary, decided by one key that expires."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from examples.cluster.answers import answers
from examples.cluster.part import Part
from examples.cluster.place import Place
from tests.real_parts.ports import free_port


@dataclass
class Etcd(Part):
    """One is enough on one machine. In earnest there are three, on three machines."""

    def is_ready(self) -> bool:
        """Whether it answers."""
        return answers(f"http://127.0.0.1:{self.port}/health")


def etcd(place: Place, programs: Mapping[str, str]) -> Etcd:
    """etcd, with its files in *place*."""
    port, peers = free_port(), f"http://127.0.0.1:{free_port()}"
    url = f"http://127.0.0.1:{port}"
    words = {
        "name": "etcd",
        "data-dir": str(place.of("etcd") / "data"),
        "listen-client-urls": url,
        "advertise-client-urls": url,
        "listen-peer-urls": peers,
        "initial-advertise-peer-urls": peers,
        "initial-cluster": f"etcd={peers}",
        "log-level": "warn",
    }
    command = [programs["etcd"], *(f"--{name}={value}" for name, value in words.items())]
    return Etcd("etcd", "elects the primary", port, place.log("etcd"), command, place.environment())
