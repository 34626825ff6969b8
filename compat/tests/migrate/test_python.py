"""Python files: what is replaced, and what is left."""

from __future__ import annotations

import pytest

from drf_signet_compat.migrate import python_files
from drf_signet_compat.migrate.sources import UnreadableError

OURS = "drf_signet_compat.simplejwt"


def after(data: str | bytes, name: str = "shop/views.py") -> bytes:
    """The file after its edits."""
    file = python_files.read(name, data.encode() if isinstance(data, str) else data)
    assert file
    return file.renamed()[0].data


def left(text: str) -> list[int]:
    """The lines that a person has to look at; nothing else is changed in such a file."""
    file = python_files.read("shop/views.py", text.encode())
    assert file
    same, mentions = file.renamed()
    assert same.source.text == text
    return [mention.line for mention in mentions]


@pytest.mark.parametrize("space", [" ", "  ", " \\\n"])
def test_the_extensions_of_drf_spectacular_are_replaced(space: str) -> None:
    """By ours of the same names: theirs go on to import Simple JWT."""
    text = f"from{space}drf_spectacular.contrib.rest_framework_simplejwt import SimpleJWTScheme as Theirs"
    assert after(text) == f"from{space}{OURS}.schema import SimpleJWTScheme as Theirs".encode()


@pytest.mark.parametrize(
    "text",
    [
        "from rest_framework_simplejwt.tokens import RefreshToken",
        "from rest_framework_simplejwt.tokens import (  # why\n    AccessToken as Access,\n    RefreshToken,\n)\n",
        "from rest_framework_simplejwt import tokens, views as v, __version__, __file__\n",
        "from rest_framework_simplejwt.token_blacklist.models import *\n",
        "from \\\n  rest_framework_simplejwt.state import token_backend\n",
        "import os; from rest_framework_simplejwt.utils import aware_utcnow ; x = 1\n",
        "import rest_framework_simplejwt.tokens as t, os\n",
        "import os,\\\n rest_framework_simplejwt.tokens\nx = rest_framework_simplejwt.tokens.AccessToken()\n",
        "import rest_framework_simplejwt\ndef f(x: rest_framework_simplejwt.tokens.Token): ...\n",
        "def f():\n\tfrom rest_framework_simplejwt.tokens import T\n",
        "try:\n    import rest_framework_simplejwt.views\nexcept ImportError:\n    pass\n",
        "é = 'ü'; from rest_framework_simplejwt.tokens import RefreshToken\n",
        "X = ['rest_framework_simplejwt', '''rest_framework_simplejwt.token_blacklist''']\n",
        "X = {'A': (u\"rest_framework_simplejwt.authentication.JWTAuthentication\",)}\n",
        "@patch('rest_framework_simplejwt.tokens.aware_utcnow')\ndef test(): ...\n",
        "x = 'rest_framework_simplejwt.token_blacklist' in settings.INSTALLED_APPS\n",
        "def f(x: 'rest_framework_simplejwt.tokens.Token'): ...\n",
        "apps.is_installed('rest_framework_simplejwt')\n",
        "X = ('rest_framework_simplejwt'\n     '.tokens.AccessToken')\n",
        "x = '\\d'; import rest_framework_simplejwt.tokens as t\n",
        "\f\nfrom rest_framework_simplejwt.tokens import (T)\n\f\nY = 1",
        "if x:\n\tfrom rest_framework_simplejwt.tokens import (\n\t\tA as B,  # why\n\t\tC as D\n\t)\n",
        "from rest_framework_simplejwt import *\n",
        "X = ['rest_framework_simplejwt' + '.token_blacklist']\n",
        "X = ('rest_framework_simplejwt.tokens'  # why\n     + '.Access' + 'Token')\n",
        "x = f\"{load('rest_framework_simplejwt.tokens')}\"\n",
        "import rest_framework_simplejwt.tokens\nx = f'{rest_framework_simplejwt.tokens.X!r:>{w}}' f'{y}'\n",
        "import rest_framework_simplejwt\nx = getattr(rest_framework_simplejwt, 'tokens')\n",
        "import rest_framework_simplejwt . tokens\n@d(\n    # c\n    x=rest_framework_simplejwt . a)\nclass X: ...\n",
    ],
)
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_the_name_is_replaced_and_nothing_else(text: str, newline: str) -> None:
    """Whatever the form of the import, the quotes, the indentation and the ends of lines."""
    text = text.replace("\n", newline)
    assert after(text) == text.replace("rest_framework_simplejwt", OURS).encode()


@pytest.mark.parametrize(
    "text",
    [
        "# from rest_framework_simplejwt.tokens import RefreshToken\n",
        "'''Uses rest_framework_simplejwt.tokens.'''\n",
        "def f():\n    'rest_framework_simplejwt.tokens'\n",
        "from .rest_framework_simplejwt import x\n",
        "import shop.rest_framework_simplejwt as s\n",
        "f(rest_framework_simplejwt=1)\n",
        "x.rest_framework_simplejwt\n",
    ],
)
def test_what_is_not_the_package_is_not_touched(text: str) -> None:
    """Comments, docstrings, and names of the project's own that look alike; nobody has to look at them either."""
    assert left(text) == []


@pytest.mark.parametrize(
    "text",
    [
        'LOGGING = {"loggers": {"rest_framework_simplejwt": {}}}\n',
        'logging.getLogger("rest_framework_simplejwt")\n',
        '__all__ = ["rest_framework_simplejwt"]\n',
        'x = "see https://rest_framework_simplejwt.example.com/"\n',
        'x = "rest_framework_simplejwt.readthedocs.io"\n',
        'x = "docs/rest_framework_simplejwt.tokens"\n',
        'x = f"rest_framework_simplejwt.{name}"\n',
        'x = "rest_framework_simple\\x6awt.tokens"\n',
        'x = "rest_framework_" "simplejwt.tokens"\n',
        'x = "rest_framework_" + "simplejwt.tokens"\n',
        'x = "rest_framework_simplejwt." + name\n',
        "from rest_framework_simplejwt.compat import x\n",
        "from rest_framework_simplejwt import api_settings\n",
        "import rest_framework_simplejwt.compat\n",
        "import rest_framework_simplejwt.compat as c\n",
        "print(rest_framework_simplejwt)\n",
    ],
)
def test_what_a_person_has_to_look_at_is_named(text: str) -> None:
    """Loggers, labels, addresses, names that are put together, and modules that we don't have."""
    assert left(f"{text}# rest_framework_simplejwt\n") == [1]


@pytest.mark.parametrize(
    "text",
    [
        "def f(rest_framework_simplejwt): ...\n",
        "rest_framework_simplejwt = None\n",
        "from x import rest_framework_simplejwt\n",
        "def f():\n    global rest_framework_simplejwt\n",
        "import x as drf_signet_compat\n",
        "for drf_signet_compat in (): ...\n",
        "class drf_signet_compat: ...\n",
        "try: ...\nexcept E as drf_signet_compat: ...\n",
        "from x import y as drf_signet_compat\n",
        "match x:\n    case [*drf_signet_compat]: ...\n",
    ],
)
def test_a_name_bound_twice_is_left(text: str) -> None:
    """Where the first part of the old name or of the new one means something else, too, nothing is safe."""
    assert left("import rest_framework_simplejwt.tokens\n" + text) == [1]


@pytest.mark.parametrize(
    "data",
    [
        b"\xef\xbb\xbfx = '\xc3\xa9'; import rest_framework_simplejwt.tokens as t\r\n",
        b"# coding: latin-1\nx = '\xe9'; import rest_framework_simplejwt.tokens as t\n# \xff",
        b"#!/usr/bin/python\n# -*- coding: cp1252 -*-\nx = '\x80'; import rest_framework_simplejwt.tokens as t",
        "# coding: shift_jis\nx = 'テ'; import rest_framework_simplejwt.tokens as t\n".encode("shift_jis"),
        "# coding: gbk\nx = '中文'; import rest_framework_simplejwt.tokens as t\n".encode("gbk"),
        "x = '𠀀'; import rest_framework_simplejwt.tokens as t\n".encode(),
    ],
)
def test_every_encoding_keeps_its_bytes(data: bytes) -> None:
    """Marks, cookies, and characters of several bytes before the name."""
    assert after(data) == data.replace(b"rest_framework_simplejwt", OURS.encode())


@pytest.mark.parametrize(
    "data",
    [
        b"print 'rest_framework_simplejwt'\n",
        b"x = '\xff' # rest_framework_simplejwt\n",
        b"# coding: nonsense\n# rest_framework_simplejwt\n",
        b"# coding: rot13\n# rest_framework_simplejwt\n",
        b"# coding: utf-7\nx = '+AGE-' # rest_framework_simplejwt\n",
        b"\xef\xbb\xbf# coding: latin-1\n# rest_framework_simplejwt\n",
        b"\x00 # rest_framework_simplejwt\n",
        b"{% if x %} # rest_framework_simplejwt\n",
        b"x = " + b"(" * 5_000 + b" # rest_framework_simplejwt\n",
        b"x = " + b"-" * 100_000 + b"1 # rest_framework_simplejwt\n",
        "x = '# rest_framework_simplejwt'".encode("utf-16"),
    ],
)
def test_what_python_cannot_read_is_refused_in_words(data: bytes) -> None:
    """And only if it names Simple JWT."""
    needle = b"rest_framework_simplejwt"
    if needle in data:
        with pytest.raises(UnreadableError):
            python_files.read("shop/old.py", data)
    assert python_files.read("shop/old.py", data.replace(needle, b"nothing")) is None


def test_requirements_in_setup_py() -> None:
    """In its lists; not in its description."""
    text = (
        "setup(description='djangorestframework-simplejwt',\n"
        "      install_requires=['a', \"djangorestframework_simplejwt[crypto] >= 5, <6 ; python_version > '3'\"])\n"
    )
    ours = "drf-signet ; python_version > '3'\", \"drf-signet-compat"
    expected = text.replace("djangorestframework_simplejwt[crypto] >= 5, <6", ours)
    assert after(text, "setup.py") == expected.encode()


def test_requirements_in_a_list_with_lines_of_its_own() -> None:
    """Each in the list has its line; comments stay where they are, and a package is required once."""
    text = """\
from setuptools import setup
setup(
    install_requires=[  # what it needs
        'django',
        'djangorestframework-simplejwt>=5',  # tokens
    ],
    extras_require={"jwt": ("drf-signet", "DjangoRestFramework.SimpleJWT",), "no": ("djangorestframework-simplejwt")},
)
"""
    expected = text.replace(
        "        'djangorestframework-simplejwt>=5',", "        'drf-signet',\n        'drf-signet-compat',"
    ).replace('"DjangoRestFramework.SimpleJWT"', '"drf-signet-compat"')
    assert after(text, "setup.py") == expected.encode()
    file = python_files.read("setup.py", text.encode())
    assert file
    assert [mention.line for mention in file.renamed()[1]] == [8]
