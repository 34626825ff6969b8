"""`token explain` in a project without our apps: what is wrong with one token, line by line."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from unittest.mock import patch

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from django.test import override_settings
from django.utils import timezone

from drf_signet.__main__ import settings_of
from drf_signet.authentication import looks_up_users
from drf_signet.management.commands.token import IN_HISTORY, Command
from drf_signet.sessions.management.commands.token import Command as CommandOfSessions
from drf_signet.token_explanation import Explanation, explain
from drf_signet.tokens import AccessToken
from tests.others.identity_providers.recipes import serving, short_form, signed, token_of
from tests.others.identity_providers.shapes import AUTH0, COGNITO, ENTRA, ENTRA_1, KEYCLOAK_IN_COMPOSE, NOW, Shape
from tests.others.page import blocks_of
from tests.stand_ins.key_pairs import SECRET

TIME = datetime.fromtimestamp(NOW, UTC)
A_MINUTE = "2027-01-15 08:01:00 UTC, in 1 minute"
STATELESS = "drf_signet.authentication.JWTStatelessUserAuthentication"


def explained(shape: Shape, **changes: object) -> Explanation:
    """The explanation of a token of the provider with *changes*, under its recipe."""
    with short_form(shape):
        return explain(token_of(shape, **changes), TIME, looks_up_users)


def test_everything_is_said_about_the_token_of_a_provider() -> None:
    """Its values, next to the wanted ones."""
    explanation = explained(COGNITO, exp=NOW + 60)
    assert (explanation.verdict, explanation.hint) == (
        "Refused: no user has '" + COGNITO.user + "' in the field 'id' (user_not_found).",
        "",
    )
    assert explanation.facts == [
        ("algorithm", "RS256"),
        ("key", "kid-of-2026: it signed this token"),
        ("type", "access"),
        ("user", COGNITO.user),
        ("issued", "2027-01-15 08:00:00 UTC, now"),
        ("expires", A_MINUTE),
        ("signed in", "2027-01-15 08:00:00 UTC, now"),
        ("issuer", f"{COGNITO.issuer} (wanted: {COGNITO.issuer})"),
        ("client_id", "4example23456789 (wanted by CognitoToken: 4example23456789)"),
    ]


@override_settings(REST_FRAMEWORK={"DEFAULT_AUTHENTICATION_CLASSES": [STATELESS]})
def test_nobody_has_to_be_in_the_table_where_no_class_looks_there() -> None:
    """As at the endpoints: the user of a provider's token is made of the token."""
    assert explained(COGNITO, exp=NOW + 60).verdict == "Accepted."
    assert explained(COGNITO, sub=None).verdict.startswith("Refused: it has no 'sub'")


@override_settings(REST_FRAMEWORK={"DEFAULT_AUTHENTICATION_CLASSES": [STATELESS]})
def test_the_command_asks_the_classes_that_authenticate(capsys: pytest.CaptureFixture[str]) -> None:
    """It accepts the same tokens as the endpoints."""
    with short_form(COGNITO), patch.object(timezone, "now", return_value=TIME):
        call_command(Command(), "explain", token_of(COGNITO))
    assert capsys.readouterr().out.splitlines()[-1] == "Accepted."


@pytest.mark.parametrize(
    ("shape", "changes", "verdict", "hint"),
    [
        pytest.param(
            AUTH0,
            {"aud": "https://other.example"},
            "its aud is 'https://other.example', but AUDIENCE is 'https://api.shop.example' (token_invalid)",
            "",
            id="audience",
        ),
        pytest.param(
            AUTH0,
            {"iss": "https://shop.eu.auth0.com"},
            "its iss is 'https://shop.eu.auth0.com', but ISSUER is 'https://shop.eu.auth0.com/' (token_invalid)",
            "They differ in the slash at the end. Copy ISSUER from iss exactly.",
            id="slash",
        ),
        pytest.param(
            KEYCLOAK_IN_COMPOSE,
            {"iss": "http://keycloak:8080/realms/shop"},
            "its iss is 'http://keycloak:8080/realms/shop', but ISSUER is 'http://localhost:8080/realms/shop' "
            "(token_invalid)",
            "The issuer uses two names. Configure a fixed one there, or set ISSUER to the one in its tokens.",
            id="name-inside",
        ),
        pytest.param(
            COGNITO,
            {"client_id": "another"},
            "its client_id is 'another', but required_claims needs '4example23456789' (token_invalid)",
            "",
            id="client",
        ),
        pytest.param(
            COGNITO,
            {"token_use": "id"},
            "its token_use is 'id', but it should be 'access', 'refresh', 'sliding' (wrong_token_type)",
            "The client sends the wrong kind of token.",
            id="id-token",
        ),
        pytest.param(
            AUTH0,
            {"sub": None},
            "it has no 'sub' that names a user (token_invalid)",
            "Set USER_ID_CLAIM to the claim in which its issuer names the user, such as 'sub'.",
            id="no-user",
        ),
        pytest.param(
            AUTH0,
            {"iat": NOW + 20},
            "this machine's clock is behind, or the clock of the machine that issued it was ahead: 2027-01-15 "
            "08:00:20 UTC, in 20 seconds (token_not_yet_valid)",
            "Set the clocks right, or set LEEWAY to the largest difference between them.",
            id="clock",
        ),
        pytest.param(
            AUTH0,
            {"exp": NOW - 60},
            "it has expired: 2027-01-15 07:59:00 UTC, 1 minute ago (token_expired)",
            "",
            id="expired",
        ),
    ],
)
def test_a_refusal_says_what_was_wanted_and_which_setting(
    shape: Shape, changes: dict[str, object], verdict: str, hint: str
) -> None:
    """In the words of the log, with a hint."""
    explanation = explained(shape, **changes)
    assert (explanation.verdict, explanation.hint) == (f"Refused: {verdict}.", hint)


def test_a_token_of_another_key_says_where_it_is_from() -> None:
    """The issuer is unproven, but its reader needs it: here, the recipe is for tokens of another version."""
    with short_form(ENTRA):
        raw = signed(ENTRA_1, {"iss": ENTRA_1.issuer, **ENTRA_1.access}, {"alg": "RS256", "kid": "of-version-1"})
        facts = dict(explain(raw, TIME).facts)
    assert facts["key"] == "of-version-1 is not ours (we have none)"
    assert facts["key set"] == f"{ENTRA.url}: its keys are 'kid-of-2026'"
    assert facts["issuer"] == f"'{ENTRA_1.issuer}' (not verified; wanted: {ENTRA.issuer})"
    assert "user" not in facts


def test_keys_that_cannot_be_fetched_say_why() -> None:
    """And from where."""
    with short_form(AUTH0), serving({}):
        explanation = explain(token_of(AUTH0), TIME)
    assert explanation.verdict == "Refused: the keys of its issuer can't be fetched right now (keys_unavailable)."
    assert dict(explanation.facts)["key set"] == f"{AUTH0.url}: nobody answers there"


def test_a_key_set_of_no_use_says_what_is_in_it() -> None:
    """All of its keys are for something else."""
    with short_form(AUTH0, ALGORITHM="ES256"):
        verdict = explain(token_of(AUTH0), TIME)
    assert verdict.verdict == "Refused: it is signed with 'RS256', but no key here is for that (token_invalid)."


def test_the_user_of_an_own_token_is_looked_for(user: User) -> None:
    """As a request would."""
    raw = str(AccessToken.for_user(user))
    assert explain(raw, datetime.now(UTC)).is_accepted
    user.is_active = False
    user.save()
    assert explain(raw, datetime.now(UTC)).verdict == "Refused: its user is disabled (user_inactive)."


def test_no_secret_is_part_of_it() -> None:
    """Neither of the key nor of the token."""
    with override_settings(SIGNET={"SIGNING_KEY": SECRET}):
        raw = str(AccessToken())
        told = repr(explain(raw, datetime.now(UTC)))
    assert SECRET not in told
    assert not any(part in told for part in raw.split("."))


TWO_LINES = """
INSTALLED_APPS += ["rest_framework"]
REST_FRAMEWORK = {"DEFAULT_AUTHENTICATION_CLASSES": ["drf_signet.authentication.JWTAuthentication"]}
"""


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What ``startproject`` writes, with two lines."""
    folder = tmp_path_factory.mktemp("two-lines")
    run(folder, "-m", "django", "startproject", "shop", ".")
    with (folder / "shop" / "settings.py").open("a") as file:
        file.write(TWO_LINES)
    return folder


def run(folder: Path, *words: str, given: str = "", **variables: str) -> subprocess.CompletedProcess[str]:
    """Run Python with *words* in *folder*, as somebody does in a terminal."""
    environment = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
    return subprocess.run(
        [sys.executable, "-W", "error", *words],
        cwd=folder,
        env={**environment, **variables},
        input=given,
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_command_is_there_without_an_app(project: Path) -> None:
    """In the folder of ``manage.py``, as the page has it."""
    (line,) = blocks_of("refused-tokens", "sh")
    done = run(project, *line.split()[1:], given="undefined\n")
    assert (done.returncode, done.stderr) == (1, "")
    assert done.stdout == "Refused: it has 1 part, but a signed token has three (token_invalid).\n"


def test_the_settings_may_be_named_by_a_variable(project: Path, tmp_path: Path) -> None:
    """From any folder. It warns that the history of the shell keeps a valid token of the command line."""
    script = "import django; django.setup(); from drf_signet.tokens import RefreshToken; print(RefreshToken())"
    variables = {"DJANGO_SETTINGS_MODULE": "shop.settings", "PYTHONPATH": str(project)}
    raw = run(tmp_path, "-c", script, **variables).stdout.strip()
    done = run(tmp_path, "-m", "drf_signet", "token", "explain", raw, **variables)
    assert (done.returncode, done.stdout.splitlines()[-1]) == (0, "Accepted."), done.stderr
    assert done.stderr.strip() == IN_HISTORY


def test_it_says_what_it_can_without_a_database(project: Path) -> None:
    """As on a developer's machine, or before ``migrate``."""
    script = (
        "import django; django.setup(); from drf_signet.tokens import AccessToken as A; t = A(); t['user_id'] = '1'"
    )
    raw = run(project, "-c", f"{script}; print(t)", DJANGO_SETTINGS_MODULE="shop.settings").stdout
    done = run(project, "-m", "drf_signet", "token", "explain", "-", given=raw)
    assert (done.returncode, done.stderr) == (1, "")
    assert done.stdout.splitlines()[-1] == (
        "Refused: the database of its user has to be migrated (database_not_migrated)."
    )
    assert "it signed this token" in done.stdout


def test_keys_are_listed_without_the_app(project: Path) -> None:
    """As a token is explained. A refusal is exit status 1, a wrong word 2."""
    listed = run(project, "-m", "drf_signet", "keys", "list", DJANGO_SETTINGS_MODULE="shop.settings")
    assert (listed.returncode, listed.stdout.split()[:2]) == (0, ["STATE", "KID"]), listed.stderr
    assert run(project, "-m", "drf_signet", "keys", "rotate", DJANGO_SETTINGS_MODULE="shop.settings").returncode == 1
    assert run(project, "-m", "drf_signet", "keys", "turn", DJANGO_SETTINGS_MODULE="shop.settings").returncode == 2


def test_without_settings_it_says_so(tmp_path: Path) -> None:
    """One line, and no traceback."""
    done = run(tmp_path, "-m", "drf_signet", "token", "explain", "-")
    assert (done.returncode, done.stderr.count("\n")) == (1, 1)
    assert done.stderr.startswith("Signet can't read the settings: ")


@pytest.mark.parametrize(
    "line",
    [
        'os.environ.setdefault("DJANGO_SETTINGS_MODULE", "shop.settings")',
        "os.environ.setdefault('DJANGO_SETTINGS_MODULE', 'shop.settings')",
        'os.environ["DJANGO_SETTINGS_MODULE"] = "shop.settings"',
    ],
)
def test_manage_py_names_its_settings(tmp_path: Path, line: str) -> None:
    """However it is written."""
    script = tmp_path / "manage.py"
    assert settings_of(script) is None
    script.write_text(f"import os\n{line}\n")
    assert settings_of(script) == "shop.settings"


def test_sessions_have_the_same_command() -> None:
    """If its app is listed and that of the core isn't."""
    assert issubclass(CommandOfSessions, Command)


def test_a_token_under_another_key_may_be_our_own() -> None:
    """After a change of the key, the explanation names the cause."""
    with override_settings(SIGNET={"SIGNING_KEY": "o" * 64}):
        token = str(AccessToken())
    with override_settings(SIGNET={"SIGNING_KEY": "n" * 64}):
        hint = explain(token, datetime.now(UTC), looks_up_users).hint
    assert hint == "Somebody else issued it, or the key has changed since."
