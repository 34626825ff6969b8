"""The page deploy.md and the files of ``deploy/``: what they name is there, and times are those of the service."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path
from typing import Any, Final

import pytest

from signet_server.cli import MANAGED
from signet_server.environment import read_environment
from signet_server.environment_files import IN_FILES
from signet_server.http_server.bounds import ANSWER, DRAIN, IDLE, SHUTDOWN
from tests.docs.deployment import DEPLOY, FILES, MANIFESTS, assignments, loaded, pods, seconds, text
from tests.real_parts.needs import program
from tools.reference.environment import variables

PAGE: Final = (DEPLOY.parent / "docs" / "how-to" / "deploy.md").read_text()
KNOWN: Final = {one.name for one in variables()} | {f"{name}_FILE" for name in IN_FILES}
URLS: Final = (DEPLOY.parent / "src" / "signet_server" / "urls.py").read_text()
UNITS: Final = ("signet@.service", "signet-migrate.service", "signet-purge.service")
LAST: Final = DRAIN + SHUTDOWN + 3
"""Seconds after which the first process has ended: as in http_server.running."""

COMPOSE: Final = loaded("compose/compose.yaml")
DEPLOYMENT: Final = loaded("kubernetes/service/deployment.yaml")["spec"]["template"]["spec"]
CONTAINER: Final = DEPLOYMENT["containers"][0]


def with_secrets(values: dict[str, str], folder: Path) -> dict[str, str]:
    """*values*, in which each variable of a file names one that is there."""
    secrets = {
        "SECRET_KEY_FILE": "s" * 50,
        "KEY_ENCRYPTION_KEYS_FILE": "k" * 43,
        "DATABASE_URL_FILE": "postgres://signet:password@db.example.com/signet",
        "EMAIL_URL_FILE": "smtp+tls://user:password@mail.example.com:587",
    }
    for name, secret in secrets.items():
        if name in values:
            (folder / name).write_text(secret)
            values[name] = str(folder / name)
    return values


@pytest.mark.parametrize(
    "values",
    [
        pytest.param(assignments(text("systemd/signet.env")), id="systemd"),
        pytest.param(COMPOSE["services"]["signet"]["environment"], id="compose"),
        pytest.param(loaded("kubernetes/configuration/config-map.yaml")["data"], id="kubernetes"),
    ],
)
def test_the_service_accepts_the_variables(values: dict[str, str], tmp_path: Path) -> None:
    """Each is one of the service, and together they are enough."""
    assert set(values) - KNOWN == set()
    filled = {name: re.sub(r"\$\{SIGNET_HOST[^}]*\}", "auth.example.com", value) for name, value in values.items()}
    environment = read_environment(with_secrets(filled, tmp_path))
    assert (environment.num_proxies, environment.signing_keys) == (1, "table")


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_paths_that_are_asked_for_are_there(path: Path) -> None:
    """The two that say whether a process is alive and ready."""
    for probe in re.findall(r"/\w*(?:health|ready)z?\b", path.read_text()):
        assert f'path("{probe[1:]}", ' in URLS


def test_a_graceful_stop_has_its_time() -> None:
    """Whoever ends the service waits until the last of its processes has ended by itself."""
    pause = int(re.findall(r"sleep\((\d+)\)", str(CONTAINER["lifecycle"]["preStop"]))[0])
    assert seconds("signet@.service", "TimeoutStopSec") > LAST
    assert int(COMPOSE["services"]["signet"]["stop_grace_period"].removesuffix("s")) > LAST
    assert DEPLOYMENT["terminationGracePeriodSeconds"] > pause + LAST


def test_proxies_wait_for_an_answer() -> None:
    """Longer than the service takes, and they keep connections for less time than it does."""
    nginx, caddy = text("proxy/nginx.conf"), text("proxy/Caddyfile") + text("compose/Caddyfile")
    kept = re.findall(r"keepalive(?:_timeout)? (\d+)s", nginx + caddy)
    waited = re.findall(r"(?:proxy_read_timeout|response_header_timeout) (\d+)s", nginx + caddy)
    assert (len(kept), len(waited)) == (3, 3)
    assert all(int(one) < IDLE for one in kept)
    assert all(int(one) > ANSWER for one in waited)
    annotations = loaded("kubernetes/service/ingress.yaml")["metadata"]["annotations"]
    assert int(annotations["nginx.ingress.kubernetes.io/proxy-read-timeout"]) > ANSWER


def test_a_node_stays_through_a_failover() -> None:
    """Readiness is lost after a minute; a restart needs a process that says nothing at all."""
    readiness, liveness = CONTAINER["readinessProbe"], CONTAINER["livenessProbe"]
    assert readiness["periodSeconds"] * readiness["failureThreshold"] >= 60
    assert liveness["httpGet"]["path"] == "/healthz"
    assert all(one["timeoutSeconds"] >= 2 for one in (readiness, liveness))


def test_a_probe_of_readiness_names_a_host() -> None:
    """The service refuses any other."""
    hosts = loaded("kubernetes/configuration/config-map.yaml")["data"]["ALLOWED_HOSTS"].split(",")
    for probe in (CONTAINER["startupProbe"], CONTAINER["readinessProbe"]):
        assert probe["httpGet"]["httpHeaders"] == [{"name": "Host", "value": hosts[0]}]


@pytest.mark.parametrize(("name", "pod"), list(pods()))
def test_a_pod_may_do_nothing_else(name: str, pod: dict[str, Any]) -> None:
    """As the standard that is called "restricted" wants it, on a file system that nobody can write to."""
    assert pod["securityContext"]["runAsNonRoot"]
    assert pod["securityContext"]["seccompProfile"] == {"type": "RuntimeDefault"}
    assert not pod["automountServiceAccountToken"]
    for container in [*pod.get("initContainers", []), *pod["containers"]]:
        rights = container["securityContext"]
        assert (rights["allowPrivilegeEscalation"], rights["readOnlyRootFilesystem"]) == (False, True), name
        assert rights["capabilities"] == {"drop": ["ALL"]}
        assert {"requests", "limits"} == container["resources"].keys()


@pytest.mark.parametrize("path", [path for path in MANIFESTS if path.name == "kustomization.yaml"])
def test_every_manifest_is_used(path: Path) -> None:
    """Except those that the reader copies from or adds."""
    named = {(path.parent / one).resolve() for one in loaded(str(path.relative_to(DEPLOY)))["resources"]}
    assert [one for one in named if not one.exists()] == []
    left = {one.name for one in path.parent.glob("*.yaml") if one.resolve() not in named} - {path.name}
    assert left <= {"secret.example.yaml", "horizontal-pod-autoscaler.yaml"}


def test_keys_are_made_by_the_job_of_the_migration() -> None:
    """With another command."""
    operations = re.findall(r"path: (\S+),", loaded("kubernetes/keys/kustomization.yaml")["patches"][0]["patch"])
    for operation in operations:
        found = loaded("kubernetes/migrate/job.yaml")
        for part in operation.strip("/").split("/"):
            found = found[int(part) if part.isdigit() else part]


def test_commands_are_verbs_of_signet() -> None:
    """In units, containers and jobs."""
    words = [re.findall(r"signet/bin/signet (\w+)", text(f"systemd/{unit}")) for unit in UNITS]
    used = {word for found in words for word in found}
    used |= {one["args"][0] for _, pod in pods() for one in pod["containers"]}
    used |= {COMPOSE["services"]["migrate"]["command"][0]}
    assert used <= {"serve", "manage", *(verb[0] for verb in MANAGED)}


def test_units_have_the_same_sandbox() -> None:
    """From UMask on."""
    blocks = {re.split(r"\n\n(?=UMask)|\n\n\[Install\]", text(f"systemd/{unit}").rstrip())[1] for unit in UNITS}
    assert len(blocks) == 1
    assert "ProtectSystem=strict" in blocks.pop()


def test_systemd_understands_the_units(tmp_path: Path) -> None:
    """Every section and every setting; the program is replaced by one that every machine has."""
    analyze = program("systemd-analyze", package="systemd")
    units = [path for path in FILES if path.suffix in {".service", ".timer"}]
    for path in units:
        name = path.name.replace("@.", "@8001.")
        (tmp_path / name).write_text(path.read_text().replace("/opt/signet/bin/signet", "/bin/true"))
    names = [str(path) for path in sorted(tmp_path.iterdir())]
    done = subprocess.run(
        [analyze, "verify", "--man=no", *names], capture_output=True, text=True, check=False, timeout=60
    )
    assert [line for line in done.stderr.splitlines() if str(tmp_path) in line] == []


def test_the_page_names_every_file() -> None:
    """Or its folder."""
    left = [path for path in FILES if path.name not in PAGE and f"`{path.parent.name}/`" not in PAGE]
    assert [path.name for path in left if path.name not in {"Caddyfile", "Containerfile.dockerignore"}] == []


def test_files_that_the_page_names_are_there() -> None:
    """Also in its commands."""
    for one in re.findall(r"deploy/[\w/@.-]*\w", PAGE):
        assert (DEPLOY.parent / one).exists(), one


def test_the_image_holds_what_is_copied() -> None:
    """And nothing that the list of what to leave out leaves out."""
    copied = {
        one for line in re.findall(r"(?m)^COPY (?!--from)(.+) \S+$", text("Containerfile")) for one in line.split()
    }
    kept = {one.removeprefix("!") for one in text("Containerfile.dockerignore").splitlines() if one.startswith("!")}
    assert copied == kept
    assert all((DEPLOY.parent / one).exists() for one in copied)
