"""Lists of requirements: text, TOML and INI."""

from __future__ import annotations

import time
import tomllib

import pytest

from drf_signet_compat.migrate import ini_lists, requirement_lines, toml_tables
from drf_signet_compat.migrate.edits import edited
from drf_signet_compat.migrate.sources import UnreadableError


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("djangorestframework-simplejwt", "drf-signet"),
        ("djangorestframework_simplejwt==5.5.1", "drf-signet"),
        ("DjangoRESTframework.SimpleJWT[crypto]>=5", "drf-signet"),
        ("djangorestframework-simplejwt [crypto, python-jose] >= 5.3, < 6", "drf-signet"),
        ("djangorestframework-simplejwt (>=5,<6)", "drf-signet"),
        ("  djangorestframework-simplejwt~=5.3.1  # tokens", "  drf-signet  # tokens"),
        ("djangorestframework-simplejwt>=5;python_version>='3.9'", "drf-signet;python_version>='3.9'"),
        ("djangorestframework-simplejwt @ git+https://example.com/x.git@main", "drf-signet"),
        ("djangorestframework-simplejwt-extras>=1", None),
        ("my-djangorestframework-simplejwt", None),
        ("# djangorestframework-simplejwt>=5", None),
        ("-e git+https://example.com/x#egg=djangorestframework-simplejwt", None),
        ("djangorestframework-simplejwt>=5 \\", None),
        ("djangorestframework-simplejwt and more", None),
    ],
)
@pytest.mark.parametrize("newline", ["\n", "\r\n", ""])
def test_a_line_is_replaced(line: str, expected: str | None, newline: str) -> None:
    """The name, extras and versions; markers and comments stay, and what is not clear stays as a whole."""
    text = f"django>=5\n{line}{newline}"
    assert edited(text, requirement_lines.find(text)) == f"django>=5\n{expected or line}{newline}"


def test_a_line_goes_where_the_new_name_is_already() -> None:
    """A package is required once."""
    text = "drf_signet>=0.1\r\ndjangorestframework-simplejwt>=5  # tokens\r\ndjango"
    assert edited(text, requirement_lines.find(text)) == "drf_signet>=0.1\r\ndjango"


@pytest.mark.parametrize(
    "rest",
    [
        ",".join([">=1"] * 50) + " !",
        " " * 50_000 + "!",
        " " * 50_000 + "(" + " " * 50_000 + "!",
        " @ x" + ";" * 50_000 + " \\",
    ],
    ids=["versions", "blanks", "bracket", "address"],
)
def test_a_line_is_read_as_fast_as_it_is_long(rest: str) -> None:
    """What comes close to being a requirement isn't tried in every way there is."""
    text = f"djangorestframework-simplejwt{rest}"
    start = time.process_time()
    assert requirement_lines.find(text) == []
    assert ini_lists.find(f"[options]\ninstall_requires = {text}\n") == []
    assert time.process_time() - start < 1


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('[project]\ndependencies = ["A", "OLD>=5"]\n', '[project]\ndependencies = ["A", "drf-signet"]\n'),
        (
            "[project]\r\ndependencies = [\r\n  'OLD[crypto]>=5',\r\n]",
            "[project]\r\ndependencies = [\r\n  'drf-signet',\r\n]",
        ),
        ('project.optional-dependencies.jwt = ["OLD"]', 'project.optional-dependencies.jwt = ["drf-signet"]'),
        (
            "[dependency-groups]\ndev = [\"OLD>5 ; os_name == 'x'\"]",
            "[dependency-groups]\ndev = [\"drf-signet ; os_name == 'x'\"]",
        ),
        ('[tool.uv]\ndev-dependencies = ["OLD"]', '[tool.uv]\ndev-dependencies = ["drf-signet"]'),
        ('[build-system]\nrequires = ["OLD"]', '[build-system]\nrequires = ["drf-signet"]'),
        ('[tool.poetry.dependencies]\nOLD = "^5" # x', '[tool.poetry.dependencies]\ndrf-signet = "*" # x'),
        (
            '[tool.poetry.group.dev.dependencies]\r\n"OLD" = {extras = ["crypto"], version = "^5"}\r\nb = "1"\r\n',
            '[tool.poetry.group.dev.dependencies]\r\ndrf-signet = "*"\r\nb = "1"\r\n',
        ),
        ('[packages]\nOLD = "*"\n[dev-packages]\n', '[packages]\ndrf-signet = "*"\n[dev-packages]\n'),
        (
            '[project]\ndependencies = [\n  "OLD>5", # x\n  "drf-signet>=0.1",\n]',
            '[project]\ndependencies = [\n  "drf-signet>=0.1",\n]',
        ),
        ('[packages]\nOLD = "*"\ndrf-signet = "*"\n', '[packages]\ndrf-signet = "*"\n'),
        ('[packages]\ndrf-signet = "*"\nOLD = "*"', '[packages]\ndrf-signet = "*"\n'),
        ('project.dependencies = ["OLD", "drf-signet"]', 'project.dependencies = ["drf-signet", "drf-signet"]'),
    ],
)
def test_tables_and_lists_of_toml(text: str, expected: str) -> None:
    """Where requirements stand, the entry is replaced, or goes where the new one is already."""
    text = text.replace("OLD", "djangorestframework-simplejwt")
    after = edited(text, toml_tables.find(text))
    assert after == expected
    assert edited(after, toml_tables.find(after)) == expected
    tomllib.loads(after)


@pytest.mark.parametrize(
    "text",
    [
        '[project]\nname = "OLD"\nkeywords = ["OLD"]\n',
        '# "OLD"\n[project]\ndependencies = [] # "OLD"\n',
        '[project]\ndescription = """\n"OLD"\n"""\n',
        '[tool.poetry.dependencies]\nOLD = { version = "^5", optional = true }\n',
        '[tool.poetry.dependencies]\n"OLD" = { version = "^5", optional = true }\n',
        '[tool.poetry.dependencies.OLD]\nversion = "^5"\n',
        '[tool.deptry.package_module_name_map]\nOLD = "x"\n',
        '[project]\ndependencies = ["OLD-extras", "x OLD"]\n',
    ],
)
def test_what_is_no_requirement_in_toml_stays(text: str) -> None:
    """Names, keywords, comments, and entries that say more than a version."""
    assert toml_tables.find(text.replace("OLD", "djangorestframework-simplejwt")) == []


def test_no_toml_is_refused_in_words() -> None:
    """As Python's own reader says it."""
    with pytest.raises(UnreadableError, match="no TOML"):
        toml_tables.find("[packages\ndjangorestframework-simplejwt = 1")


def test_tables_too_deep_to_be_compared_are_refused_in_words() -> None:
    """However many dots a key has."""
    with pytest.raises(UnreadableError):
        toml_tables.find(f'a{".a" * 3000}.dependencies = ["djangorestframework-simplejwt"]\n')


def test_lists_of_ini_files() -> None:
    """The lists of requirements of setuptools and tox, and nothing else."""
    text = """\
[metadata]
description = OLD
keywords =
    OLD
[options]
install_requires =
    django
    OLD[crypto]>=5 ; python_version > "3"
[options.extras_require]
jwt = OLD==5.3
all =
    OLD<6
[testenv]
deps =
    # OLD
    django52: django
    py312: OLD~=5.3
commands = pip install OLD
"""
    expected = text.replace("OLD[crypto]>=5", "NEW").replace("OLD==5.3", "NEW").replace("OLD<6", "NEW")
    expected = expected.replace("OLD~=5.3", "NEW").replace("NEW", "drf-signet")
    for newline in ("\n", "\r\n"):
        before = text.replace("OLD", "djangorestframework-simplejwt").replace("\n", newline)
        after = expected.replace("OLD", "djangorestframework-simplejwt").replace("\n", newline)
        assert edited(before, ini_lists.find(before)) == after
