"""``python -m tests.conformance``: say where the service and the other origin are, and end when the input is closed."""

from __future__ import annotations

import json
import subprocess
import sys
from tempfile import TemporaryDirectory

from tests.conformance.elsewhere import other_origin
from tests.conformance.environment import environment
from tests.real_parts.ports import free_port, wait_for_port


def main() -> None:
    """Run until then. Everything is in processes of its own, and on no disk afterwards."""
    port = free_port()
    with TemporaryDirectory(prefix="signet-") as folder, other_origin() as elsewhere:
        service = subprocess.Popen(
            [sys.executable, "-W", "error", "-m", "tests.conformance.service"],
            env=environment(folder, port, elsewhere),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
        )
        try:
            wait_for_port(port)
            addresses = {"url": f"http://127.0.0.1:{port}/api/v1/", "elsewhere": elsewhere}
            sys.stdout.write(f"{json.dumps(addresses)}\n")
            sys.stdout.flush()
            sys.stdin.read()
        finally:
            service.terminate()
            service.wait(timeout=20)


if __name__ == "__main__":
    main()
