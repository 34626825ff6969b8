"""What came along with Simple JWT, and is imported by name: it is required by name afterwards."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from compat.tests.migrate.conftest import Files, migrated, write
from drf_signet_compat.migrate.command import main

CODE = {"shop/settings.py": 'INSTALLED_APPS = ["rest_framework_simplejwt"]\n', "shop/keys.py": "import jwt\n"}
SAID = "PyJWT: shop/keys.py imports jwt, which came along with Simple JWT"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("djangorestframework-simplejwt==5.5.1\n", "PyJWT\ndrf-signet\ndrf-signet-compat\n"),
        (
            "django\r\ndjangorestframework-simplejwt[crypto]\r\n",
            "django\r\nPyJWT\r\ndrf-signet\r\ndrf-signet-compat\r\n",
        ),
        ("drf-signet\ndjangorestframework-simplejwt\n", "drf-signet\nPyJWT\ndrf-signet-compat\n"),
        ("pyjwt[crypto]>=2\ndjangorestframework-simplejwt\n", "pyjwt[crypto]>=2\ndrf-signet\ndrf-signet-compat\n"),
    ],
)
def test_a_list_gets_a_line(shop: Callable[[Files], Path], before: str, after: str) -> None:
    """Once, and not where there is one."""
    folder = shop({**CODE, "requirements.txt": before})
    assert migrated(folder)["requirements.txt"] == after.encode()


@pytest.mark.parametrize(
    ("files", "is_said"),
    [
        ({"pyproject.toml": '[project]\ndependencies = ["djangorestframework-simplejwt"]\n'}, True),
        ({"pyproject.toml": '[project]\ndependencies = ["djangorestframework-simplejwt", "PyJWT>=2"]\n'}, False),
        ({"setup.py": 'setup(install_requires=["djangorestframework-simplejwt", "pyjwt"])\n'}, False),
        ({"uv.lock": 'name = "pyjwt"\n', "pyproject.toml": "dependencies = []\n"}, True),
        ({"requirements.txt": "pyjwt==2.10 \\\n    --hash=sha256:00\n    # via djangorestframework-simplejwt\n"}, True),
        ({"Dockerfile": "RUN pip install pyjwt\n"}, False),
        ({"jwt.py": "", "shop/keys.py": "from jwt import decode\n"}, False),
        ({"shop/jwt.py": "", "shop/__init__.py": ""}, True),
        ({"shop/keys.py": "def f():\n    from jwt.exceptions import DecodeError\n"}, True),
        ({"shop/keys.py": "from .jwt import x\nimport jwt_tools\n"}, False),
    ],
)
def test_any_other_place_is_named(
    shop: Callable[[Files], Path], files: Files, is_said: bool, capsys: pytest.CaptureFixture[str]
) -> None:
    """Until a person, not a tool, requires it."""
    folder = write(shop(CODE), files)
    main([str(folder)])
    assert (SAID in capsys.readouterr().err) is is_said
    main([str(folder), "--write"])
    assert (SAID in capsys.readouterr().err) is is_said


def test_other_modules(shop: Callable[[Files], Path], capsys: pytest.CaptureFixture[str]) -> None:
    """One that is lost as well, and one that goes on coming along."""
    code = "from jose import jwt\nfrom cryptography.hazmat.primitives import hashes\n"
    main([str(shop({**CODE, "shop/keys.py": code}))])
    said = capsys.readouterr().err
    assert "python-jose: shop/keys.py imports jose, which came along with Simple JWT\n" in said
    assert "cryptography, which came along with Simple JWT, and comes with drf-signet, too\n" in said
    assert "PyJWT" not in said


def test_with_the_line_alone_nothing_is_lost(shop: Callable[[Files], Path], capsys: pytest.CaptureFixture[str]) -> None:
    """Simple JWT stays in the list."""
    folder = shop({**CODE, "requirements.txt": "djangorestframework-simplejwt\n"})
    assert migrated(folder, "--install")["requirements.txt"] == b"djangorestframework-simplejwt\n"
    assert "PyJWT" not in capsys.readouterr().err
