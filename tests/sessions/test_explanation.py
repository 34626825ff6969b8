"""Why a token is accepted or refused, in words that a stranger to the code understands."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import User
from django.test import override_settings

from drf_signet import tokens as core
from drf_signet.keys_in_force import get_ring
from drf_signet.sessions.device import Device, signing_in_from
from drf_signet.sessions.ending import end
from drf_signet.sessions.models import Reason, Session
from drf_signet.sessions.refresh import refresh
from drf_signet.sessions.tokens import RefreshToken, SlidingToken
from drf_signet.token_explanation import Explanation, explain
from signet_tokens import jws
from tests.core.test_tokens import signed
from tests.stand_ins.key_pairs import signing_key

NOW = datetime(2027, 1, 15, 8, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
FIREFOX = "Mozilla/5.0 (X11; Ubuntu; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0"


def facts(explanation: Explanation) -> dict[str, str]:
    """The facts by name; no name comes twice."""
    named = dict(explanation.facts)
    assert len(named) == len(explanation.facts)
    return named


def key_name() -> str:
    """The name of the key in force."""
    return get_ring().signing_key.kid


def opened(user: User) -> RefreshToken:
    """A token of a session that was opened on a known device two hours ago."""
    with signing_in_from(Device(FIREFOX, "192.0.2.7")):
        return RefreshToken.for_user(user, now=NOW - 2 * HOUR)


def test_everything_is_said_about_a_valid_refresh_token(user: User) -> None:
    """The facts are in the order of the checks."""
    token = opened(user)
    explanation = explain(str(token), NOW)
    assert (explanation.verdict, explanation.is_accepted) == ("Accepted.", True)
    assert explanation.facts == [
        ("algorithm", "HS256"),
        ("key", f"{key_name()}: it signed this token"),
        ("type", "refresh"),
        ("user", str(user.pk)),
        ("issued", "2027-01-15 06:00:00 UTC, 2 hours ago"),
        ("expires", "2027-01-16 06:00:00 UTC, in 22 hours"),
        ("signed in", "2027-01-15 06:00:00 UTC, 2 hours ago"),
        ("session", f"{token.session.pk}, on Firefox on Ubuntu, from 192.0.2.7"),
        ("opened", "2027-01-15 06:00:00 UTC, 2 hours ago"),
        ("last used", "2027-01-15 06:00:00 UTC, 2 hours ago"),
        ("ends", "2027-02-14 06:00:00 UTC, in 29 days"),
        ("generation", "0; the session is at 0"),
    ]


def test_an_access_token_of_a_session_is_accepted_with_it(user: User) -> None:
    """It has no generation, and the explanation doesn't mention one."""
    explanation = explain(str(opened(user).access_token), NOW - 2 * HOUR)
    assert explanation.verdict == "Accepted."
    named = facts(explanation)
    assert (named["type"], named["issued"]) == ("access", "2027-01-15 06:00:00 UTC, now")
    assert "generation" not in named


def test_a_sliding_token_is_accepted_with_its_session(user: User) -> None:
    """Its generation is not that of a refresh token."""
    explanation = explain(str(SlidingToken.for_user(user, now=NOW)), NOW)
    assert explanation.is_accepted
    assert facts(explanation)["type"] == "sliding"


def test_a_token_without_a_session_is_accepted_as_it_is(user: User) -> None:
    """Nothing is said about sessions."""
    explanation = explain(str(core.AccessToken.for_user(user, now=NOW)), NOW)
    assert explanation.is_accepted
    assert list(facts(explanation)) == ["algorithm", "key", "type", "user", "issued", "expires"]


def expire(user: User) -> str:
    """A token that has expired."""
    return str(core.AccessToken.for_user(user, now=NOW - HOUR))


def log_out(user: User) -> str:
    """A token whose session was ended."""
    token = opened(user)
    end(token.session, Reason.LOGOUT, NOW - 2 * MINUTE)
    return str(token)


def replace(user: User) -> str:
    """A token that was refreshed long ago."""
    token = opened(user)
    refresh(str(token), RefreshToken, now=NOW - HOUR)
    return str(token)


def purge(user: User) -> str:
    """A token whose session is there no more."""
    token = str(opened(user))
    Session.objects.all().delete()
    return token


def outlive(user: User) -> str:
    """A token whose session has reached its end."""
    token = str(opened(user))
    Session.objects.update(expires_at=NOW - MINUTE)
    return token


def disable(user: User) -> str:
    """A token of a user who was disabled behind the model's back."""
    token = str(opened(user))
    User.objects.update(is_active=False)
    return token


def change_password(user: User) -> str:
    """A token of a user whose password was changed behind the model's back."""
    token = str(opened(user))
    User.objects.update(password=make_password("another-horse"))
    return token


def save_password(user: User) -> str:
    """A token of a user with a new password."""
    token = str(opened(user))
    user.set_password("another-horse")
    user.save()
    return token


def delete_user(user: User) -> str:
    """A token of a user who is gone."""
    token = str(opened(user))
    user.delete()
    return token


def forge_generation(user: User) -> str:
    """A token made by somebody who has the key, but not the secret of the session."""
    token = opened(user)
    token["gen"] = 7
    return str(token)


def name_another_user(user: User) -> str:
    """A token that names another user than its session does."""
    token = opened(user)
    token["user_id"] = "0"
    return str(token)


def name_no_session(user: User) -> str:
    """A token whose session identifier can't be one."""
    return signed(token_type="refresh", exp=NOW.timestamp() + 60, jti="1", user_id="1", sid="x", gen=0)


AN_HOUR_OLD = "2027-01-15 07:05:00 UTC, 55 minutes ago"
SESSION = {"session", "opened", "last used", "ends"}

REFUSALS: dict[str, tuple[Callable[[User], str], str, dict[str, str]]] = {
    "expired": (
        expire,
        "it has expired: 2027-01-15 07:05:00 UTC, 55 minutes ago (token_expired)",
        {"expires": "2027-01-15 07:05:00 UTC, 55 minutes ago"},
    ),
    "logged-out": (
        log_out,
        "its session was ended: 2027-01-15 07:58:00 UTC, 2 minutes ago: signed out (session_revoked)",
        {"ended": "2027-01-15 07:58:00 UTC, 2 minutes ago: signed out"},
    ),
    "replaced": (
        replace,
        "a newer one replaced it; to refresh with it would end the session (token_reused)",
        {"generation": "0; the session is at 1", "last used": "2027-01-15 07:00:00 UTC, 1 hour ago"},
    ),
    "purged": (
        purge,
        "its session doesn't exist, or has been over for long and was purged (session_not_found)",
        {},
    ),
    "outlived": (
        outlive,
        "its session has reached SESSION_LIFETIME (session_expired)",
        {"ends": "2027-01-15 07:59:00 UTC, 1 minute ago"},
    ),
    "disabled": (disable, "its user is disabled (user_inactive)", {}),
    "password-changed": (change_password, "the user's password changed after the sign-in (password_changed)", {}),
    "user-deleted": (delete_user, "its user no longer exists (user_not_found)", {}),
    "forged": (
        forge_generation,
        "its session never issued it, so somebody else who has the key signed it (session_mismatch)",
        {"generation": "7; the session is at 0"},
    ),
    "other-user": (name_another_user, "its session belongs to another user (session_user_mismatch)", {"user": "0"}),
    "no-session": (
        name_no_session,
        "its session doesn't exist, or has been over for long and was purged (session_not_found)",
        {"session": "x: not found"},
    ),
}


@pytest.mark.parametrize(("make", "because", "expected"), REFUSALS.values(), ids=REFUSALS)
def test_a_refusal_has_a_reason(
    user: User, make: Callable[[User], str], because: str, expected: dict[str, str]
) -> None:
    """One sentence with the code at its end, and the facts that it follows from."""
    raw = make(user)
    before = list(Session.objects.order_by("pk").values())
    explanation = explain(raw, NOW)
    assert (explanation.verdict, explanation.is_accepted) == (f"Refused: {because}.", False)
    named = facts(explanation)
    assert named["key"] == f"{key_name()}: it signed this token"
    assert expected.items() <= named.items()
    assert list(Session.objects.order_by("pk").values()) == before, "an explanation changes nothing"


@pytest.mark.parametrize("reason", list(Reason))
def test_each_reason_has_words(user: User, reason: Reason) -> None:
    """When the session ended, and why."""
    token = opened(user)
    end(token.session, reason, NOW - HOUR)
    assert facts(explain(str(token), NOW))["ended"] == f"2027-01-15 07:00:00 UTC, 1 hour ago: {reason.label}"


def test_a_rule_of_the_projects_own_is_named(user: User) -> None:
    """The rule refuses the token; the token itself is fine."""
    token = opened(user)
    with override_settings(SIGNET={"USER_AUTHENTICATION_RULE": "tests.conf.setting_effects.nobody"}):
        verdict = explain(str(token), NOW).verdict
    assert verdict == "Refused: USER_AUTHENTICATION_RULE refuses its user (no_active_account)."


def test_a_key_that_is_not_ours_is_named() -> None:
    """Next to those that are."""
    foreign = signing_key("HS256")
    explanation = explain(jws.sign(json.dumps({"exp": 4_000_000_000}).encode(), foreign), NOW)
    assert facts(explanation)["key"] == f"{foreign.kid} is not ours ({key_name()})"
    assert set(facts(explanation)) == {"algorithm", "key"}, "what isn't proven isn't shown"


def test_a_wrong_signature_differs_from_a_wrong_key(user: User) -> None:
    """The key is ours, but the signed claims were changed."""
    head, _, tail = str(opened(user)).split(".")
    explanation = explain(f"{head}.e30.{tail}", NOW)
    assert not explanation.is_accepted
    assert explanation.facts == [
        ("algorithm", "HS256"),
        ("key", f"{key_name()} is ours, but did not sign this: somebody altered the token or cut it short"),
    ]


def test_a_token_for_somebody_else_shows_for_whom(user: User) -> None:
    """The audience is among the facts, next to the wanted one."""
    with override_settings(SIGNET={"AUDIENCE": "shop"}):
        raw = str(core.AccessToken.for_user(user, now=NOW))
    with override_settings(SIGNET={"AUDIENCE": "bank"}):
        explanation = explain(raw, NOW)
    assert not explanation.is_accepted
    assert facts(explanation)["audience"] == "shop (wanted: bank)"
    assert "issuer" not in facts(explanation)


def test_the_clock_of_the_words_is_the_given_one(user: User) -> None:
    """Moments are shown in their greatest unit, rounded down."""
    token = opened(user)
    moments = {0: "now", 1: "1 second ago", 59: "59 seconds ago", 119: "1 minute ago"}
    for later, words in {**moments, 86_399: "23 hours ago", 172_800: "2 days ago", -10_800: "in 3 hours"}.items():
        named = facts(explain(str(token), NOW - 2 * HOUR + timedelta(seconds=later)))
        assert named["opened"] == f"2027-01-15 06:00:00 UTC, {words}"


@pytest.mark.parametrize("make", [lambda user: str(opened(user)), log_out, replace, change_password, save_password])
def test_no_part_of_the_token_and_no_secret_is_shown(user: User, make: Callable[[User], str]) -> None:
    """Neither the token itself nor anything usable, in any state of the session."""
    raw = make(user)
    told = repr(explain(raw, NOW))
    session = Session.objects.get()
    held = {*raw.split("."), settings.SECRET_KEY, bytes(session.secret).hex(), session.auth_hash}
    held |= {session.token_id(generation) for generation in range(3)}
    assert not any(secret in told for secret in held)
