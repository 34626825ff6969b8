"""Rows of django-allauth and python-social-auth become identities, or it is said why they don't."""

from __future__ import annotations

from io import StringIO
from types import SimpleNamespace
from typing import Any, Final

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.utils import timezone

from drf_signet.accounts.email_addresses import is_verified
from drf_signet.identities.models import Identity
from tests.accounts.changed import signet
from tests.accounts.person import Person, make_person

CLIENT: Final = {"client_id": "x", "client_secret": "y"}
PROVIDERS: Final = {
    "google": CLIENT,
    "github": CLIENT,
    "microsoft": CLIENT,
    "acme": {"issuer": "https://id.acme.com", **CLIENT},
}


class Table(list[Any]):
    """A model of theirs, and its manager."""

    @property
    def _base_manager(self) -> Table:
        return self

    def using(self, _: str) -> Table:
        """The only database."""
        return self

    def order_by(self, _: str) -> Table:
        """They are in order."""
        return self

    def select_related(self, _: str) -> Table:
        """They have their users."""
        return self

    def filter(self, *, verified: bool) -> Table:
        """Those that are."""
        return Table(row for row in self if row.verified == verified)

    def iterator(self) -> Any:
        """Each."""
        return iter(self)


def row(person: Person, provider: str, uid: str, **said: object) -> Any:
    """A row of either package, which also keeps what the provider *said*."""
    now = timezone.now()
    return SimpleNamespace(user_id=person.pk, provider=provider, uid=uid, extra_data=said, date_joined=now, created=now)


@pytest.fixture
def tables(monkeypatch: pytest.MonkeyPatch) -> dict[str, Table]:
    """Theirs, which are empty."""
    found = {name: Table() for name in ("SocialAccount", "EmailAddress", "UserSocialAuth")}
    own = apps.get_model

    def get_model(label: str, name: str | None = None, **options: Any) -> Any:
        return found[name] if name in found and label != "signet_accounts" else own(label, name, **options)

    monkeypatch.setattr(apps, "get_model", get_model)
    return found


def run(source: str, *arguments: str) -> dict[str, tuple[int, str]]:
    """What the command says of each provider: how many, and what became of them."""
    out = StringIO()
    with signet(PROVIDERS=PROVIDERS):
        call_command("identities", "import", "--from", source, *arguments, stdout=out, no_color=True)
    lines = [line.split(maxsplit=2) for line in out.getvalue().splitlines()[:-1]]
    return {name: (int(number), what) for name, number, what in lines}


def known() -> set[tuple[Any, str, str, str]]:
    """All identities."""
    return set(Identity.objects.values_list("user_id", "provider", "issuer", "subject"))


@pytest.mark.django_db
@pytest.mark.parametrize("batch", ["1", "500"])
def test_rows_of_allauth_become_identities(tables: dict[str, Table], batch: str) -> None:
    """By the issuer that each entry of PROVIDERS has. A dry run writes nothing, and neither does a second run."""
    ada, bob, eve = (make_person(name) for name in ("ada", "bob", "eve"))
    tables["SocialAccount"] += [
        row(ada, "google", "1001", iss="accounts.google.com", email="ada@gmail.com"),
        row(bob, "github", "77"),
        row(bob, "acme", "b", userinfo={"sub": "s-1"}, id_token={"iss": "https://id.acme.com"}),
        row(eve, "microsoft", "the id of the graph"),
        row(eve, "twitter", "1002"),
    ]
    done = {
        "google": (1, "imported"),
        "github": (1, "imported"),
        "acme": (1, "imported"),
        "microsoft": (1, "the row has the id of Microsoft Graph, which no ID token has as its sub"),
        "twitter": (1, "no entry in PROVIDERS"),
        "addresses": (0, "verified"),
    }
    assert run("allauth", "--dry-run", "--batch", batch) == done
    assert known() == set()
    assert run("allauth", "--batch", batch) == done
    expected = {
        (ada.pk, "google", "https://accounts.google.com", "1001"),
        (bob.pk, "github", "https://github.com", "77"),
        (bob.pk, "acme", "https://id.acme.com", "s-1"),
    }
    assert known() == expected
    assert Identity.objects.get(provider="google").email == "ada@gmail.com"
    again = run("allauth")
    assert {again[one] for one in ("google", "github", "acme")} == {(1, "there already")}
    assert known() == expected


@pytest.mark.django_db
def test_rows_of_social_auth_become_identities(tables: dict[str, Table]) -> None:
    """Not those that have an address, which may be another person's by now, and not those of somebody else."""
    ada, bob = make_person("ada"), make_person("bob")
    tables["UserSocialAuth"] += [row(ada, "google-oauth2", "1001"), row(ada, "github", "77")]
    run("social-auth")
    tables["UserSocialAuth"][:] = [row(bob, "google-oauth2", "bob@gmail.com"), row(bob, "github", "77")]
    assert run("social-auth") == {
        "google-oauth2": (1, "the row has an address in the place of a sub"),
        "github": (1, "another user has this identity"),
    }
    assert {user for user, *_ in known()} == {ada.pk}


@pytest.mark.django_db
def test_a_row_of_another_issuer_is_left(tables: dict[str, Table]) -> None:
    """Its entry in PROVIDERS has moved, or is another one."""
    tables["SocialAccount"].append(row(make_person(), "acme", "s-1", iss="https://id.other.com"))
    assert run("allauth")["acme"] == (1, "the row is of another issuer than the entry in PROVIDERS")
    assert known() == set()


@pytest.mark.django_db
def test_verified_addresses_are_taken_along(tables: dict[str, Table]) -> None:
    """Where the user has the address still."""
    ada, bob, eve = (make_person(name, is_verified=False) for name in ("ada", "bob", "eve"))
    tables["EmailAddress"] += [
        SimpleNamespace(user=ada, email="Ada@Example.com", verified=True),
        SimpleNamespace(user=bob, email="bob@example.com", verified=False),
        SimpleNamespace(user=eve, email="other@example.com", verified=True),
    ]
    assert run("allauth", "--dry-run")["addresses"] == (1, "verified")
    assert [is_verified(one) for one in (ada, bob, eve)] == [False] * 3
    assert run("allauth")["addresses"] == (1, "verified")
    assert [is_verified(one) for one in (ada, bob, eve)] == [True, False, False]


@pytest.mark.django_db
def test_a_package_that_is_not_installed_is_named() -> None:
    """Its app has to be there until the import is done."""
    with pytest.raises(CommandError, match="The tables of social-auth can't be read: "):
        run("social-auth")
