"""``install()``: the old import name is ours, each module once."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Final

import pytest

import drf_signet

SOURCE: Final = Path(drf_signet.__file__).parent.parent
SET_UP: Final = """
import sys
from django.conf import settings
settings.configure(INSTALLED_APPS=["django.contrib.auth", "django.contrib.contenttypes", {apps}], SECRET_KEY="k" * 40)
from drf_signet_compat import drf_jwt
from drf_signet_compat.drf_jwt import v1_19
"""
OLD_MODULES: Final = ("authentication", "compat", "serializers", "settings", "test", "utils", "views")
FORK_MODULES: Final = (
    "authentication", "compat", "permissions", "serializers", "settings", "utils", "views", "blacklist",
    "blacklist.exceptions", "blacklist.models", "blacklist.permissions", "blacklist.serializers", "blacklist.views",
    "management.commands.obtain_token", "blacklist.management.commands.delete_stale_tokens",
)  # fmt: skip


def run(script: str, folder: Path, apps: str = "") -> subprocess.CompletedProcess[str]:
    """Run *script* after the set-up, in *folder*."""
    return subprocess.run(
        [sys.executable, "-c", SET_UP.replace("{apps}", apps) + script],
        env={**os.environ, "PYTHONPATH": os.pathsep.join((str(folder), str(SOURCE)))},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize(
    ("package", "modules", "apps"),
    [
        ("drf_jwt", OLD_MODULES, "'rest_framework_jwt'"),
        ("v1_19", FORK_MODULES, "'rest_framework_jwt', 'rest_framework_jwt.blacklist'"),
    ],
)
def test_one_module_under_two_names(package: str, modules: tuple[str, ...], apps: str, tmp_path: Path) -> None:
    """Whichever name comes first, there is one module, under its own name, and each class is one."""
    script = f"""
{package}.install()
{package}.install()
import django; django.setup()
from importlib import import_module
for name in {modules!r}:
    old = import_module("rest_framework_jwt." + name)
    ours = import_module({package}.__name__ + "." + name)
    assert old is ours, name
    assert ours.__spec__.name == ours.__name__ == {package}.__name__ + "." + name, ours.__spec__
import rest_framework_jwt
assert rest_framework_jwt is {package}
assert rest_framework_jwt.views.obtain_jwt_token
from rest_framework_jwt import settings
assert settings.api_settings.JWT_ALLOW_REFRESH is ({package} is v1_19)
try:
    import rest_framework_jwt.nothing
except ModuleNotFoundError as error:
    assert error.name == "rest_framework_jwt.nothing"
else:
    raise AssertionError
"""
    done = run(script, tmp_path, apps)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("listed", ["rest_framework_jwt", "drf_signet_compat.drf_jwt.v1_19"])
def test_both_names_of_an_app_answer_the_same(listed: str, tmp_path: Path) -> None:
    """However it is listed, Django finds it by either, and so does code that revokes only where it is found."""
    script = """
v1_19.install()
import django; django.setup()
from django.apps import apps
from django.conf import settings
named = {one.name for one in apps.get_app_configs()}
assert "rest_framework_jwt.blacklist" in named & set(settings.INSTALLED_APPS)
assert any(one.startswith("rest_framework_jwt.") for one in settings.INSTALLED_APPS)
for package in ("rest_framework_jwt", v1_19.__name__):
    assert package in settings.INSTALLED_APPS and package + ".blacklist" in settings.INSTALLED_APPS, package
    assert apps.get_containing_app_config(package + ".blacklist.models").label == "blacklist"
    assert apps.is_installed(package) and apps.is_installed(package + ".blacklist"), package
    assert not apps.is_installed(package + ".blacklists") and not apps.is_installed(package + ".views")
    assert apps.get_app_config("blacklist").name == package + ".blacklist"
from rest_framework_jwt.blacklist.models import BlacklistedToken
assert apps.get_containing_app_config(BlacklistedToken.__module__).label == "blacklist"
"""
    done = run(script, tmp_path, f"'{listed}', '{listed}.blacklist'")
    assert done.returncode == 0, done.stderr


def test_without_the_line_each_name_means_its_own(tmp_path: Path) -> None:
    """Ours is found by ours alone."""
    script = """
import django; django.setup()
from django.apps import apps
assert apps.is_installed(v1_19.__name__) and not apps.is_installed("rest_framework_jwt")
"""
    done = run(script, tmp_path, "'drf_signet_compat.drf_jwt.v1_19'")
    assert done.returncode == 0, done.stderr


def test_the_real_one_was_first(tmp_path: Path) -> None:
    """Whoever imported the real package before is named."""
    (tmp_path / "rest_framework_jwt").mkdir()
    (tmp_path / "rest_framework_jwt" / "__init__.py").touch()
    done = run("import rest_framework_jwt\ndrf_jwt.install()", tmp_path)
    assert done.stderr.splitlines()[-1] == (
        "django.core.exceptions.ImproperlyConfigured: __main__ imported rest_framework_jwt before "
        "drf_signet_compat.drf_jwt.install() was called. Move that import behind django.setup(). Or call install() "
        "earlier, at the top of the settings module or of the script."
    )


def test_the_real_one_is_never_imported_after(tmp_path: Path) -> None:
    """Installed beside ours, the real package is out of reach."""
    (tmp_path / "rest_framework_jwt").mkdir()
    (tmp_path / "rest_framework_jwt" / "__init__.py").write_text("raise AssertionError")
    (tmp_path / "rest_framework_jwt" / "models.py").touch()
    done = run("drf_jwt.install()\nimport rest_framework_jwt.settings\nimport rest_framework_jwt.models", tmp_path)
    assert done.stderr.splitlines()[-1] == (
        "ModuleNotFoundError: rest_framework_jwt.models is drf_signet_compat.drf_jwt here, which has no module with "
        "that name."
    )


@pytest.mark.parametrize("order", [("drf_jwt", "v1_19"), ("v1_19", "drf_jwt")])
def test_one_dialect(order: tuple[str, str], tmp_path: Path) -> None:
    """The second dialect is refused."""
    done = run("\n".join(f"{one}.install()" for one in order), tmp_path)
    assert "install one dialect, not both" in done.stderr


def test_both_apps(tmp_path: Path) -> None:
    """Listed both in INSTALLED_APPS, the dialects are refused by Django itself."""
    apps = "'drf_signet_compat.drf_jwt', 'drf_signet_compat.drf_jwt.v1_19'"
    done = run("import django; django.setup()", tmp_path, apps)
    assert "Application labels aren't unique" in done.stderr
