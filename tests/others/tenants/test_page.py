"""The blocks of the page. Those with a function are run by the two projects, word for word."""

from __future__ import annotations

from typing import Any

from drf_signet.conf import read
from tests.others.page import blocks_of


def test_the_settings_of_the_page_name_a_function_of_the_page() -> None:
    """With nothing to complain of, and a name that the other two blocks have."""
    schemas, databases, settings = blocks_of("tenants")[:3]
    said: dict[str, Any] = {}
    exec(settings, said)
    found, problems = read(said["SIGNET"])
    module, _, name = str(found.TENANT).rpartition(".")
    assert problems == []
    for block in (schemas, databases):
        assert block.startswith(f"# {module.replace('.', '/')}.py\n")
        assert f"\ndef {name}() -> " in block
