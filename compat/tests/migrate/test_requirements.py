"""Lists of requirements: text and INI. Both of our distributions take the place of Simple JWT."""

from __future__ import annotations

import time

import pytest

from drf_signet_compat.migrate import ini_lists, requirement_lines

BOTH = "drf-signet\ndrf-signet-compat"


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("djangorestframework-simplejwt", BOTH),
        ("djangorestframework_simplejwt==5.5.1", BOTH),
        ("DjangoRESTframework.SimpleJWT[crypto]>=5", BOTH),
        ("djangorestframework-simplejwt [crypto, python-jose] >= 5.3, < 6", BOTH),
        ("djangorestframework-simplejwt (>=5,<6)", BOTH),
        ("djangorestframework-simplejwt==5.*,!=5.4.0", BOTH),
        ("djangorestframework-simplejwt===5.5.1", BOTH),
        ("  djangorestframework-simplejwt~=5.3.1  # tokens", "  drf-signet  # tokens\n  drf-signet-compat"),
        (
            "djangorestframework-simplejwt>=5;python_version>='3.9'",
            "drf-signet;python_version>='3.9'\ndrf-signet-compat;python_version>='3.9'",
        ),
        ("djangorestframework-simplejwt @ git+https://example.com/x.git@main", BOTH),
        (
            "djangorestframework-simplejwt @ https://example.com/x;y.whl ; os_name == 'a;b'",
            "drf-signet ; os_name == 'a;b'\ndrf-signet-compat ; os_name == 'a;b'",
        ),
        ("djangorestframework-simplejwt \\\n  [crypto] \\\n  >= 5", BOTH),
        (
            "djangorestframework-simplejwt>=5 \\\n    ; python_version > '3'  # why",
            "drf-signet ; python_version > '3'  # why\ndrf-signet-compat ; python_version > '3'",
        ),
        ("# a comment goes on in no other line \\\ndjangorestframework-simplejwt", None),
        ("djangorestframework-simplejwt-extras>=1", None),
        ("my-djangorestframework-simplejwt", None),
        ("# djangorestframework-simplejwt>=5", None),
        ("-e git+https://example.com/x#egg=djangorestframework-simplejwt", None),
        ("djangorestframework-simplejwt>=5 --config-settings x=y", None),
        ("djangorestframework-simplejwt>=5 \\", None),
        ("djangorestframework-simplejwt>=", None),
        ("djangorestframework-simplejwt>=5; python_version = 3", None),
        ("djangorestframework-simplejwt and more", None),
    ],
)
@pytest.mark.parametrize("newline", ["\n", "\r\n", ""])
def test_a_line_is_replaced(line: str, expected: str | None, newline: str) -> None:
    """Its name, extras and versions change. Markers and comments stay, and unclear lines stay as they are."""
    text = f"django>=5\n{line}\n".replace("\n", newline or "\n").removesuffix("" if newline else "\n")
    if line.startswith("# a comment"):
        expected = f"# a comment goes on in no other line \\\n{BOTH}"
    after = f"django>=5\n{expected or line}\n".replace("\n", newline or "\n").removesuffix("" if newline else "\n")
    assert requirement_lines.changed(text) == after


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("drf_signet>=0.1\r\nOLD>=5  # tokens\r\ndjango", "drf_signet>=0.1\r\ndrf-signet-compat  # tokens\r\ndjango"),
        ("OLD>=5\nDRF.Signet.Compat\n", "drf-signet\nDRF.Signet.Compat\n"),
        ("drf-signet\nOLD>=5  # tokens\ndrf-signet-compat[migrate]==0.1 ; os_name == 'x'\n", None),
        ("drf-signet-compat\ndrf-signet\nOLD", None),
        (
            "OLD<6 ; os_name == 'x'\nOLD>6\n",
            f"drf-signet ; os_name == 'x'\ndrf-signet-compat ; os_name == 'x'\n{BOTH}\n",
        ),
    ],
)
def test_a_package_is_required_once(before: str, after: str | None) -> None:
    """The old line goes if the new names are listed already. Each of two conditions is kept."""
    gone = "".join(line for line in before.splitlines(keepends=True) if not line.startswith("OLD"))
    before = before.replace("OLD", "djangorestframework-simplejwt")
    assert requirement_lines.changed(before) == (after or gone)


@pytest.mark.parametrize(
    "rest",
    [
        ",".join([">=1"] * 50) + " !",
        " " * 50_000 + "!",
        " " * 50_000 + "(" + " " * 50_000 + "!",
        " @ x" + ";" * 50_000 + " \\",
        " \\\n" * 20_000 + "!",
    ],
    ids=["versions", "blanks", "bracket", "address", "continued"],
)
def test_the_time_to_read_a_line_grows_with_its_length_alone(rest: str) -> None:
    """The parser doesn't try every way to read a line that is almost a requirement."""
    text = f"djangorestframework-simplejwt{rest}"
    listed = f"[options]\ninstall_requires = {text}\n"
    start = time.process_time()
    assert requirement_lines.changed(text) == text
    assert ini_lists.changed(listed) == listed
    assert time.process_time() - start < 5


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

    other  # why
[options.extras_require]
jwt = OLD==5.3
all =
# a comment
    drf-signet
    OLD<6
[testenv]
deps =
    # OLD
    django52: django
    py312: OLD~=5.3
commands = pip install OLD
"""
    expected = (
        text.replace('OLD[crypto]>=5 ; python_version > "3"', 'A ; python_version > "3"\n    B ; python_version > "3"')
        .replace("jwt = OLD==5.3", "jwt =\n    A\n    B")
        .replace("OLD<6", "B")
        .replace("py312: OLD~=5.3", "py312: A\n    py312: B")
        .replace("A\n", "drf-signet\n")
        .replace("A ;", "drf-signet ;")
        .replace("B\n", "drf-signet-compat\n")
        .replace("B ;", "drf-signet-compat ;")
    )
    for newline in ("\n", "\r\n"):
        before = text.replace("OLD", "djangorestframework-simplejwt").replace("\n", newline)
        after = expected.replace("OLD", "djangorestframework-simplejwt").replace("\n", newline)
        assert ini_lists.changed(before) == after
        assert ini_lists.changed(after) == after
