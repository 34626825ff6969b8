"""The line of `install`: in which files, and where in them."""

from __future__ import annotations

import ast
from collections.abc import Callable
from pathlib import Path

import libcst as cst
import pytest

from compat.tests.migrate.conftest import Files, migrated
from drf_signet_compat.migrate import install_line, settings_modules
from drf_signet_compat.migrate.names import NEW, OLD
from drf_signet_compat.migrate.setting_keys import INSTEAD, KEPT, REMOVED, explain, keys_of_simple_jwt

LINES = (
    "from drf_signet_compat.simplejwt import install\n\n"
    "install()  # from here on, rest_framework_simplejwt is this package\n"
)
USES = 'INSTALLED_APPS = ["rest_framework_simplejwt"]\n'


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("import os\n", f"{LINES}\nimport os\n"),
        ('"""Doc."""\n\nimport os\n', f'"""Doc."""\n\n{LINES}\nimport os\n'),
        ('"""Doc."""\nimport os', f'"""Doc."""\n\n{LINES}\nimport os'),
        ('"""Doc."""', f'"""Doc."""\n\n{LINES}'),
        (
            '"""Doc\n"""\n\nfrom __future__ import annotations  # why\n\nimport os\n',
            f'"""Doc\n"""\n\nfrom __future__ import annotations  # why\n\n{LINES}\nimport os\n',
        ),
        (
            "from __future__ import (\n    annotations,\n)\nX = 1",
            f"from __future__ import (\n    annotations,\n)\n\n{LINES}\nX = 1",
        ),
        (
            "#!/usr/bin/python\n# coding: utf-8\nimport os\n",
            f"#!/usr/bin/python\n# coding: utf-8\n{LINES}\nimport os\n",
        ),
        ("# Licence\n\n# Paths\nX = 1\n", f"# Licence\n\n{LINES}\n# Paths\nX = 1\n"),
        ("\n\nX = 1\n", f"\n\n{LINES}\nX = 1\n"),
        ("if X:\n    Y = 1\n", f"{LINES}\nif X:\n    Y = 1\n"),
    ],
)
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_the_line_stands_before_everything_that_could_import(before: str, after: str, newline: str) -> None:
    """Behind the docstring and ``from __future__``, in the file's own ends of lines."""
    before, after = before.replace("\n", newline), after.replace("\n", newline)
    if newline not in before:
        after = after.replace(newline, "\n")
    module = install_line.added(cst.parse_module(before))
    assert module
    assert module.code == after


@pytest.mark.parametrize("text", ['"""Doc."""; import os\n', "from __future__ import annotations; import os\n"])
def test_where_no_place_is_safe_there_is_none(text: str) -> None:
    """Two statements in one line can't be parted."""
    assert install_line.added(cst.parse_module(text)) is None


def test_settings_nested_too_deeply_are_left(shop: Callable[[Files], Path], capsys: pytest.CaptureFixture[str]) -> None:
    """And named. A sum of a thousand strings is none of them."""
    deep, deeper = (f"{USES}X = 'x'{' + y' * terms}\n" for terms in (1_000, 2_500))
    after = migrated(shop({"settings.py": deep, "deeper.py": deeper}))
    assert after == {"settings.py": deep.replace(OLD, NEW).encode(), "deeper.py": deeper.encode()}
    assert "deeper.py: its expressions are nested too deeply" in capsys.readouterr().err


def test_long_chains_of_calls_are_looked_through() -> None:
    """None of them is one of `install`."""
    assert not settings_modules.installs(ast.parse(f"X = x{'.a()' * 200}\n"))


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ({"shop/settings.py": USES}, ["shop/settings.py"]),
        (
            {
                "shop/settings/__init__.py": "",
                "shop/settings/base.py": USES,
                "shop/settings/dev.py": "from .base import *\nINSTALLED_APPS = [*INSTALLED_APPS, 'x']\n",
                "shop/settings/prod.py": "from shop.settings.base import *\nINSTALLED_APPS += ['y']\n",
                "shop/settings/test.py": "from . import base\nINSTALLED_APPS = base.INSTALLED_APPS\n",
            },
            ["shop/settings/base.py"],
        ),
        (
            {
                "backend/shop/settings/__init__.py": USES,
                "backend/shop/settings/ci.py": "from shop.settings import *\nINSTALLED_APPS = INSTALLED_APPS\n",
            },
            ["backend/shop/settings/__init__.py"],
        ),
        (
            {
                "shop/settings/__init__.py": "from .base import *\nINSTALLED_APPS = [*INSTALLED_APPS]\n",
                "shop/settings/base.py": USES,
            },
            ["shop/settings/base.py"],
        ),
        ({"a.py": USES, "tests/settings.py": "INSTALLED_APPS: list[str] = []\n"}, ["a.py", "tests/settings.py"]),
        ({"conftest.py": f"settings.configure(\n    {USES.strip()},\n)\n"}, ["conftest.py"]),
        ({"a.py": f"from b import *\n{USES}", "b.py": f"from a import *\n{USES}"}, ["a.py", "b.py"]),
        ({"s.py": f"class Base(Configuration):\n    {USES}"}, ["s.py"]),
    ],
)
def test_the_settings_that_run_first_get_the_line(
    shop: Callable[[Files], Path], files: Files, expected: list[str]
) -> None:
    """And only they do: a file that builds on another of them has the line from there."""
    after = migrated(shop(files), "--install")
    assert [name for name, data in after.items() if b"import install\n" in data] == expected


def test_tests_that_set_apps_for_a_while_are_no_settings(shop: Callable[[Files], Path]) -> None:
    """As `override_settings` does."""
    files = {
        "a.py": USES,
        "test_a.py": "@override_settings(INSTALLED_APPS=['rest_framework_simplejwt'])\ndef t(): ...\n",
    }
    assert b"install" not in migrated(shop(files), "--install")["test_a.py"]


@pytest.mark.parametrize(
    "place",
    [
        "from drf_signet_compat.simplejwt import install\ninstall()\n",
        "from drf_signet_compat.simplejwt import install as go\ngo()\n",
        "import drf_signet_compat.simplejwt\ndrf_signet_compat.simplejwt.install()\n",
        "from drf_signet_compat import simplejwt\nsimplejwt.install()\n",
        "from drf_signet_compat import simplejwt as s\ns.install()\n",
        "import drf_signet_compat.simplejwt as simplejwt\n\nsimplejwt.install()\n",
    ],
)
@pytest.mark.parametrize("name", ["shop/settings.py", "shop/__init__.py"])
def test_a_line_that_is_there_already_is_enough(shop: Callable[[Files], Path], place: str, name: str) -> None:
    """In whatever form, in the settings or in what runs before them."""
    files = {"shop/settings.py": USES}
    files[name] = place + files.get(name, "")
    assert migrated(shop(files), "--install") == {path: text.encode() for path, text in files.items()}


def test_every_key_of_simple_jwt_has_its_word() -> None:
    """Those of the package that is installed, and the two of its next version."""
    from rest_framework_simplejwt.settings import DEFAULTS, REMOVED_SETTINGS

    keys = {*DEFAULTS, "ON_LOGIN_SUCCESS", "ON_LOGIN_FAILED"}
    assert keys - KEPT == INSTEAD.keys()
    assert set(REMOVED_SETTINGS) == REMOVED.keys()


def test_keys_are_explained() -> None:
    """Kept ones need no word; a misspelt one gets the nearest."""
    tree = ast.parse("SIMPLE_JWT = {'ALGORITHM': 1, 'ALGORYTHM': 2, **X}\nSIMPLE_JWT['CHECK_USER_IS_ACTIVE'] = 1\n")
    keys = keys_of_simple_jwt(tree) | keys_of_simple_jwt(ast.parse("SIMPLE_JWT: dict = dict(SECRET_KEY=1, zzz=2)"))
    assert keys == {"ALGORITHM", "ALGORYTHM", "CHECK_USER_IS_ACTIVE", "SECRET_KEY", "zzz"}
    assert list(explain(keys)) == [
        "ALGORYTHM: not a setting of Simple JWT; did you mean ALGORITHM?",
        "CHECK_USER_IS_ACTIVE: use USER_AUTHENTICATION_RULE, which Signet also calls on every request",
        "SECRET_KEY: Simple JWT refuses it, too; use SIGNING_KEY",
        "zzz: not a setting of Simple JWT",
    ]
