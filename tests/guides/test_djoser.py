"""The guide to come over from djoser, followed from start to end."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from tests.guides.guide import section
from tests.guides.people import ADA, PASSWORD, SHELF
from tests.guides.running_site import CHECK, MAILS_AT_ONCE, Answer, Site, site
from tests.real_parts.old_environments import old_python

PAGE: Final = "djoser.md"
STEP_1: Final = section(PAGE, "Step 1: run djoser on this package")
STEP_2: Final = section(PAGE, "Step 2: replace djoser's endpoints")
STEP_3: Final = section(PAGE, "Step 3: rotate refresh tokens")
STEP_4: Final = section(PAGE, "Step 4: when the last old token has expired")
BLACKLIST: Final = "drf_signet_compat.simplejwt.token_blacklist"
CLOSE_OUT_LINUS: Final = f"""
from datetime import UTC, datetime
from django.contrib.auth.models import User
long_ago = datetime(2020, 1, 1, tzinfo=UTC)
User.objects.create_user("linus", "linus@example.com", {PASSWORD!r}, is_active=False, date_joined=long_ago)
"""
COUNT_SESSIONS: Final = """
from drf_signet.sessions.models import Session
result = Session.objects.filter(user__username="ada").count()
"""


def test_users_stay_signed_in(project: Callable[[str], Path]) -> None:
    """Old access tokens are accepted, refreshing goes on, passwords work, and links have to be followed still."""
    folder = project("djoser")
    with site(folder, old_python("djoser")) as shop:
        shop.manage("migrate", "--verbosity", "0")
        activation = sign_up(shop, "ada")
        assert shop.post("/auth/users/activation/", activation).status == 204
        lost = sign_up(shop, "grace")
        shop.run(CLOSE_OUT_LINUS)
        phone, laptop = sign_in(shop), sign_in(shop)

    STEP_1.follow(folder / "shop")
    with site(folder, old_python("djoser"), ours=True) as shop:
        assert greeting(shop, phone["access"]) == SHELF
        assert shop.get("/auth/users/me/", header=f"JWT {phone['access']}").body["username"] == "ada"
        assert greeting(shop, refresh(shop, phone).body["access"]) == SHELF
        tablet = sign_in(shop)
        assert uses_ours(shop)

    STEP_2.follow(folder / "shop")
    with site(folder, sys.executable, "-W", "error") as shop:
        shop.manage(*CHECK)
        prepare(shop)
        shop.run(MAILS_AT_ONCE)
        for old in (phone, laptop, tablet):
            assert greeting(shop, old["access"]) == SHELF
            assert shop.get("/auth/users/me/", header=f"JWT {old['access']}").status == 401
            renewed = refresh(shop, old).body["access"]
            assert greeting(shop, renewed) == SHELF
            assert shop.get("/auth/users/me/", header=f"JWT {renewed}").body["username"] == "ada"
            assert refresh(shop, old).status == 200
            assert shop.post("/auth/jwt/verify/", {"token": renewed}).status == 200
        assert shop.run(COUNT_SESSIONS) == 3
        desk = sign_in(shop)
        assert greeting(shop, desk["access"]) == SHELF

        assert shop.post("/auth/users/activation/", lost).status == 400
        refused = shop.post("/auth/jwt/create/", {"username": "grace", "password": PASSWORD})
        assert (refused.status, refused.body["code"]) == (401, "email_not_verified")
        asked = shop.post("/auth/users/resend_activation/", {"email": "grace@example.com"})
        token = re.search(r"#(\S+)", asked.mails[0])
        assert token is not None
        assert shop.post("/auth/users/activation/", {"token": token[1]}).status == 204
        assert shop.post("/auth/jwt/create/", {"username": "grace", "password": PASSWORD}).status == 200
        refused = shop.post("/auth/jwt/create/", {"username": "linus", "password": PASSWORD})
        assert (refused.status, refused.body["code"]) == (401, "no_active_account")

    STEP_3.follow(folder / "shop")
    with site(folder, sys.executable, "-W", "error") as shop:
        shop.manage(*CHECK)
        phone, desk = refresh(shop, phone).body, refresh(shop, desk).body
        assert phone.keys() == {"access", "refresh", "expires_in"}

    STEP_4.follow(folder / "shop")
    with site(folder, sys.executable, "-W", "error") as shop:
        shop.manage(*CHECK)
        for one in (phone, desk, sign_in(shop)):
            renewed = refresh(shop, one).body["access"]
            assert greeting(shop, renewed) == SHELF
            assert shop.get("/auth/users/me/", header=f"JWT {renewed}").status == 200
        assert refresh(shop, laptop).status == 401


def test_the_tables_of_the_blacklist_go_last(project: Callable[[str], Path]) -> None:
    """Refreshing goes on in old processes beside new ones, and without the tables, and without their app."""
    folder = project("djoser")
    settings = folder / "shop" / "settings.py"
    first = '    "rest_framework",\n'
    replace(settings, first, f'    "rest_framework_simplejwt.token_blacklist",\n{first}')
    with site(folder, old_python("djoser")) as shop:
        shop.manage("migrate", "--verbosity", "0")
        shop.post("/auth/users/activation/", sign_up(shop, "ada"))
        tokens = sign_in(shop)

    for step in (STEP_1, STEP_2, STEP_3):
        step.follow(folder / "shop")
    replace(settings, '"rest_framework_simplejwt.token_blacklist"', f'"{BLACKLIST}"')
    with site(folder, sys.executable, "-W", "error") as shop:
        shop.manage(*CHECK)
        prepare(shop)
        tokens = refresh(shop, tokens).body

        STEP_4.follow(folder / "shop")
        with site(folder, sys.executable, "-W", "error") as next_shop:
            next_shop.manage(*CHECK)
            for one in (next_shop, shop, next_shop):
                tokens = refresh(one, tokens).body
                assert greeting(one, tokens["access"]) == SHELF

    with site(folder, sys.executable, "-W", "error") as shop:
        tokens = refresh(shop, tokens).body
        for command in STEP_4.commands():
            shop.manage(*command)
        shop.manage(*CHECK)
        tokens = refresh(shop, tokens).body

    replace(settings, f'    "{BLACKLIST}",\n', "")
    with site(folder, sys.executable, "-W", "error") as shop:
        shop.manage(*CHECK)
        assert greeting(shop, refresh(shop, tokens).body["access"]) == SHELF


def test_the_way_back_is_open(project: Callable[[str], Path]) -> None:
    """With the diffs undone, the real djoser takes the tokens from before, and those of sessions."""
    folder = project("djoser")
    with site(folder, old_python("djoser")) as shop:
        shop.manage("migrate", "--verbosity", "0")
        shop.post("/auth/users/activation/", sign_up(shop, "ada"))
        before = sign_in(shop)
    STEP_1.follow(folder / "shop")
    STEP_2.follow(folder / "shop")
    with site(folder, sys.executable, "-W", "error") as shop:
        shop.manage(*CHECK)
        prepare(shop)
        renewed = refresh(shop, before).body
        here = sign_in(shop)
    STEP_2.turn_round(folder / "shop")
    STEP_1.turn_round(folder / "shop")
    with site(folder, old_python("djoser")) as shop:
        assert not uses_ours(shop)
        for access in (before["access"], renewed["access"], here["access"]):
            assert greeting(shop, access) == SHELF
        for tokens in (before, here):
            assert greeting(shop, refresh(shop, tokens).body["access"]) == SHELF


def test_a_link_of_djosers_can_set_a_password(project: Callable[[str], Path]) -> None:
    """What the guide says of djoser's links, and why they are not taken, is so."""
    folder = project("djoser")
    with site(folder, old_python("djoser")) as shop:
        shop.manage("migrate", "--verbosity", "0")
        activation = sign_up(shop, "ada")
        stolen = {**activation, "new_password": "another-password"}
        assert shop.post("/auth/users/reset_password_confirm/", stolen).status == 204


def sign_up(shop: Site, name: str) -> dict[str, str]:
    """What the link has in it that djoser mails to a new user."""
    answer = shop.post("/auth/users/", {"username": name, "email": f"{name}@example.com", "password": PASSWORD})
    found = re.search(r"activate/(?P<uid>\S+?)/(?P<token>\S+)", answer.mails[0])
    assert found is not None, answer
    return found.groupdict()


def sign_in(shop: Site) -> Any:
    """The tokens of one more client of Ada's."""
    return shop.post("/auth/jwt/create/", ADA).body


def refresh(shop: Site, tokens: dict[str, str]) -> Answer:
    """The answer to a refresh."""
    return shop.post("/auth/jwt/refresh/", {"refresh": tokens["refresh"]})


def greeting(shop: Site, access: str) -> Any:
    """What the shop's own view answers."""
    return shop.get("/me/", header=f"JWT {access}").body


def prepare(shop: Site) -> None:
    """Run what the second step says is to be run."""
    for command in STEP_2.commands():
        shop.manage(*command)
    (script,) = STEP_2.blocks("python")
    shop.run(script)


def replace(file: Path, old: str, new: str) -> None:
    """Replace *old*, which stands in *file* once."""
    text = file.read_text()
    assert text.count(old) == 1, old
    file.write_text(text.replace(old, new))


def uses_ours(shop: Site) -> bool:
    """Whether Simple JWT's name means this package there."""
    origin = "import rest_framework_simplejwt.tokens as tokens; result = tokens.RefreshToken.__module__"
    return str(shop.run(origin)).startswith("drf_signet_compat.")
