"""Whole projects: the files of each, before and after."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from compat.tests.migrate.conftest import Files, contents, migrated
from drf_signet_compat.migrate.command import main

INSTALL = (
    "from drf_signet_compat.simplejwt import install\n\n"
    "install()  # from here on, rest_framework_simplejwt is this package\n"
)

FLAT = {
    "manage.py": 'os.environ.setdefault("DJANGO_SETTINGS_MODULE", "shop.settings")\n',
    "requirements.txt": "django>=5\ndjangorestframework-simplejwt[crypto]>=5,<6\n",
    "shop/settings.py": '''"""Settings."""

from datetime import timedelta

INSTALLED_APPS = [
    "rest_framework",
    "rest_framework_simplejwt",  # rest_framework_simplejwt has translations
    "rest_framework_simplejwt.token_blacklist",
]
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ("rest_framework_simplejwt.authentication.JWTAuthentication",),
}
SIMPLE_JWT = {
    "ACCESS_TOKEN_LIFETIME": timedelta(minutes=5),
    "AUTH_TOKEN_CLASSES": ("rest_framework_simplejwt.tokens.AccessToken",),
    "BLACKLIST_AFTER_ROTATION": True,
}
LOGGING = {"loggers": {"rest_framework_simplejwt": {"level": "DEBUG"}}}
''',
    "shop/urls.py": "from rest_framework_simplejwt.views import TokenObtainPairView, token_refresh\n",
    "shop/migrations/0002_x.py": 'dependencies = [("token_blacklist", "0012_alter_outstandingtoken_user")]\n',
    "README.md": "Uses djangorestframework-simplejwt; see rest_framework_simplejwt.tokens.\n",
}
FLAT_AFTER = {
    **FLAT,
    "requirements.txt": "django>=5\ndrf-signet\ndrf-signet-compat\n",
    "shop/settings.py": FLAT["shop/settings.py"]
    .replace('"rest_framework_simplejwt",', '"drf_signet_compat.simplejwt",')
    .replace('"rest_framework_simplejwt.', '"drf_signet_compat.simplejwt.'),
    "shop/urls.py": "from drf_signet_compat.simplejwt.views import TokenObtainPairView, token_refresh\n",
}
SPLIT = {
    "pyproject.toml": '[project]\nname = "shop"\ndependencies = ["djangorestframework-simplejwt>=5"]\n',
    "uv.lock": '[[package]]\nname = "djangorestframework-simplejwt"\n',
    "requirements/base.in": "djangorestframework-simplejwt\n",
    "requirements/base.txt": "djangorestframework-simplejwt==5.5.1 \\\n    --hash=sha256:00\n",
    "requirements/dev.txt": "-r base.txt\n",
    "shop/settings/__init__.py": "",
    "shop/settings/base.py": 'import os\n\nINSTALLED_APPS = ["rest_framework", "dj_rest_auth", "djoser"]\n',
    "shop/settings/dev.py": "from .base import *\n\nINSTALLED_APPS = [*INSTALLED_APPS, 'debug_toolbar']\n",
    "shop/settings/prod.py": "from .base import *\n\nSIMPLE_JWT = {'SIGNING_KEY': os.environ['KEY']}\n",
    "shop/tests.py": (
        "from unittest import mock\r\n\r\n\r\n"
        '@mock.patch("rest_framework_simplejwt.tokens.aware_utcnow")\r\ndef test_x(): ...'
    ),
    "mypy.ini": "[mypy-rest_framework_simplejwt.*]\nignore_missing_imports = True\n",
}
SPLIT_AFTER = {
    **SPLIT,
    "pyproject.toml": '[project]\nname = "shop"\ndependencies = ["drf-signet", "drf-signet-compat"]\n',
    "requirements/base.in": "drf-signet\ndrf-signet-compat\n",
    "shop/settings/base.py": f"{INSTALL}\n{SPLIT['shop/settings/base.py']}",
    "shop/tests.py": SPLIT["shop/tests.py"].replace("rest_framework_simplejwt", "drf_signet_compat.simplejwt"),
}


def encoded(files: Files) -> dict[str, bytes]:
    """The bytes of *files*, as they are on disk."""
    return {name: text if isinstance(text, bytes) else text.encode() for name, text in files.items()}


@pytest.mark.parametrize(("before", "after"), [(FLAT, FLAT_AFTER), (SPLIT, SPLIT_AFTER)], ids=["flat", "split"])
def test_the_name_is_replaced_throughout(shop: Callable[[Files], Path], before: Files, after: Files) -> None:
    """In code, settings and requirements. Only a project with a package that needs install() gets its line."""
    assert migrated(shop(before)) == encoded(after)


@pytest.mark.parametrize(("before", "name"), [(FLAT, "shop/settings.py"), (SPLIT, "shop/settings/base.py")])
def test_or_one_line_is_added(shop: Callable[[Files], Path], before: Files, name: str) -> None:
    """One file changes. The name may be replaced later, and then the line stays where it is."""
    folder = shop(before)
    old = encoded(before)
    after = migrated(folder, "--install")
    assert {path for path in after if after[path] != old[path]} == {name}
    assert after[name].decode().replace(f"{INSTALL}\n", "") == before[name]
    assert INSTALL.encode() in migrated(folder)[name]


def test_what_is_said_of_the_flat_one(shop: Callable[[Files], Path], capsys: pytest.CaptureFixture[str]) -> None:
    """Notes on what is left to do, and on the settings."""
    assert main([str(shop(FLAT)), "--write"]) == 0
    assert (
        capsys.readouterr().err
        == """\
changed requirements.txt
changed shop/settings.py
changed shop/urls.py

For you to check:
  shop/settings.py:18 says "rest_framework_simplejwt": right for a logger or a label, wrong as part of an app's name

Settings:
  SIMPLE_JWT in shop/settings.py is read as it is; every key keeps its meaning
  if you rename it to SIGNET one day, change these keys:
    BLACKLIST_AFTER_ROTATION: not needed: drf_signet.sessions voids each rotated token, after REFRESH_GRACE_PERIOD

Nothing to do:
  migrations and tables: the app token_blacklist keeps its label
  issued tokens: they stay valid

Changed 3 files. Now run your formatter and your tests.
"""
    )


def test_what_is_said_of_the_split_one(shop: Callable[[Files], Path], capsys: pytest.CaptureFixture[str]) -> None:
    """Notes on other tools' settings, on lock files, and on the reason for install()."""
    folder = shop(SPLIT)
    assert main([str(folder)]) == 1
    assert contents(folder) == encoded(SPLIT)
    assert (
        capsys.readouterr().err
        == f"""
For you to check:
  mypy.ini:1 names rest_framework_simplejwt

Lock files to renew:
  requirements/base.txt, with: the tool that wrote it
  uv.lock, with: uv lock

install():
  dj-rest-auth and djoser also import rest_framework_simplejwt, so your settings have to call install() at the top
  it is called in shop/settings/base.py
  apps keep the names that Simple JWT gives them: such packages look for those, and both mean the same

Settings:
  SIMPLE_JWT in shop/settings/prod.py is read as it is; every key keeps its meaning

Nothing to do:
  issued tokens: they stay valid

To change 4 files: signet-migrate {folder} --write
"""
    )


def test_what_is_said_of_install_alone(shop: Callable[[Files], Path], capsys: pytest.CaptureFixture[str]) -> None:
    """Notes on where to require the package, and what must not come before the line."""
    assert main([str(shop(FLAT)), "--install", "--write"]) == 0
    assert (
        capsys.readouterr().err
        == """\
changed shop/settings.py

install():
  put drf-signet and drf-signet-compat beside djangorestframework-simplejwt in requirements.txt
  it is called in shop/settings.py: import nothing above it that imports rest_framework_simplejwt

Changed 1 file. Now run your formatter and your tests.
"""
    )


def test_packages_without_settings(shop: Callable[[Files], Path], capsys: pytest.CaptureFixture[str]) -> None:
    """Names are replaced in a part of a project, and a note says what the settings need."""
    files = {"urls.py": "from rest_framework_simplejwt.views import token_verify\nurl = include('djoser.urls.jwt')\n"}
    after = migrated(shop(files))
    assert after["urls.py"].startswith(b"from drf_signet_compat.simplejwt.views")
    assert "  it is called in no file, as no settings were found here\n" in capsys.readouterr().err


def test_nothing_is_said_of_an_app_that_is_not_there(
    shop: Callable[[Files], Path], capsys: pytest.CaptureFixture[str]
) -> None:
    """The blacklist is an app of its own, and many projects don't have it."""
    migrated(shop({"settings.py": 'INSTALLED_APPS = ["rest_framework_simplejwt"]\n'}))
    said = capsys.readouterr().err
    assert "issued tokens: they stay valid" in said
    assert "token_blacklist" not in said


def test_a_long_list_is_cut(shop: Callable[[Files], Path], capsys: pytest.CaptureFixture[str]) -> None:
    """The first places are enough for anyone with a hundred of them."""
    assert main([str(shop({"a.py": 'x = "rest_framework_simplejwt"\n' * 100}))]) == 0
    assert "  ... and 80 more\n" in capsys.readouterr().err
