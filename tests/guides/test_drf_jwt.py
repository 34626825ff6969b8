"""The guide to come over from drf-jwt 1.19, followed from start to end."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import pytest

from tests.guides.guide import environment_left_alone, section
from tests.guides.people import ADA, MAKE_ADA, SHELF, claims_in
from tests.guides.running_site import CHECK, Answer, Site, site
from tests.guides.test_djangorestframework_jwt import CHECK_MISSPELT
from tests.real_parts.old_environments import old_python

PACKAGE: Final = "drf-jwt"
STEP: Final = section("drf-jwt.md", "From drf-jwt 1.19")
MALLORY: Final = {"username": "mallory", "password": ADA["password"]}
MAKE_MALLORY: Final = MAKE_ADA.replace("ada", "mallory")


def install(folder: Path) -> None:
    """The one way: the app, and the line in the settings."""
    STEP.follow(folder / "shop")


def rename(folder: Path) -> None:
    """The other way: the app, and another name wherever the old one stands."""
    app, _ = STEP.changes()
    app.make(folder / "shop")
    with environment_left_alone(folder, "rest_framework_jwt"):
        STEP.rename(folder)


@pytest.mark.parametrize("switch", [install, rename])
def test_users_stay_signed_in(project: Callable[[str], Path], switch: Callable[[Path], None]) -> None:
    """Signet accepts, refreshes and verifies old tokens, except revoked ones and all that were refreshed from them."""
    folder = project("drf_jwt")
    with site(folder, old_python(PACKAGE)) as shop:
        shop.manage("migrate", "--verbosity", "0")
        shop.run(MAKE_ADA)
        shop.run(MAKE_MALLORY)
        first = sign_in(shop)
        second = token_in(refresh(shop, first))
        revoked = sign_in(shop)
        its_child = token_in(refresh(shop, revoked))
        assert shop.post("/blacklist/", {}, header=f"Bearer {revoked}").status == 201
        refused = [*ask_with(shop, revoked), *ask_with(shop, its_child)]
        assert {answer.status for answer in refused} == {400, 403}

    switch(folder)
    with site(folder, sys.executable, "-W", "error") as shop:
        shop.manage(*CHECK)
        assert shop.run(CHECK_MISSPELT) == ["signet.drf_jwt.W005"]
        for command in STEP.commands():
            shop.manage(*command)
        again = [*ask_with(shop, revoked), *ask_with(shop, its_child)]
        assert [(one.status, one.body) for one in again] == [(one.status, one.body) for one in refused]
        for token in (first, second):
            assert greeting(shop, token) == SHELF
            assert shop.post("/token/verify/", {"token": token}).status == 201
        third = token_in(refresh(shop, second))
        assert greeting(shop, third) == SHELF
        assert claims_in(third).keys() == claims_in(second).keys()
        assert claims_in(third)["orig_iat"] == claims_in(first)["orig_iat"]
        assert claims_in(third)["orig_jti"] == claims_in(first)["jti"]
        assert greeting(shop, sign_in(shop)) == SHELF

        mallory = f"Bearer {token_in(shop.post('/token/', MALLORY))}"
        assert revoked not in shop.get("/blacklist/", header=mallory).text
        shop.request("DELETE", "/blacklist/1/", header=mallory)
        assert [one.status for one in ask_with(shop, revoked)] == [one.status for one in refused[:2]]


def test_the_way_back_is_open(project: Callable[[str], Path]) -> None:
    """With the line taken out again, the real package takes tokens from here, and refuses those revoked here."""
    folder = project("drf_jwt")
    with site(folder, old_python(PACKAGE)) as shop:
        shop.manage("migrate", "--verbosity", "0")
        shop.run(MAKE_ADA)
    install(folder)
    with site(folder, sys.executable, "-W", "error") as shop:
        shop.manage(*CHECK)
        shop.manage("migrate", "--verbosity", "0")
        token, revoked = sign_in(shop), sign_in(shop)
        assert shop.post("/blacklist/", {}, header=f"Bearer {revoked}").status == 201
    STEP.turn_round(folder / "shop")
    with site(folder, old_python(PACKAGE)) as shop:
        assert greeting(shop, token) == SHELF
        assert greeting(shop, token_in(refresh(shop, token))) == SHELF
        assert greeting(shop, sign_in(shop)) == SHELF
        assert [one.status for one in ask_with(shop, revoked)] == [403, 400]


def sign_in(shop: Site) -> str:
    """The token for Ada's password."""
    answer = shop.post("/token/", ADA)
    assert answer.status == 201
    return token_in(answer)


def refresh(shop: Site, token: str) -> Answer:
    """The answer to a refresh."""
    return shop.post("/token/refresh/", {"token": token})


def ask_with(shop: Site, token: str) -> list[Answer]:
    """The answers to a request with *token*, and to a refresh of it."""
    return [shop.get("/me/", header=f"Bearer {token}"), refresh(shop, token)]


def token_in(answer: Answer) -> str:
    """The token of an answer."""
    return str(answer.body["token"])


def greeting(shop: Site, token: str) -> Any:
    """What the shop's own view answers."""
    return shop.get("/me/", header=f"Bearer {token}").body
