"""The page about keys, taken at its word: docs/how-to/keys.md."""

from __future__ import annotations

import json
import sys
import tempfile
import time
from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.checks import run_checks
from django.core.management import call_command
from django.test import override_settings
from joserfc.jwk import ECKey

from drf_signet.errors import SignerUnavailableError, TokenError
from drf_signet.keys_in_force import get_ring
from drf_signet.ring_operation import present_keys
from drf_signet.tokens import AccessToken
from signet_tokens.ring_key import state
from tests.others.page import blocks_under
from tests.stand_ins.signing_process import SigningProcess

PERIOD = 15 * 60.0
ROTATION = "Change a key that others verify with (rotate it)"
WORK = "python manage.py "


def settings_of(heading: str) -> dict[str, Any]:
    """The dict SIGNET of the block under *heading*."""
    (block,) = blocks_under(heading, "keys")
    names: dict[str, Any] = {}
    exec(block, names)
    signet: dict[str, Any] = names["SIGNET"]
    return signet


def run(block: str) -> str:
    """What the only line of *block* prints."""
    line = block.strip()
    assert line.startswith(WORK)
    output = StringIO()
    call_command(*line.removeprefix(WORK).replace('"', "").split(), stdout=output, stderr=StringIO())
    return output.getvalue()


def states() -> list[str]:
    """What the keys are for."""
    keys = present_keys()
    return [str(state(one, keys, time.time())) for one in keys]


def complaints() -> list[str]:
    """What the checks say."""
    return [str(one.id) for one in run_checks() if str(one.id).startswith("signet.")]


def test_a_former_secret_verifies(user: User, monkeypatch: pytest.MonkeyPatch) -> None:
    """The first of the list signs."""
    monkeypatch.setenv("TOKEN_SECRET", "n" * 64)
    monkeypatch.setenv("FORMER_TOKEN_SECRET", "o" * 64)
    with override_settings(SIGNET={"SIGNING_KEY": "o" * 64}):
        token = str(AccessToken.for_user(user))
    with override_settings(SIGNET=settings_of("Change a secret")):
        assert complaints() == []
        assert AccessToken(token)["user_id"] == str(user.pk)
        new = str(AccessToken.for_user(user))
    with override_settings(SIGNET={"SIGNING_KEY": "n" * 64}):
        AccessToken(new)


@pytest.fixture
def file(tmp_path: Path) -> Iterator[Path]:
    """SIGNING_KEYS is a file that the command of the page has made."""
    signet = settings_of("Keep the keys in a file")
    assert signet["SIGNING_KEYS"] == Path("/etc/shop/keys.json")
    path = tmp_path / "keys.json"
    with override_settings(SIGNET={**signet, "SIGNING_KEYS": path}):
        (make,) = blocks_under("Keep the keys in a file", "keys", "sh")
        run(make)
        yield path


def test_a_key_is_rotated_step_by_step(user: User, file: Path) -> None:
    """And nobody is signed out."""
    assert (states(), complaints()) == (["active"], [])
    generate, rotate = blocks_under(ROTATION, "keys", "sh")
    token = str(AccessToken.for_user(user))
    run(generate)
    assert states() == ["active", "pending"]
    document = json.loads(file.read_text())
    for key in document["keys"]:
        key["iat"] -= PERIOD
    file.write_text(json.dumps(document))
    run(rotate)
    assert states() == ["retiring", "active"]
    AccessToken(token)


def test_a_leaked_key_ends(user: User, file: Path) -> None:
    """At once."""
    token = str(AccessToken.for_user(user))
    (compromise,) = blocks_under("When a key leaked", "keys", "sh")
    run(compromise.replace("KID", get_ring().signing_key.kid).replace("on a lost laptop", "lost"))
    with pytest.raises(TokenError):
        AccessToken(token)


def test_a_set_is_printed_to_paste(user: User) -> None:
    """With the present key first."""
    with override_settings(SIGNET={"SIGNING_KEY": "o" * 64}):
        token = str(AccessToken.for_user(user))
        (line,) = blocks_under("Change keys in the settings", "keys", "sh")
        printed = run(line)
    with override_settings(SIGNET={"SIGNING_KEYS": printed}):
        assert states() == ["active", "pending"]
        AccessToken(token)


def test_the_signer_of_the_page_signs(user: User, tmp_path: Path) -> None:
    """With an agent that answers as a KMS does. Without it, it is away."""
    (block,) = blocks_under("Keep the private key elsewhere: a KMS or an HSM", "keys")
    pair = ECKey.generate_key("P-256")
    (tmp_path / "public.pem").write_bytes(pair.as_pem(private=False))
    with tempfile.TemporaryDirectory() as folder:
        agent = SigningProcess(Path(folder) / "s", pair.as_pem(private=True))
        text = block.replace("/etc/shop/public.pem", str(tmp_path / "public.pem"))
        text = text.replace("/run/signing-agent.sock", str(agent.path))
        module = ModuleType("page_of_keys")
        exec(text, vars(module))
        sys.modules[module.__name__] = module
        agent.start()
        try:
            with override_settings(SIGNET={"ALGORITHM": "ES256", "SIGNING_KEYS": f"{module.__name__}.Keys"}):
                assert complaints() == []
                AccessToken(str(AccessToken.for_user(user)))
                agent.stop()
                with pytest.raises(SignerUnavailableError):
                    str(AccessToken.for_user(user))
        finally:
            agent.stop()
            del sys.modules[module.__name__]
