"""etcd: which of the databases is the primary, decided by one key that expires."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from examples.cluster.answers import answers
from examples.cluster.part import Part
from examples.cluster.place import Place
from examples.cluster.ports import free_port

CAREFUL: Final = (3, 0, 3)
"""
The first version of Patroni that compares before it writes, with the third API of etcd.

Those before overwrite the key of a new primary when the former one wakes up: both go on, and what the new one had
accepted is lost. With the second API, which only etcd until 3.5 has, they compare, too.
"""

WAIT: Final = 20.0


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
        **({"enable-v2": "true"} if api_of(programs["patroni"]) == "etcd" else {}),
    }
    command = [programs["etcd"], *(f"--{name}={value}" for name, value in words.items())]
    return Etcd("etcd", "elects the primary", port, place.log("etcd"), command, place.environment())


def api_of(patroni: str) -> str:
    """What this *patroni* calls the API of etcd that it uses with care."""
    said = subprocess.run([patroni, "--version"], capture_output=True, text=True, check=True, timeout=WAIT).stdout
    version = tuple(map(int, re.findall(r"\d+", said)))
    return "etcd3" if version >= CAREFUL else "etcd"
