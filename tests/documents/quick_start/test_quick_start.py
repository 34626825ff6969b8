"""Sign in, say hello, wait, refresh, say hello: with `requests`, as the page does it with HTTPie and curl."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import requests

from tests.documents.manners import MANNERS, Manner
from tests.documents.project import NAME, USER, Project
from tests.documents.quick_start.files import SETTINGS, URLS, VIEWS

EXPIRED = 301


@pytest.fixture(scope="module", params=MANNERS, ids=[one.name for one in MANNERS])
def project(request: pytest.FixtureRequest, start: Callable[[str], Project]) -> Project:
    """As it is at the end of the page."""
    manner: Manner = request.param
    begun = start(manner.name)
    files = {"hello/__init__.py": "", "hello/views.py": VIEWS, f"{NAME}/urls.py": manner.adapt(URLS)}
    begun.set_up(["rest_framework"], manner.first_lines + manner.adapt(SETTINGS), files)
    return begun


@pytest.fixture(scope="module")
def url(project: Project) -> Iterator[str]:
    """Where it is served."""
    with project.served() as address:
        yield address


@pytest.fixture(autouse=True)
def _now(project: Project) -> None:
    project.set_clock(seconds_ahead=0)


def bearer(token: str) -> dict[str, str]:
    """The header."""
    return {"Authorization": f"Bearer {token}"}


def test_nothing_is_wrong(project: Project) -> None:
    """`manage.py check` has nothing to say."""
    assert project.manage("check", "--fail-level", "WARNING") == "System check identified no issues (0 silenced)."


def test_it_runs_on_the_wheel(project: Project, library: Path) -> None:
    """Not on this tree."""
    found = project.python("import drf_signet; print(drf_signet.__file__)")
    assert found == str(library / "drf_signet" / "__init__.py")


def test_the_door_is_closed(url: str) -> None:
    """Without a token, and in the words of the page."""
    answer = requests.get(f"{url}/hello/", timeout=60)
    assert answer.status_code == 401
    assert answer.json() == {"detail": "Authentication credentials were not provided."}


def test_the_whole_page(project: Project, url: str) -> None:
    """From the first token to the refreshed one."""
    pair = requests.post(f"{url}/api/token/", data=USER, timeout=60).json()
    assert list(pair) == ["refresh", "access"]
    hello = requests.get(f"{url}/hello/", headers=bearer(pair["access"]), timeout=60)
    assert (hello.status_code, hello.json()) == (200, {"message": "Hello, World!"})

    project.set_clock(seconds_ahead=EXPIRED)
    late = requests.get(f"{url}/hello/", headers=bearer(pair["access"]), timeout=60)
    assert late.status_code == 401
    assert late.json()["code"] == "token_not_valid"
    assert late.json()["messages"][0]["token_class"] == "AccessToken"

    fresh = requests.post(f"{url}/api/token/refresh/", data={"refresh": pair["refresh"]}, timeout=60).json()
    assert list(fresh) == ["access"]
    assert requests.get(f"{url}/hello/", headers=bearer(fresh["access"]), timeout=60).status_code == 200


@pytest.mark.parametrize("path", ["/api/token/", "/api/token/refresh/", "/hello/"])
def test_a_browser_sees_a_page(url: str, path: str) -> None:
    """REST framework's, whatever the status."""
    answer = requests.get(f"{url}{path}", headers={"Accept": "text/html"}, timeout=60)
    assert answer.status_code in {401, 405}
    assert "Django REST framework" in answer.text
