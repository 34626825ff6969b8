"""
A service that verifies: it knows the address of the keys, and neither Django nor a database.

``python -m tests.rotation.orders PORT KEY_SET_URL FOLDER SPEED``: its clock, which says when keys are to be fetched
again, runs SPEED times as fast as others.
"""

from __future__ import annotations

import json
import sys
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from signet_tokens.errors import KeysUnavailableError, TokenError
from signet_tokens.kept_key_sets import FileKeeper
from signet_tokens.trusted_issuer import TrustedIssuer
from signet_tokens.trusted_issuers import TrustedIssuers
from tests.rotation.names import AUDIENCE, ISSUER


def main(port: str, key_set_url: str, folder: str, speed: str) -> None:
    """Answer until the process is ended."""
    issuer = TrustedIssuer(ISSUER, AUDIENCE, ["ES256"], jwks_url=key_set_url)
    issuers = TrustedIssuers([issuer], FileKeeper(folder), clock=lambda: time.time() * float(speed))

    class Orders(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            status, answer = 200, {}
            try:
                token = self.headers["Authorization"].removeprefix("Bearer ")
                answer = {"sub": issuers.claims(token, time.time())[1]["user_id"]}
            except KeysUnavailableError:
                status = 503
            except TokenError as error:
                status, answer = 401, {"reason": str(error.reason)}
            body = json.dumps(answer).encode()
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *args: Any) -> None:
            """Write no line for each request."""

    ThreadingHTTPServer(("127.0.0.1", int(port)), Orders).serve_forever()


if __name__ == "__main__":
    main(*sys.argv[1:])
