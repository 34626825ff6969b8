"""``python -m examples.cluster``: start the cluster, or do something to the one that runs."""

from __future__ import annotations

import argparse
import signal
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from examples.cluster.commands import ACTS, run, welcome
from examples.cluster.control import NoClusterError, RefusedError, call, listening
from examples.cluster.part import NotReadyError
from examples.cluster.place import UnusableFolderError, usual_folder
from examples.cluster.programs import MissingProgramsError
from examples.cluster.whole import Cluster

ENDED = "The cluster has ended."
HELP = "what to do: a second terminal uses all but the first (default: up, which starts the cluster)"


def main(arguments: Sequence[str] | None = None) -> int:
    """The exit status: 0, or 1 after a sentence that says why not."""
    options = _parser().parse_args(arguments)
    if options.verb in ACTS and not options.names:
        return _refuse(f"Say what to {options.verb}: `status` shows the names.")
    try:
        if options.verb == "up":
            return _up(options.folder)
        print(call(options.folder, [options.verb, *options.names]))
    except (MissingProgramsError, UnusableFolderError, NoClusterError, NotReadyError, RefusedError) as error:
        return _refuse(str(error))
    return 0


def _up(folder: Path) -> int:
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.default_int_handler)
    try:
        began = time.monotonic()
        print("Starting the cluster, which takes about half a minute.", flush=True)
        with Cluster(folder) as cluster, listening(folder, lambda words: run(cluster, words)):
            print(welcome(cluster, time.monotonic() - began, _command(folder)), flush=True)
            while True:
                time.sleep(3600)
    except KeyboardInterrupt:
        print(f"\n{ENDED}")
    return 0


def _command(folder: Path) -> str:
    """What the second terminal types, from the same folder as this one."""
    python, here = Path(sys.executable), Path.cwd()
    shown = python.relative_to(here) if python.is_relative_to(here) else python
    other = "" if folder == usual_folder() else f" --folder {folder}"
    return f"{shown} -m examples.cluster{other}"


def _refuse(sentence: str) -> int:
    print(sentence, file=sys.stderr)
    return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("python -m examples.cluster", description=__doc__)
    parser.add_argument("verb", nargs="?", default="up", choices=["up", "status", *ACTS], help=HELP)
    parser.add_argument("names", nargs="*", metavar="NAME", help="the parts, as `status` names them")
    parser.add_argument("--folder", type=Path, default=usual_folder(), help="where its files are (%(default)s)")
    return parser


if __name__ == "__main__":
    sys.exit(main())
