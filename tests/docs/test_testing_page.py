"""The page about the tests of a project, taken at its word: by pytest, and by ``manage.py test``."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.docs.test_readme import run

ROOT = Path(__file__).resolve().parents[2]
TEXT = (ROOT / "docs" / "how-to" / "testing.md").read_text()
TOKENS, WITH_PYTEST, WITH_DJANGO, _ = re.findall(r"(?s)```python\n(.*?)```", TEXT)
(INI,) = re.findall(r"(?s)```toml\n(.*?)```", TEXT)
SETTINGS = """
INSTALLED_APPS += ["rest_framework", "drf_signet", "drf_signet.sessions", "drf_signet.accounts"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
SIGNET = {
    "ACTIVATION_URL": "https://app.example.com/activate#{token}",
    "PASSWORD_RESET_URL": "https://app.example.com/reset#{token}",
    "EMAIL_CHANGE_URL": "https://app.example.com/confirm#{token}",
}
"""
URLS = """
from django.urls import include, path
urlpatterns = [
    path("api/", include("drf_signet.sessions.urls")),
    path("api/", include("drf_signet.accounts.urls")),
]
"""
SIGN_UPS = """
import pytest
from django.core import mail
from drf_signet.accounts.testing import mails_at_once


@pytest.mark.django_db
@pytest.mark.parametrize("times", [1, 2])
def test_sign_ups_and_their_mails(client, times, django_capture_on_commit_callbacks):
    for number in range(32):
        person = {"username": f"ada{number}", "email": "ada@example.com", "password": "correct-horse-1"}
        with mails_at_once(), django_capture_on_commit_callbacks(execute=True):
            assert client.post("/api/users/", person).status_code == 201
    for number in range(4):
        with mails_at_once(), django_capture_on_commit_callbacks(execute=True):
            assert client.post("/api/users/resend_activation/", {"email": "ada@example.com"}).status_code == 204
    assert len(mail.outbox) > 32


@pytest.mark.django_db
def test_refreshes(client, django_user_model):
    django_user_model.objects.create_user("eve", password="correct-horse-1")
    from drf_signet.sessions.testing import refresh_token_for
    token = str(refresh_token_for(django_user_model.objects.get()))
    answers = [client.post("/api/token/refresh/", {"refresh": token}) for _ in range(70)]
    assert {answer.status_code for answer in answers} == {200}
"""
HELPERS = """
import pytest
from datetime import timedelta


@pytest.mark.django_db
def test_the_first_block(django_user_model):
    user = django_user_model.objects.create_user("ada", password="correct-horse-1")
"""


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A new project with the endpoints of all tiers, whose tests are those of the page."""
    folder = tmp_path_factory.mktemp("project")
    run(folder, "-m", "django", "startproject", "myproject", ".")
    with (folder / "myproject" / "settings.py").open("a") as file:
        file.write(SETTINGS)
    (folder / "myproject" / "urls.py").write_text(URLS)
    (folder / "pyproject.toml").write_text(
        f'{INI}DJANGO_SETTINGS_MODULE = "myproject.settings"\nfilterwarnings = ["error"]\n'
    )
    (folder / "test_page.py").write_text(WITH_PYTEST)
    (folder / "test_sign_ups.py").write_text(SIGN_UPS)
    (folder / "test_helpers.py").write_text(HELPERS + "".join(f"    {line}\n" for line in TOKENS.splitlines()))
    for number in (1, 2):
        (folder / f"test_django_{number}.py").write_text(WITH_DJANGO)
    return folder


def test_by_pytest(project: Path) -> None:
    """Every block passes, also the one for Django's test cases, in one process."""
    done = call(project, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "no:randomly")
    assert re.search(r"\n14 passed", done.stdout), done.stdout


def test_without_the_line_they_are_throttled(project: Path) -> None:
    """As nobody's tests are changed unasked."""
    more = ("-p", "no:randomly", "-o", "usefixtures=", "test_page.py", "test_sign_ups.py")
    done = call(project, "-m", "pytest", "-q", "-p", "no:cacheprovider", *more, status=1)
    assert re.search(r"4 failed, 1 passed", done.stdout), done.stdout


def test_by_manage_py(project: Path) -> None:
    """So does Django's own runner, in several processes, and in any order."""
    done = call(project, "manage.py", "test", "test_django_1", "test_django_2", "--parallel", "2", "--shuffle", "7")
    assert "Ran 8 tests" in done.stderr, done.stderr


def call(folder: Path, *words: str, status: int = 0) -> subprocess.CompletedProcess[str]:
    """Run Python with *words* in *folder*, without what pytest has told this process."""
    variables = {name: value for name, value in os.environ.items() if not name.startswith(("PYTEST_", "DJANGO_"))}
    done = subprocess.run(
        [sys.executable, *words], cwd=folder, env=variables, capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode == status, done.stdout + done.stderr
    return done
