"""The guide to come over from dj-rest-auth, followed from start to end."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from tests.guides.guide import Section, section
from tests.guides.people import ADA, MAKE_ADA, PASSWORD, SHELF
from tests.guides.running_site import CHECK, MAILS_AT_ONCE, Answer, Site, site
from tests.real_parts.old_environments import old_python

PAGE: Final = "dj-rest-auth.md"
STEP_1: Final = section(PAGE, "Step 1: run dj-rest-auth on this package")
STEP_2: Final = section(PAGE, "Step 2: move sign-in, refresh and sign-out")
STEP_3: Final = section(PAGE, "Step 3: move passwords and the user")
STEP_4: Final = section(PAGE, "Step 4: when the last old token has expired")
STEP_5: Final = section(PAGE, "Step 5: drop the tables of the blacklist")
NEW_COOKIE: Final = "__Host-refresh"
NEW_PASSWORD: Final = "nine-lives-of-a-cat"
COUNT_SESSIONS: Final = """
from drf_signet.sessions.models import Session
result = Session.objects.filter(user__username="ada").count()
"""
ORIGIN: Final = "import rest_framework_simplejwt.tokens as tokens; result = tokens.RefreshToken.__module__"


@dataclass
class Browser:
    """The cookies of a browser, whose pages are the shop's own."""

    cookies: dict[str, str] = field(default_factory=dict)

    def post(self, shop: Site, path: str, data: Mapping[str, object] | None = None, header: str = "") -> Answer:
        """POST, and keep what the answer sets."""
        same = {"Sec-Fetch-Site": "same-origin"}
        answer = shop.post(path, data or {}, cookies=self.cookies, headers=same, header=header)
        self.cookies = {name: value for name, value in {**self.cookies, **answer.cookies}.items() if value}
        return answer

    def sign_in(self, shop: Site, password: str = PASSWORD) -> str:
        """Sign Ada in; the value is the access token."""
        access: str = self.post(shop, "/auth/login/", {**ADA, "password": password}).body["access"]
        return access

    def refresh(self, shop: Site) -> Answer:
        """What a page does when it loads."""
        return self.post(shop, "/auth/token/refresh/")


def test_users_stay_signed_in(project: Callable[[str], Path]) -> None:
    """The cookie of dj-rest-auth is worth a session, what was signed out stays out, and passwords work."""
    folder = project("dj_rest_auth")
    desk, phone, tablet = Browser(), Browser(), Browser()
    with site(folder, old_python("dj-rest-auth")) as shop:
        shop.manage("migrate", "--verbosity", "0")
        shop.run(MAKE_ADA)
        access = desk.sign_in(shop)
        phone.sign_in(shop)
        tablet.sign_in(shop)
        out = Browser(dict(tablet.cookies))
        assert tablet.post(shop, "/auth/logout/").status == 200
        rotated = Browser(dict(phone.cookies))
        assert phone.refresh(shop).status == 200
        assert rotated.refresh(shop).status == 401

    STEP_1.follow(folder / "shop")
    with site(folder, old_python("dj-rest-auth"), ours=True) as shop:
        assert str(shop.run(ORIGIN)).startswith("drf_signet_compat.")
        assert shop.get("/me/", cookies=desk.cookies).body == SHELF
        assert phone.refresh(shop).status == 200
        assert [one.refresh(shop).status for one in (out, rotated)] == [401, 401]
        living_room = Browser()
        living_room.sign_in(shop)
        assert shop.get("/auth/user/", cookies=living_room.cookies).body["username"] == "ada"

    STEP_2.follow(folder / "shop")
    with site(folder, old_python("dj-rest-auth"), ours=True) as shop:
        run_commands(shop, STEP_2)
        assert greeting(shop, access) == SHELF
        renewed = phone.refresh(shop).body["access"]
        assert greeting(shop, renewed) == SHELF
        assert set(phone.cookies) == {"my-app-auth", NEW_COOKIE}
        assert [one.refresh(shop).status for one in (out, rotated)] == [401, 401]
        assert shop.get("/auth/user/", header=f"Bearer {renewed}").body["username"] == "ada"
        assert living_room.post(shop, "/auth/logout/").status == 204
        assert living_room.refresh(shop).status == 401

    STEP_3.follow(folder / "shop")
    with site(folder, sys.executable, "-W", "error") as shop:
        shop.manage(*CHECK)
        run_commands(shop, STEP_3)
        shop.run(MAILS_AT_ONCE)
        assert greeting(shop, access) == SHELF
        bearer = [f"Bearer {one.refresh(shop).body['access']}" for one in (desk, phone)]
        assert [shop.get("/auth/users/me/", header=one).body["username"] for one in bearer] == ["ada", "ada"]
        assert shop.run(COUNT_SESSIONS) == 3
        assert [one.refresh(shop).status for one in (out, rotated, living_room)] == [401, 401, 401]
        change_password(shop, bearer[0])
        assert desk.refresh(shop).status == 200
        assert phone.refresh(shop).status == 401

        STEP_4.follow(folder / "shop")
        with site(folder, sys.executable, "-W", "error") as next_shop:
            next_shop.manage(*CHECK)
            for one in (next_shop, shop, next_shop):
                assert greeting(one, desk.refresh(one).body["access"]) == SHELF

    with site(folder, sys.executable, "-W", "error") as shop:
        assert desk.refresh(shop).status == 200
        run_commands(shop, STEP_5)
        shop.manage(*CHECK)
        assert greeting(shop, desk.refresh(shop).body["access"]) == SHELF

    STEP_5.follow(folder / "shop")
    with site(folder, sys.executable, "-W", "error") as shop:
        shop.manage(*CHECK)
        assert greeting(shop, desk.refresh(shop).body["access"]) == SHELF
        new = Browser()
        assert greeting(shop, new.sign_in(shop, NEW_PASSWORD)) == SHELF
        assert new.post(shop, "/auth/logout/").status == 204
        assert [one.refresh(shop).status for one in (out, rotated, living_room, new)] == [401] * 4


def test_the_way_back_is_open(project: Callable[[str], Path]) -> None:
    """With the diffs undone, who hasn't come by meanwhile is signed in, and passwords work."""
    folder = project("dj_rest_auth")
    desk, phone = Browser(), Browser()
    with site(folder, old_python("dj-rest-auth")) as shop:
        shop.manage("migrate", "--verbosity", "0")
        shop.run(MAKE_ADA)
        desk.sign_in(shop)
        phone.sign_in(shop)
    for step in (STEP_1, STEP_2, STEP_3):
        step.follow(folder / "shop")
    with site(folder, sys.executable, "-W", "error") as shop:
        shop.manage(*CHECK)
        run_commands(shop, STEP_2)
        assert phone.refresh(shop).status == 200
    for step in (STEP_3, STEP_2, STEP_1):
        step.turn_round(folder / "shop")
    with site(folder, old_python("dj-rest-auth")) as shop:
        assert not str(shop.run(ORIGIN)).startswith("drf_signet_compat.")
        assert desk.refresh(shop).status == 200
        assert shop.get("/me/", cookies=desk.cookies).body == SHELF
        assert phone.refresh(shop).status == 401
        assert shop.get("/me/", cookies={"my-app-auth": phone.sign_in(shop)}).body == SHELF


def greeting(shop: Site, access: str) -> Any:
    """What the shop's own view answers."""
    return shop.get("/me/", header=f"Bearer {access}").body


def change_password(shop: Site, header: str) -> None:
    """Change Ada's password, and then the changed one by the link in a mail, and back."""
    change = {"current_password": PASSWORD, "new_password": "a-warm-blanket"}
    assert shop.post("/auth/users/set_password/", change, header=header).status == 204
    assert shop.post("/auth/users/set_password/", {**change, "new_password": NEW_PASSWORD}).status == 401
    change = {"current_password": "a-warm-blanket", "new_password": NEW_PASSWORD}
    assert shop.post("/auth/users/set_password/", change, header=header).status == 204
    mailed = shop.post("/auth/users/reset_password/", {"email": "ada@example.com"})
    assert re.search(r"https://app.example.com/reset#\S+", str(mailed.mails))


def run_commands(shop: Site, step: Section) -> None:
    """Run the commands of *step*."""
    for command in step.commands():
        shop.manage(*command)
