"""What an endpoint needs beside its view: tests of its own, rows in the documentation, and an OpenAPI extension."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from importlib import import_module
from pathlib import Path
from typing import Any, Final, NamedTuple

import pytest
from django.urls import URLPattern
from drf_spectacular.extensions import OpenApiViewExtension

import drf_signet.accounts.schema
import drf_signet.identities.schema
import drf_signet.mailed_codes.browser.schema
import drf_signet.sessions.browser.schema
import drf_signet.sessions.services.schema  # noqa: F401  # registers what it describes
from drf_signet import urls as core
from drf_signet.accounts import urls as accounts
from drf_signet.identities import urls as identities
from drf_signet.identities.browser import urls as browser_identities
from drf_signet.mailed_codes import urls as codes
from drf_signet.mailed_codes.browser import urls as browser_codes
from drf_signet.sessions import urls as sessions
from drf_signet.sessions.browser import urls as browser
from drf_signet.sessions.services import urls as services

ROOT: Final = Path(__file__).resolve().parents[2]
METHODS: Final = ("get", "post", "put", "patch", "delete")
SERVICE: Final = "/api/v1/"
HOW_TO: Final = "See 'Add an endpoint' in CONTRIBUTING.md."

OWN_TESTS: Final[Mapping[str, str]] = {
    "token_obtain_pair": "tests/sessions_wire/test_sign_in.py",
    "token_refresh": "tests/sessions_wire/test_refresh.py",
    "token_verify": "tests/sessions_wire/test_verify_only.py",
    "token_blacklist": "tests/sessions_wire/test_signing_out.py",
    "logout": "tests/sessions_wire/test_signing_out.py",
    "logout_all": "tests/sessions_wire/test_signing_out.py",
    "session_list": "tests/sessions_wire/test_list.py",
    "session_detail": "tests/sessions_wire/test_list.py",
    "browser_token_obtain_pair": "tests/browser/test_endpoints.py",
    "browser_token_refresh": "tests/browser/test_endpoints.py",
    "browser_logout": "tests/browser/test_endpoints.py",
    "browser_logout_all": "tests/browser/test_endpoints.py",
    "signet-introspect": "tests/sessions_wire/test_introspection.py",
    "signet-revoke": "tests/sessions_wire/test_revocation.py",
    "signet-events": "tests/sessions_wire/test_ended_sessions.py",
    "provider_list": "tests/identities/test_sign_in.py",
    "identity_sign_in": "tests/identities/test_sign_in.py",
    "identity_link": "tests/identities/test_linking.py",
    "identity_list": "tests/identities/test_linking.py",
    "identity_detail": "tests/identities/test_linking.py",
    "browser_identity_sign_in": "tests/identities/test_sign_in.py",
    "provider_start": "tests/identities/test_redirect.py",
    "provider_callback": "tests/identities/test_redirect.py",
    "sign_in_code": "tests/mailed_codes/test_code.py",
    "sign_in_code_confirm": "tests/mailed_codes/test_code.py",
    "sign_in_link": "tests/mailed_codes/test_link.py",
    "browser_sign_in_code": "tests/mailed_codes/test_browser.py",
    "browser_sign_in_code_confirm": "tests/mailed_codes/test_browser.py",
    "browser_sign_in_link": "tests/mailed_codes/test_browser.py",
    "sign_up": "tests/accounts/test_sign_up.py",
    "activation": "tests/accounts/test_activation.py",
    "resend_activation": "tests/accounts/test_activation.py",
    "me": "tests/accounts/test_me.py",
    "set_password": "tests/accounts/test_password_change.py",
    "set_email": "tests/accounts/test_email_change.py",
    "set_email_confirm": "tests/accounts/test_email_change.py",
    "sign_in_notice": "tests/accounts/test_sign_in_notice.py",
    "reset_password": "tests/accounts/test_password_reset.py",
    "reset_password_check": "tests/accounts/test_password_reset.py",
    "reset_password_confirm": "tests/accounts/test_password_reset.py",
}
"""By the name of its address, the file that tests what the endpoint does."""


class Endpoint(NamedTuple):
    """An address of a tier, its view, and the page of the tier."""

    name: str
    route: str
    view: Any
    page: str

    @property
    def operations(self) -> set[tuple[str, str]]:
        """Each method with the address, as the page writes it."""
        route = self.route.replace("<uuid:pk>", "ID").replace("<str:provider>", "PROVIDER")
        return {(method.upper(), route) for method in METHODS if hasattr(self.view, method)}


def endpoints_of(patterns: list[URLPattern], page: str) -> list[Endpoint]:
    """Those of the tier that is documented on *page*."""
    return [Endpoint(str(one.name), str(one.pattern), vars(one.callback)["cls"], page) for one in patterns]


ENDPOINTS: Final = [
    *endpoints_of(core.urlpatterns, "how-to/sessions.md"),
    *endpoints_of(sessions.urlpatterns, "how-to/sessions.md"),
    *endpoints_of(browser.urlpatterns, "how-to/browsers.md"),
    *endpoints_of(services.urlpatterns, "how-to/ask-the-service.md"),
    *endpoints_of(accounts.urlpatterns, "how-to/accounts.md"),
    *endpoints_of(identities.urlpatterns, "how-to/identities.md"),
    *endpoints_of(browser_identities.urlpatterns, "how-to/identities.md"),
    *endpoints_of(codes.urlpatterns, "how-to/sign-in-by-mail.md"),
    *endpoints_of(browser_codes.urlpatterns, "how-to/sign-in-by-mail.md"),
]
each = pytest.mark.parametrize("endpoint", ENDPOINTS, ids=[f"{one.page}: {one.route}" for one in ENDPOINTS])


@each
def test_it_has_tests_of_its_own(endpoint: Endpoint) -> None:
    """In the file that `OWN_TESTS` names."""
    file = OWN_TESTS.get(endpoint.name)
    assert file is not None, f"Test what {endpoint.route} answers, and name the file in OWN_TESTS here. {HOW_TO}"
    assert "\ndef test_" in (ROOT / file).read_text(), f"{file} tests nothing. {HOW_TO}"


def test_no_test_is_named_for_what_is_gone() -> None:
    """`OWN_TESTS` names endpoints alone."""
    gone = OWN_TESTS.keys() - {one.name for one in ENDPOINTS}
    assert not gone, f"Take {sorted(gone)} out of OWN_TESTS here: no address has that name."


@each
def test_its_names_are_promised(endpoint: Endpoint) -> None:
    """That of the class, for whoever derives from it, in the module that has it."""
    home = import_module(endpoint.view.__module__)
    name = endpoint.view.__name__
    assert name in home.__all__, f"Name {name} in the __all__ of {home.__name__}. {HOW_TO}"


@each
def test_it_has_a_row_on_the_page_of_its_tier(endpoint: Endpoint) -> None:
    """With each of its methods."""
    missing = endpoint.operations - set(rows(ROOT / "docs" / endpoint.page))
    assert not missing, f"Add a row to the table of endpoints in docs/{endpoint.page} for {sorted(missing)}. {HOW_TO}"


def test_no_row_is_of_what_is_gone() -> None:
    """The pages name no other endpoints."""
    for page in {one.page for one in ENDPOINTS}:
        known = set().union(*(one.operations for one in ENDPOINTS if one.page == page))
        gone = set(rows(ROOT / "docs" / page)) - known
        assert not gone, f"Take {sorted(gone)} out of the table of endpoints in docs/{page}: no view answers to it."


@each
def test_the_reference_shows_what_it_answers(endpoint: Endpoint) -> None:
    """Under a heading for each of its methods."""
    page = (ROOT / "docs" / "reference" / "http.md").read_text()
    named = {"PROVIDER/": "{provider}/", "ID/": "{id}/"}
    missing = [
        f"{method} {re.sub('PROVIDER/|ID/', lambda found: named[found[0]], route)}"
        for method, route in sorted(endpoint.operations)
    ]
    missing = [one for one in missing if f"\n### {one}" not in page]
    assert not missing, (
        f"Send {missing} in tools/reference/http_exchanges.py or door_exchanges.py, once for each answer, and run "
        f"`make reference`. {HOW_TO}"
    )


@each
def test_the_service_names_it(endpoint: Endpoint) -> None:
    """In the table of its addresses."""
    (address,) = {f"{SERVICE}{route}" for _, route in endpoint.operations}
    known = addresses(ROOT / "docs" / "how-to" / "service.md")
    assert address in known, f"Name {address} in the table of addresses of docs/how-to/service.md. {HOW_TO}"


@each
def test_it_is_described(endpoint: Endpoint) -> None:
    """By an extension for drf-spectacular that is about its very view."""
    view = f"{endpoint.view.__module__}.{endpoint.view.__qualname__}"
    described = {one.target_class for one in OpenApiViewExtension._registry}
    assert endpoint.view in described or view in described, f"Describe {view} in the schema.py of its tier. {HOW_TO}"


def rows(page: Path) -> Iterator[tuple[str, str]]:
    """Methods and addresses of the table of endpoints, such as ``| GET, PATCH `users/me/` |``."""
    for methods, routes in re.findall(r"(?m)^\| ([A-Z, ]+) ((?:`[^`]+/`(?:, )?)+) \|", page.read_text()):
        yield from ((method, route) for method in methods.split(", ") for route in re.findall("`([^`]+)`", routes))


def addresses(page: Path) -> set[str]:
    """Those of the table, where ``…`` stands for the start of the one before: all of it, or all but its last part."""
    found: set[str] = set()
    before = ""
    for one in re.findall(r"`([/…][^` ]*)`", "\n".join(re.findall(r"(?m)^\| `/.*", page.read_text()))):
        if one.startswith("…"):
            starts = (before.rstrip("/"), before.rstrip("/").rpartition("/")[0])
            found |= {one.replace("…", start) for start in starts}
        else:
            found.add(one)
            before = one
    return found
