"""Users without a usable password: their own is kept elsewhere, or they have none, and both have a way."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import pytest
from django.test import override_settings

from drf_signet.accounts.external_passwords import are_passwords_elsewhere
from tests.others.page import blocks_of

ROOT: Final = Path(__file__).resolve().parents[3]
OURS: Final = "tests.others.user_models.backends"
DJANGOS: Final = "django.contrib.auth.backends.ModelBackend"
WRONG: Final = {"current_password": ["The password is wrong."], "code": "wrong_password"}


@pytest.fixture(scope="module")
def told() -> Mapping[str, Any]:
    """What was answered in each of the projects."""
    settings = {"DJANGO_SETTINGS_MODULE": "tests.others.user_models.settings", "USER_MODEL": "Username"}
    command = [sys.executable, "-W", "error", "-m", "tests.others.user_models.passwords"]
    environment = {**os.environ, **settings}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    answers: Mapping[str, Any] = json.loads(done.stdout)
    return answers


@pytest.mark.parametrize("backend", ["DirectoryBackend", "PassingBackend"])
def test_a_password_elsewhere_is_asked_for_there(told: Mapping[str, Any], backend: str) -> None:
    """It confirms what a password has to confirm. It is not changed here, and no link makes a second one."""
    elsewhere = {
        "current_password": ["Another service manages your password. Change it there."],
        "code": "password_elsewhere",
    }
    assert told[backend] == [
        ["wrong", 400, WRONG],
        ["ask for a link", 204, None],
        ["Your password at app.example.com"],
        ["sign in", 200, None],
        ["password", 400, elsewhere],
        ["address", 204, None],
        ["confirm", 204, None],
        ["delete", 204, None],
    ]


def test_who_has_none_sets_the_first_one_by_a_link(told: Mapping[str, Any]) -> None:
    """And can't confirm anything by a sign-in of long ago."""
    assert told["LinkBackend"] == [
        ["wrong", 401, None],
        ["ask for a link", 204, None],
        ["Set a new password at app.example.com"],
        ["reset", 204, None],
        ["sign in", 200, None],
        ["password", 204, None],
        ["address", 204, None],
        ["confirm", 204, None],
        ["delete", 204, None],
    ]


@pytest.mark.parametrize(
    ("backends", "expected"),
    [
        ([DJANGOS], False),
        (["drf_signet.accounts.backends.EmailBackend"], False),
        ([f"{OURS}.DirectoryBackend"], True),
        ([DJANGOS, f"{OURS}.PassingBackend"], True),
        ([DJANGOS, f"{OURS}.TrustingBackend"], True),
        ([DJANGOS, f"{OURS}.LoadingBackend"], True),
        ([f"{OURS}.AddressBackend"], False),
        ([f"{OURS}.CarefulBackend"], False),
        ([DJANGOS, f"{OURS}.PermissionBackend"], False),
        ([DJANGOS, f"{OURS}.LinkBackend"], False),
        (["django.contrib.auth.backends.RemoteUserBackend", DJANGOS], False),
    ],
)
def test_backends_tell_where_passwords_are(backends: Sequence[str], expected: bool) -> None:
    """Those that take a password, and look at nobody's own."""
    with override_settings(AUTHENTICATION_BACKENDS=backends):
        assert are_passwords_elsewhere() is expected


def test_the_backend_of_the_page_verifies_what_the_directory_says(told: Mapping[str, Any]) -> None:
    """The first sign-in is let in, and an address that another user verified is left to them."""
    assert told["the page"] == {"ada": [200, True], "bob": [401, False], "elsewhere": True}


def test_backends_that_only_count_keep_no_passwords(told: Mapping[str, Any]) -> None:
    """Those of django-axes take a password, to refuse whoever tried too many."""
    assert (told["AxesStandaloneBackend"], told["AxesBackend"]) == (False, False)


def test_the_backend_of_the_page_looks_at_its_own_table(monkeypatch: pytest.MonkeyPatch) -> None:
    """As the page says."""
    (block,) = (one for one in blocks_of("ldap") if "PhoneBackend" in one)
    made: dict[str, Any] = {}
    exec(block, made)
    monkeypatch.setitem(made, "__name__", __name__)
    monkeypatch.setattr(sys.modules[__name__], "PhoneBackend", made["PhoneBackend"], raising=False)
    with override_settings(AUTHENTICATION_BACKENDS=[f"{__name__}.PhoneBackend"]):
        assert not are_passwords_elsewhere()
