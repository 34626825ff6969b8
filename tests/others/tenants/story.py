"""
What happens to users of several tenants, in a process of its own.

A world is the module that makes the tenants of a project, and enters them.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, Final

from django.contrib.auth.models import User
from django.core import mail
from django.core.cache import cache
from django.core.checks import run_checks
from django.test import override_settings
from rest_framework.test import APIClient

from drf_signet import conf
from drf_signet.accounts.models import EmailAddress
from drf_signet.sessions import authentication, revocation_list
from drf_signet.sessions.models import Session
from drf_signet.sessions.revocation_list import TenantSnapshots, read_revoked
from drf_signet.sessions.tokens import RefreshToken
from drf_signet.tokens import AccessToken, UntypedToken
from tests.others.tenants.doors import KINDS, Door, Kind

PASSWORD: Final = "correct-horse-battery"
SAME_ORIGIN: Final[dict[str, Any]] = {"HTTP_SEC_FETCH_SITE": "same-origin", "secure": True}


def ask(tenant: str, path: str, client: Any = None, **body: Any) -> Any:
    """The answer of the host of *tenant* to a POST of *body*. A fault is a 500."""
    client = client or APIClient(raise_request_exception=False)
    return client.post(path, body, headers={"host": f"{tenant}.example.com"}, **SAME_ORIGIN)


def shown(tenant: str, door: Door, raw: str) -> Any:
    """The answer of the host of *tenant* to a token."""
    if door.field is not None:
        return ask(tenant, door.path, **{door.field: raw})
    headers = {"host": f"{tenant}.example.com", "authorization": f"{door.word} {raw}"}
    return APIClient(raise_request_exception=False).get(door.path, headers=headers)


def show(tenant: str, door: Door, raw: str) -> int:
    """The status of that."""
    return int(shown(tenant, door, raw).status_code)


def sign_in(tenant: str, path: str, client: APIClient | None = None) -> Any:
    """The answer to ada's password."""
    return ask(tenant, path, client, username="ada", password=PASSWORD)


def people(world: Any) -> None:
    """Ada and Bob are the first two users everywhere, with the very same rows."""
    for key, name in enumerate(("ada", "bob"), start=1):
        user = User(username=name, email=f"{name}@example.com")
        user.set_password(PASSWORD)
        for tenant in world.TENANTS:
            with world.inside(tenant):
                User.objects.create(username=name, email=user.email, password=user.password)
                EmailAddress.objects.create(user_id=key, address=user.email, verified_at=user.date_joined)


def matrix(world: Any, kind: Kind) -> dict[str, list[int]]:
    """For each door, the answers at other tenants, and then those at the token's own."""
    answers: dict[str, list[int]] = {door.path: [] for door in kind.doors}
    own: list[tuple[str, str]] = []
    for tenant in world.TENANTS:
        cache.clear()
        raw = sign_in(tenant, kind.maker).json()[kind.name]
        own.append((tenant, raw))
        for other in world.TENANTS:
            if other != tenant:
                for door in kind.doors:
                    answers[door.path].append(show(other, door, raw))
    for tenant, raw in own:
        for door in kind.doors:
            answers[door.path].append(show(tenant, door, raw))
    return answers


def cookies(world: Any) -> object:
    """A refresh token in the cookie, sent to hosts of other tenants and to its own: the status, and if it stays."""
    answers: list[Any] = []
    for tenant in world.TENANTS:
        client = APIClient(raise_request_exception=False)
        sign_in(tenant, "/sessions/browser/token/", client)
        (name,) = client.cookies
        raw = client.cookies[name].value
        for path in ("/sessions/browser/token/refresh/", "/sessions/browser/logout/"):
            for other in world.TENANTS:
                if other != tenant:
                    answer = ask(other, path, client)
                    answers.append((answer.status_code, client.cookies[name].value == raw))
        answer = ask(tenant, "/sessions/browser/token/refresh/", client)
        answers.append((answer.status_code, client.cookies[name].value == raw))
    return answers


def links(world: Any) -> object:
    """The link of a reset, of a new address and of a sign-up: at the hosts of other tenants, and then at its own."""
    told: dict[str, list[int]] = {}
    for tenant in world.TENANTS:
        cache.clear()
        for name, (asked, followed, more) in _links(tenant).items():
            mail.outbox.clear()
            asked()
            token = re.findall(r"#([\w.:=-]+)", "".join(str(one.body) for one in mail.outbox[-1:]) + "#no-mail")[0]
            hosts = [*(one for one in world.TENANTS if one != tenant), tenant]
            statuses = [ask(one, followed, token=token, **more).status_code for one in hosts]
            told.setdefault(name, []).extend(statuses)
    return told


def _links(tenant: str) -> dict[str, tuple[Callable[[], Any], str, dict[str, str]]]:
    client = APIClient(raise_request_exception=False)
    client.credentials(HTTP_AUTHORIZATION=f"Bearer {sign_in(tenant, '/sessions/token/').json()['access']}")
    grace = {"username": "grace", "email": "grace@example.com", "password": PASSWORD}
    new = {"new_email": "ada@example.org", "current_password": PASSWORD}
    return {
        "email change": (
            lambda: ask(tenant, "/accounts/users/set_email/", client, **new),
            "/accounts/users/set_email_confirm/",
            {},
        ),
        "activation": (lambda: ask(tenant, "/accounts/users/", **grace), "/accounts/users/activation/", {}),
        "password reset": (
            lambda: ask(tenant, "/accounts/users/reset_password/", email="bob@example.com"),
            "/accounts/users/reset_password_confirm/",
            {"new_password": f"{PASSWORD}-again"},
        ),
    }


def in_commands(world: Any) -> object:
    """Tokens made outside of a request are of the entered tenant, even in one block of work."""
    told = []
    for tenant in world.TENANTS:
        with world.inside(tenant):
            user = User.objects.get(pk=1)
            refresh = RefreshToken.for_user(user)
            tokens = [refresh, refresh.access_token, AccessToken.for_user(user)]
            named = {UntypedToken(str(one)).get("signet_tenant") for one in tokens}
            told.append(
                [named == {world.name_in_token(tenant)}, Session.objects.filter(pk=str(refresh["sid"])).exists()]
            )
    return told


def ended_sessions(world: Any) -> object:
    """
    A session with the same identifier at two tenants: ended by another process at b, then signed out of at a.

    The verdicts of the stateless class at each: before, when only a was asked since the end at b, and in the interval.
    """
    now = [0.0]
    # With a clock of our own.
    clocked = TenantSnapshots(read_revoked, lambda: now[0])
    vars(authentication)["SNAPSHOT"] = vars(revocation_list)["SNAPSHOT"] = clocked
    pair = sign_in("a", "/sessions/token/").json()
    with world.inside("a"):
        session = Session.objects.get(pk=UntypedToken(pair["access"])["sid"])
    with world.inside("b"):
        Session.objects.bulk_create([session])
        raw = {"a": pair["access"], "b": str(RefreshToken.for_user(User.objects.get(pk=1)).access_token)}
        of_b = AccessToken(raw["b"])
        of_b["sid"] = str(session.pk)
        raw["b"] = str(of_b)
    door = Door("/sessions/stateless/")
    told = [[show(one, door, raw[one]) for one in "ab"]]
    with world.inside("b"):
        # Without a signal, which this process would receive.
        Session.objects.filter(pk=session.pk).update(revoked_at=session.created_at, revoke_reason="logout")
    now[0] += 2
    told.append([show(one, door, raw[one]) for one in "ab"])
    now[0] += 2
    told.append([show(one, door, raw[one]) for one in "ab"])
    with world.inside("b"):
        Session.objects.filter(pk=session.pk).update(revoked_at=None, revoke_reason="")
    now[0] += 4
    told.append([show(one, door, raw[one]) for one in "ab"])
    ask("a", "/sessions/logout/", refresh=pair["refresh"])
    told.append([show(one, door, raw[one]) for one in "ab"])
    now[0] += 4
    told.append([show(one, door, raw[one]) for one in "ab"])
    return told


def wrong_passwords(world: Any) -> object:
    """Ten wrong passwords at a, from one address: what a and the others answer to the right one."""
    cache.clear()
    for _ in range(10):
        ask("a", "/core/token/", username="ada", password="wrong")
    return {one: sign_in(one, "/core/token/").status_code for one in world.TENANTS}


def unknown(world: Any) -> object:
    """The answers of each endpoint to tokens, passwords and addresses if nobody can say which tenant is served."""
    cache.clear()
    third = world.TENANTS[0]
    client = APIClient(raise_request_exception=False)
    sign_in(third, "/sessions/browser/token/", client)
    made = {name: (kind, sign_in(third, kind.maker).json()[kind.name]) for name, kind in KINDS.items()}
    told: dict[str, Any] = {}
    with override_settings(SIGNET={**_given(), "TENANT": "tests.others.tenants.served.current"}):
        for kind, raw in made.values():
            told.update({door.path: shown(third, door, raw) for door in kind.doors})
            told[kind.maker] = sign_in(third, kind.maker)
        for path in ("/sessions/browser/token/refresh/", "/sessions/browser/logout/", "/sessions/browser/logout/all/"):
            told[path] = ask(third, path, client)
        everything = {"username": "eve", "email": "eve@example.com", "password": PASSWORD, "token": "some-token"}
        for path in ("", "activation/", "resend_activation/", "reset_password/", "reset_password/check/"):
            told[path] = ask(third, f"/accounts/users/{path}", **everything)
    return {path: (answer.status_code, answer.json().get("code")) for path, answer in told.items()}


def complaints() -> object:
    """The messages of the checks, with the setting and without."""
    told = {}
    for name, signet in (("with", _given()), ("without", {**_given(), "TENANT": None})):
        with override_settings(SIGNET=signet):
            found = [str(one.id) for one in run_checks(include_deployment_checks=True)]
        told[name] = [one for one in found if one in {"signet.E032", "signet.W032", "signet.W033"}]
    return told


def _given() -> dict[str, Any]:
    given: Any = conf.given()
    return dict(given)


def lived_through(world: Any) -> object:
    """All of it."""
    mail.outbox = []
    world.prepare()
    people(world)
    return {
        "matrix": {name: matrix(world, kind) for name, kind in KINDS.items()},
        "cookies": cookies(world),
        "in commands": in_commands(world),
        "ended sessions": ended_sessions(world),
        "wrong passwords": wrong_passwords(world),
        "links": links(world),
        "unknown": unknown(world),
        "complaints": complaints(),
    }
