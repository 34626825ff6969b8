"""The fingerprint of the password in a token, with CHECK_REVOKE_TOKEN."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator

import pytest
from django.contrib.auth.models import User
from django.test import override_settings

from drf_signet.errors import PasswordChangedError, TokenUserError
from drf_signet.password_fingerprint import LENGTH, check_fingerprint, fingerprint
from drf_signet.tokens import AccessToken, RefreshToken, SlidingToken, Token
from drf_signet.users import user_of
from tests.conftest import PASSWORD
from tests.stand_ins.key_pairs import SECRET

OLD = "the-secret-key-of-the-project-before-it-was-changed-which-is-long-enough-for-all"
NEW = "the-secret-key-of-the-project-after-it-was-changed-which-is-long-enough-for-all-"


@pytest.fixture(autouse=True)
def _checked() -> Iterator[None]:
    """Tokens end with the password, and are signed with a secret that isn't SECRET_KEY."""
    with override_settings(SIGNET={"CHECK_REVOKE_TOKEN": True, "SIGNING_KEY": SECRET}, SECRET_KEY=OLD):
        yield


def test_without_the_setting_there_is_no_fingerprint(user: User) -> None:
    """By default a token says nothing about the password, and a change of it changes nothing."""
    with override_settings(SIGNET={"SIGNING_KEY": SECRET}):
        token = AccessToken.for_user(user)
        assert "auth_hash" not in token
        user.set_password("another")
        user.save()
        assert user_of(AccessToken(str(token))) == user


@pytest.mark.parametrize("token_class", [AccessToken, RefreshToken, SlidingToken])
def test_each_token_of_a_user_has_the_fingerprint(user: User, token_class: type[Token]) -> None:
    """It is short, and the same in all of them until the password changes."""
    claim = str(token_class.for_user(user)["auth_hash"])
    assert re.fullmatch(r"[0-9a-f]{32}", claim)
    assert claim == fingerprint(user)
    assert len(claim) == LENGTH


def test_the_access_token_has_the_fingerprint_of_its_refresh_token(user: User) -> None:
    """A password change ends both."""
    refresh = RefreshToken.for_user(user)
    assert refresh.access_token["auth_hash"] == refresh["auth_hash"]


def test_a_token_is_good_until_the_password_changes(user: User) -> None:
    """Other changes of the user, even of the name, leave it valid."""
    raw = str(AccessToken.for_user(user))
    user.username, user.email = "lovelace", "lovelace@example.com"
    user.save()
    assert user_of(AccessToken(raw)) == user
    user.set_password("another")
    user.save()
    with pytest.raises(PasswordChangedError) as caught:
        user_of(AccessToken(raw))
    assert caught.value.code == "password_changed"
    assert isinstance(caught.value, TokenUserError)
    assert user_of(AccessToken(str(AccessToken.for_user(user)))) == user


def test_the_same_password_again_is_another_password(user: User) -> None:
    """The stored hash has a new salt, so resetting a password ends the tokens in any case."""
    before = fingerprint(user)
    user.set_password(PASSWORD)
    assert fingerprint(user) != before


def test_two_users_with_one_password_have_two_fingerprints(user: User) -> None:
    """A token doesn't reveal that two users share a password."""
    other = User.objects.create_user("grace", password=PASSWORD)
    assert fingerprint(other) != fingerprint(user)


def test_the_fingerprint_survives_a_rotation_of_the_secret(user: User) -> None:
    """While the old SECRET_KEY is a fallback, tokens from before are valid; afterwards they aren't."""
    raw = str(AccessToken.for_user(user))
    with override_settings(SECRET_KEY=NEW, SECRET_KEY_FALLBACKS=["x" * 50, OLD]):
        assert user_of(AccessToken(raw)) == user
        assert AccessToken.for_user(user)["auth_hash"] != AccessToken(raw)["auth_hash"]
    with override_settings(SECRET_KEY=NEW), pytest.raises(PasswordChangedError):
        user_of(AccessToken(raw))


def test_a_password_change_is_noticed_in_the_middle_of_a_rotation(user: User) -> None:
    """A fallback is for the secret, not for the password."""
    raw = str(AccessToken.for_user(user))
    user.set_password("another")
    user.save()
    with override_settings(SECRET_KEY=NEW, SECRET_KEY_FALLBACKS=[OLD]), pytest.raises(PasswordChangedError):
        user_of(AccessToken(raw))


def test_the_fingerprint_is_keyed(user: User) -> None:
    """A thief of the database can't compute it from the stored password, as it depends on the secret."""
    claim = fingerprint(user)
    texts = (user.password, PASSWORD, *user.password.split("$"))
    for name in sorted(hashlib.algorithms_guaranteed - {"shake_128", "shake_256"}):
        for text in texts:
            digest = hashlib.new(name, text.encode(), usedforsecurity=False).hexdigest()
            assert claim not in digest
    with override_settings(SECRET_KEY=NEW):
        assert fingerprint(user) != claim


def test_the_token_does_not_hold_the_stored_password(user: User) -> None:
    """A token holds nothing that somebody could try passwords against."""
    values = [str(one) for one in AccessToken.for_user(user).payload.values()]
    for part in user.password.split("$"):
        assert len(part) < 8 or not any(part in one for one in values)


@pytest.mark.parametrize(
    "spoil",
    [
        pytest.param(lambda claim: None, id="null"),
        pytest.param(lambda claim: 5, id="number"),
        pytest.param(lambda claim: True, id="true"),
        pytest.param(lambda claim: [claim], id="list"),
        pytest.param(lambda claim: "", id="empty"),
        pytest.param(lambda claim: claim[:-1], id="short"),
        pytest.param(lambda claim: claim + "0", id="long"),
        pytest.param(lambda claim: claim.upper() + "G", id="upper"),
        pytest.param(lambda claim: "é" * LENGTH, id="not-ascii"),
    ],
)
def test_anything_else_is_a_changed_password(user: User, spoil: Callable[[str], object]) -> None:
    """Only the exact text passes."""
    check_fingerprint(fingerprint(user), user)
    with pytest.raises(PasswordChangedError):
        check_fingerprint(spoil(fingerprint(user)), user)


def test_a_token_without_a_fingerprint_is_refused(user: User) -> None:
    """Tokens from before the setting was turned on can't be told from older ones."""
    token = AccessToken.for_user(user)
    del token["auth_hash"]
    with pytest.raises(PasswordChangedError):
        user_of(AccessToken(str(token)))
