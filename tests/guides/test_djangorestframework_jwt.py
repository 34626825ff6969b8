"""The guide to come over from djangorestframework-jwt 1.11, followed from start to end."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import pytest

from tests.guides.guide import environment_left_alone, section
from tests.guides.people import ADA, MAKE_ADA, SHELF, claims_in
from tests.guides.running_site import CHECK, Site, site
from tests.real_parts.old_environments import old_python

PACKAGE: Final = "djangorestframework-jwt"
STEP: Final = section("drf-jwt.md", "From djangorestframework-jwt 1.x")
SESSIONS: Final = section("drf-jwt.md", "Then: add sessions")
CHECK_MISSPELT: Final = """
from django.conf import settings
from django.core.checks import run_checks
from django.test import override_settings
with override_settings(JWT_AUTH={**settings.JWT_AUTH, "JWT_ALGORYTHM": "HS256"}):
    result = [found.id for found in run_checks()]
"""
"""Code that tells what ``manage.py check`` says of a misspelt key."""


def install(folder: Path) -> None:
    """The one way: the app, and the line in the settings."""
    STEP.follow(folder / "shop")


def rename(folder: Path) -> None:
    """The other way: the app, and another name wherever the old one stands."""
    app, _ = STEP.changes()
    app.make(folder / "shop")
    with environment_left_alone(folder, "rest_framework_jwt"):
        STEP.rename(folder)


def rename_without_git(folder: Path) -> None:
    """The other way, in a folder that git knows nothing of."""
    app, _ = STEP.changes()
    app.make(folder / "shop")
    with environment_left_alone(folder, "rest_framework_jwt"):
        STEP.rename_without_git(folder)


@pytest.mark.parametrize("switch", [install, rename, rename_without_git])
def test_users_stay_signed_in(project: Callable[[str], Path], switch: Callable[[Path], None]) -> None:
    """Old tokens are accepted, refreshed and verified, with the claims of the project's own, and passwords work."""
    folder = project("djangorestframework_jwt")
    with site(folder, old_python(PACKAGE)) as shop:
        shop.manage("migrate", "--verbosity", "0")
        shop.run(MAKE_ADA)
        first = sign_in(shop)
        second = refresh(shop, first)
        refused = shop.post("/api-token-auth/", {**ADA, "password": "wrong"})

    switch(folder)
    with site(folder, sys.executable, "-W", "error") as shop:
        shop.manage(*CHECK)
        assert shop.run(CHECK_MISSPELT) == ["signet.drf_jwt.W005"]
        for token in (first, second):
            assert greeting(shop, token) == SHELF
            assert shop.post("/api-token-verify/", {"token": token}).body == {"token": token, "name": "ada"}
        third = refresh(shop, second)
        assert greeting(shop, refresh(shop, third)) == SHELF
        assert claims_in(third).keys() == claims_in(first).keys()
        assert claims_in(third)["orig_iat"] == claims_in(first)["orig_iat"]
        assert greeting(shop, sign_in(shop)) == SHELF
        again = shop.post("/api-token-auth/", {**ADA, "password": "wrong"})
        assert (again.status, again.body) == (refused.status, refused.body)


def test_sessions_stand_beside_it(project: Callable[[str], Path]) -> None:
    """With both kinds in one project, each opens the view, and each is refreshed where it belongs."""
    folder = project("djangorestframework_jwt")
    install(folder)
    SESSIONS.follow(folder / "shop")
    with site(folder, sys.executable, "-W", "error") as shop:
        shop.manage(*CHECK)
        for command in SESSIONS.commands():
            shop.manage(*command)
        shop.run(MAKE_ADA)
        old = sign_in(shop)
        new = shop.post("/api/token/", ADA).body
        assert greeting(shop, refresh(shop, old)) == SHELF
        listed = shop.get("/api/sessions/", header=f"Bearer {new['access']}")
        assert (listed.status, len(listed.body)) == (200, 1)
        assert shop.post("/api/token/refresh/", {"refresh": new["refresh"]}).status == 200
        assert shop.get("/me/", header=f"Bearer {old}").status == 401
        assert shop.post("/api/token/refresh/", {"refresh": old}).status == 401
        assert shop.get("/me/", header=f"JWT {new['access']}").status == 401


def test_the_way_back_is_open(project: Callable[[str], Path]) -> None:
    """Without the line, the real package on Django 3.2 accepts the tokens and passwords that Signet wrote."""
    folder = project("djangorestframework_jwt")
    with site(folder, old_python(PACKAGE)) as shop:
        shop.manage("migrate", "--verbosity", "0")
        shop.run(MAKE_ADA)
    install(folder)
    with site(folder, sys.executable, "-W", "error") as shop:
        shop.manage(*CHECK)
        shop.manage("migrate", "--verbosity", "0")
        token = sign_in(shop)
    STEP.turn_round(folder / "shop")
    with site(folder, old_python(PACKAGE)) as shop:
        assert greeting(shop, token) == SHELF
        assert greeting(shop, refresh(shop, token)) == SHELF
        assert greeting(shop, sign_in(shop)) == SHELF


def sign_in(shop: Site) -> str:
    """The token for Ada's password."""
    body = shop.post("/api-token-auth/", ADA).body
    assert body.keys() == {"token", "name"}
    return str(body["token"])


def refresh(shop: Site, token: str) -> str:
    """The next token."""
    return str(shop.post("/api-token-refresh/", {"token": token}).body["token"])


def greeting(shop: Site, token: str) -> Any:
    """What the shop's own view answers."""
    return shop.get("/me/", header=f"JWT {token}").body
