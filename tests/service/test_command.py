"""The command ``signet``: serve, doctor, manage, and what it refuses."""

from __future__ import annotations

import re
import shutil
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import closing
from pathlib import Path

import pytest
import redis

from tests.real_parts import ports, servers
from tests.service.conftest import Service, clean_environment, running_demo
from tests.service.http import call
from tests.service.processes import tree

SECRETS = {"SECRET_KEY": "An-unguessable-secret-Key-0123456789-abcdefghij-KLMNOP", "SIGNING_KEY": "k1" * 32}


@pytest.fixture
def variables(tmp_path: Path) -> dict[str, str]:
    """An environment the service starts with, once its database has tables."""
    return {
        **SECRETS,
        "ALLOWED_HOSTS": "127.0.0.1",
        "EMAIL_URL": "console:",
        "PORT": str(ports.free_port()),
        "DATABASE_URL": f"sqlite:///{tmp_path / 'signet.sqlite3'}",
    }


def file_of(variables: Mapping[str, str]) -> Path:
    """The database."""
    return Path(variables["DATABASE_URL"].removeprefix("sqlite:///"))


@pytest.fixture(scope="session")
def tables(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database file with all tables, to be copied: to make them takes seconds."""
    file = tmp_path_factory.mktemp("tables") / "signet.sqlite3"
    place = {**SECRETS, "ALLOWED_HOSTS": "127.0.0.1", "EMAIL_URL": "console:", "DATABASE_URL": f"sqlite:///{file}"}
    assert signet("manage", "migrate", variables=place).returncode == 0
    return file


@pytest.fixture
def migrated(variables: dict[str, str], tables: Path, tmp_path: Path) -> dict[str, str]:
    """An environment the service starts with."""
    shutil.copy(tables, tmp_path / "signet.sqlite3")
    return variables


def signet(*words: str, variables: Mapping[str, str]) -> subprocess.CompletedProcess[str]:
    """Run the command to its end."""
    return subprocess.run(
        [sys.executable, "-W", "error", "-m", "signet_server", *words],
        env=clean_environment(variables),
        check=False,
        capture_output=True,
        text=True,
        timeout=300,
    )


def test_serve_serves(migrated: dict[str, str]) -> None:
    """With its tables made it starts, answers, and ends at SIGTERM within the time a supervisor gives."""
    process = subprocess.Popen(
        [sys.executable, "-W", "error", "-m", "signet_server", "serve", "--workers", "2"],
        env=clean_environment(migrated),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        ports.wait_for_port(int(migrated["PORT"]))
        service = Service(f"http://127.0.0.1:{migrated['PORT']}", "", Path())
        assert call(service, "GET", "/readyz").body["status"] == "ok"
        assert call(service, "GET", "/api/docs/").status == 200
        page = call(service, "GET", "/api/docs/").body
        assert b"Sign in as" not in page, "the demo's button is for the demo"
        answer = call(service, "POST", "/api/v1/token/", {"username": "ada", "password": "correct-horse-battery"})
        assert answer.status == 401, "there is no demo user here"
    finally:
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=90) == 0


def test_serve_refuses_an_empty_environment() -> None:
    """Every missing variable is named in a sentence of its own, and nothing starts."""
    result = signet("serve", variables={})
    assert (result.returncode, result.stdout) == (2, "")
    lines = result.stderr.splitlines()
    assert lines[0] == "signet can't start:"
    assert [line.split()[1] for line in lines[1:]] == ["SECRET_KEY", "SIGNING_KEY", "ALLOWED_HOSTS", "EMAIL_URL"]


@pytest.mark.parametrize("verb", [("doctor",), ("manage", "check"), ("sessions", "purge")], ids=" ".join)
def test_what_starts_nothing_does_not_say_that_it_can_not_start(verb: tuple[str, ...]) -> None:
    """It names the same variables."""
    result = signet(*verb, variables={})
    assert result.returncode == 2
    assert result.stderr.splitlines()[0] == "signet can't do that yet:"
    assert "SECRET_KEY" in result.stderr


@pytest.mark.parametrize("verb", [("serve",), ("sessions", "purge"), ("accounts", "purge")], ids=" ".join)
def test_a_database_that_is_not_there_is_not_made(variables: dict[str, str], verb: tuple[str, ...]) -> None:
    """It may have been moved away: only `migrate` makes one, and that is said."""
    result = signet(*verb, variables=variables)
    assert result.returncode == 2
    assert "The database of DATABASE_URL doesn't exist yet. Run 'signet manage migrate' to create it." in result.stderr
    assert not file_of(variables).exists()


def test_the_doctor_makes_no_database(variables: dict[str, str]) -> None:
    """It only says how to."""
    result = signet("doctor", variables=variables)
    assert result.returncode == 1
    assert "database   doesn't exist yet: run 'signet manage migrate'" in result.stdout
    assert not file_of(variables).exists()


@pytest.mark.parametrize("verb", [("serve",), ("sessions", "purge")], ids=" ".join)
def test_a_database_without_tables_is_refused(variables: dict[str, str], verb: tuple[str, ...]) -> None:
    """And it is said which command makes them."""
    file_of(variables).touch()
    result = signet(*verb, variables=variables)
    assert result.returncode == 2
    assert "The database lacks tables. Run 'signet manage migrate'." in result.stderr


def test_serve_refuses_a_database_that_is_away(variables: dict[str, str]) -> None:
    """A clear sentence, no traceback, and no password."""
    url = f"postgres://signet:p4ssword@127.0.0.1:{ports.free_port()}/auth"
    result = signet("serve", variables={**variables, "DATABASE_URL": url})
    assert result.returncode == 2
    assert "The database can't be reached" in result.stderr
    assert "Traceback" not in result.stderr
    assert "p4ssword" not in result.stderr


@pytest.mark.parametrize("password", ["", "?password=another"], ids=["away", "wrong-password"])
def test_serve_refuses_a_cache_that_is_away_or_refuses(migrated: dict[str, str], password: str) -> None:
    """A clear sentence, no traceback, and no password."""
    with servers.redis() as url:
        redis.Redis.from_url(url).config_set("requirepass", "the right one")
        place = f"{url}{password}" if password else f"redis://:p4ssword@127.0.0.1:{ports.free_port()}/0"
        result = signet("serve", variables={**migrated, "REDIS_URL": place})
    assert result.returncode == 2
    assert "The cache can't be reached, or refuses" in result.stderr
    assert "Traceback" not in result.stderr
    assert not {"p4ssword", "another"} & set(re.findall(r"\w+", result.stderr + result.stdout))


def test_doctor_tells_no_password_of_an_option(migrated: dict[str, str]) -> None:
    """Wherever in a URL it stands."""
    port = ports.free_port()
    places = {
        "REDIS_URL": f"redis://127.0.0.1:{port}/0?password=p4ssword",
        "DATABASE_URL": f"postgres://signet@127.0.0.1:{port}/auth?password=p4ssword",
    }
    result = signet("doctor", variables={**migrated, **places})
    assert f"redis://127.0.0.1:{port}/0\n" in result.stdout
    assert "p4ssword" not in result.stdout + result.stderr
    assert "Traceback" not in result.stderr


def test_serve_refuses_what_a_check_warns_of(migrated: dict[str, str]) -> None:
    """An unsafe value that Django's or our own deployment checks know is a reason not to start."""
    result = signet("serve", variables={**migrated, "SECRET_KEY": "a" * 60})
    assert result.returncode == 2
    assert "(security.W009)" in result.stderr


def test_serve_refuses_to_be_the_demo(variables: dict[str, str]) -> None:
    """The demo's password is printed on every README."""
    result = signet("serve", variables={**variables, "SIGNET_DEMO": "1"})
    assert result.returncode == 2
    assert "SIGNET_DEMO is set" in result.stderr


def test_serve_refuses_the_demos_user(tmp_path: Path, variables: dict[str, str]) -> None:
    """A database that a demo ran on has a user whose password everybody knows."""
    with running_demo(tmp_path / "data", {"DATABASE_URL": variables["DATABASE_URL"]}):
        pass
    result = signet("serve", variables=variables)
    assert result.returncode == 2
    assert "The user ada has the demo's password" in result.stderr


def test_demo_refuses_a_database_with_users_of_its_own(tmp_path: Path, migrated: dict[str, str]) -> None:
    """Started where DATABASE_URL leads to real users, it plants nobody among them."""
    words = ("createsuperuser", "--noinput", "--username", "root", "--email", "root@example.com")
    assert signet("manage", *words, variables={**migrated, "DJANGO_SUPERUSER_PASSWORD": "p4ssword"}).returncode == 0

    url = {"DATABASE_URL": migrated["DATABASE_URL"]}
    result = signet("demo", "--folder", str(tmp_path / "data"), variables=url)

    assert result.returncode == 2
    assert "a database with users" in result.stderr
    listed = "from django.contrib.auth import get_user_model as m; print([u.username for u in m().objects.all()])"
    assert signet("manage", "shell", "-v", "0", "-c", listed, variables=migrated).stdout == "['root']\n"


def test_demo_refuses_a_database_that_is_away(tmp_path: Path) -> None:
    """In a sentence, like `signet serve`."""
    url = f"postgres://signet:p4ssword@127.0.0.1:{ports.free_port()}/auth"
    result = signet("demo", "--folder", str(tmp_path / "data"), variables={"DATABASE_URL": url, "PORT": ""})
    assert result.returncode == 2
    assert "The database can't be reached" in result.stderr
    assert "Traceback" not in result.stderr
    assert "p4ssword" not in result.stderr


def test_demo_refuses_a_port_that_is_taken(service: Service, tmp_path: Path) -> None:
    """And says how to get another."""
    port = service.url.rpartition(":")[2]
    result = signet("demo", "--port", port, "--folder", str(tmp_path), variables={})
    assert result.returncode == 2
    assert f"Port {port} is in use" in result.stderr


def test_two_demos_at_once_find_a_port_each(tmp_path: Path) -> None:
    """On one new folder: the one that comes second to the tables waits for them."""
    words, logs = ["demo", "--folder", str(tmp_path / "data")], [tmp_path / "one.log", tmp_path / "other.log"]
    with tree(words, {}, 0, logs[0]) as one, tree(words, {}, 0, logs[1]) as other:
        assert one.wait_until_listening()
        assert other.wait_until_listening()
    found = [re.search(r"^  (http://\S+)/$", log.read_text(), re.MULTILINE) for log in logs]
    assert len({one and one[1] for one in found}) == 2
    assert "Traceback" not in "".join(log.read_text() for log in logs)


def test_demo_takes_its_port_from_the_environment(tmp_path: Path) -> None:
    """As every platform that starts a service hands it over."""
    port = ports.free_port()
    with running_demo(tmp_path / "data", {"PORT": str(port)}, port=None) as service:
        assert service.url == f"http://127.0.0.1:{port}"


@pytest.mark.parametrize(
    "words",
    [
        ["demo", "--port", "x"],
        ["demo", "--port", "65536"],
        ["serve", "--workers", "0"],
        ["serve", "--workers", "-1"],
        ["dance"],
        [],
    ],
)
def test_odd_words_are_refused(words: list[str]) -> None:
    """The command says how it is used."""
    result = signet(*words, variables={})
    assert result.returncode == 2
    assert result.stderr.startswith("usage: signet")


def signet_without_server(*words: str) -> subprocess.CompletedProcess[str]:
    """Run the command where the extra is missing."""
    script = "import runpy, sys; sys.modules['environ'] = None; runpy.run_module('signet_server', run_name='__main__')"
    command = [sys.executable, "-c", script, *words]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_the_library_alone_says_what_is_missing() -> None:
    """Without the extra the command is there, and says which one brings the rest."""
    result = signet_without_server()
    assert result.returncode == 1
    assert result.stderr.startswith("The service needs environ, which isn't installed. Run pip install")


def test_doctor_says_what_is_configured(migrated: dict[str, str]) -> None:
    """Everything but the secrets, and that nothing is wrong."""
    mail = {"EMAIL_URL": "smtp+tls://post:p4ssword@mail.example.com", "PUBLIC_URL": "https://login.example.com"}
    result = signet("doctor", variables={**migrated, **mail})
    assert result.returncode == 0, result.stdout + result.stderr
    assert "Everything is fine." in result.stdout
    assert migrated["DATABASE_URL"].removeprefix("sqlite:///") in result.stdout
    assert "HS256" in result.stdout
    assert "from signet@127.0.0.1, by mail.example.com:587\n" in result.stdout
    assert "https://login.example.com\n" in result.stdout
    assert "p4ssword" not in result.stdout + result.stderr
    assert not any(secret in result.stdout for secret in SECRETS.values())


def test_without_rotation_the_service_starts_and_doctor_says_so(migrated: dict[str, str]) -> None:
    """It is the operator's choice, and nothing to mend."""
    told = signet("doctor", variables=migrated).stdout
    assert "access 0:05:00, refresh 14 days, session 90 days, rotated, " in told
    result = signet("doctor", variables={**migrated, "ROTATE_REFRESH_TOKENS": "0"})
    assert result.returncode == 0, result.stdout + result.stderr
    assert "not rotated, so nobody notices a stolen refresh token, audience signet" in result.stdout
    assert "Everything is fine." in result.stdout


def test_doctor_says_what_is_wrong(variables: dict[str, str]) -> None:
    """A database and a cache that are away, and a weak secret: all in one report, without passwords."""
    port = ports.free_port()
    odd = {
        "SECRET_KEY": "a" * 60,
        "DATABASE_URL": f"postgres://signet:p4ssword@127.0.0.1:{port}/auth",
        "REDIS_URL": f"redis://:p4ssword@127.0.0.1:{port}/0",
    }
    result = signet("doctor", variables={**variables, **odd})
    assert result.returncode == 1, result.stdout + result.stderr
    assert "Mend before 'signet serve': database, cache, security.W009." in result.stdout
    assert "p4ssword" not in result.stdout + result.stderr
    assert "Traceback" not in result.stderr


@pytest.fixture
def without_scripts() -> Iterator[str]:
    """The URL of a Redis whose user stores and reads, and may run no script."""
    with servers.redis() as url:
        with redis.Redis.from_url(url) as root:
            root.execute_command("ACL", "SETUSER", "app", "on", ">p4ssword", "~*", "&*", "+@all", "-@scripting")
        yield url.replace("redis://", "redis://app:p4ssword@")


def test_doctor_asks_the_cache_what_a_sign_in_asks(migrated: dict[str, str], without_scripts: str) -> None:
    """Otherwise a service would start in which nobody can sign in."""
    result = signet("doctor", variables={**migrated, "REDIS_URL": without_scripts})
    assert result.returncode == 1, result.stdout + result.stderr
    assert "cache      answers, but refuses what a sign-in asks, such as EVAL" in result.stdout
    assert "Mend before 'signet serve': cache." in result.stdout
    assert "p4ssword" not in result.stdout + result.stderr


def test_manage_passes_everything_on(variables: dict[str, str]) -> None:
    """Django's own commands, their options included."""
    assert signet("manage", "migrate", "--check", variables=variables).returncode == 1
    assert signet("manage", "migrate", "--verbosity", "0", variables=variables).returncode == 0
    assert signet("manage", "makemigrations", "--check", "--dry-run", variables=variables).returncode == 0


def test_sessions_are_purged(migrated: dict[str, str]) -> None:
    """As a verb of the command's own."""
    done = signet("sessions", "purge", variables=migrated)
    assert (done.returncode, done.stdout) == (0, "Done: 0 sessions deleted.\n")


def test_an_address_is_verified(migrated: dict[str, str]) -> None:
    """Whatever its case; where nobody has it, the exit status and a sentence say so."""
    words = ("createsuperuser", "--noinput", "--username", "root", "--email", "root@example.com")
    assert signet("manage", *words, variables={**migrated, "DJANGO_SUPERUSER_PASSWORD": "p4ssword"}).returncode == 0

    done = signet("accounts", "verify", "Root@Example.com", variables=migrated)
    assert (done.returncode, done.stdout, done.stderr) == (0, "Done: 1 address verified.\n", "")
    with closing(sqlite3.connect(migrated["DATABASE_URL"].removeprefix("sqlite:///"))) as database:
        rows = database.execute("SELECT address, verified_at IS NOT NULL FROM signet_accounts_emailaddress")
        assert rows.fetchall() == [("root@example.com", 1)]

    refused = signet("accounts", "verify", "nobody@example.com", variables=migrated)
    assert refused.returncode == 1
    assert "No user has the address nobody@example.com." in refused.stderr
    assert "Traceback" not in refused.stderr


def test_a_token_is_explained(variables: dict[str, str]) -> None:
    """The exit status says whether it is accepted, so that a script can ask."""
    done = signet("token", "explain", "nonsense", variables=variables)
    assert done.returncode == 1
    assert done.stdout.startswith("Refused: it has 1 part")
    assert done.stderr == ""


def test_demo_refuses_a_folder_it_cannot_use(tmp_path: Path) -> None:
    """A folder that can't be made, and a key file that is not one, are told in a sentence."""
    blocked = tmp_path / "file"
    blocked.write_text("")
    broken = tmp_path / "broken"
    broken.mkdir()
    (broken / "keys.json").write_text("{")
    for folder in (blocked / "data", broken):
        result = signet("demo", "--folder", str(folder), variables={})
        assert result.returncode == 2
        assert f"Signet can't use the folder {folder}" in result.stderr
        assert "Traceback" not in result.stderr
