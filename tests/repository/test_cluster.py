"""The cluster of `make cluster`, as far as one can look at it without starting it: its files, parts and commands."""

from __future__ import annotations

import ast
import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from types import SimpleNamespace
from typing import Any, Final

import psutil
import pytest

from examples.cluster import __main__, commands, ports, programs, whole
from examples.cluster.commands import run
from examples.cluster.control import listening
from examples.cluster.coordination import api_of
from examples.cluster.databases import TIMES
from examples.cluster.part import NotReadyError, Part
from examples.cluster.place import MARK, Place, UnusableFolderError
from examples.cluster.ports import free_port
from examples.cluster.whole import Cluster
from signet_server.databases.limits import LIMITS
from signet_server.environment import read_environment
from tests.real_parts import servers
from tests.real_parts.needs import program
from tests.real_parts.old_environments import ROOT

SOON: Final = 20.0
ABANDONED: Final = """
import os, signal, sys
from pathlib import Path
from examples.cluster.part import Part
from examples.cluster.watch import Watch
with Watch() as watch:
    part = Part("sleeper", "sleeps", 1, Path(sys.argv[1]), ["sleep", "60"], os.environ, started=watch.add)
    part.start()
    print(part.pid, flush=True)
    os.kill(os.getpid(), signal.SIGKILL)
"""

THREE: Final = range(19_990, 19_993)
ANOTHER: Final = f"""
from examples.cluster import ports
ports.POSSIBLE, ports._is_free = {THREE!r}, lambda port: True
ports.free_port()
"""


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    """A folder that other users can enter, which those of pytest are not."""
    with servers.private_folder() as data:
        data.parent.chmod(0o755)
        yield data.parent / "cluster"


@pytest.fixture(scope="module")
def cluster(folder: Path) -> Cluster:
    """One whose programs needn't be there, as nothing starts."""
    found = {name: f"/opt/{name}" for name in programs.PACKAGES} | {"patroni": patroni(folder.parent, "3.0.2")}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(whole, "find_programs", lambda: found)
        patch.setattr(whole, "unprivileged_user", lambda: None)
        return Cluster(folder, environment={"SITE_NAME": "Tested"})


def patroni(folder: Path, version: str) -> str:
    """A program that says that it is Patroni, of this *version*."""
    path = folder / "patroni"
    path.write_text(f"#!/bin/sh\necho patroni {version}\n")
    path.chmod(0o755)
    return str(path)


@pytest.fixture
def part(tmp_path: Path) -> Iterator[Part]:
    """One that does nothing."""
    one = Part("sleeper", "sleeps", 4711, tmp_path / "sleeper.log", ["sleep", "60"], {"PATH": "/usr/bin:/bin"})
    yield one
    one.kill()


def settings_of(cluster: Cluster, name: str, file: str) -> str:
    """What is written for the part *name*."""
    return (cluster.place.folder / name / file).read_text()


def patroni_of(cluster: Cluster) -> Mapping[str, Any]:
    """What Patroni of the first database reads."""
    found: Mapping[str, Any] = json.loads(settings_of(cluster, "postgres1", "patroni.yml"))
    return found


def test_each_node_has_a_configuration_that_the_service_accepts(cluster: Cluster) -> None:
    """The same for all but for the port, and through PgBouncer and HAProxy."""
    read = [read_environment({**one.environment, "KEY_ENCRYPTION_KEYS": "a" * 43}) for one in cluster.nodes]
    assert [one.port for one in read] == [one.port for one in cluster.nodes]
    assert {one.database["PORT"] for one in read} == {cluster.pgbouncer.port}
    assert read[0].database["DISABLE_SERVER_SIDE_CURSORS"]
    assert read[0].cache["LOCATION"].endswith(f":{cluster.proxy.cache_port}/0")
    assert (read[0].num_proxies, read[0].site_name) == (1, "Tested")
    assert len({one.secret_key for one in read}) == 1


def test_a_commit_waits_for_one_replica(cluster: Cluster) -> None:
    """And the key of a primary expires no sooner than Patroni needs to renew it."""
    shared = patroni_of(cluster)["bootstrap"]["dcs"]
    assert shared["synchronous_mode"] is True
    assert TIMES["loop_wait"] + 2 * TIMES["retry_timeout"] <= TIMES["ttl"]


def test_the_limits_of_the_role_are_those_of_the_service() -> None:
    """Behind PgBouncer, it can't set them for one client."""
    assert {name: int(time.removesuffix("s")) * 1_000 for name, time in whole.LIMITS.items()} == dict(LIMITS)


@pytest.mark.parametrize(
    ("version", "api"), [("2.1.4", "etcd"), ("3.0.2", "etcd"), ("3.0.3", "etcd3"), ("4.1", "etcd3")]
)
def test_an_old_patroni_uses_the_api_with_which_it_compares(tmp_path: Path, version: str, api: str) -> None:
    """With the other, a primary that wakes up takes the key from the new one."""
    assert api_of(patroni(tmp_path, version)) == api


def test_haproxy_accepts_its_file(cluster: Cluster) -> None:
    """As its own check says."""
    haproxy = program("haproxy", "/usr/sbin/haproxy", "/usr/local/sbin/haproxy", package="haproxy")
    file = cluster.place.folder / "haproxy" / "haproxy.cfg"
    done = subprocess.run([haproxy, "-c", "-f", file], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_nobody_else_can_read_a_secret(cluster: Cluster) -> None:
    """Neither in the folder of a part, nor in that of a cluster that is about to start."""
    files = [one for one in cluster.place.folder.rglob("*") if one.is_file()]
    assert len(files) > 10
    assert [one for one in files if one.stat().st_mode & 0o077] == []


def test_missing_programs_are_named_with_their_packages(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], folder: Path
) -> None:
    """In one sentence that can be pasted."""
    monkeypatch.setattr(programs, "_path", lambda name: None if name in ("etcd", "patroni") else "/bin/true")
    assert __main__.main(["--folder", str(folder)]) == 1
    wanted = "The cluster needs programs that are missing here: apt-get install etcd-server patroni python3-etcd\n"
    assert capsys.readouterr().err == wanted


def test_a_folder_of_somebody_elses_is_left_alone(tmp_path: Path) -> None:
    """It is emptied only where an earlier cluster was, and while none runs there."""
    place = Place(tmp_path / "place", None)
    held = place.prepare()
    with pytest.raises(UnusableFolderError, match="A cluster runs in"):
        place.prepare()
    os.close(held)
    (tmp_path / "place" / "old.log").touch()
    os.close(place.prepare())
    assert [one.name for one in (tmp_path / "place").iterdir()] == [MARK]
    with pytest.raises(UnusableFolderError, match="has files that aren't of a cluster"):
        Place(tmp_path, None).prepare()


def test_a_part_stands_still_goes_on_and_ends(part: Part) -> None:
    """As often as one likes."""
    assert part.state() == "down"
    part.start()
    assert part.state() == "ready"
    part.freeze()
    assert (part.state(), part.processes()[0].status()) == ("frozen", psutil.STATUS_STOPPED)
    part.thaw()
    assert part.state() == "ready"
    part.stop()
    part.start()
    part.kill()
    assert (part.state(), part.processes()) == ("down", [])


def test_a_part_that_has_ended_is_not_waited_for(part: Part) -> None:
    """Its log is named."""
    part.command = ["false"]
    part.start()
    part.is_ready = lambda: False  # type: ignore[method-assign]
    with pytest.raises(NotReadyError, match=r"sleeper has ended. Its log says why: .*sleeper\.log"):
        part.wait_until_ready()


def test_a_second_terminal_sees_and_kills_the_parts(
    part: Part, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """And gets a sentence about what isn't there."""

    def said(*words: str) -> str:
        status = __main__.main([*words, "--folder", str(tmp_path)])
        captured = capsys.readouterr()
        assert bool(captured.err) == bool(status)
        return captured.out + captured.err

    assert said("status") == f"No cluster runs in {tmp_path}. Start one with: make cluster\n"
    some: Any = SimpleNamespace(parts=[part], part=lambda _name: part)
    with listening(tmp_path, lambda words: run(some, words)):
        assert said("start", "sleeper") == "sleeper is starting.\n"
        assert said("start", "sleeper") == "sleeper runs already.\n"
        assert re.fullmatch(rf"(?m)NAME .*\nsleeper  sleeps +ready  4711  {part.pid} +sleeper.log\n", said("status"))
        assert said("kill", "sleeper") == "sleeper is killed.\n"
        assert said("freeze", "sleeper") == "sleeper doesn't run.\n"
        assert re.search(r"(?m)^sleeper  sleeps +down   4711  -    sleeper.log$", said("status"))
        assert said("kill", "nobody").startswith("There is no part 'nobody'.")
        assert said("kill") == "Say what to kill: `status` shows the names.\n"


def test_what_a_killed_starter_leaves_is_ended(tmp_path: Path) -> None:
    """By a process that notices."""
    root = Path(__file__).parents[2]
    words = [sys.executable, "-c", ABANDONED, str(tmp_path / "log")]
    done = subprocess.run(words, cwd=root, stdout=subprocess.PIPE, text=True, check=False)
    assert done.returncode == -signal.SIGKILL
    end = time.monotonic() + SOON
    while psutil.pid_exists(pid := int(done.stdout)) and psutil.Process(pid).status() != psutil.STATUS_ZOMBIE:
        assert time.monotonic() < end
        time.sleep(0.02)


def test_what_is_printed_says_how_to_kill_the_primary(cluster: Cluster) -> None:
    """With the address, the user, and a command for each line of the page."""
    text = commands.welcome(cluster, 21.4, "python -m examples.cluster")
    assert f"{cluster.proxy.browser_url}/\n" in text
    assert f"ada, password {cluster.secrets.user}" in text
    assert "python -m examples.cluster kill primary" in text


def test_it_stands_alone() -> None:
    """Of this repository, it needs no more than the service: neither the tests nor the tools."""
    packages = {
        name.partition(".")[0]
        for file in Path(whole.__file__).parent.glob("*.py")
        for node in ast.walk(ast.parse(file.read_text()))
        for name in imported_by(node)
    }
    assert "examples" in packages
    assert not packages & {"bench", "tests", "tools"}


def imported_by(node: ast.AST) -> Sequence[str]:
    """The modules that *node* imports."""
    if isinstance(node, ast.ImportFrom):
        return [node.module or ""]
    return [one.name for one in node.names] if isinstance(node, ast.Import) else []


def test_a_port_is_kept_for_its_part(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also while nothing listens on it yet: neither this cluster nor another one gets it a second time."""
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    monkeypatch.setattr(ports, "POSSIBLE", THREE)
    monkeypatch.setattr(ports, "_is_free", lambda port: True)
    assert {free_port() for _ in THREE} == set(THREE)
    with pytest.raises(OSError, match="no port is free"):
        free_port()
    variables = {**os.environ, "TMPDIR": str(tmp_path)}
    other = subprocess.run(
        [sys.executable, "-c", ANOTHER], env=variables, cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert "no port is free" in other.stderr
