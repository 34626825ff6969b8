"""The tokens of links: valid for one purpose, one user, one address and one password, until one second."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, Final

import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.signing import Signer
from django.test import override_settings

from drf_signet.accounts.activation import activate
from drf_signet.accounts.email_addresses import is_verified
from drf_signet.accounts.email_change import change_email
from drf_signet.accounts.link_pages import is_page, link_to
from drf_signet.accounts.links import LIFETIMES, TOKEN_LENGTH, Purpose, make_token, read_token
from drf_signet.accounts.password_reset import check_password_reset, reset_password
from drf_signet.conf import get_settings
from drf_signet.errors import LinkError, LinkExpiredError
from tests.accounts.changed import signet
from tests.accounts.person import NEW_PASSWORD, Client, Person, make_person
from tests.stand_ins.key_pairs import SECRET

NOW: Final = datetime(2027, 1, 15, 8, tzinfo=UTC)
SECOND: Final = timedelta(seconds=1)
NEW: Final = "new@example.com"
Follow = Callable[[str, datetime], None]

FLOWS: Final[Mapping[str, tuple[Purpose, Follow]]] = {
    "activation": (Purpose.ACTIVATION, activate),
    "reset-check": (Purpose.PASSWORD_RESET, check_password_reset),
    "reset": (Purpose.PASSWORD_RESET, lambda token, now: reset_password(token, NEW_PASSWORD, now)),
    "email-change": (Purpose.EMAIL_CHANGE, change_email),
}
each_flow = pytest.mark.parametrize(("purpose", "follow"), FLOWS.values(), ids=FLOWS.keys())


def token_for(purpose: Purpose, person: Person, now: datetime = NOW) -> str:
    """A token as it is mailed."""
    return make_token(purpose, person, now, **({"new_address": NEW} if purpose is Purpose.EMAIL_CHANGE else {}))


def lifetime(purpose: Purpose) -> timedelta:
    """How long links of *purpose* are valid."""
    return LIFETIMES[purpose](get_settings())


def state(person: Person) -> tuple[object, ...]:
    """The values that a link could change."""
    person.refresh_from_db()
    return person.password, person.email, person.is_active, is_verified(person)


def refused(person: Person, follow: Follow, token: str, now: datetime = NOW) -> type[LinkError]:
    """The class of the error for *token*, which changes nothing."""
    before = state(person)
    with pytest.raises(LinkError) as caught:
        follow(token, now)
    assert state(person) == before
    return caught.type


@each_flow
def test_a_link_is_good_until_the_last_second(unverified: Person, purpose: Purpose, follow: Follow) -> None:
    """At the end of its lifetime it works."""
    follow(token_for(purpose, unverified), NOW + lifetime(purpose))


@each_flow
def test_a_second_later_it_has_expired(unverified: Person, purpose: Purpose, follow: Follow) -> None:
    """The error says so."""
    late = NOW + lifetime(purpose) + SECOND
    assert refused(unverified, follow, token_for(purpose, unverified), late) is LinkExpiredError


def test_over_the_wire_an_expired_link_says_so(api: Client, unverified: Person) -> None:
    """400 under the token, which says what to do."""
    token = token_for(Purpose.ACTIVATION, unverified, datetime(2020, 1, 1, tzinfo=UTC))
    answer = api.post("/api/users/activation/", {"token": token})
    assert (answer.status_code, answer.json()) == (
        400,
        {"token": ["This link has expired. Ask for a new one, or sign up again."], "code": "link_expired"},
    )


@each_flow
@pytest.mark.parametrize("other", LIFETIMES, ids=lambda one: f"for-{one.value}")
def test_a_token_of_one_purpose_is_nothing_to_another(
    unverified: Person, purpose: Purpose, follow: Follow, other: Purpose
) -> None:
    """Although user, address, password and time are right, and it has every value that the other reads."""
    token = make_token(other, unverified, NOW, new_address=NEW)
    if other is purpose:
        follow(token, NOW)
    else:
        assert refused(unverified, follow, token) is LinkError


def forged(token: str) -> Mapping[str, str]:
    """A token that somebody might make from *token*."""
    content, _, signature = token.rpartition(":")
    return {
        "cut": token[:-1],
        "longer": token + "A",
        "without-signature": content,
        "empty-signature": f"{content}:",
        "signature-alone": f":{signature}",
        "other-content": f"{content[:-4]}AAAA:{signature}",
        "two-tokens": f"{token}:{token}",
        "without-salt": Signer().sign_object({"user": "1", "until": 2_000_000_000}),
        "for-a-cookie": Signer(salt="django.contrib.sessions").sign_object({"user": "1"}),
        "empty": "",
        "text": "token",
        "not-ascii": "tökèn:ü",
        "nul": "\0:\0",
        "half-a-character": "\ud800:\ud800",
    }


@each_flow
@pytest.mark.parametrize("kind", forged("a:b"))
def test_a_forged_token_is_refused(unverified: Person, purpose: Purpose, follow: Follow, kind: str) -> None:
    """Every change makes it invalid."""
    token = forged(token_for(purpose, unverified))[kind]
    assert refused(unverified, follow, token) is LinkError


@each_flow
def test_a_token_of_another_secret_key_is_refused(unverified: Person, purpose: Purpose, follow: Follow) -> None:
    """It is somebody else's."""
    with override_settings(SECRET_KEY=SECRET):
        token = token_for(purpose, unverified)
    assert refused(unverified, follow, token) is LinkError


@each_flow
def test_a_new_secret_key_keeps_links_good_while_the_old_one_is_a_fallback(
    unverified: Person, purpose: Purpose, follow: Follow
) -> None:
    """SECRET_KEY_FALLBACKS; without it, they are void."""
    token = token_for(purpose, unverified)
    with override_settings(SECRET_KEY=SECRET):
        assert refused(unverified, follow, token) is LinkError
    with override_settings(SECRET_KEY=SECRET, SECRET_KEY_FALLBACKS=[settings.SECRET_KEY]):
        follow(token, NOW)


def change_password(person: Person) -> None:
    """Somebody changed it since."""
    person.set_password("third-horse-battery")
    person.save()


def hash_anew(person: Person) -> None:
    """The same password with another salt: Signet knows the hash alone."""
    person.set_password("correct-horse-battery")
    person.save()


def change_address(person: Person) -> None:
    """An administrator changed it since."""
    person.email = "elsewhere@example.com"
    person.save()


def disable(person: Person) -> None:
    """A ban."""
    person.is_active = False
    person.save()


CHANGES: Final = {one.__name__: one for one in (change_password, hash_anew, change_address, disable)}


@each_flow
@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES.keys())
def test_a_token_ends_when_its_user_changes(
    unverified: Person, purpose: Purpose, follow: Follow, change: Callable[[Person], None]
) -> None:
    """It was made for the user as they were then."""
    token = token_for(purpose, unverified)
    change(unverified)
    assert refused(unverified, follow, token) is LinkError


@each_flow
def test_a_token_of_a_deleted_user_is_refused(unverified: Person, purpose: Purpose, follow: Follow) -> None:
    """It belongs to nobody any more."""
    token = token_for(purpose, unverified)
    unverified.delete()
    with pytest.raises(LinkError):
        follow(token, NOW)


@each_flow
def test_a_token_outlives_unrelated_changes(unverified: Person, purpose: Purpose, follow: Follow) -> None:
    """A change of name, a sign-in, and another spelling of the same address."""
    token = token_for(purpose, unverified)
    unverified.last_login = NOW
    unverified.email = unverified.email.upper()
    unverified.save()
    follow(token, NOW)


@pytest.mark.parametrize("user", ["", "x", "-1", "9" * 40, "00000000-0000-0000-0000-000000000000"])
@pytest.mark.django_db
def test_a_signed_token_of_nobody_is_refused(user: str) -> None:
    """The primary key of another user model, after it was exchanged."""
    content: dict[str, Any] = {"user": user, "until": 2_000_000_000, "password": "", "address": ""}
    token = Signer(salt="drf_signet.accounts.links.activation").sign_object(content)
    with pytest.raises(LinkError):
        activate(token, NOW)


def test_a_token_reveals_nothing_to_its_reader(person: Person) -> None:
    """The one for a new address is read there: neither the present address nor the hash of the password is in it."""
    token = token_for(Purpose.EMAIL_CHANGE, person)
    content = Signer(salt="drf_signet.accounts.links.email_change").unsign_object(token)
    assert sorted(content) == ["address", "new_address", "password", "until", "user"]
    assert content["user"] == str(person.pk)
    for secret in (person.email, person.password, person.password.rpartition("$")[2]):
        assert secret not in str(content)


def test_the_longest_token_is_one_that_is_read(db: None) -> None:
    """An address of 254 characters fits."""
    long = "a" * 64 + "@" + ".".join(["b" * 60] * 3) + ".cc"
    person = make_person(email=long, is_verified=False)
    token = make_token(Purpose.EMAIL_CHANGE, person, NOW, new_address=long)
    assert len(token) < TOKEN_LENGTH
    assert read_token(Purpose.EMAIL_CHANGE, token, NOW)[1]["new_address"] == long


@pytest.mark.parametrize(
    ("url", "is_right"),
    [
        ("https://app.example.com/activate#{token}", True),
        ("http://localhost:3000/activate?token={token}&x=1", True),
        ("https://app.example.com/{token}/", True),
        ("https://app.example.com/activate", False),
        ("https://app.example.com/{token}/{token}", False),
        ("https://app.example.com/{uid}/{token}", False),
        ("https://app.example.com/{token}}", False),
        ("https://{token}.example.com/", False),
        ("/activate#{token}", False),
        ("//app.example.com/{token}", False),
        ("myapp://activate/{token}", True),
        ("myapp://activate?token={token}", True),
        ("MyApp:///activate/{token}", True),
        ("com.example.app:/activate/{token}", True),
        ("exp+my-app://expo/--/activate?token={token}", True),
        ("intent://activate/{token}#Intent;scheme=myapp;end", True),
        ("myapp://activate", False),
        ("myapp://{token}/activate", False),
        ("myapp:activate/{token}", False),
        ("app.example.com:/{token}", True),
        ("localhost:3000/{token}", False),
        ("c:/{token}", False),
        ("htps://app.example.com/{token}", False),
        ("htttp://app.example.com/{token}", False),
        ("javascript:alert('{token}')", False),
        ("javascript://x/%0aalert(1)//{token}", False),
        ("JavaScript:/*/{token}", False),
        ("java\nscript://x/{token}", False),
        (" javascript://x/{token}", False),
        ("data:text/html,{token}", False),
        ("data://text/html,{token}", False),
        ("vbscript://x/{token}", False),
        ("file:///{token}", False),
        ("blob:https://app.example.com/{token}", False),
        ("view-source://app.example.com/{token}", False),
        ("mailto:/ada@example.com?body={token}", False),
        ('https://app.example.com/"onclick={token}', False),
        ("https://app.example.com/<b>{token}", False),
        ("https://app.example.com/a b/{token}", False),
        ("https://app.example.com/\t{token}", False),
        ("https:\\\\app.example.com/{token}", False),
        ("https:///{token}", False),
        ("https://app.example.com:port/{token}", False),
        ("https://[::1/{token}", False),
        ("", False),
    ],
)
def test_a_page_is_absolute_and_has_one_place_for_the_token(url: str, is_right: bool) -> None:
    """It has no other braces, as nobody would fill them in."""
    assert is_page(url) is is_right
    with signet(ACTIVATION_URL=url):
        if is_right:
            assert link_to(Purpose.ACTIVATION, "a:b-c_d") == url.replace("{token}", "a:b-c_d")
        else:
            with pytest.raises(ImproperlyConfigured, match=r"SIGNET\['ACTIVATION_URL'\]"):
                link_to(Purpose.ACTIVATION, "a:b-c_d")


def test_a_link_without_a_page_is_a_mistake_of_the_project() -> None:
    """The error explains it."""
    with signet(ACTIVATION_URL=None), pytest.raises(ImproperlyConfigured, match="ACTIVATION_URL"):
        link_to(Purpose.ACTIVATION, "x")
