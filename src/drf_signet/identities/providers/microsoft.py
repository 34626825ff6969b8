"""
Microsoft Entra ID: one issuer for each tenant, of which a service may admit many.

Where it admits several, the metadata names the issuer "https://login.microsoftonline.com/{tenantid}/v2.0", to the
letter; the ID token says which tenant, in ``tid``. The keys say which issuers they may sign for: one that is for a
single tenant must not sign for another.
"""

from __future__ import annotations

import re
from typing import Final

PLACEHOLDER: Final = "{tenantid}"
PERSONAL: Final = "9188040d-6c67-4c5b-b112-36a304b66dad"
"""The tenant of personal accounts."""

COMMON: Final = "common"
ORGANIZATIONS: Final = "organizations"
CONSUMERS: Final = "consumers"
SEVERAL: Final = (COMMON, ORGANIZATIONS)
"""The names that stand for more than one tenant."""

GUID: Final = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
TENANT: Final = re.compile(rf"{GUID.pattern}|[a-z0-9-]+(\.[a-z0-9-]+)+|{COMMON}|{ORGANIZATIONS}|{CONSUMERS}")
"""What ``tenant`` of an entry may be: an id, a domain, or a word for several."""


def address_of(host: str, tenant: str) -> str:
    """Below which the metadata is."""
    return f"{host.rstrip('/')}/{tenant}/v2.0"


def may_be_named(found: str, host: str, tenant: str) -> bool:
    """Whether the metadata of *tenant* may name the issuer *found*."""
    if tenant in SEVERAL:
        return found == address_of(host, PLACEHOLDER)
    if tenant == CONSUMERS:
        return found == address_of(host, PERSONAL)
    if GUID.fullmatch(tenant):
        return found == address_of(host, tenant)
    # The metadata of a domain names the tenant by its id.
    before, after = address_of(host, PLACEHOLDER).split(PLACEHOLDER)
    is_around = found.startswith(before) and found.endswith(after)
    return is_around and GUID.fullmatch(found[len(before) : -len(after)]) is not None


def issuer_for(named: str, tenant_id: object, tenant: str) -> str | None:
    """
    The issuer of users of *tenant_id*, the ``tid`` of a token, where the metadata of *tenant* names the issuer *named*.

    None where there is no such tenant, or its users aren't admitted.
    """
    if PLACEHOLDER not in named:
        return named
    if not isinstance(tenant_id, str) or not GUID.fullmatch(tenant_id):
        return None
    if tenant == ORGANIZATIONS and tenant_id == PERSONAL:
        return None
    return named.replace(PLACEHOLDER, tenant_id)
