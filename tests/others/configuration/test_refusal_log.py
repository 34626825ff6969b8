"""What the log says of refused tokens: one line with the reason, seldom, and never the token."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import override_settings
from rest_framework.test import APIClient

from drf_signet.errors import TokenError
from drf_signet.refusal_log import RefusalLog
from drf_signet.tokens import AccessToken, RefreshToken
from signet_tokens.keys import SigningKey
from signet_tokens.reasons import RefusalReason, listed, shown
from tests.others.identity_providers.recipes import encoded, short_form, token_of
from tests.others.identity_providers.shapes import AUTH0, CLERK, COGNITO, KEYCLOAK, NOW, Shape
from tests.stand_ins.clock import Clock
from tests.stand_ins.key_pairs import SECRET

LOGGER = "drf_signet.refusals"
API = "https://api.shop.example"
TENANT = "https://shop.eu.auth0.com"


@pytest.fixture(autouse=True)
def _every_level(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """Debugging, too."""
    with caplog.at_level(logging.DEBUG, LOGGER):
        yield


def ask(raw: str, path: str = "/orders/") -> Any:
    """The answer to a request with that token."""
    return APIClient(raise_request_exception=False).get(path, HTTP_AUTHORIZATION=f"Bearer {raw}")


def lines(caplog: pytest.LogCaptureFixture) -> list[tuple[str, str]]:
    """The lines of the log about refusals: levels and texts."""
    return [(one.levelname, one.getMessage()) for one in caplog.records if one.name == LOGGER]


def with_header(**header: object) -> Callable[[Shape], str]:
    """A token whose header has these, and lacks what is None; its claims are right."""

    def make(shape: Shape) -> str:
        members = {name: value for name, value in {**shape.token_header(), **header}.items() if value is not None}
        key = SigningKey.load(SECRET, "HS256")
        return encoded(key, {"iss": shape.issuer, **shape.access}, members)

    return make


def with_claims(**claims: object) -> Callable[[Shape], str]:
    """A token by the right key with these claims."""
    return lambda shape: token_of(shape, **claims)


NO_AUD = "If the issuer never writes one, remove AUDIENCE, and use required_claims for a claim that it does write."
CLOCKS = "Set the clocks right, or set LEEWAY to the largest difference between them."
SLASH = "They differ in the slash at the end. Copy ISSUER from iss exactly."
TWO_NAMES = "The issuer uses two names. Configure a fixed one there, or set ISSUER to the one in its tokens."
OTHER_ISSUER = "Somebody else issued it, or JWK_URL belongs to another issuer."
WRONG_ONE = "The client sends the wrong kind of token."

WARNED: dict[str, tuple[Shape, Callable[[Shape], str], int, str]] = {
    "audience": (
        AUTH0,
        with_claims(aud="https://other.example"),
        401,
        f"audience: its aud is 'https://other.example', but AUDIENCE is '{API}'.",
    ),
    "no-audience": (AUTH0, with_claims(aud=None), 401, f"audience: it has no aud, but AUDIENCE is '{API}'. {NO_AUD}"),
    "odd-audience": (
        AUTH0,
        with_claims(aud={"a": 1}),
        401,
        "audience: its aud is neither a string nor a list of strings.",
    ),
    "issuer": (
        AUTH0,
        with_claims(iss="https://x.example/y"),
        401,
        f"issuer: its iss is 'https://x.example/y', but ISSUER is '{TENANT}/'.",
    ),
    "slash": (
        AUTH0,
        with_claims(iss=TENANT),
        401,
        f"issuer: its iss is '{TENANT}', but ISSUER is '{TENANT}/'. {SLASH}",
    ),
    "name-inside": (
        KEYCLOAK,
        with_claims(iss="http://keycloak:8080/realms/shop"),
        401,
        "issuer: its iss is 'http://keycloak:8080/realms/shop', but ISSUER is 'https://id.shop.example/realms/shop'. "
        + TWO_NAMES,
    ),
    "no-issuer": (AUTH0, with_claims(iss=None), 401, f"issuer: it has no iss, but ISSUER is '{TENANT}/'."),
    "clock": (
        AUTH0,
        with_claims(iat=NOW + 20),
        503,
        f"clock: its iat is 20 seconds ahead of this machine's clock, and LEEWAY is 0. {CLOCKS}",
    ),
    "begins-later": (
        CLERK,
        with_claims(nbf=NOW + 20),
        503,
        f"clock: its nbf is 20 seconds ahead of this machine's clock, and LEEWAY is 5. {CLOCKS}",
    ),
    "years-ahead": (
        AUTH0,
        with_claims(iat=NOW + 10**8, exp=NOW + 2 * 10**8),
        401,
        f"clock: its iat is {10**8} seconds ahead of this machine's clock, and LEEWAY is 0. {CLOCKS}",
    ),
    "no-time": (AUTH0, with_claims(exp="tomorrow"), 401, "times: one of exp, iat and nbf isn't a time."),
    "no-end": (AUTH0, with_claims(exp=None), 401, "claims: it has no exp, so it would never expire."),
    "number-for-subject": (
        AUTH0,
        with_claims(sub=5),
        401,
        "claims: its sub or its jti isn't a string (RFC 7519 section 4.1).",
    ),
    "no-subject": (
        AUTH0,
        with_claims(sub=None),
        401,
        (
            "user: it has no 'sub' that names a user. Set USER_ID_CLAIM to the claim in which its issuer names the "
            "user, such as 'sub'."
        ),
    ),
    "kid": (
        AUTH0,
        with_header(kid="another"),
        401,
        f"kid: its key is 'another', but the known ones are 'kid-of-2026'. {OTHER_ISSUER}",
    ),
    "signature": (
        AUTH0,
        with_header(),
        401,
        (
            "signature: the key 'kid-of-2026' did not sign it. Somebody changed the token, or another key has the "
            "same name."
        ),
    ),
    "no-kid": (
        AUTH0,
        with_header(kid=None),
        401,
        "signature: it doesn't name its key (kid), and no known key signed it (1 tried). Compare the keys.",
    ),
    "algorithm": (
        AUTH0,
        with_header(alg="HS256"),
        401,
        (
            "algorithm: it is signed with 'HS256', but no key here is for that. Set ALGORITHM to the algorithm of its "
            "issuer."
        ),
    ),
    "for-logout": (
        AUTH0,
        with_header(typ="logout+jwt"),
        401,
        "typ: its header says typ 'logout+jwt', but tokens for an API are 'JWT' or 'at+jwt'.",
    ),
    "critical": (AUTH0, with_header(crit=["b64"]), 401, "header: its header has 'crit', which Signet doesn't support."),
    "encrypted": (
        AUTH0,
        lambda shape: "eyJhbGciOiJkaXIifQ..a.b.c",
        401,
        (
            "encrypted: it is encrypted (RFC 7516), so only its issuer can read it. Ask the issuer for a signed one. "
            "Some issuers sign tokens only if the request names an audience."
        ),
    ),
    "id-token": (
        COGNITO,
        with_claims(token_use="id"),
        401,
        f"type: its token_use is 'id', but it should be 'access'. {WRONG_ONE}",
    ),
    "refresh-token": (
        KEYCLOAK,
        with_claims(typ="Refresh"),
        401,
        f"type: its typ is 'Refresh', but it should be 'Bearer'. {WRONG_ONE}",
    ),
    "no-type": (
        COGNITO,
        with_claims(token_use=None),
        401,
        (
            "token_type_claim: it lacks the claim 'token_use', which TOKEN_TYPE_CLAIM names. If its issuer writes no "
            "such claim, set TOKEN_TYPE_CLAIM to None, or to the claim that it does write."
        ),
    ),
    "no-identifier": (
        COGNITO,
        with_claims(jti=None),
        401,
        (
            "jti_claim: it lacks the claim 'jti', which JTI_CLAIM names. If its issuer writes no such claim, set "
            "JTI_CLAIM to None, or to the claim that it does write."
        ),
    ),
    "another-client": (
        COGNITO,
        with_claims(client_id="x"),
        401,
        "required-claims: its client_id is 'x', but required_claims needs '4example23456789'.",
    ),
    "no-page": (
        CLERK,
        with_claims(azp=None),
        401,
        "required-claims: it has no 'azp', but required_claims needs 'http://localhost:3000', 'https://shop.example'.",
    ),
}


@pytest.mark.parametrize(("shape", "make", "status", "line"), WARNED.values(), ids=WARNED)
def test_what_is_likely_a_setting_is_a_warning(
    shape: Shape, make: Callable[[Shape], str], status: int, line: str, caplog: pytest.LogCaptureFixture
) -> None:
    """The line has the value of the token and the wanted one; the client gets the usual answer."""
    raw = make(shape)
    with short_form(shape):
        answer = ask(raw)
    assert answer.status_code == status
    assert lines(caplog) == [("WARNING", f"Token refused, {line}")]
    if status == 401 and "messages" in answer.json():
        assert answer.json()["detail"] == "Given token not valid for any token type"
    assert line.partition(": ")[2] not in answer.content.decode()
    assert not any(len(part) > 20 and part in caplog.text for part in raw.split("."))


USUAL: dict[str, tuple[Callable[[Shape], str], str]] = {
    "expired": (with_claims(exp=NOW - 60, iat=NOW - 360), "expired: it expired 60 seconds ago."),
    "a-word": (lambda shape: "undefined", "malformed: it has 1 part, but a signed token has three."),
    "nonsense": (lambda shape: "bm9uZQ.b.c", "json: a part of it isn't a JSON object, or repeats a name."),
    "bad-base64": (lambda shape: "a!.b.c", "malformed: it is malformed."),
    "too-long": (lambda shape: "a." * 9_000, "malformed: it has 18000 characters, but the limit is 16384."),
}


@pytest.mark.parametrize(("make", "line"), USUAL.values(), ids=USUAL)
def test_what_happens_every_day_is_for_debugging(
    make: Callable[[Shape], str], line: str, caplog: pytest.LogCaptureFixture
) -> None:
    """Nobody needs to read about it."""
    with short_form(AUTH0):
        assert ask(make(AUTH0)).status_code == 401
    assert lines(caplog) == [("DEBUG", f"Token refused, {line}")]


def test_somebody_unknown_is_looked_for_by_a_field(db: None, caplog: pytest.LogCaptureFixture) -> None:
    """A deleted user is nothing unusual; or the field is wrong."""
    with short_form(AUTH0):
        assert ask(token_of(AUTH0), "/own/").status_code == 401
    assert lines(caplog) == [("DEBUG", f"Token refused, unknown-user: no user has '{AUTH0.user}' in the field 'id'.")]


@pytest.mark.parametrize(
    ("path", "field"),
    [("/api/token/verify/", "token"), ("/api/token/refresh/", "refresh"), ("/sessions/api/token/refresh/", "refresh")],
)
def test_a_token_in_a_body_is_refused_with_a_line_as_well(
    user: User, path: str, field: str, caplog: pytest.LogCaptureFixture
) -> None:
    """The answer has its usual words, and ``reason``."""
    with override_settings(SIGNET={"AUDIENCE": "shop"}):
        raw = str(RefreshToken.for_user(user))
    with override_settings(SIGNET={"AUDIENCE": "bank"}):
        answer = APIClient().post(path, {field: raw})
    assert answer.json()["reason"] == "token_invalid"
    assert lines(caplog) == [("WARNING", "Token refused, audience: its aud is 'shop', but AUDIENCE is 'bank'.")]


@pytest.mark.parametrize("path", ["/sessions/live/", "/sessions/snapshot/"])
def test_a_token_of_no_session_is_sent_to_the_other_classes(
    user: User, path: str, caplog: pytest.LogCaptureFixture
) -> None:
    """The classes of sessions accept no token of another issuer."""
    assert ask(str(AccessToken.for_user(user)), path).status_code == 401
    assert lines(caplog) == [
        (
            "WARNING",
            (
                "Token refused, session: it names no session (sid). Authenticate tokens of other issuers with "
                "drf_signet.authentication: the classes of drf_signet.sessions need a session."
            ),
        )
    ]


def test_of_several_classes_the_one_that_comes_closest_speaks(user: User, caplog: pytest.LogCaptureFixture) -> None:
    """A token that one of them accepts is no refusal of the others."""
    classes = ("drf_signet.tokens.AccessToken", "drf_signet.tokens.SlidingToken")
    refresh = RefreshToken.for_user(user)
    with override_settings(SIGNET={"AUTH_TOKEN_CLASSES": classes[::-1]}):
        assert ask(str(refresh.access_token), "/whoami/").status_code == 200
        assert lines(caplog) == []
        assert ask(str(refresh), "/whoami/").status_code == 401
    (line,) = lines(caplog)
    assert line[1].startswith("Token refused, type: its token_type is 'refresh', but it should be 'sliding'.")


def test_a_flood_is_one_line_a_minute(caplog: pytest.LogCaptureFixture) -> None:
    """One for each reason, with the number of lines that were left out."""
    clock = Clock()
    log = RefusalLog(clock)
    one, other = (TokenError(reason=RefusalReason(name, f"it is {name}")) for name in ("odd", "even"))
    for _ in range(1_000):
        log.tell(one)
    log.tell(other)
    clock.move(59.9)
    log.tell(one)
    clock.move(0.2)
    log.tell(one)
    log.tell(other)
    assert [text for _, text in lines(caplog)] == [
        "Token refused, odd: it is odd.",
        "Token refused, even: it is even.",
        "Token refused, odd: it is odd. (1000 more times since the last line)",
        "Token refused, even: it is even.",
    ]


def test_what_nobody_reads_is_not_counted(caplog: pytest.LogCaptureFixture) -> None:
    """A level that is off costs nothing, and doesn't use up the one line of the minute."""
    log = RefusalLog(Clock())
    usual = TokenError(reason=RefusalReason("usual", "it is usual", is_usual=True))
    with caplog.at_level(logging.WARNING, LOGGER):
        log.tell(usual)
    log.tell(usual)
    assert [text for _, text in lines(caplog)] == ["Token refused, usual: it is usual."]


ODD_VALUES: Mapping[str, object] = {
    "cursor": "\x1b[2J\r\nforged line",
    "turned-text": "\u202egpj.exe",
    "line-separator": "a\u2028b",
    "long": "x" * 10_000,
    "many": [f"api-{number}" for number in range(1_000)],
    "deep": {"a": {"b": {"c": {"d": {}}}}},
    "number": 10**300,
}


@pytest.mark.parametrize("value", ODD_VALUES.values(), ids=ODD_VALUES)
@pytest.mark.parametrize("claim", ["iss", "aud"])
def test_what_a_stranger_wrote_is_one_short_line(claim: str, value: object, caplog: pytest.LogCaptureFixture) -> None:
    """Otherwise anyone with a key of the issuer, or with a made-up header, could write lines into the log."""
    with short_form(AUTH0):
        assert ask(token_of(AUTH0, **{claim: value})).status_code == 401
    ((_, line),) = lines(caplog)
    assert line.isprintable()
    assert len(line) < 500


@pytest.mark.parametrize("name", ["kid", "alg", "typ"])
@pytest.mark.parametrize("value", ["\x1b[2J\r\nforged line", "x" * 1_000])
def test_nor_does_a_header(name: str, value: str, caplog: pytest.LogCaptureFixture) -> None:
    """Nobody believes it, but the log shows it."""
    with short_form(AUTH0):
        assert ask(with_header(**{name: value})(AUTH0)).status_code == 401
    ((_, line),) = lines(caplog)
    assert line.isprintable()
    assert len(line) < 500


def test_a_value_is_shown_in_part() -> None:
    """Many values are, too."""
    assert len(shown("x" * 1_000)) <= 100
    assert listed([]) == "none"
    assert listed(f"{number}" for number in range(9)) == "'0', '1', '2', '3', '4' and 4 more"
