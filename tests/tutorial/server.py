"""The server of chapter 5: databases, mail, gunicorn as the unit file starts it, and Caddy with its file."""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from configparser import ConfigParser
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Final
from urllib.parse import parse_qs, urlsplit

import psycopg

from tests.real_parts.needs import program
from tests.real_parts.ports import free_port, wait_for_port, wait_for_tls
from tests.real_parts.servers import postgresql, private_folder, redis
from tests.service.smtp_listener import Listener, smtp_listener
from tests.tutorial.reader import Reader
from tests.tutorial.terminals import PATIENCE, Running

UNIT: Final = "/etc/systemd/system/hello.service"
CADDYFILE: Final = "/etc/caddy/Caddyfile"
# It opens only its own port, and leaves the certificates of this machine alone.
QUIET: Final = "{\n\tadmin off\n\tauto_https disable_redirects\n\tskip_install_trust\n}\n"


class Server:
    """A machine on which the programs are installed."""

    def __init__(self, reader: Reader, mails: Listener, stack: ExitStack) -> None:
        self._reader = reader
        self._stack = stack
        self.mails = mails
        self.port = free_port()
        self.address = f"https://localhost:{self.port}"
        self._gunicorn = free_port()

    def adapt(self, database: str, cache: str) -> None:
        """Have the reader fill in what this server is called, and where its parts are."""
        parts = urlsplit(database)
        with psycopg.connect(database, autocommit=True) as connection:
            connection.execute("CREATE DATABASE hello")
        self._reader.environment |= {"PGHOST": parse_qs(parts.query)["host"][0], "PGUSER": str(parts.username)}
        self._reader.replaced += [
            ("https://hello.example.com", self.address),
            ("hello.example.com {", f"localhost:{self.port} {{"),
            ("hello.example.com", "localhost"),
            ("smtp.example.com", "127.0.0.1"),
            ("EMAIL_PORT=587", f"EMAIL_PORT={self.mails.port}"),
            ("redis://127.0.0.1:6379/0", cache),
            ("127.0.0.1:8001", f"127.0.0.1:{self._gunicorn}"),
            ("/srv/hello", str(self._reader.folder)),
        ]

    def start(self) -> None:
        """What systemd does: gunicorn, and Caddy."""
        unit = ConfigParser(interpolation=None)
        unit.optionxform = str  # type: ignore[assignment,method-assign]
        unit.read_string(self._reader.system[UNIT])
        service = unit["Service"]
        lines = Path(service["EnvironmentFile"]).read_text().splitlines()
        variables = {**self._reader.environment, **dict(line.split("=", 1) for line in lines)}
        folder = Path(service["WorkingDirectory"])
        self._run(shlex.split(service["ExecStart"]), folder, variables, "gunicorn")
        wait_for_port(self._gunicorn)

        configuration = folder.parent / "Caddyfile"
        configuration.write_text(QUIET + self._reader.system[CADDYFILE])
        caddy = [program("caddy", package="caddy"), "run", "--config", str(configuration), "--adapter", "caddyfile"]
        self._run(caddy, folder.parent, self._reader.environment, "caddy")
        wait_for_tls(self.port)

    def link_in_mail(self) -> str:
        """The link in the next mail."""
        _, _, message = self.mails.envelopes.get(timeout=PATIENCE)
        text = message.get_body(("plain",))
        assert text is not None
        return next(str(word) for word in text.get_content().split() if word.startswith(self.address))

    def _run(self, command: list[str], folder: Path, variables: dict[str, str], name: str) -> None:
        running = Running(command, folder, variables, folder.with_name(f"{name}.log"))
        self._stack.callback(running.stop)


@contextmanager
def server_for(reader: Reader) -> Iterator[Server]:
    """One, for as long as the block runs."""
    program("caddy", package="caddy")
    with ExitStack() as stack:
        database = stack.enter_context(postgresql(stack.enter_context(private_folder())))
        cache = stack.enter_context(redis())
        server = Server(reader, stack.enter_context(smtp_listener()), stack)
        server.adapt(database, cache)
        yield server
