"""The dict changes nothing, and nothing complains of it; tokens by hand are as good as those of the endpoint."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
import requests

from tests.documents.manners import MANNERS, Manner
from tests.documents.project import NAME, USER, Project
from tests.documents.settings_dict.files import BY_HAND, SETTINGS, URLS


@pytest.fixture(scope="module", params=MANNERS, ids=[one.name for one in MANNERS])
def manner(request: pytest.FixtureRequest) -> Manner:
    """How the text is taken."""
    taken: Manner = request.param
    return taken


@pytest.fixture(scope="module")
def project(manner: Manner, start: Callable[[str], Project]) -> Project:
    """As it is at the end of the page; with the app, so that `check` looks at every key."""
    begun = start(manner.name)
    settings = manner.first_lines + manner.adapt(SETTINGS)
    begun.set_up(["rest_framework", "drf_signet"], settings, {f"{NAME}/urls.py": manner.adapt(URLS)})
    return begun


@pytest.fixture(scope="module")
def url(project: Project) -> Iterator[str]:
    """Where it is served."""
    with project.served() as address:
        yield address


def test_nothing_is_wrong(project: Project) -> None:
    """Every key asks for what happens anyway."""
    assert project.manage("check", "--fail-level", "WARNING") == "System check identified no issues (0 silenced)."


def test_the_endpoints_answer(url: str) -> None:
    """All three."""
    pair = requests.post(f"{url}/api/token/", json=USER, timeout=60).json()
    fresh = requests.post(f"{url}/api/token/refresh/", json={"refresh": pair["refresh"]}, timeout=60)
    assert (fresh.status_code, list(fresh.json())) == (200, ["access"])
    verified = requests.post(f"{url}/api/token/verify/", json={"token": fresh.json()["access"]}, timeout=60)
    assert (verified.status_code, verified.json()) == (200, {})


def test_tokens_by_hand(manner: Manner, project: Project, url: str) -> None:
    """Both are taken."""
    refresh, access = project.python(manner.adapt(BY_HAND)).split()
    for token in (refresh, access):
        assert requests.post(f"{url}/api/token/verify/", json={"token": token}, timeout=60).status_code == 200
    assert requests.post(f"{url}/api/token/refresh/", json={"refresh": refresh}, timeout=60).status_code == 200
