"""`signet demo`, as a stranger meets it."""

from __future__ import annotations

import json
import re
import stat
import subprocess
import time
from pathlib import Path
from urllib.request import urlopen

import pytest
from joserfc.util import urlsafe_b64decode

from signet_server.demo import prepare_environment
from signet_server.environment import read_environment
from signet_tokens.key_file import KeyFile
from signet_tokens.keys import SigningKey
from signet_tokens.living_ring import LivingRing
from tests.real_parts.needs import program
from tests.real_parts.ports import free_port
from tests.service.conftest import Service, running_demo
from tests.service.http import call
from tests.service.test_command import signet


def test_the_printed_curl_lines_work(service: Service) -> None:
    """Pasted into a shell, the three lines sign in, say who one is, and refresh."""
    program("curl", package="curl")
    lines = [line for line in service.greeting.splitlines() if "curl" in line]
    assert len(lines) == 3

    shell = subprocess.run(["sh", "-ec", "\n".join(lines)], capture_output=True, text=True, check=True)

    tokens, me, refreshed = (json.loads(line) for line in shell.stdout.splitlines())
    assert tokens.keys() == {"refresh", "access", "expires_in"}
    assert (me["username"], me["email"]) == ("ada", "ada@example.com")
    assert refreshed.keys() == {"access", "refresh", "expires_in"}
    assert shell.stderr == ""


def test_the_terminal_says_where_mails_are(service: Service) -> None:
    """Anyone who signs up looks there for the link."""
    assert "  Mails          are printed here\n" in service.greeting


def test_every_address_that_is_printed_leads_somewhere(service: Service) -> None:
    """For browsers and for programs."""
    printed = set(re.findall(rf"{service.url}(/\S*)", service.greeting.partition("Or paste")[0]))
    assert {"/", "/api/v1/", "/api/docs/", "/admin/"} <= printed
    for path in printed:
        for accept in ("text/html", "*/*"):
            assert call(service, "GET", path, headers={"Accept": accept}).status in (200, 302)


@pytest.mark.parametrize("name", ["ada", "ada@example.com", "ADA@Example.COM"])
def test_either_name_signs_in(service: Service, name: str) -> None:
    """The username and the address, in any case, go into the field ``username``."""
    answer = call(service, "POST", "/api/v1/token/", {"username": name, "password": "correct-horse-battery"})
    assert answer.status == 200


@pytest.mark.parametrize("name", ["Ada", "ada@example.org", "nobody", "@", "ada@example.com "])
def test_no_other_name_signs_in(service: Service, name: str) -> None:
    """Usernames are taken as they are; unknown names get the answer that wrong passwords get."""
    password = "wrong" if name.strip() == "ada@example.com" else "correct-horse-battery"
    answer = call(service, "POST", "/api/v1/token/", {"username": name, "password": password})
    assert (answer.status, answer.body) == (
        401,
        {"detail": "No active account found with the given credentials", "code": "no_active_account"},
    )


def test_sign_in_is_remembered(service: Service) -> None:
    """A sign-in writes ``last_login``."""
    tokens = call(service, "POST", "/api/v1/token/", {"username": "ada", "password": "correct-horse-battery"}).body
    me = call(service, "GET", "/api/v1/users/me/", token=tokens["access"]).body
    assert me["last_login"] is not None


def test_the_keys_are_private(service: Service) -> None:
    """Only their owner can read the key file and enter the folder."""
    secret, ring = service.folder / "keys.json", service.folder / "signing-keys.json"
    assert [stat.S_IMODE(one.stat().st_mode) for one in (secret, ring)] == [0o600, 0o600]
    (key,) = json.loads(ring.read_text())["keys"]
    assert json.loads(secret.read_text()).keys() == {"SECRET_KEY"}
    assert not any(text in service.greeting for text in (json.loads(secret.read_text())["SECRET_KEY"], key["d"]))


def test_its_tokens_are_signed_for_others_to_verify(service: Service) -> None:
    """With a key of its own, whose public half others may have."""
    answer = call(service, "POST", "/api/v1/token/", {"username": "ada", "password": "correct-horse-battery"}).body
    (key,) = json.loads((service.folder / "signing-keys.json").read_text())["keys"]
    for kind in ("access", "refresh"):
        header = json.loads(urlsafe_b64decode(answer[kind].split(".")[0].encode()))
        assert header == {"alg": "ES256", "typ": "JWT", "kid": key["kid"]}


def test_the_folder_of_an_earlier_version_keeps_its_sign_ins(tmp_path: Path) -> None:
    """Tokens that its secret signed stay valid for as long as they live, and new ones get the new key."""
    secret = "s" * 64
    (tmp_path / "keys.json").write_text(json.dumps({"SECRET_KEY": "d" * 64, "SIGNING_KEY": secret}))
    variables = {"SIGNING_KEY": "somebody's", "KEY_ENCRYPTION_KEYS": "somebody's"}
    before = time.time()
    for _ in range(2):
        prepare_environment(tmp_path, "http://127.0.0.1:8000", variables)
    environment = read_environment(variables)
    assert isinstance(environment.signing_keys, Path)
    ring = LivingRing(KeyFile(environment.signing_keys, "HS256"))
    assert [key.algorithm for key in ring.keys] == ["ES256", "HS256"]
    (_, former) = ring.keys
    assert former.verify(b"a token", SigningKey.load(secret, "HS256").sign(b"a token"))
    (end,) = [one.verifies_until for one in ring.stored() if one.verifies_until is not None]
    assert end >= before + 14 * 86_400


def test_tokens_survive_a_restart(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Keys and users are found again, so a token of yesterday's demo still works at the same address."""
    folder, port = tmp_path_factory.mktemp("demo") / "data", free_port()
    with running_demo(folder, {}, port) as first:
        tokens = call(first, "POST", "/api/v1/token/", {"username": "ada", "password": "correct-horse-battery"}).body
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    with running_demo(folder, {}, port) as second:
        assert call(second, "GET", "/api/v1/users/me/", token=tokens["access"]).status == 200


def test_it_listens_on_this_machine_only(service: Service) -> None:
    """Another host name is refused, so that a page elsewhere can't reach the demo under a name of its own."""
    answer = call(service, "GET", "/readyz", headers={"Host": "evil.example"})
    assert answer.status == 400


def test_the_demo_has_figures_if_it_is_asked_for_them(tmp_path: Path) -> None:
    """And says where. A port that is taken is a sentence, and no demo without figures."""
    port = free_port()
    with running_demo(tmp_path / "demo", {"METRICS": str(port)}) as service:
        assert f"on port {port}, at /metrics" in service.greeting
        with urlopen(f"http://127.0.0.1:{port}/metrics", timeout=10) as answer:
            assert b"signet_processes 1.0" in answer.read()
        words = ["demo", "--folder", str(tmp_path / "other"), "--port", "0"]
        result = signet(*words, variables={"METRICS": str(port)})
    assert result.returncode == 2
    assert f"Signet can't listen on 127.0.0.1:{port} (METRICS): Address already in use." in result.stderr
