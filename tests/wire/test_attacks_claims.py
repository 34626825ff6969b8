"""Attacks on the claims, with tokens that are signed by the right key."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.auth.models import User
from pytest_django import Settings
from rest_framework.test import APIClient

from drf_signet.errors import ExpiredTokenError, TokenError
from drf_signet.tokens import AccessToken, RefreshToken, UntypedToken
from signet_tokens.claims import CLOCK_SKEW
from tests.wire.answers import assert_answer
from tests.wire.attack_cases_claims import (
    AN_HOUR,
    AUDIENCES,
    GOOD_TIMES,
    ISSUER,
    NOW,
    ODD_AUDIENCES,
    ODD_IDENTIFIERS,
    ODD_ISSUERS,
    ODD_REFRESH_ENDS,
    ODD_TIMES,
    ODD_TOKEN_TYPES,
    TIMES_AHEAD,
    WRONG_TIMES,
)
from tests.wire.doors import EVERY_DOOR, SLIDING, TYPED_DOORS, VERIFY, Door
from tests.wire.forge import MISSING

NOT_YET = {"detail": "The token is not valid yet. Try again later.", "code": "token_not_yet_valid"}
EVERYWHERE = pytest.mark.parametrize("door", EVERY_DOOR)


@EVERYWHERE
@pytest.mark.parametrize(("claim", "text"), GOOD_TIMES)
def test_a_good_time_is_accepted(user: User, api: APIClient, door: Door, claim: str, text: str) -> None:
    """A NumericDate may have decimals, and any form of a JSON number."""
    door.assert_open(api, door.forge(user).token(payload=door.forge(user).with_claim(claim, text)))


@EVERYWHERE
@pytest.mark.parametrize(("claim", "text", "message"), [*ODD_TIMES, *WRONG_TIMES, *ODD_IDENTIFIERS])
def test_an_odd_registered_claim_is_refused(
    user: User, api: APIClient, door: Door, claim: str, text: str, message: str
) -> None:
    """A time is a number within the calendar, an identifier is a string, and the times are in order."""
    forge = door.forge(user)
    door.assert_refused(api, forge.token(payload=forge.with_claim(claim, text)), message)


@EVERYWHERE
@pytest.mark.parametrize(("claim", "text"), TIMES_AHEAD)
def test_a_time_that_is_only_ahead_is_no_refusal(user: User, api: APIClient, door: Door, claim: str, text: str) -> None:
    """A 503, after which every client keeps its tokens and tries again; a 401 would sign it out."""
    forge = door.forge(user)
    response = door.show(api, forge.token(payload=forge.with_claim(claim, text)))
    assert_answer(response, 503, NOT_YET)
    assert response["Retry-After"] == "60"


@EVERYWHERE
def test_a_time_ahead_is_no_excuse(user: User, api: APIClient, door: Door) -> None:
    """A forged token is refused as usual, whatever its times."""
    forge = door.forge(user)
    head, payload, _ = forge.token(payload=forge.with_claim("iat", f"{NOW + AN_HOUR}")).split(".")
    _, _, other = forge.token().split(".")
    door.assert_refused(api, f"{head}.{payload}.{other}")


@EVERYWHERE
def test_a_token_that_never_ends_is_refused(user: User, api: APIClient, door: Door) -> None:
    """``exp`` is not optional."""
    forge = door.forge(user)
    door.assert_refused(api, forge.token(payload=forge.claims(exp=MISSING)), "Token has no 'exp' claim")


@EVERYWHERE
@pytest.mark.parametrize("claim", ["iat", "nbf", "sub", "aud", "iss"])
def test_an_optional_claim_may_be_missing(user: User, api: APIClient, door: Door, claim: str) -> None:
    """By default, only ``exp``, ``jti`` and the type are required."""
    forge = door.forge(user)
    door.assert_open(api, forge.token(payload=forge.claims(**{claim: MISSING})))


@EVERYWHERE
def test_an_empty_payload_is_refused(user: User, api: APIClient, door: Door) -> None:
    """A token without claims is a token without an end."""
    door.assert_refused(api, door.forge(user).token(payload=b"{}"), "Token has no 'exp' claim")


@pytest.mark.parametrize("door", TYPED_DOORS)
@pytest.mark.parametrize("token_type", ["access", "refresh", "sliding"])
def test_a_token_opens_the_doors_of_its_type(user: User, api: APIClient, door: Door, token_type: str) -> None:
    """A token of one type is refused wherever another is asked for."""
    forge = door.forge(user)
    token = forge.token(payload=forge.claims(token_type=token_type))
    if token_type == door.token_type:
        door.assert_open(api, token)
    else:
        door.assert_refused(api, token, "Token has wrong type")


@EVERYWHERE
@pytest.mark.parametrize("text", ODD_TOKEN_TYPES)
def test_an_odd_type_is_refused(user: User, api: APIClient, door: Door, text: str) -> None:
    """Only the exact word is the type."""
    forge = door.forge(user)
    door.assert_refused(api, forge.token(payload=forge.with_claim("token_type", text)), "Token has wrong type")


@pytest.mark.parametrize(("text", "message"), ODD_REFRESH_ENDS)
def test_an_odd_refresh_end_is_refused(user: User, api: APIClient, text: str, message: str) -> None:
    """The end of the refresh time is a time in the future."""
    forge = SLIDING.forge(user)
    SLIDING.assert_refused(api, forge.token(payload=forge.with_claim("refresh_exp", text)), message)


@EVERYWHERE
@pytest.mark.parametrize("text", ['"{0}"', '["{0}"]', '["https://other.example","{0}"]'])
@pytest.mark.parametrize("audience", AUDIENCES)
def test_one_common_audience_is_enough(
    user: User, api: APIClient, settings: Settings, door: Door, text: str, audience: str
) -> None:
    """A token for any of our names, alone or among others, is for us."""
    settings.SIGNET = {"AUDIENCE": AUDIENCES}
    forge = door.forge(user)
    door.assert_open(api, forge.token(payload=forge.with_claim("aud", text.replace("{0}", audience))))


@EVERYWHERE
@pytest.mark.parametrize("text", ODD_AUDIENCES)
def test_a_token_for_others_is_refused(user: User, api: APIClient, settings: Settings, door: Door, text: str) -> None:
    """Only a token with one of our exact names is for us."""
    settings.SIGNET = {"AUDIENCE": AUDIENCES}
    forge = door.forge(user)
    door.assert_refused(api, forge.token(payload=forge.with_claim("aud", text)))


@EVERYWHERE
def test_our_issuer_is_accepted(user: User, api: APIClient, settings: Settings, door: Door) -> None:
    """A token of the issuer we trust is ours."""
    settings.SIGNET = {"ISSUER": ISSUER}
    forge = door.forge(user)
    door.assert_open(api, forge.token(payload=forge.claims(iss=ISSUER)))


@EVERYWHERE
@pytest.mark.parametrize("text", ODD_ISSUERS)
def test_a_token_of_another_issuer_is_refused(
    user: User, api: APIClient, settings: Settings, door: Door, text: str
) -> None:
    """Only the exact name is our issuer, even with our key: another environment may have the key, too."""
    settings.SIGNET = {"ISSUER": ISSUER}
    forge = door.forge(user)
    door.assert_refused(api, forge.token(payload=forge.with_claim("iss", text)))


@EVERYWHERE
@pytest.mark.parametrize("signet", [{"AUDIENCE": AUDIENCES[0]}, {"ISSUER": ISSUER}], ids=["aud", "iss"])
def test_a_claim_that_is_asked_for_may_not_be_missing(
    user: User, api: APIClient, settings: Settings, door: Door, signet: dict[str, object]
) -> None:
    """A token from before the setting is refused."""
    settings.SIGNET = signet
    door.assert_refused(api, door.forge(user).token())


def test_what_we_issue_is_for_us(user: User, api: APIClient, settings: Settings) -> None:
    """Our own tokens name the audience and the issuer that we ask for, refreshed ones as well."""
    settings.SIGNET = {"AUDIENCE": AUDIENCES, "ISSUER": ISSUER}
    refresh = RefreshToken(str(RefreshToken.for_user(user)))
    access = AccessToken(str(refresh.access_token))
    assert (refresh["aud"], refresh["iss"]) == (access["aud"], access["iss"]) == (list(AUDIENCES), ISSUER)
    VERIFY.assert_open(api, str(access))


@pytest.mark.parametrize("leeway", [0, 10, timedelta(seconds=10), 0.5])
def test_the_leeway_has_edges(user: User, settings: Settings, leeway: float | timedelta) -> None:
    """``exp`` ends at its second, ``nbf`` begins at it, ``iat`` five before; the leeway moves each of them."""
    settings.SIGNET = {"LEEWAY": leeway}
    slack = leeway if isinstance(leeway, timedelta) else timedelta(seconds=leeway)
    edge = datetime.now(UTC).replace(microsecond=0) + timedelta(days=30)
    tick = timedelta(milliseconds=1)
    forge = VERIFY.forge(user)
    end = forge.token(payload=forge.claims(exp=edge.timestamp()))
    UntypedToken(end, now=edge + slack - tick)
    for late in (edge + slack, edge + slack + tick):
        with pytest.raises(ExpiredTokenError):
            UntypedToken(end, now=late)
    for claim, skew in (("nbf", timedelta()), ("iat", timedelta(seconds=CLOCK_SKEW))):
        begin = forge.token(payload=forge.claims(**{claim: edge.timestamp()}, exp=edge.timestamp() + 3_600))
        with pytest.raises(TokenError):
            UntypedToken(begin, now=edge - slack - skew - tick)
        for in_time in (edge - slack - skew, edge):
            UntypedToken(begin, now=in_time)


def test_a_remembered_token_ends_in_time(user: User) -> None:
    """The times of a token verified before are checked again: it is refused after its end, or before its beginning."""
    edge = datetime.now(UTC).replace(microsecond=0) + timedelta(days=30)
    hour = timedelta(hours=1)
    forge = VERIFY.forge(user)
    token = forge.token(payload=forge.claims(nbf=edge.timestamp(), exp=(edge + hour).timestamp()))
    for _ in range(2):
        UntypedToken(token, now=edge)
        with pytest.raises(ExpiredTokenError):
            UntypedToken(token, now=edge + hour)
        with pytest.raises(TokenError):
            UntypedToken(token, now=edge - hour)


def test_a_remembered_token_is_not_shared(user: User) -> None:
    """Code that changes the claims of a token it has read changes nothing for the next reader."""
    forge = VERIFY.forge(user)
    token = forge.token(payload=forge.claims(roles=["reader"], locale="en"))
    first = UntypedToken(token)
    first["user_id"] = "another"
    first["locale"] = "de"
    roles = first["roles"]
    assert isinstance(roles, list)
    roles.append("admin")
    second = UntypedToken(token)
    assert (second["user_id"], second["locale"], second["roles"]) == (str(user.pk), "en", ["reader"])
