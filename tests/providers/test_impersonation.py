"""Metadata in which a provider says that it is another one."""

from __future__ import annotations

import pytest

from drf_signet.errors import ProviderMisconfiguredError
from tests.providers.asking import arrive
from tests.providers.stand_in import StandIn


@pytest.mark.parametrize("said", ["https://accounts.google.com", "{issuer}/", "{issuer}?", "{ISSUER}", "", None, ["x"]])
def test_metadata_of_another_issuer_is_refused(acme: StandIn, said: object) -> None:
    """The issuer is that of the entry, to the letter (RFC 8414 section 3.3). No code goes to its endpoints."""
    named = said.format(issuer=acme.issuer, ISSUER=acme.issuer.upper()) if isinstance(said, str) else said
    acme.answers["/.well-known/openid-configuration"] = acme.metadata(issuer=named)
    with pytest.raises(ProviderMisconfiguredError):
        arrive(acme)
    assert {path for path, *_ in acme.asked} == {"/.well-known/openid-configuration"}
