"""Requirements in ``pyproject.toml`` and ``Pipfile``."""

from __future__ import annotations

import tomllib

import pytest

from drf_signet_compat.migrate import toml_tables
from drf_signet_compat.migrate.sources import UnreadableError

BOTH = '"drf-signet", "drf-signet-compat"'


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('[project]\ndependencies = ["A", "OLD>=5"]\n', f'[project]\ndependencies = ["A", {BOTH}]\n'),
        (
            "[project]\r\ndependencies = [\r\n  'OLD[crypto]>=5',\r\n]",
            "[project]\r\ndependencies = [\r\n  'drf-signet',\r\n  'drf-signet-compat',\r\n]",
        ),
        (
            '[project]\ndependencies = [\n\t# why\n\t"OLD>=5", # tokens\n\t"b"\n]\n',
            '[project]\ndependencies = [\n\t# why\n\t"drf-signet", # tokens\n\t"drf-signet-compat",\n\t"b"\n]\n',
        ),
        ('project.optional-dependencies.jwt = ["OLD"]', f"project.optional-dependencies.jwt = [{BOTH}]"),
        (
            "[dependency-groups]\ndev = [{include-group = 'x'}, \"OLD>5 ; os_name == 'x'\"]",
            (
                "[dependency-groups]\ndev = [{include-group = 'x'}, \"drf-signet ; os_name == 'x'\", "
                "\"drf-signet-compat ; os_name == 'x'\"]"
            ),
        ),
        ('[tool.uv]\ndev-dependencies = ["OLD"]', f"[tool.uv]\ndev-dependencies = [{BOTH}]"),
        ('[tool.hatch.envs.x]\nextra-dependencies = ["OLD"]', f"[tool.hatch.envs.x]\nextra-dependencies = [{BOTH}]"),
        ('[build-system]\nrequires = ["OLD"]', f"[build-system]\nrequires = [{BOTH}]"),
        (
            '[tool.poetry.dependencies]\nOLD   = "^5" # x',
            '[tool.poetry.dependencies]\ndrf-signet   = "*" # x\ndrf-signet-compat   = "*"',
        ),
        (
            '[tool.poetry.group.dev.dependencies]\r\n"OLD" = {extras = ["crypto"], version = "^5"}\r\nb = "1"\r\n',
            '[tool.poetry.group.dev.dependencies]\r\ndrf-signet = "*"\r\ndrf-signet-compat = "*"\r\nb = "1"\r\n',
        ),
        (
            '[tool.poetry]\ndependencies = { a = "1", OLD = "^5" }\n',
            '[tool.poetry]\ndependencies = { a = "1", drf-signet = "*", drf-signet-compat = "*" }\n',
        ),
        (
            '[tool.poetry.dependencies]\na = "1"\n[x]\n[tool.poetry.group.b.dependencies]\n  OLD = "5"\n',
            (
                '[tool.poetry.dependencies]\na = "1"\n[x]\n[tool.poetry.group.b.dependencies]\n'
                '  drf-signet = "*"\n  drf-signet-compat = "*"\n'
            ),
        ),
        (
            '[packages]\nOLD = "*"\n[dev-packages]\n',
            '[packages]\ndrf-signet = "*"\ndrf-signet-compat = "*"\n[dev-packages]\n',
        ),
        (
            '[project]\ndependencies = [\n  "OLD>5", # x\n  "drf-signet>=0.1",\n]',
            '[project]\ndependencies = [\n  "drf-signet-compat", # x\n  "drf-signet>=0.1",\n]',
        ),
        (
            '[project]\ndependencies = [\n  "drf-signet-compat",\n  "OLD>5",\n  "drf_signet>=0.1",\n]',
            '[project]\ndependencies = [\n  "drf-signet-compat",\n  "drf_signet>=0.1",\n]',
        ),
        (
            "[project]\ndependencies = [\"OLD<6; os_name=='x'\", 'OLD']\n",
            (
                "[project]\ndependencies = [\"drf-signet; os_name=='x'\", \"drf-signet-compat; os_name=='x'\", "
                "'drf-signet', 'drf-signet-compat']\n"
            ),
        ),
        ('[packages]\nOLD = "*"\ndrf-signet = "*"\n', '[packages]\ndrf-signet-compat = "*"\ndrf-signet = "*"\n'),
        (
            '[packages]\ndrf-signet = "*"\ndrf-signet-compat = "*"\nOLD = "*"',
            '[packages]\ndrf-signet = "*"\ndrf-signet-compat = "*"\n',
        ),
    ],
)
def test_tables_and_lists(text: str, expected: str) -> None:
    """Where requirements stand, the entry is replaced, or goes where the new ones are already."""
    after = toml_tables.changed(text.replace("OLD", "djangorestframework-simplejwt"))
    assert after == expected
    assert toml_tables.changed(after) == expected
    tomllib.loads(after)


@pytest.mark.parametrize(
    "text",
    [
        '[project]\nname = "OLD"\nkeywords = ["OLD"]\n',
        '# "OLD"\n[project]\ndependencies = [] # "OLD"\n',
        '[project]\ndescription = """\n"OLD"\n"""\n',
        '[tool.poetry.dependencies]\nOLD = { version = "^5", optional = true }\n',
        '[tool.poetry.dependencies]\n"OLD" = { version = "^5", optional = true }\n',
        '[tool.poetry.dependencies]\nOLD = [{ version = "^5", python = "<4" }]\n',
        '[tool.poetry.dependencies.OLD]\nversion = "^5"\n',
        '[tool.uv.sources]\nOLD = { git = "https://example.com/x" }\n',
        '[tool.deptry.package_module_name_map]\nOLD = "x"\n',
        '[project]\ndependencies = ["OLD-extras", "x OLD"]\n',
    ],
)
def test_what_is_no_requirement_stays(text: str) -> None:
    """Names, keywords, comments, and entries that say more than a version."""
    text = text.replace("OLD", "djangorestframework-simplejwt")
    assert toml_tables.changed(text) == text


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("[packages\ndjangorestframework-simplejwt = 1", "no TOML"),
        (f'a{".a" * 3000}.dependencies = ["djangorestframework-simplejwt"]\n', "nested"),
        ('dependencies = [\n"a"\n, "djangorestframework-simplejwt" # why\n]', "can't be added to"),
    ],
    ids=["none", "deep", "commas first"],
)
def test_what_cannot_be_changed_is_refused_in_words(text: str, why: str) -> None:
    """No TOML, as Python's own reader says it; too many dots in a key; a comment that would swallow what is added."""
    with pytest.raises(UnreadableError, match=why):
        toml_tables.changed(text)
