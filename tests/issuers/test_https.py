"""An issuer with a certificate: believed where the machine trusts it, and not asked for a key where it doesn't."""

from __future__ import annotations

import json
import ssl
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from ipaddress import ip_address
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from signet_tokens.errors import KeysUnavailableError
from signet_tokens.trusted_issuer import TrustedIssuer
from signet_tokens.trusted_issuers import TrustedIssuers
from tests.core.issuer import key_set
from tests.issuers.web import NOW, published, token
from tests.stand_ins.clock import Clock


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate for this machine, with its key, that nobody else signed."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "issuer")])
    start = datetime.now(UTC) - timedelta(hours=1)
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(start)
        .not_valid_after(start + timedelta(hours=2))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    file = tmp_path_factory.mktemp("tls") / "issuer.pem"
    secret = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    file.write_bytes(made.public_bytes(serialization.Encoding.PEM) + secret)
    return file


@pytest.fixture
def issuer(certificate: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """An issuer behind https on this machine."""
    monkeypatch.setenv("no_proxy", "*")

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            name = f"https://127.0.0.1:{server.server_port}"
            metadata = json.dumps({"issuer": name, "jwks_uri": f"{name}/keys"}).encode()
            self.send_response(200)
            self.end_headers()
            self.wfile.write(key_set(published("one")) if self.path == "/keys" else metadata)

        def log_message(self, *args: Any) -> None:
            """Keep the output of the tests clean."""

    class Server(HTTPServer):
        def handle_error(self, request: Any, client_address: Any) -> None:
            """A client that doesn't trust the certificate hangs up."""

    server = Server(("127.0.0.1", 0), Handler)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield f"https://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def test_a_trusted_certificate(issuer: str, certificate: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Metadata and keys come by https."""
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    issuers = TrustedIssuers([TrustedIssuer(issuer, "api")], clock=Clock(NOW))
    assert issuers.claims(token(issuer), NOW)


def test_a_certificate_that_nobody_knows(issuer: str, caplog: pytest.LogCaptureFixture) -> None:
    """Somebody on the way may have made it."""
    issuers = TrustedIssuers([TrustedIssuer(issuer, "api")], clock=Clock(NOW))
    with pytest.raises(KeysUnavailableError):
        issuers.claims(token(issuer), NOW)
    (line,) = caplog.messages
    assert line.startswith(f"Signet could not fetch the keys of {issuer} (")
    assert "CERTIFICATE_VERIFY_FAILED" in line
