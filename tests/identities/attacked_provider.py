"""A provider that keeps to OpenID Connect and PKCE, at an address of its own, until a test has it break a rule."""

from __future__ import annotations

import hmac
import json
import secrets
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Lock, Thread
from typing import Any, Final
from urllib.parse import parse_qs, parse_qsl, urlsplit

from signet_tokens.keys import SigningKey
from tests.stand_ins.id_tokens import KEY, encoded, signed

DISCOVERY: Final = "/.well-known/openid-configuration"
RSA: Final = SigningKey.generate("RS256")
CLIENT: Final = "shop"

Answer = Callable[["Handler"], None]
"""Answers to a request itself."""


@dataclass
class Grant:
    """What one code stands for."""

    claims: dict[str, Any]
    challenge: str
    redirect_uri: str


@dataclass
class AttackedProvider:
    """Its issuer is the address that it runs at."""

    issuer: str
    promises_issuer: bool = True
    has_pkce: bool = True
    """Whether it looks at the ``code_verifier``."""

    broken: dict[str, Answer] = field(default_factory=dict)
    """What it answers by path in place of the right thing."""

    asked: list[str] = field(default_factory=list)
    """The path of each request."""

    change: Callable[[dict[str, Any]], str] | None = None
    """Makes the ID token of claims, in place of `signed`."""

    grants: dict[str, Grant] = field(default_factory=dict)
    lock: Any = field(default_factory=Lock)

    def entry(self, **changes: object) -> dict[str, object]:
        """An entry of PROVIDERS."""
        return {"issuer": self.issuer, "client_id": CLIENT, "client_secret": "secret", **changes}

    def metadata(self) -> dict[str, object]:
        """What it says of itself."""
        return {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/auth",
            "token_endpoint": f"{self.issuer}/token",
            "userinfo_endpoint": f"{self.issuer}/userinfo",
            "jwks_uri": f"{self.issuer}/keys",
            "authorization_response_iss_parameter_supported": self.promises_issuer,
            **({"code_challenge_methods_supported": ["S256"]} if self.has_pkce else {}),
        }

    def agree(self, url: str, email: str = "ada@example.com", **claims: object) -> dict[str, str]:
        """What the browser of a user who said yes at *url* brings back."""
        said = {name: values[0] for name, values in parse_qs(urlsplit(url).query).items()}
        code = secrets.token_urlsafe(16)
        granted = self.claims(email, nonce=said["nonce"], **claims)
        self.grants[code] = Grant(granted, said["code_challenge"], said["redirect_uri"])
        return {"code": code, "state": said["state"], **({"iss": self.issuer} if self.promises_issuer else {})}

    def claims(self, email: str = "ada@example.com", **changes: object) -> dict[str, Any]:
        """Those of an ID token, with *changes*: None takes one away."""
        now = int(time.time())
        said = {"iss": self.issuer, "aud": CLIENT, "sub": "1001", "iat": now, "exp": now + 300, "email": email}
        said |= {"email_verified": True, **changes}
        return {name: value for name, value in said.items() if value is not None}

    def redeem(self, form: dict[str, str]) -> tuple[int, dict[str, Any]]:
        """The answer to a code, which is used up."""
        with self.lock:
            grant = self.grants.pop(form.get("code", ""), None)
        if grant is None or form.get("redirect_uri") != grant.redirect_uri:
            return 400, {"error": "invalid_grant"}
        proof = encoded(sha256(form.get("code_verifier", "").encode()).digest())
        if self.has_pkce and not hmac.compare_digest(proof, grant.challenge):
            return 400, {"error": "invalid_grant"}
        token = (self.change or signed)(grant.claims)
        return 200, {"access_token": "a", "token_type": "Bearer", "id_token": token}


class Handler(BaseHTTPRequestHandler):
    """One request to it."""

    provider: AttackedProvider
    protocol_version = "HTTP/1.1"
    timeout = 20

    def do_GET(self) -> None:
        """Answer."""
        form = dict(parse_qsl(self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()))
        path, provider = urlsplit(self.path).path, self.provider
        provider.asked.append(path)
        self.close_connection = True
        with suppress(OSError):
            if path in provider.broken:
                provider.broken[path](self)
            elif path == "/token":
                say(*provider.redeem(form))(self)
            else:
                known = {DISCOVERY: provider.metadata(), "/keys": {"keys": [KEY.public_jwk(), RSA.public_jwk()]}}
                say(200 if path in known else 404, known.get(path, {}))(self)

    do_POST = do_GET  # noqa: N815  # the name that the class of Python wants

    def log_message(self, *arguments: object) -> None:
        """Nothing of it."""


def say(code: int, body: object = None, **headers: str) -> Answer:
    """Answers with *code*, and *body* as JSON, unless that is bytes."""

    def answer(handler: Handler) -> None:
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        handler.send_response(code)
        for name, value in {"Content-Length": str(len(data)), "Connection": "close", **headers}.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.end_headers()
        handler.wfile.write(data)

    return answer


@contextmanager
def attacked_provider() -> Iterator[AttackedProvider]:
    """One on this machine, until the end of the block."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads, server.block_on_close = True, False
    provider = AttackedProvider(f"http://127.0.0.1:{server.server_port}")
    server.RequestHandlerClass = type("OwnHandler", (Handler,), {"provider": provider})
    thread = Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    try:
        yield provider
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
