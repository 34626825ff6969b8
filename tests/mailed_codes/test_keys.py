"""Codes and links are made by SECRET_KEY, for one tenant and one address."""

from __future__ import annotations

from contextvars import ContextVar

import pytest
from django.conf import settings
from django.test import override_settings

from drf_signet.mailed_codes.codes import code_of
from drf_signet.mailed_codes.models import MailedCode
from drf_signet.sessions.models import Session
from tests.accounts.changed import signet
from tests.accounts.person import Client
from tests.mailed_codes.asking import asked, confirm, follow, last_code, last_link

pytestmark = pytest.mark.usefixtures("ada")
TENANT: ContextVar[str] = ContextVar("tenant", default="acme")


def tenant() -> str:
    """What a project names as TENANT."""
    return TENANT.get()


@pytest.mark.parametrize("by", ["code", "link"])
def test_a_former_key_verifies(phone: Client, by: str) -> None:
    """As long as it is among the fallbacks."""
    request, code, token = asked(phone), last_code(), last_link()
    former = settings.SECRET_KEY

    def status() -> int:
        answer = confirm(phone, request, code) if by == "code" else follow(phone, token, request=request)
        return int(answer.status_code)

    with override_settings(SECRET_KEY="another-key-" * 4):
        assert status() == 400
        with override_settings(SECRET_KEY_FALLBACKS=[former]):
            assert status() == 200


def test_a_code_of_one_tenant_is_nothing_to_another(phone: Client) -> None:
    """Nor a link, where both are in one table."""
    with signet(TENANT="tests.mailed_codes.test_keys.tenant"):
        request, code, token = asked(phone), last_code(), last_link()
        other = TENANT.set("other")
        try:
            assert confirm(phone, request, code).json()["code"] == "code_invalid"
            assert follow(phone, token, request=request).json()["code"] == "link_invalid"
        finally:
            TENANT.reset(other)
        assert confirm(phone, request, code).status_code == 200
    assert Session.objects.count() == 1


def test_a_code_belongs_to_its_address() -> None:
    """Whoever can change the table can't move it to another one."""
    row = MailedCode(address="ada@example.com")
    code = code_of(row)
    row.address = "grace@example.com"
    assert code_of(row) != code
