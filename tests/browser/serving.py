"""The project ``tests.projects.browser`` behind gunicorn, over http or https, under every host name below localhost."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tests.real_parts.ports import free_port, wait_for_port

ROOT: Final = Path(__file__).resolve().parents[2]
HTTP: Final[Mapping[str, object]] = {"SIGNET": {"REFRESH_COOKIE_SECURE": False}}
HTTPS: Final[Mapping[str, object]] = {}
"""What a project has to set."""


@dataclass(frozen=True)
class Served:
    """A running project that listens on two ports."""

    scheme: str
    port: int
    other_port: int
    database: Path

    def origin(self, host: str = "127.0.0.1", *, other_port: bool = False) -> str:
        """The origin of a page."""
        return f"{self.scheme}://{host}:{self.other_port if other_port else self.port}"

    def forget_sessions(self) -> None:
        """Delete them all, for the next test."""
        with closing(sqlite3.connect(self.database, timeout=20)) as connection, connection:
            connection.execute("DELETE FROM signet_sessions_session")

    def sessions(self) -> list[tuple[int, str]]:
        """Generation of each session, and why it ended, in the order of the sign-ins."""
        with closing(sqlite3.connect(self.database)) as connection:
            rows = connection.execute(
                "SELECT generation, revoke_reason FROM signet_sessions_session ORDER BY created_at"
            )
            return [(int(generation), str(reason)) for generation, reason in rows]


@contextmanager
def served(folder: Path, *, https: bool = False, trusted_host: str | None = None) -> Iterator[Served]:
    """The project; pages on *trusted_host* may use it. Its log has no traceback when it stops."""
    database, log, ports = folder / "browser.sqlite3", folder / "browser.log", (free_port(), free_port())
    scheme, settings = ("https", HTTPS) if https else ("http", HTTP)
    if trusted_host:
        origins = [f"{scheme}://{trusted_host}:{ports[0]}"]
        settings = {**settings, "CORS_ALLOWED_ORIGINS": origins, "CSRF_TRUSTED_ORIGINS": origins}
    environment = {
        **os.environ,
        "BROWSER_DATABASE": str(database),
        "BROWSER_SETTINGS": json.dumps(dict(settings)),
    }
    prepare = [sys.executable, "-m", "tests.projects.browser.prepare"]
    subprocess.run(prepare, cwd=ROOT, env=environment, check=True)
    command = [
        *(sys.executable, "-W", "error", "-W", "ignore::ResourceWarning", "-m", "gunicorn", "--no-control-socket"),
        *(option for port in ports for option in ("--bind", f"127.0.0.1:{port}")),
        *("--worker-class", "gthread", "--workers", "2", "--threads", "4", "--log-level", "warning"),
        # A browser may hold a connection open on which it has said nothing.
        *("--graceful-timeout", "2"),
        *(("--certfile", certificate(folder), "--keyfile", str(folder / "key.pem")) if https else ()),
        "tests.projects.browser.wsgi:application",
    ]
    with log.open("w") as output:
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=output, stderr=subprocess.STDOUT)
        try:
            for port in ports:
                wait_for_port(port)
            yield Served(scheme, *ports, database)
        finally:
            process.terminate()
            process.wait(timeout=20)
    assert "Traceback" not in log.read_text(), log.read_text()


def certificate(folder: Path) -> str:
    """A certificate for localhost that only these tests trust, with its key in the same folder."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    signed = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .sign(key, hashes.SHA256())
    )
    secret = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    (folder / "key.pem").write_bytes(secret)
    (folder / "certificate.pem").write_bytes(signed.public_bytes(serialization.Encoding.PEM))
    return str(folder / "certificate.pem")
