"""The command: what it prints, what it writes, what it refuses, and its exit status."""

from __future__ import annotations

import os
import subprocess
import sys
import tracemalloc
from collections.abc import Callable
from importlib.metadata import entry_points
from pathlib import Path

import pytest

from compat.tests.migrate.conftest import Files, commit, contents, git, write
from drf_signet_compat.migrate.command import main

OLD = "from rest_framework_simplejwt.tokens import RefreshToken\n"
NEW = OLD.replace("rest_framework_simplejwt", "drf_signet_compat.simplejwt")
Shop = Callable[[Files], Path]


def test_without_write_it_prints_a_diff_and_changes_nothing(
    shop: Shop, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    """Status 1; the diff alone goes to the first stream, so that it can be sent to a file."""
    folder = shop({"shop/views.py": "import os\n" + OLD})
    before = contents(folder)
    assert main([str(folder)]) == 1
    printed = capfdbinary.readouterr()
    assert printed.out.decode() == (
        "--- a/shop/views.py\n+++ b/shop/views.py\n@@ -1,2 +1,2 @@\n import os\n-" + OLD + "+" + NEW
    )
    assert f"To change 1 file: signet-migrate {folder} --write\n" in printed.err.decode()
    assert contents(folder) == before


def test_with_write_it_changes_and_then_has_nothing_to_do(shop: Shop, capsys: pytest.CaptureFixture[str]) -> None:
    """Status 0 both times, and the rights of a file stay."""
    folder = shop({"manage.py": "#!/usr/bin/env python\n" + OLD})
    (folder / "manage.py").chmod(0o751)
    assert main([str(folder), "--write"]) == 0
    assert "Changed 1 file." in capsys.readouterr().err
    assert contents(folder) == {"manage.py": ("#!/usr/bin/env python\n" + NEW).encode()}
    assert (folder / "manage.py").stat().st_mode & 0o777 == 0o751
    assert main([str(folder), "--write"]) == main([str(folder)]) == 0
    printed = capsys.readouterr()
    assert printed.out == ""
    assert "Nothing to change." in printed.err


def test_a_project_without_simple_jwt(shop: Shop, capsys: pytest.CaptureFixture[str]) -> None:
    """Status 0, one sentence."""
    folder = shop({"shop/settings.py": "INSTALLED_APPS = ['knox']\n"})
    assert main([str(folder)]) == main([str(folder), "--install", "--write"]) == 0
    assert capsys.readouterr() == ("", 2 * "No file here names Simple JWT.\n")


def test_a_project_that_names_it_through_a_package_alone(shop: Shop, capsys: pytest.CaptureFixture[str]) -> None:
    """The package imports it, so the line of install() is added, and nothing else."""
    folder = shop({"shop/settings.py": "INSTALLED_APPS = ['djoser']\n"})
    assert main([str(folder)]) == 1
    printed = capsys.readouterr()
    assert [line for line in printed.out.splitlines() if line.startswith("+install()")] != []
    assert "djoser also imports rest_framework_simplejwt" in printed.err


@pytest.mark.parametrize("name", ["nowhere", "file.py", "a\0b", "x" * 5000])
def test_a_folder_that_is_none_is_refused(shop: Shop, name: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Status 2, in a sentence."""
    folder = shop({"file.py": OLD})
    assert main([str(folder / name)]) == 2
    assert "folder" in capsys.readouterr().err


def test_without_settings_there_is_no_place_to_install(shop: Shop, capsys: pytest.CaptureFixture[str]) -> None:
    """Status 2, and nothing is changed."""
    folder = shop({"views.py": OLD})
    assert main([str(folder), "--install", "--write"]) == 2
    assert "sets INSTALLED_APPS" in capsys.readouterr().err
    assert contents(folder) == {"views.py": OLD.encode()}


def test_files_that_are_no_python_are_named_and_left(shop: Shop, capsys: pytest.CaptureFixture[str]) -> None:
    """Status 2, though the others are changed: not all is done."""
    folder = shop({"a.py": OLD, "b.py": "print 'rest_framework_simplejwt'\n", "c.py": "print 'else'\n"})
    assert main([str(folder), "--write"]) == 2
    assert "  b.py: line 1 is no Python" in capsys.readouterr().err
    assert contents(folder)["a.py"] == NEW.encode()
    assert contents(folder)["b.py"] == b"print 'rest_framework_simplejwt'\n"


def test_the_diff_is_one_that_git_applies(
    shop: Shop, tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    """Carriage returns, no last line feed, other encodings, odd names: the result is what --write makes."""
    files: dict[str, str | bytes] = {
        "a b.py": OLD.replace("\n", "\r\n") + "x = 1",
        'q"uote\t.py': OLD.strip(),
        "é/ü.py": OLD,
        "latin.py": b"# coding: latin-1\n" + OLD.encode() + b"x = '\xe9'\n",
        "settings.py": '"""Doc."""\nINSTALLED_APPS = ["rest_framework_simplejwt", "djoser"]',
    }
    folder = shop(files)
    commit(folder)
    before = contents(folder)
    assert main([str(folder)]) == 1
    (tmp_path / "diff").write_bytes(capfdbinary.readouterr().out)
    git(folder, "apply", str(tmp_path / "diff"))
    applied = contents(folder)
    git(folder, "checkout", "--quiet", ".")
    assert main([str(folder), "--write"]) == 0
    assert contents(folder) == applied != before


@pytest.mark.parametrize("state", ["changed", "staged", "new"])
def test_what_git_could_not_bring_back_is_refused(shop: Shop, state: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Changed, staged or new files that would be touched; others don't matter. --force goes on."""
    folder = shop({"a.py": OLD, "other.py": "", "deep/c.py": OLD})
    commit(folder)
    write(folder, {"other.py": "x = 1\n"})
    name = "new.py" if state == "new" else "a.py"
    write(folder, {name: OLD + "x = 1\n"})
    if state == "staged":
        git(folder, "add", name)
    before = contents(folder)
    assert main([str(folder), "--write"]) == 2
    assert capsys.readouterr().err.splitlines()[1:] == [name]
    assert contents(folder) == before
    assert main([str(folder / "deep"), "--write"]) == 0
    assert main([str(folder), "--write", "--force"]) == 0
    assert contents(folder)[name] == (NEW + "x = 1\n").encode()


def test_where_git_cannot_tell_nothing_is_changed(shop: Shop, capsys: pytest.CaptureFixture[str]) -> None:
    """A broken repository has no copy of any file."""
    folder = shop({"a.py": OLD})
    commit(folder)
    (folder / ".git" / "index").write_bytes(b"broken")
    assert main([str(folder), "--write"]) == 2
    assert capsys.readouterr().err.splitlines()[1:] == ["a.py"]
    assert contents(folder)["a.py"] == OLD.encode()


def test_what_git_ignores_and_what_tools_own_is_left(shop: Shop) -> None:
    """With git or without."""
    tools = (".venv/x.py", "node_modules/x.py", "lib/site-packages/x.py", "own/pyvenv.cfg", "own/x.py")
    copied = ("rest_framework_simplejwt/__init__.py", "rest_framework_simplejwt/x.py")
    left = dict.fromkeys([*tools, *copied], OLD)
    folder = shop({**left, ".gitignore": "built/\n", "built/x.py": OLD, "built/inner/y.py": OLD, "a.py": OLD})
    commit(folder)
    assert main([str(folder), "--write"]) == 0
    after = contents(folder)
    assert after["a.py"] == NEW.encode()
    assert {name: after[name] for name in (*left, "built/x.py")} == {
        name: text.encode() for name, text in {**left, "built/x.py": OLD}.items()
    }
    assert main([str(folder / "built"), "--write"]) == 0, "who names an ignored folder means it"
    assert contents(folder)["built/inner/y.py"] == NEW.encode()


@pytest.mark.parametrize("under_git", [True, False])
def test_files_that_name_no_packages_are_not_read(shop: Shop, under_git: bool) -> None:
    """A database or a film beside the code may be larger than memory."""
    folder = shop({"a.py": OLD, "data.bin": ""})
    if under_git:
        commit(folder)
    os.truncate(folder / "data.bin", 100_000_000)
    tracemalloc.start()
    try:
        assert main([str(folder)]) == 1
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 50_000_000


def test_a_look_starts_no_program_of_the_repository(shop: Shop, tmp_path: Path) -> None:
    """It starts neither a file monitor nor filters, which git itself runs for less."""
    folder = shop({"a.py": OLD, ".gitattributes": "*.py filter=own\n"})
    commit(folder)
    for name in ("core.fsmonitor", "filter.own.clean", "filter.own.smudge", "filter.own.process"):
        git(folder, "config", name, f"touch {tmp_path}/started; cat; true")
    write(folder, {"a.py": OLD + OLD})
    assert main([str(folder)]) == 1
    assert not (tmp_path / "started").exists()
    subprocess.run(["git", "status"], cwd=folder, capture_output=True, check=False)
    assert (tmp_path / "started").exists(), "the trap works"


def test_git_stays_off_the_network(shop: Shop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Git gets no variables of a hook that the command may run in. A git first on the path records its environment."""
    program = write(tmp_path, {"bin/git": f"#!/bin/sh\nenv > {tmp_path}/told\nexit 1\n"}) / "bin" / "git"
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(program.parent), prepend=os.pathsep)
    monkeypatch.setenv("GIT_DIR", "elsewhere")
    assert main([str(shop({"a.py": OLD}))]) == 1
    told = (tmp_path / "told").read_text().splitlines()
    assert [line for line in told if line.startswith("GIT_")] == ["GIT_NO_LAZY_FETCH=1"]


def test_links_are_left_and_nothing_outside_is_written(shop: Shop, tmp_path: Path) -> None:
    """A link to a file or folder outside, one within, a pipe, and a folder named like a file."""
    outside = write(tmp_path / "outside", {"x.py": OLD})
    folder = shop({"a.py": OLD, "folder.py/b.py": OLD})
    (folder / "file.py").symlink_to(outside / "x.py")
    (folder / "folder").symlink_to(outside)
    (folder / "within.py").symlink_to("a.py")
    (folder / "nowhere.py").symlink_to("gone.py")
    os.mkfifo(folder / "pipe.py")
    assert main([str(folder), "--write"]) == 0
    assert (outside / "x.py").read_text() == OLD
    assert (folder / "within.py").is_symlink()
    assert (folder / "a.py").read_text() == (folder / "folder.py" / "b.py").read_text() == NEW


def test_a_failure_on_the_way_leaves_everything_as_it_was(
    shop: Shop, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The disk fails at the second of three files."""
    folder = shop({"a.py": OLD, "b.py": OLD, "c.py": OLD})
    before = contents(folder)
    replace = Path.replace

    def fails(self: Path, target: Path) -> Path:
        if target.name == "b.py":
            raise OSError(28, "No space left on device", str(target))
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", fails)
    assert main([str(folder), "--write"]) == 2
    assert "No space left on device" in capsys.readouterr().err
    assert contents(folder) == before


def test_a_file_that_changes_meanwhile_is_not_overwritten(
    shop: Shop, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """An editor saves it after the command has read it."""
    from drf_signet_compat.migrate import git as asked

    folder = shop({"a.py": OLD, "b.py": OLD})

    def saves(*arguments: object) -> list[str]:
        write(folder, {"b.py": "x = 1\n"})
        return []

    monkeypatch.setattr(asked, "unsaved", saves)
    assert main([str(folder), "--write"]) == 2
    assert "b.py has changed in the meantime" in capsys.readouterr().err
    assert contents(folder) == {"a.py": OLD.encode(), "b.py": b"x = 1\n"}


def test_names_of_files_cannot_move_the_cursor(shop: Shop, capsys: pytest.CaptureFixture[str]) -> None:
    """Names that are no text at all can't break the report."""
    folder = shop({"a\x1b[2J.py": "print 'rest_framework_simplejwt'", os.fsdecode(b"\xff.py"): OLD})
    assert main([str(folder), "--write"]) == 2
    printed = capsys.readouterr()
    assert "\x1b" not in printed.out + printed.err
    assert "a\\x1b[2J.py" in printed.err


def test_requirements_in_wide_characters(shop: Shop, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    """A Windows shell writes such files. They keep their encoding, and the diff is readable."""
    text = "django\r\ndjangorestframework-simplejwt==5.5.1\r\n"
    folder = shop({"requirements.txt": b"\xff\xfe" + text.encode("utf-16-le")})
    assert main([str(folder)]) == 1
    assert b"+drf-signet\r\n" in capfdbinary.readouterr().out
    assert main([str(folder), "--write"]) == 0
    assert contents(folder)["requirements.txt"] == b"\xff\xfe" + "django\r\ndrf-signet\r\ndrf-signet-compat\r\n".encode(
        "utf-16-le"
    )


def test_it_is_a_command_of_its_own(shop: Shop) -> None:
    """The installed command names itself in what it suggests, by the name that called it."""
    (script,) = entry_points(group="console_scripts", name="signet-migrate")
    code = f"import sys; from {script.module} import main; sys.exit(main())"
    folder = shop({"a.py": OLD})
    done = subprocess.run([sys.executable, "-c", code, str(folder)], capture_output=True, text=True, check=False)
    assert script.attr == "main"
    assert done.returncode == 1
    assert f"To change 1 file: signet-migrate {folder} --write\n" in done.stderr


@pytest.mark.parametrize("missing", ["libcst", "packaging", "tomlkit"])
def test_without_the_extra_it_says_what_to_install(missing: str) -> None:
    """In one sentence, with status 2; the package itself does without."""
    code = "import runpy, sys; import drf_signet_compat.simplejwt; sys.modules[sys.argv.pop()] = None;"
    code += "runpy.run_module('drf_signet_compat.migrate', run_name='__main__')"
    done = subprocess.run([sys.executable, "-c", code, missing], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == (f"To change a project, {missing} is missing: pip install 'drf-signet-compat[migrate]'\n")


def test_it_runs_as_a_module_of_the_library_and_does_not_run_the_project(shop: Shop) -> None:
    """Without the extra of the service; the project's own modules, settings and all, are read and never imported."""
    bomb = "raise SystemExit('imported')\n"
    folder = shop({"settings.py": bomb, "sitecustomize.py": bomb, "manage.py": bomb, "views.py": OLD, "ast.py": bomb})
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "settings"}
    words = [sys.executable, "-W", "error", "-m", "drf_signet_compat.migrate", str(folder)]
    done = subprocess.run(words, env=environment, cwd=folder.parent, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "+from drf_signet_compat" in done.stdout
    assert f"To change 1 file: python -m drf_signet_compat.migrate {folder} --write\n" in done.stderr


def test_a_reader_who_has_seen_enough_is_no_error(shop: Shop) -> None:
    """Such as `head`."""
    folder = shop({f"m{number}.py": OLD * 100 for number in range(100)})
    words = [sys.executable, "-m", "drf_signet_compat.migrate", str(folder)]
    with subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout
        assert process.stderr
        process.stdout.readline()
        process.stdout.close()
        assert b"Traceback" not in process.stderr.read()


def test_help_says_what_the_status_means(capsys: pytest.CaptureFixture[str]) -> None:
    """Unknown arguments get status 2."""
    for words, status in ((["--help"], 0), (["--wrote"], 2), (["a", "b"], 2)):
        with pytest.raises(SystemExit) as stopped:
            main(words)
        assert stopped.value.code == status
    assert "exit status: 0 nothing" in capsys.readouterr().out
