"""Each line of the reference's table, and its two clients, which keep the access token of an answer alone."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
import requests

from examples.naive_clients.requests_client import APIClient
from tests.documents.project import NAME, USER, Project
from tests.documents.refresh_reference.files import WAYS, Way
from tests.documents.refresh_reference.interceptor import signed_in

ACCESS = 301
DAY = 24 * 3_600 + 1
LIFETIMES = 4


@pytest.fixture(scope="module", params=WAYS, ids=[one.name for one in WAYS])
def way(request: pytest.FixtureRequest) -> Way:
    """How the project comes by its endpoints."""
    chosen: Way = request.param
    return chosen


@pytest.fixture(scope="module")
def project(way: Way, start: Callable[[str], Project]) -> Project:
    """As the reference takes it to be."""
    begun = start(way.name)
    begun.set_up(way.apps, way.settings(), {f"{NAME}/urls.py": way.urls()})
    return begun


@pytest.fixture(scope="module")
def served(project: Project) -> Iterator[str]:
    """Where it is."""
    with project.served() as address:
        yield f"{address}/api/"


@pytest.fixture
def url(project: Project, served: str) -> str:
    """Where it is, at a time of its own."""
    project.set_clock(seconds_ahead=0)
    return served


def refresh(url: str, body: dict[str, str]) -> requests.Response:
    """What the endpoint answers."""
    return requests.post(f"{url}token/refresh/", json=body, timeout=60)


def signed_in_pair(url: str) -> dict[str, str]:
    """Both tokens."""
    pair: dict[str, str] = requests.post(f"{url}token/", json=USER, timeout=60).json()
    return pair


def assert_refused(answer: requests.Response, detail: str) -> None:
    """401 with the body of the reference; there may be more keys."""
    assert answer.status_code == 401, answer.text
    assert {"detail": detail, "code": "token_not_valid"}.items() <= answer.json().items()


def test_a_good_token(way: Way, url: str) -> None:
    """A new access token, and a refresh token if they rotate."""
    answer = refresh(url, {"refresh": signed_in_pair(url)["refresh"]})
    assert answer.status_code == 200
    assert ("refresh" in answer.json()) == way.rotates
    bearer = {"Authorization": f"Bearer {answer.json()['access']}"}
    assert requests.get(f"{url}protected/", headers=bearer, timeout=60).status_code == 200


def test_no_token(url: str) -> None:
    """400."""
    assert (refresh(url, {}).status_code, refresh(url, {}).json()) == (400, {"refresh": ["This field is required."]})


@pytest.mark.parametrize("token", ["no.token.atall", "eyJ", "x" * 300])
def test_a_bad_token(way: Way, url: str, token: str) -> None:
    """401."""
    assert_refused(refresh(url, {"refresh": token}), way.said["invalid"])


def test_a_token_that_is_too_old(way: Way, project: Project, url: str) -> None:
    """401."""
    pair = signed_in_pair(url)
    project.set_clock(seconds_ahead=DAY)
    assert_refused(refresh(url, {"refresh": pair["refresh"]}), way.said["expired"])


def test_a_token_on_the_blacklist(way: Way, url: str) -> None:
    """401; where tokens can't be revoked, there is no such endpoint."""
    pair = signed_in_pair(url)
    listed = requests.post(f"{url}token/blacklist/", json={"refresh": pair["refresh"]}, timeout=60)
    if not way.revokes:
        assert listed.status_code == 404
        return
    assert (listed.status_code, listed.json()) == (200, {})
    assert_refused(refresh(url, {"refresh": pair["refresh"]}), "Token is blacklisted")


def test_the_class_in_python(way: Way, project: Project, url: str) -> None:
    """Without rotation, the client stays signed in for as long as its one refresh token is valid."""
    client = APIClient(url, **USER)
    for lifetime in range(LIFETIMES):
        project.set_clock(seconds_ahead=lifetime * ACCESS)
        if way.rotates and lifetime > 1:
            with pytest.raises(requests.HTTPError):
                client.request("GET", "protected/")
        else:
            assert client.request("GET", "protected/").status_code == 200


def test_the_interceptor(way: Way, project: Project, url: str) -> None:
    """The same, with five requests at each expiry."""
    with signed_in(url, **USER) as interceptor:
        for lifetime in range(LIFETIMES):
            project.set_clock(seconds_ahead=lifetime * ACCESS)
            answered = interceptor.ask(5)
            is_out = way.rotates and lifetime > 1
            assert answered["isSignedOut"] == is_out, answered
            assert (answered["statuses"] == [200] * 5) == (not is_out), answered
