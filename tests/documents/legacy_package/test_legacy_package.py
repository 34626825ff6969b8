"""Sign in, be let in by `Authorization: JWT …`, refresh until the week is over."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
import requests

from tests.documents.legacy_package.files import BY_HAND, SETTINGS, URLS
from tests.documents.project import NAME, USER, Project

HOUR = 3_600
WEEK = 7 * 24 * HOUR


@pytest.fixture(scope="module")
def project(start: Callable[[str], Project]) -> Project:
    """As it is at the end of the page."""
    begun = start("legacy")
    begun.set_up(["rest_framework"], SETTINGS, {f"{NAME}/urls.py": URLS})
    return begun


@pytest.fixture(scope="module")
def url(project: Project) -> Iterator[str]:
    """Where it is served."""
    with project.served() as address:
        yield address


@pytest.fixture(autouse=True)
def _now(project: Project) -> None:
    project.set_clock(seconds_ahead=0)


def sign_in(url: str) -> str:
    """A token."""
    token: str = requests.post(f"{url}/api-token-auth/", data=USER, timeout=60).json()["token"]
    return token


def enter(url: str, token: str) -> requests.Response:
    """The restricted page."""
    return requests.get(f"{url}/restricted/", headers={"Authorization": f"JWT {token}"}, timeout=60)


def refresh(url: str, token: str) -> requests.Response:
    """A new token for an old one."""
    return requests.post(f"{url}/api-token-refresh/", json={"token": token}, timeout=60)


def test_nothing_is_wrong(project: Project) -> None:
    """`manage.py check` has nothing to say."""
    assert project.manage("check", "--fail-level", "WARNING") == "System check identified no issues (0 silenced)."


def test_a_token_lets_in(url: str) -> None:
    """And without one, the door is closed."""
    answer = enter(url, sign_in(url))
    assert (answer.status_code, answer.json()) == (200, {"user": "ada"})
    closed = requests.get(f"{url}/restricted/", timeout=60)
    assert closed.status_code == 401
    assert closed.headers["WWW-Authenticate"] == 'JWT realm="api"'


def test_wrong_credentials(url: str) -> None:
    """400, as it always was."""
    answer = requests.post(f"{url}/api-token-auth/", data={**USER, "password": "wrong"}, timeout=60)
    assert answer.status_code == 400
    assert answer.json() == {"non_field_errors": ["Unable to log in with provided credentials."]}


def test_an_expired_token(project: Project, url: str) -> None:
    """401 in the old words; it can't be refreshed any more."""
    token = sign_in(url)
    project.set_clock(seconds_ahead=HOUR + 1)
    assert (enter(url, token).status_code, enter(url, token).json()) == (401, {"detail": "Signature has expired."})
    assert refresh(url, token).json() == {"non_field_errors": ["Signature has expired."]}


def test_a_week_of_refreshes(project: Project, url: str) -> None:
    """From hour to hour, and not a day longer than a week after signing in."""
    token = sign_in(url)
    for seconds in range(0, WEEK, HOUR - 60):
        project.set_clock(seconds_ahead=seconds)
        answer = refresh(url, token)
        assert answer.status_code == 200, answer.text
        token = answer.json()["token"]
    assert enter(url, token).json() == {"user": "ada"}
    project.set_clock(seconds_ahead=WEEK + 60)
    assert refresh(url, token).status_code == 400


def test_a_token_by_hand(project: Project, url: str) -> None:
    """By the handlers of the settings."""
    assert enter(url, project.python(BY_HAND)).json() == {"user": "ada"}
    verified = requests.post(f"{url}/api-token-verify/", json={"token": sign_in(url)}, timeout=60)
    assert list(verified.json()) == ["token"]
