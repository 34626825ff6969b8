"""A process of the service has keys before its first request, which may come during an outage."""

from __future__ import annotations

import http.client
import json
import sqlite3
from contextlib import closing
from pathlib import Path

from drf_signet.keyring.models import EncryptedKey
from tests.real_parts.ports import free_port
from tests.service.killed_master import signet
from tests.service.processes import SECRETS, tree


def test_the_first_request_may_come_during_an_outage(tmp_path: Path) -> None:
    """The table of keys is gone before anybody asks for a key."""
    file = tmp_path / "signet.sqlite3"
    keys = {"SIGNING_KEYS": "table", "KEY_ENCRYPTION_KEYS": "A" * 43, "DATABASE_URL": f"sqlite:///{file}"}
    variables = {name: value for name, value in {**SECRETS, **keys}.items() if name != "SIGNING_KEY"}
    for words in (["manage", "migrate"], ["keys", "generate"]):
        signet(*words, variables=variables)
    port = free_port()
    with tree(["serve", "--workers", "1"], variables, port, tmp_path / "log") as service:
        assert service.wait_until_listening()
        with closing(sqlite3.connect(file)) as database:
            database.execute(f"ALTER TABLE {EncryptedKey._meta.db_table} RENAME TO elsewhere")
        with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=30)) as connection:
            connection.request("GET", "/.well-known/jwks.json")
            answer = connection.getresponse()
            assert (answer.status, len(json.loads(answer.read())["keys"])) == (200, 1)
