"""Access tokens of RFC 9068, beside those of Simple JWT: what they hold, who reads them, and what they don't open."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import ClassVar

import pytest
from django.contrib.auth.models import Group, User
from django.test import override_settings
from rest_framework.test import APIClient

from drf_signet import rfc9068
from drf_signet.conf import get_settings
from drf_signet.errors import MissingClaimError, TokenError, WrongTokenTypeError
from drf_signet.keys_in_force import get_ring
from drf_signet.misconfiguration import MisconfiguredError
from drf_signet.tenant import serving
from drf_signet.tokens import AccessToken, RefreshToken, SlidingToken, Token
from signet_tokens import jws
from tests.conf.setting_effects import claims_of, header_of
from tests.stand_ins.key_pairs import private_pem, rsa

NOW = datetime(2027, 1, 15, 8, tzinfo=UTC)
SECONDS = 1_800_000_000
NAMED = {"ISSUER": "https://id.example", "AUDIENCE": ["https://orders.example", "https://billing.example"]}
PROFILED = {**NAMED, "ACCESS_TOKEN_PROFILE": "rfc9068"}
SIMPLE_JWT = override_settings(SIGNET=NAMED)
RFC9068 = override_settings(SIGNET=PROFILED)
HEADERS = [jws.JWT, jws.AT_JWT]


def north() -> str:
    """A tenant whose name has a character that separates."""
    return "north:1"


class Device(AccessToken):
    """A token for a row of another model."""

    user_model = "auth.Group"


def access_for(user: User, token_class: type[AccessToken] = AccessToken) -> str:
    """A token for *user*, issued now."""
    return str(token_class.for_user(user, now=NOW))


def complete(**changes: object) -> dict[str, object]:
    """All claims of RFC 9068, and those that make a token ours; None leaves one out."""
    good = {
        "iss": NAMED["ISSUER"],
        "aud": "https://orders.example",
        "sub": "5",
        "client_id": "first-party",
        "iat": SECONDS,
        "exp": SECONDS + 60,
        "jti": "1",
        "user_id": "5",
        "token_type": "access",
    }
    return {claim: value for claim, value in {**good, **changes}.items() if value is not None}


def forged(claims: Mapping[str, object], typ: str = jws.AT_JWT) -> str:
    """A token of our own key."""
    return jws.sign(json.dumps(claims).encode(), get_ring().signing_key, typ)


@RFC9068
def test_it_has_the_header_and_the_claims_that_others_look_for(user: User) -> None:
    """Each that RFC 9068 requires, and those that Signet reads itself."""
    raw = access_for(user)
    jti = claims_of(raw)["jti"]
    assert (header_of(raw)["typ"], len(jti)) == ("at+jwt", 32)
    assert claims_of(raw) == {
        "iss": "https://id.example",
        "aud": ["https://orders.example", "https://billing.example"],
        "sub": str(user.pk),
        "client_id": "first-party",
        "iat": SECONDS,
        "exp": SECONDS + 300,
        "jti": jti,
        "user_id": str(user.pk),
        "token_type": "access",
    }


def test_without_the_setting_a_token_is_that_of_simple_jwt_to_the_byte(user: User) -> None:
    """Header and claims, in their order."""
    with SIMPLE_JWT:
        token = AccessToken.for_user(user, now=NOW)
        raw = str(token)
        key = get_ring().signing_key
    assert list(header_of(raw).items()) == [("alg", "HS256"), ("typ", "JWT"), ("kid", key.kid)]
    assert list(claims_of(raw).items()) == [
        *(("token_type", "access"), ("exp", SECONDS + 300), ("iat", SECONDS)),
        *(("jti", token["jti"]), ("user_id", str(user.pk)), ("aud", NAMED["AUDIENCE"]), ("iss", NAMED["ISSUER"])),
    ]


@RFC9068
def test_only_access_tokens_have_the_profile(user: User) -> None:
    """A refresh token goes back to the service that issued it, and to no other."""
    for token_class in (RefreshToken, SlidingToken):
        raw = str(token_class.for_user(user))
        assert (header_of(raw)["typ"], "client_id" in claims_of(raw)) == ("JWT", False)


@RFC9068
def test_a_refresh_makes_one_whatever_the_sign_in_made(user: User) -> None:
    """A client that signed in before the change gets the new shape at its next refresh."""
    with SIMPLE_JWT:
        refresh = str(RefreshToken.for_user(user, now=NOW))
    raw = str(RefreshToken(refresh, now=NOW).access_token)
    assert (header_of(raw)["typ"], claims_of(raw)["sub"]) == ("at+jwt", str(user.pk))


@pytest.mark.parametrize("before", [SIMPLE_JWT, RFC9068], ids=["to-rfc9068", "back"])
def test_a_change_from_one_shape_to_the_other_signs_nobody_out(
    user: User, api: APIClient, before: override_settings
) -> None:
    """While processes of both settings run, each accepts what the other issues: access tokens, and refresh tokens."""
    after = RFC9068 if before is SIMPLE_JWT else SIMPLE_JWT
    for issues, reads in ((before, after), (after, before)):
        with issues:
            access, refresh = str(AccessToken.for_user(user)), str(RefreshToken.for_user(user))
        with reads:
            for path in ("/whoami/", "/stateless/"):
                assert api.get(path, HTTP_AUTHORIZATION=f"Bearer {access}").json()["id"] == str(user.pk)
            assert api.post("/api/token/refresh/", {"refresh": refresh}).status_code == 200
            assert api.post("/api/token/verify/", {"token": access}).status_code == 200


def test_the_first_issuer_and_audience_sign_nobody_out(user: User, api: APIClient) -> None:
    """Until the time that the setting names, tokens may lack what they lacked before; and no others do."""
    raw = str(AccessToken.for_user(user))
    later, earlier = (
        {**PROFILED, **dict.fromkeys(("ISSUER_SINCE", "AUDIENCE_SINCE"), datetime(year, 1, 1, tzinfo=UTC))}
        for year in (2100, 2020)
    )
    for signet, status in ((PROFILED, 401), (later, 200), (earlier, 401)):
        with override_settings(SIGNET=signet):
            assert api.get("/whoami/", HTTP_AUTHORIZATION=f"Bearer {raw}").status_code == status
    with override_settings(SIGNET={"AUDIENCE": "others", "ISSUER": "https://id.example"}):
        foreign = str(AccessToken.for_user(user))
    with override_settings(SIGNET=later):
        assert api.get("/whoami/", HTTP_AUTHORIZATION=f"Bearer {foreign}").status_code == 401


@pytest.mark.parametrize("token_class", [RefreshToken, SlidingToken])
@RFC9068
def test_what_is_typed_as_an_access_token_is_nothing_else(token_class: type[Token]) -> None:
    """Even if its claims say so, and even where no claim says what a token is."""
    claims = complete(token_type=token_class.token_type)
    token_class(forged(claims, jws.JWT), now=NOW)
    with pytest.raises(WrongTokenTypeError):
        token_class(forged(claims), now=NOW)
    with override_settings(SIGNET={**PROFILED, "TOKEN_TYPE_CLAIM": None}), pytest.raises(WrongTokenTypeError):
        token_class(forged(claims), now=NOW)


@pytest.mark.parametrize("typ", HEADERS)
@pytest.mark.parametrize("token_type", ["refresh", "sliding", "id", "invitation", None, 5, ["access"]])
@RFC9068
def test_nothing_else_is_an_access_token(typ: str, token_type: object) -> None:
    """A refresh token, an ID token and what no type names: whatever the header says."""
    for token_class in (AccessToken, rfc9068.AccessToken):
        with pytest.raises(TokenError):
            token_class(forged({**complete(), "token_type": token_type}, typ), now=NOW)


@pytest.mark.parametrize("typ", ["at+jwt", "AT+JWT", "application/at+jwt", "Application/AT+JWT"])
@RFC9068
def test_a_strict_service_reads_the_type_in_any_case(typ: str) -> None:
    """The class that reads nothing else accepts each spelling of the media type (RFC 7515 section 4.1.9)."""
    assert rfc9068.AccessToken(forged(complete(), typ), now=NOW)["sub"] == "5"
    with pytest.raises(WrongTokenTypeError):
        rfc9068.AccessToken(forged(complete(), jws.JWT), now=NOW)


@pytest.mark.parametrize("claim", ["iss", "exp", "aud", "sub", "client_id", "iat", "jti"])
@RFC9068
def test_a_strict_service_demands_every_claim(claim: str) -> None:
    """Those that RFC 9068 requires, with or without a claim that says the type."""
    with pytest.raises(TokenError):
        rfc9068.AccessToken(forged(complete(**{claim: None})), now=NOW)


@RFC9068
def test_a_strict_service_reads_tokens_of_other_issuers() -> None:
    """They name no type in a claim, and the class issues such tokens whatever the setting says."""
    assert rfc9068.AccessToken(forged(complete(token_type=None)), now=NOW)["client_id"] == "first-party"
    with pytest.raises(MissingClaimError):
        AccessToken(forged(complete(token_type=None)), now=NOW)
    with SIMPLE_JWT:
        assert header_of(str(rfc9068.AccessToken(now=NOW)))["typ"] == "at+jwt"


@pytest.mark.parametrize(
    "audience",
    [
        "https://orders.example/",
        "https://orders.example.evil.example",
        "orders.example",
        "HTTPS://ORDERS.EXAMPLE",
        "https://orders.example https://billing.example",
        "",
        [],
        ["https://orders.exampl"],
        [["https://orders.example"]],
        ["https://orders.example", 5],
        {"https://orders.example": True},
        5,
        True,
        None,
    ],
    ids=repr,
)
@RFC9068
def test_a_token_for_another_audience_is_refused(audience: object) -> None:
    """A value has to be one of ours, to the letter, in a string or in a list of strings."""
    for token_class in (AccessToken, rfc9068.AccessToken):
        with pytest.raises(TokenError):
            token_class(forged({**complete(), "aud": audience}), now=NOW)


@pytest.mark.parametrize("audience", ["https://billing.example", ["https://x.example", "https://billing.example"]])
@RFC9068
def test_one_audience_of_ours_is_enough(audience: object) -> None:
    """Whatever else the token is for."""
    assert AccessToken(forged(complete(aud=audience)), now=NOW)["aud"] == audience


def test_a_class_may_be_for_some_services_alone(user: User) -> None:
    """Its tokens name these, and a service that is none of them refuses them."""

    class ForBilling(AccessToken):
        audience: ClassVar[str | tuple[str, ...] | None] = "https://billing.example"

    with RFC9068:
        raw = access_for(user, ForBilling)
        assert claims_of(raw)["aud"] == "https://billing.example"
    for own, is_for_it in (("https://billing.example", True), ("https://orders.example", False)):
        with override_settings(SIGNET={**NAMED, "AUDIENCE": own}):
            if is_for_it:
                assert AccessToken(raw, now=NOW)["user_id"] == str(user.pk)
            else:
                with pytest.raises(TokenError):
                    AccessToken(raw, now=NOW)


def test_the_subject_is_the_user_under_the_name_of_the_claim(user: User) -> None:
    """Where USER_ID_CLAIM is ``sub``, that is all there is."""
    with override_settings(SIGNET={**PROFILED, "USER_ID_CLAIM": "sub", "USER_ID_FIELD": "username"}):
        claims = claims_of(access_for(user))
    assert (claims["sub"], "user_id" in claims) == ("ada", False)


def test_no_two_users_have_the_same_subject(user: User) -> None:
    """A row of another model, and a user of another tenant, may have the same key."""
    group = Group.objects.create(pk=user.pk, name="x")
    with RFC9068:
        assert claims_of(str(Device.for_user(group)))["sub"] == f"auth.group:{user.pk}"  # type: ignore[arg-type]
    with override_settings(SIGNET={**PROFILED, "TENANT": f"{__name__}.north"}):
        assert claims_of(access_for(user))["sub"] == f"north%3A1:{user.pk}"
        with serving(None):
            assert claims_of(access_for(user))["sub"] == str(user.pk)


@RFC9068
def test_a_token_of_nobody_is_that_of_its_client() -> None:
    """RFC 9068 section 2.2: without a user, the subject is the client."""
    token = AccessToken(now=NOW)
    token["client_id"] = "report-job"
    claims = claims_of(str(token))
    assert (claims["sub"], claims["client_id"]) == ("report-job", "report-job")


@RFC9068
def test_a_client_that_the_project_names_stays_from_refresh_to_refresh(user: User) -> None:
    """Set on the refresh token, as any claim."""
    refresh = RefreshToken.for_user(user, now=NOW)
    refresh["client_id"] = "ios"
    again = RefreshToken(str(refresh), now=NOW)
    assert claims_of(str(again.access_token))["client_id"] == "ios"


def test_there_is_a_token_id_whatever_the_setting_calls_it(user: User) -> None:
    """RFC 9068 requires ``jti``, also where JTI_CLAIM names none, or another."""
    with override_settings(SIGNET={**PROFILED, "JTI_CLAIM": None}):
        assert len(claims_of(access_for(user))["jti"]) == 32
    with override_settings(SIGNET={**PROFILED, "JTI_CLAIM": "id"}):
        claims = claims_of(access_for(user))
    assert claims["jti"] == claims["id"]


@pytest.mark.parametrize("missing", ["ISSUER", "AUDIENCE"])
def test_nothing_is_issued_that_others_would_refuse(missing: str) -> None:
    """Where `manage.py check` was never run, the log has its words."""
    with override_settings(SIGNET={**PROFILED, missing: None}), pytest.raises(MisconfiguredError, match=missing):
        str(AccessToken())


def test_a_key_pair_signs_them_too(user: User) -> None:
    """The header has the algorithm and the name of the key, as ever."""
    with override_settings(SIGNET={**PROFILED, "ALGORITHM": "RS256", "SIGNING_KEY": private_pem(rsa("service"))}):
        raw = access_for(user)
        assert header_of(raw) == {"alg": "RS256", "typ": "at+jwt", "kid": get_ring().signing_key.kid}
        assert AccessToken(raw, now=NOW)["user_id"] == rfc9068.AccessToken(raw, now=NOW)["user_id"] == str(user.pk)
        assert get_settings().CLIENT_ID == "first-party"
