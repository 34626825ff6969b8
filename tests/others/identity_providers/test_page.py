"""What else "identity-providers" shows: users, a service of ours, keys that are kept, and the short form."""

from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any
from unittest.mock import patch

import pytest
from django.contrib.auth.models import User
from django.core.checks import run_checks
from django.db.models import CharField
from django.test import override_settings

from drf_signet.issuer_settings import IssuerSettings
from tests.issuers.realm import Realm, publishing, show
from tests.others.identity_providers.recipes import recipe, token_of
from tests.others.identity_providers.shapes import AUTH0, KEYCLOAK
from tests.others.identity_providers.short_forms import short_settings_of
from tests.others.page import PAGES, blocks_under

PAGE = "identity-providers"


def named_in(block: str, **names: Any) -> dict[str, Any]:
    """What the block defines."""
    exec(block, names)
    return names


@pytest.fixture
def people() -> Any:
    """The module of the project that the page names."""
    module = ModuleType("shop.people")
    shop = ModuleType("shop")
    with patch.dict("sys.modules", {"shop": shop, "shop.people": module}):
        yield module


def test_users_are_made_with_what_a_function_returns(db: None, people: ModuleType) -> None:
    """The user model of the page has one more field; here, the name stands in for it."""
    model, settings, function, _ = blocks_under("Choose the users", PAGE)
    assert "unique=True" in model
    exec(function, vars(people))
    (entry,) = named_in(settings)["SIGNET"]["ISSUERS"].values()
    stand_in = {**entry, "user_field": "first_name"}
    # Django remembers whether a field is unique.
    is_unique = patch.dict(vars(User._meta.get_field("first_name")), {"_unique": True, "unique": True})
    with is_unique, recipe(KEYCLOAK, ISSUERS={KEYCLOAK.issuer: stand_in}):
        for _ in range(2):
            answer = show(token_of(KEYCLOAK, email="ada@example.com"), "/own/")
            assert answer.json() == {"id": User.objects.get().pk, "username": KEYCLOAK.user}
        assert [one.id for one in run_checks() if (one.id or "").startswith("signet.")] == []
    user = User.objects.get()
    assert (user.first_name, user.email, user.has_usable_password()) == (KEYCLOAK.user, "ada@example.com", False)


def test_the_model_of_the_page_has_a_field_for_the_subject() -> None:
    """That two users can't share, and users of our own need not have."""
    block = blocks_under("Choose the users", PAGE)[0]
    line = next(one for one in block.splitlines() if "subject =" in one)
    field: Any = eval(line.partition("=")[2], {"models": SimpleNamespace(CharField=CharField)})
    assert (field.unique, field.null, field.editable) == (True, True, False)


def test_a_function_looks_in_a_table_of_links(db: None, people: ModuleType) -> None:
    """By the issuer and the subject."""
    ada = User.objects.create_user("ada")
    asked: list[dict[str, object]] = []

    class Links:
        def filter(self, **wanted: object) -> Links:
            asked.append(wanted)
            return self

        def select_related(self, *names: str) -> Links:
            return self

        def first(self) -> object:
            is_known = asked[-1] == {"issuer": AUTH0.issuer, "subject": AUTH0.user}
            return SimpleNamespace(user=ada) if is_known else None

    models = ModuleType("shop.models")
    vars(models)["Link"] = SimpleNamespace(objects=Links())
    with patch.dict("sys.modules", {"shop.models": models}):
        exec(blocks_under("Choose the users", PAGE)[3], vars(people))
    entry = {"audience": "https://api.shop.example", "user": "shop.people.user_of"}
    with recipe(AUTH0, ISSUERS={AUTH0.issuer: entry}):
        assert show(token_of(AUTH0), "/own/").json()["id"] == ada.pk
        assert show(token_of(AUTH0, sub="auth0|other"), "/own/").status_code == 401


def test_tokens_of_a_service_of_ours_are_accepted() -> None:
    """Its access tokens, as Signet writes them, and not its refresh tokens."""
    service = Realm("auth.shop")
    signet = named_in(blocks_under("Signet itself", PAGE)[0])["SIGNET"]
    claims: dict[str, Any] = {"sub": None, "user_id": "7", "jti": "1"}
    changed = override_settings(SIGNET=signet, ROOT_URLCONF="tests.others.identity_providers.urls")
    with publishing(service), changed:
        answer = show(service.token(**claims, token_type="access"), "/orders/")
        assert (answer.status_code, answer.json()["id"]) == (200, "7")
        assert show(service.token(**claims, token_type="refresh"), "/orders/").status_code == 401


def test_tokens_of_ended_sessions_are_refused(people: ModuleType) -> None:
    """By the function of the page, which looks at what the project knows."""
    sessions = ModuleType("shop.sessions")
    vars(sessions)["ENDED"] = {"c7a1"}
    with patch.dict("sys.modules", {"shop.sessions": sessions}):
        exec(blocks_under("Refuse tokens of ended sessions", PAGE)[1], vars(people))
    with recipe(KEYCLOAK, ISSUERS={KEYCLOAK.issuer: {"audience": "shop-api", "is_ended": "shop.people.is_ended"}}):
        assert show(token_of(KEYCLOAK, sid="d8b2"), "/orders/").status_code == 200
        assert show(token_of(KEYCLOAK), "/orders/").status_code == 401


def test_keys_are_kept_in_the_folder(tmp_path: Path) -> None:
    """Which the page names by another path."""
    block = blocks_under("Survive an outage of the issuer", PAGE)[0]
    changed = named_in(block.replace("/var/lib/shop", str(tmp_path)), SIGNET={})["SIGNET"]
    with recipe(AUTH0, **changed):
        assert show(token_of(AUTH0), "/orders/").status_code == 200
    assert len(list((tmp_path / "keys").iterdir())) == 1


def test_the_short_form_is_that_of_auth0() -> None:
    """Which is tried with its tokens."""
    (block,) = blocks_under("The short form for one issuer", PAGE)
    assert named_in(block)["SIGNET"] == short_settings_of(AUTH0)


def test_the_table_has_every_key() -> None:
    """In their order."""
    table = (PAGES / f"{PAGE}.md").read_text().partition("## All keys of an entry")[2]
    names = re.findall(r"(?m)^\| `(\w+)` \|", table)
    assert sorted(names) == sorted(one.name for one in fields(IssuerSettings))
