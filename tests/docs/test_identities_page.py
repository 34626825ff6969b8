"""What docs/how-to/identities.md says of endpoints, errors and lines. Others run its blocks: see block_runners.py."""

from __future__ import annotations

import re
from types import ModuleType

import pytest

from drf_signet.errors import EmailNotVerifiedError, SignetError, identities, providers
from drf_signet.identities.browser.urls import urlpatterns as of_browsers
from drf_signet.identities.providers.presets import EVERY_DOMAIN, PRESETS
from drf_signet.identities.urls import urlpatterns
from tests.docs.test_new_endpoints import endpoints_of, rows
from tests.recipes.identities_page import ROOT, block, blocks, section

DJANGO = "In a Django project without a front end"


def codes_of(module: ModuleType) -> set[str]:
    """The codes of the errors that *module* defines."""
    found = [one for one in vars(module).values() if isinstance(one, type) and issubclass(one, SignetError)]
    return {one.code for one in found if one.__module__ == module.__name__}


def test_every_error_is_in_the_table() -> None:
    """Once, and no other: those of providers, those of identities, and the one of an address to be verified."""
    _, _, rows_of_codes = section("Errors, and what to do").partition("|---|---|")
    named = re.findall(r"(?m)^\| `(\w+)` \|", rows_of_codes)
    assert sorted(named) == sorted(codes_of(providers) | codes_of(identities) | {EmailNotVerifiedError.code})


def test_every_endpoint_is_in_the_table() -> None:
    """With its methods, and no other."""
    served = [*endpoints_of(urlpatterns, "identities"), *endpoints_of(of_browsers, "identities")]
    wanted = {
        (method, route.replace("<str:provider>", "PROVIDER")) for one in served for method, route in one.operations
    }
    assert set(rows(ROOT / "docs" / "how-to" / "identities.md")) == wanted


def test_the_lines_are_counted() -> None:
    """Those that a reader types who starts from a fresh project."""
    texts = [*blocks(DJANGO, "python"), block(DJANGO, "html")]
    lines = [line for text in texts for line in text.splitlines() if line.strip()]
    assert f"That is {len(lines)} lines in three files." in section(DJANGO)


@pytest.mark.parametrize("name", PRESETS)
def test_every_provider_has_a_row_that_says_where_it_is_registered(name: str) -> None:
    """Under its name."""
    assert f"\n| {PRESETS[name].name} | " in section("Tell the provider")


def test_the_providers_that_speak_for_every_address_are_named() -> None:
    """And no other."""
    named = re.findall(r"So only (\w+) speaks for all", section("Which account it is"))
    assert named == [one.name for one in PRESETS.values() if EVERY_DOMAIN in one.verifies]
