"""Secrets in files that variables name: what is read from them, and how a wrong one is refused."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from signet_server.cli import main
from signet_server.demo import prepare_environment
from signet_server.environment import read_environment
from signet_server.environment_files import IN_FILES, with_files
from signet_server.environment_problems import EnvironmentProblemsError

SECRET = "f" * 60
PLAIN = {"ALLOWED_HOSTS": "auth.example.com", "EMAIL_URL": "console:"}


def problems(variables: dict[str, str]) -> list[str]:
    """The sentences that refuse *variables*."""
    with pytest.raises(EnvironmentProblemsError) as caught:
        read_environment(variables)
    return caught.value.sentences


def written(folder: Path, text: str) -> str:
    """The path of a file with *text*."""
    file = folder / "secret"
    file.write_text(text)
    return str(file)


@pytest.mark.parametrize("name", IN_FILES)
def test_a_value_comes_from_its_file(name: str, tmp_path: Path) -> None:
    """Without the line break that editors put at its end."""
    assert with_files({f"{name}_FILE": written(tmp_path, f"{SECRET}\n")})[name] == SECRET


def test_the_service_takes_secrets_from_files(tmp_path: Path) -> None:
    """The environment of the process has none of them then."""
    variables = {**PLAIN, "SECRET_KEY_FILE": written(tmp_path, SECRET), "SIGNING_KEY": "k" * 60}
    assert read_environment(variables).secret_key == SECRET


def test_a_secret_in_a_file_is_checked_too(tmp_path: Path) -> None:
    """By the same rules."""
    variables = {**PLAIN, "SECRET_KEY_FILE": written(tmp_path, "short"), "SIGNING_KEY": "k" * 60}
    (sentence,) = problems(variables)
    assert sentence.startswith("SECRET_KEY has 5 characters")


def test_a_secret_in_two_places_is_refused(tmp_path: Path) -> None:
    """Nobody could tell which of them counts."""
    variables = {**PLAIN, "SECRET_KEY": SECRET, "SECRET_KEY_FILE": written(tmp_path, SECRET)}
    assert problems(variables) == ["Set SECRET_KEY or SECRET_KEY_FILE, not both."]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (None, "REDIS_URL_FILE can't be read: No such file or directory."),
        (b"\n", "The file of REDIS_URL_FILE is empty."),
        (b"\xff\xfe", "REDIS_URL_FILE should be the path of a text file of at most 1 MiB."),
        (b"r" * 1_048_577, "REDIS_URL_FILE should be the path of a text file of at most 1 MiB."),
    ],
)
def test_an_unusable_file_is_refused(content: bytes | None, sentence: str, tmp_path: Path) -> None:
    """A variable that has a default doesn't fall back to it."""
    file = tmp_path / "secret"
    if content is not None:
        file.write_bytes(content)
    assert problems({**PLAIN, "REDIS_URL_FILE": str(file)}) == [sentence]


def test_a_pipe_holds_up_no_start(tmp_path: Path) -> None:
    """Nobody writes to it. If somebody did, a secret could be read once, and each process reads it."""
    os.mkfifo(tmp_path / "secret")
    sentence = "REDIS_URL_FILE should be the path of a text file of at most 1 MiB."
    assert problems({**PLAIN, "REDIS_URL_FILE": str(tmp_path / "secret")}) == [sentence]
    assert problems({**PLAIN, "REDIS_URL_FILE": "/dev/zero"}) == [sentence]


def test_the_mark_that_some_editors_begin_with_is_no_part_of_a_secret(tmp_path: Path) -> None:
    """Otherwise, the same secret in the variable would sign other tokens."""
    file = tmp_path / "secret"
    file.write_bytes(b"\xef\xbb\xbf" + SECRET.encode() + b"\r\n")
    assert with_files({"SECRET_KEY_FILE": str(file)})["SECRET_KEY"] == SECRET


def test_an_empty_variable_names_no_file() -> None:
    """As everywhere, an empty value counts as none."""
    assert with_files({"SECRET_KEY_FILE": "", "SECRET_KEY": SECRET})["SECRET_KEY"] == SECRET


def test_a_new_key_takes_the_secret_of_a_file_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """``signet keys generate`` prints a set in which the former secret still verifies."""
    monkeypatch.delenv("SIGNING_KEYS", raising=False)
    monkeypatch.delenv("SIGNING_KEY", raising=False)
    monkeypatch.setenv("SIGNING_KEY_FILE", written(tmp_path, SECRET))
    assert main(["keys", "generate"]) == 0
    kinds = [one["kty"] for one in json.loads(capsys.readouterr().out)["keys"]]
    assert sorted(kinds) == ["EC", "oct"]


def test_the_demo_brings_its_own_secrets(tmp_path: Path) -> None:
    """Those of files that the environment names are not its own; a database and a mail server may be."""
    variables = {"SECRET_KEY_FILE": "elsewhere", "EMAIL_URL_FILE": written(tmp_path, "console:")}
    prepare_environment(tmp_path / "demo", "http://127.0.0.1:8000", variables)
    assert "sqlite3" in read_environment(variables).database["ENGINE"]
    assert "EMAIL_URL" not in variables
