"""Packages that import Simple JWT themselves: found wherever a project names them, and left the names they look for."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from compat.tests.migrate.conftest import Files, migrated, write
from drf_signet_compat.migrate.command import main
from drf_signet_compat.simplejwt.neighbours import NEIGHBOURS

LINE = b"from drf_signet_compat.simplejwt import install\n"
APPS = """\
INSTALLED_APPS = [
    "rest_framework_simplejwt",
    "rest_framework_simplejwt.token_blacklist",
]
if "rest_framework_simplejwt.token_blacklist" not in INSTALLED_APPS:
    INSTALLED_APPS.append("rest_framework_simplejwt.token_blacklist")
"""
SHOP = {
    "shop/settings.py": APPS + 'AUTH = "rest_framework_simplejwt.authentication.JWTAuthentication"\n',
    "shop/logout.py": """\
from rest_framework_simplejwt.tokens import RefreshToken

if apps.is_installed("rest_framework_simplejwt.token_blacklist"):
    RefreshToken(token).blacklist()
""",
}
SITE = "lib/python3.12/site-packages"


def distribution(name: str, requires: str, files: Files) -> dict[str, str | bytes]:
    """An installed package, as files of an environment."""
    info = f"{name.replace('-', '_')}-1.0.dist-info"
    record = "".join(f"{one},,\n" for one in files)
    metadata = f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\nRequires-Dist: {requires}\n"
    return {**files, f"{info}/METADATA": metadata, f"{info}/RECORD": record}


def with_apps(*names: str) -> dict[str, str]:
    """The project, with further apps."""
    return {**SHOP, "shop/apps.py": f"INSTALLED_APPS += {list(names)!r}\n"}


def keeps_the_names(after: dict[str, bytes]) -> bool:
    """Whether `install` is called and the apps are called what others look for; all else has the new name."""
    settings, logout = after["shop/settings.py"], after["shop/logout.py"]
    assert b'"drf_signet_compat.simplejwt.authentication.JWTAuthentication"' in settings
    assert b"from drf_signet_compat.simplejwt.tokens import RefreshToken" in logout
    kept = (LINE in settings, APPS.encode() in settings, b'is_installed("rest_framework_simplejwt.' in logout)
    assert len(set(kept)) == 1, kept
    return kept[0]


@pytest.mark.parametrize("name", NEIGHBOURS)
def test_known_packages_among_the_apps(shop: Callable[[Files], Path], name: str) -> None:
    """By the name that they are imported by, as an app or the path of its configuration."""
    assert keeps_the_names(migrated(shop(with_apps(f"{name}.apps.SomeConfig"))))


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("requirements.txt", "drf_auth.kit==1.8\n"),
        ("requirements/prod.txt", "drf-auth-kit==1.8 \\\n    --hash=sha256:00\n    # via company-auth\n"),
        ("pyproject.toml", '[project]\ndependencies = ["drf-auth-kit[mfa]>=1"]\n'),
        ("setup.cfg", "[options]\ninstall_requires =\n    drf-auth-kit\n"),
        ("uv.lock", '[[package]]\nname = "drf-auth-kit"\n'),
        ("Pipfile.lock", '{"default": {"drf-auth-kit": {}}}\n'),
    ],
)
def test_known_packages_among_the_requirements(shop: Callable[[Files], Path], path: str, text: str) -> None:
    """In a list or a lock, though no module names one."""
    assert keeps_the_names(migrated(shop({**SHOP, path: text})))


@pytest.mark.parametrize("text", ["# drf-auth-kit\n", "drf-auth-kit-extras\n", "my-drf-auth-kit\n"])
def test_other_requirements(shop: Callable[[Files], Path], text: str) -> None:
    """Are none of them."""
    assert not keeps_the_names(migrated(shop({**SHOP, "requirements.txt": text})))


@pytest.mark.parametrize(
    ("apps", "is_found"),
    [
        (["company_login"], True),
        (["company_portal"], True),
        (["company_bare"], True),
        (["company_colours"], False),
        (["company_words"], False),
        (["drf_spectacular"], False),
    ],
)
def test_packages_of_the_environment(
    shop: Callable[[Files], Path], apps: list[str], is_found: bool, capsys: pytest.CaptureFixture[str]
) -> None:
    """By what they import, be it late, or by what those import that they require; not by what their prose says."""
    lazy = "def out():\n    from rest_framework_simplejwt.tokens import RefreshToken\n"
    installed = {
        **distribution("company-login", "Django>=5", {"company_login/__init__.py": "", "company_login/out.py": lazy}),
        **distribution("company-portal", "Company.Login", {"company_portal/__init__.py": ""}),
        **distribution("company-bare", "djangorestframework-simplejwt>=5; extra == 'jwt'", {}),
        **distribution("company-colours", "django", {"company_colours/__init__.py": ""}),
        **distribution("company-words", "django", {"company_words/__init__.py": '"""No rest_framework_simplejwt."""'}),
        **distribution("drf-spectacular", "Django", {"drf_spectacular/__init__.py": lazy}),
    }
    environment = {f".venv/{SITE}/{path}": text for path, text in installed.items()}
    folder = write(shop(with_apps(*apps)), {".venv/pyvenv.cfg": "", **environment})
    assert keeps_the_names(migrated(folder)) is is_found
    assert (f"company-{'bare' if 'bare' in apps[0] else 'login'} also imports" in capsys.readouterr().err) is is_found


def test_a_project_that_never_names_it(shop: Callable[[Files], Path], capsys: pytest.CaptureFixture[str]) -> None:
    """But a package that does gets the line of install."""
    files = {"shop/settings.py": 'INSTALLED_APPS = ["jwt_allauth"]\n'}
    assert LINE in migrated(shop(files), "--install")["shop/settings.py"]
    assert "shop/settings.py: import nothing above it that imports" in capsys.readouterr().err


@pytest.mark.parametrize(
    "question",
    [
        "x = 'NAME' in settings.INSTALLED_APPS\n",
        "x = 'NAME' not in INSTALLED_APPS\n",
        "x = settings.INSTALLED_APPS.index('NAME')\n",
        "x = importlib.util.find_spec('NAME')\n",
        "x = __import__('NAME')\n",
        "pytest.importorskip('NAME')\n",
        "@modify_settings(INSTALLED_APPS={'remove': 'NAME'})\ndef test(): ...\n",
    ],
)
@pytest.mark.parametrize("name", ["", ".token_blacklist"])
def test_questions_go_along_with_the_apps(shop: Callable[[Files], Path], question: str, name: str) -> None:
    """Renamed where the list is renamed, and left where that is left."""
    old = question.replace("NAME", f"rest_framework_simplejwt{name}")
    new = question.replace("NAME", f"drf_signet_compat.simplejwt{name}")
    folder = shop({**SHOP, "shop/question.py": old})
    assert migrated(folder)["shop/question.py"] == new.encode()
    folder = write(folder, {**with_apps("djoser"), "shop/question.py": old})
    assert migrated(folder)["shop/question.py"] == old.encode()


def test_who_asks_for_the_distribution_is_named(
    shop: Callable[[Files], Path], capsys: pytest.CaptureFixture[str]
) -> None:
    """It may not be installed any more."""
    files = {**SHOP, "shop/about.py": 'v = importlib.metadata.version("djangorestframework-simplejwt")\n'}
    main([str(shop(files))])
    assert "shop/about.py:1 asks for Simple JWT by the name that it is installed by" in capsys.readouterr().err
