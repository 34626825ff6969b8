"""What an operator can do to the cluster."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Final

from examples.cluster.control import RefusedError
from examples.cluster.part import NotReadyError, Part
from examples.cluster.secret_words import USERNAME
from examples.cluster.table import table
from examples.cluster.whole import Cluster

ACTS: Final[Mapping[str, tuple[Callable[[Part], None], str]]] = {
    "kill": (lambda part: part.kill(), "is killed"),
    "stop": (lambda part: part.stop(), "has ended"),
    "start": (lambda part: part.start(), "is starting"),
    "freeze": (lambda part: part.freeze(), "stands still: it keeps its connections, and answers nothing"),
    "thaw": (lambda part: part.thaw(), "goes on"),
}
"""By its verb, what is done to a part, and what is said then."""

PRIMARY_WAIT: Final = 5.0


def run(cluster: Cluster, words: Sequence[str]) -> str:
    """Do what *words* ask for. The answer is sentences, or a table. Raises `RefusedError`."""
    verb, *names = words
    if verb == "status":
        return table(cluster.parts)
    known = {one.name for one in cluster.parts} | {"primary"}
    if unknown := [name for name in names if name not in known]:
        text = f"There is no part {unknown[0]!r}. `status` shows the names; `primary` is the primary database."
        raise RefusedError(text)
    try:
        parts = [_part(cluster, name) for name in names]
    except NotReadyError as error:
        raise RefusedError(str(error)) from None
    return "\n".join(_acted(part, verb) for part in parts)


def welcome(cluster: Cluster, seconds: float, command: str) -> str:
    """What the starter prints: what runs, and what to do next."""
    return f"""
{table(cluster.parts)}

The cluster has started, in {seconds:.0f} seconds. Open the web app. Your browser warns of the certificate, because
nobody has signed it:

  {cluster.proxy.browser_url}/

  User           {USERNAME}, password {cluster.secrets.user}
  API            {cluster.url}/api/v1/ (without TLS, for curl)
  Proxy          {cluster.proxy.statistics_url} shows which nodes, database and cache are in use
  Files, logs    {cluster.place.folder}

Sign in, and then kill the primary database in a second terminal:

  {command} status
  {command} kill primary
  {command} status

Others: kill, stop, start, freeze or thaw any of the names above. Stop the cluster with Ctrl-C.
"""


def _part(cluster: Cluster, name: str) -> Part:
    return cluster.primary(PRIMARY_WAIT) if name == "primary" else cluster.part(name)


def _acted(part: Part, verb: str) -> str:
    if part.is_running == (verb == "start"):
        return f"{part.name} runs already." if part.is_running else f"{part.name} doesn't run."
    act, said = ACTS[verb]
    act(part)
    return f"{part.name} {said}."
