"""The tables of the guides name every setting and module that the other package has, and ours exist."""

from __future__ import annotations

import dataclasses
import importlib
import pkgutil
import re
import subprocess
import textwrap
from importlib.metadata import version

import pytest
import rest_framework_simplejwt
from django.utils.module_loading import import_string
from rest_framework.test import APIRequestFactory
from rest_framework_simplejwt import settings as simple_jwt

from drf_signet.settings import Settings
from tests.guides.guide import GUIDES
from tests.real_parts.old_environments import old_python

SET_UP = (
    "import django; from django.conf import settings; "
    "settings.configure(SECRET_KEY='-', INSTALLED_APPS=['django.contrib.auth', 'django.contrib.contenttypes']); "
    "django.setup()"
)
KEYS = {
    "dj-rest-auth": "from dj_rest_auth.app_settings import DEFAULTS as keys",
    "djoser": "from djoser.conf import default_settings as keys",
    "drf-jwt": "from rest_framework_jwt.settings import DEFAULTS as keys",
    "djangorestframework-jwt": "from rest_framework_jwt.settings import DEFAULTS as keys",
}
PAGES = {"drf-jwt": "../reference/drf-jwt.md", "djangorestframework-jwt": "../reference/drf-jwt.md"}


def first_cells(page: str) -> set[str]:
    """What stands in backticks in the first column of the tables of *page*."""
    rows = re.findall(r"(?m)^\| ([^|]+) \|", (GUIDES / page).read_text())
    return {word for row in rows for word in re.findall(r"`([^`]+)`", row)}


def is_named(key: str, names: set[str]) -> bool:
    """Whether *key* is one of *names*, which may begin or end with dots."""
    return any(re.fullmatch(re.escape(name).replace("…", ".+"), key) for name in names)


@pytest.mark.parametrize("package", KEYS)
def test_every_setting_of_the_other_package_is_in_a_table(package: str) -> None:
    """By its name, or by the beginning or the end of its name."""
    script = f"{SET_UP}; {KEYS[package]}; print(*keys)"
    printed = subprocess.run([old_python(package), "-c", script], capture_output=True, text=True, check=True).stdout
    names = first_cells(PAGES.get(package, f"{package}.md"))
    assert [key for key in printed.split() if not is_named(key, names)] == []


def test_every_key_of_simple_jwt_is_the_same_or_in_the_table() -> None:
    """So that nobody looks for one in vain."""
    ours = {field.name for field in dataclasses.fields(Settings)}
    assert set(simple_jwt.DEFAULTS) - ours - first_cells("simple-jwt.md") == set()


def test_every_module_of_simple_jwt_is_in_the_table() -> None:
    """With one of ours beside it that can be imported."""
    rows = dict(
        re.findall(r"(?m)^\| `(rest_framework_simplejwt\.\w+)` \| `(\S+)` \|", (GUIDES / "simple-jwt.md").read_text())
    )
    theirs = {f"rest_framework_simplejwt.{one.name}" for one in pkgutil.iter_modules(rest_framework_simplejwt.__path__)}
    assert set(rows) == theirs, version("djangorestframework-simplejwt")
    for ours in rows.values():
        assert importlib.util.find_spec(ours)


def test_tokens_of_knox_are_left_to_knox() -> None:
    """The settings of knox.md list both classes: ours, for which another word in the header is none of its tokens."""
    settings: dict[str, dict[str, list[str]]] = {}
    (block,) = re.findall(r"(?s)```python\n(.*?)```", (GUIDES / "knox.md").read_text())
    exec(textwrap.dedent(block), settings)
    ours, theirs = settings["REST_FRAMEWORK"]["DEFAULT_AUTHENTICATION_CLASSES"]
    request = APIRequestFactory().get("/", headers={"Authorization": "Token 0123456789abcdef"})
    assert import_string(ours)().authenticate(request) is None
    assert theirs == "knox.auth.TokenAuthentication"
