"""The front end, built and served, and the two projects behind it."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pytest

from tests.documents.project import Project
from tests.documents.shared_tokens import accounts, orders
from tests.real_parts.needs import missing, program
from tests.real_parts.old_environments import ROOT
from tests.real_parts.ports import free_port, wait_for_port

FRONT_END: Final = Path(__file__).with_name("front_end")
VITE: Final = ROOT / "node_modules" / "vite" / "bin" / "vite.js"
SHARED_KEY: Final = "one-secret-that-both-services-are-given-0123456789"


@dataclass(frozen=True)
class Shop:
    """Where everything is."""

    page: str
    api: str
    orders: str
    accounts_project: Project
    orders_project: Project

    def set_clocks(self, *, seconds_ahead: float) -> None:
        """What time it is in both projects."""
        self.accounts_project.set_clock(seconds_ahead=seconds_ahead)
        self.orders_project.set_clock(seconds_ahead=seconds_ahead)


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The front end, at a port of its own, as a server of development has it."""
    if not VITE.exists():
        missing("the packages of package-lock.json are not installed: npm ci")
    folder = tmp_path_factory.mktemp("front_end")
    for file in FRONT_END.iterdir():
        (folder / file.name).write_text(file.read_text())
    (folder / "node_modules").symlink_to(ROOT / "node_modules")
    node = program("node", package="nodejs")
    subprocess.run([node, str(VITE), "build"], cwd=folder, check=True, capture_output=True, timeout=120)
    port = free_port()
    command = [sys.executable, "-m", "http.server", str(port), "--directory", str(folder / "dist")]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as server:
        try:
            wait_for_port(port)
            yield f"http://localhost:{port}"
        finally:
            server.terminate()


@pytest.fixture(scope="module")
def shop(page: str, start: Callable[[str], Project]) -> Iterator[Shop]:
    """Both projects, up."""
    given = f'FRONT_END = "{page}"\nSHARED_KEY = "{SHARED_KEY}"\n'
    accounts_project = start("accounts")
    accounts_project.forget_users()
    for file, text in accounts.FILES.items():
        accounts_project.write(file, text)
    accounts_project.install(*accounts.APPS)
    accounts_project.add_to_settings(given + accounts.SETTINGS)
    accounts_project.manage("makemigrations", "users", "-v", "0")
    accounts_project.manage("migrate", "-v", "0")

    orders_project = start("orders")
    for file, text in orders.FILES.items():
        orders_project.write(file, text)
    orders_project.add_to_settings(given + orders.SETTINGS)

    with accounts_project.served() as api, orders_project.served() as other:
        # The same site as the page, as far as a browser's cookies are concerned.
        at_home = [one.replace("127.0.0.1", "localhost") for one in (api, other)]
        yield Shop(page, f"{at_home[0]}/api/v1/", f"{at_home[1]}/api/v1/orders/", accounts_project, orders_project)
