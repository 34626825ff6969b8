"""From an issuer to its key set: where its metadata is, what it has to say, and who else may say it."""

from __future__ import annotations

import json
import logging
from urllib.error import HTTPError

import pytest

from signet_tokens.discovery import metadata_urls
from signet_tokens.errors import KeyLoadError, KeysUnavailableError
from signet_tokens.remote_keys import COOL_DOWN, MAXIMUM_AGE
from signet_tokens.trusted_issuer import TrustedIssuer
from signet_tokens.trusted_issuers import TrustedIssuers
from tests.core.issuer import key_set, private_key, serving
from tests.issuers.web import NOW, ONE, OTHER, Web, forged, published, token
from tests.stand_ins.clock import Clock

OPENID = f"{ONE}/.well-known/openid-configuration"
OAUTH = f"{ONE}/.well-known/oauth-authorization-server"


@pytest.fixture
def web() -> Web:
    """An issuer."""
    made = Web()
    made.publish(ONE, published("one"))
    return made


@pytest.fixture
def clock() -> Clock:
    """The clock of the key sets."""
    return Clock(NOW)


@pytest.fixture
def issuers(web: Web, clock: Clock) -> TrustedIssuers:
    """That issuer, by discovery."""
    return TrustedIssuers([TrustedIssuer(ONE, "api")], clock=clock, fetch=web)


def accepts(issuers: TrustedIssuers, name: str = ONE) -> bool:
    """Whether a token of that issuer verifies; False where its keys are away."""
    try:
        return bool(issuers.claims(token(name), NOW))
    except KeysUnavailableError:
        return False


@pytest.mark.parametrize(
    ("issuer", "openid", "oauth"),
    [
        ("https://a.example", "https://a.example/{}", "https://a.example/{}"),
        ("https://a.example/", "https://a.example/{}", "https://a.example/{}"),
        ("https://a.example:8443/b/c", "https://a.example:8443/b/c/{}", "https://a.example:8443/{}/b/c"),
        ("https://a.example/b/", "https://a.example/b/{}", "https://a.example/{}/b"),
    ],
)
def test_where_metadata_is(issuer: str, openid: str, oauth: str) -> None:
    """OpenID appends its path to the issuer; RFC 8414 section 3.1 puts its own before the issuer's path."""
    assert metadata_urls(issuer) == (
        openid.format(".well-known/openid-configuration"),
        oauth.format(".well-known/oauth-authorization-server"),
    )


@pytest.mark.parametrize(
    "first",
    [
        pytest.param(HTTPError(OPENID, 404, "Not Found", {}, None), id="not-found"),  # type: ignore[arg-type]
        pytest.param(b"<html>Welcome</html>", id="front-page"),
        pytest.param({"hello": "world"}, id="something-else"),
        pytest.param({"issuer": ONE}, id="without-keys"),
    ],
)
def test_metadata_of_oauth_is_enough(web: Web, issuers: TrustedIssuers, first: object) -> None:
    """Where a server has no metadata of OpenID, or its front page in the place."""
    web.documents[OAUTH] = web.documents.pop(OPENID)
    web.documents[OPENID] = first
    assert accepts(issuers)
    assert web.asked == [OPENID, OAUTH, f"{ONE}/keys"]


@pytest.mark.parametrize(
    "first",
    [
        pytest.param(HTTPError(OPENID, 503, "Busy", {}, None), id="busy"),  # type: ignore[arg-type]
        pytest.param(OSError("nobody there"), id="away"),
    ],
)
def test_a_server_that_is_down_is_asked_once(web: Web, issuers: TrustedIssuers, first: object) -> None:
    """The other address is its own, too."""
    web.documents[OPENID] = first
    assert not accepts(issuers)
    assert web.asked == [OPENID]


@pytest.mark.parametrize("said", [OTHER, f"{ONE}/", ONE.upper(), None, 5, [ONE]])
def test_an_issuer_that_answers_for_another_is_refused(
    web: Web, issuers: TrustedIssuers, caplog: pytest.LogCaptureFixture, said: object
) -> None:
    """It has to name itself to the letter (RFC 8414 section 3.3). Signet doesn't go on with the second address."""
    web.publish(ONE, published("one"), issuer=said)
    web.documents[OAUTH] = {"issuer": ONE, "jwks_uri": f"{ONE}/keys"}
    assert not any(accepts(issuers) for _ in range(3))
    assert web.asked == [OPENID]
    (line,) = caplog.messages
    assert line.startswith(f"Signet refuses the keys of {ONE} (it answers for another: its metadata says issuer ")


@pytest.mark.parametrize(
    "uri",
    [
        "http://one.example/keys",
        "file:///etc/passwd",
        "http://localhost/keys",
        "http://[::1",
        "https://u:p@one.example/",
        "keys",
        5,
        None,
    ],
)
def test_metadata_names_a_safe_address(web: Web, issuers: TrustedIssuers, uri: object) -> None:
    """Or no key is fetched at all."""
    web.publish(ONE, published("one"), jwks_uri=uri)
    assert not accepts(issuers)
    assert all("well-known" in one for one in web.asked)


@pytest.mark.parametrize(
    "name", ["http://one.example", "one.example", "", f"{ONE}?a", f"{ONE}#a", "https://u:p@one.example"]
)
def test_an_issuer_is_a_safe_address_where_it_is_asked(name: str) -> None:
    """With its key set at a given address, its name may be any text."""
    with pytest.raises(KeyLoadError):
        TrustedIssuers([TrustedIssuer(name, "api")])
    if name:
        TrustedIssuers([TrustedIssuer(name, "api", jwks_url="https://one.example/keys")])


def test_a_network_of_ones_own_may_do_without_https(clock: Clock) -> None:
    """If the operator says so, for the metadata and for the key set."""
    name, web = "http://keycloak:8080/realms/shop", Web()
    web.publish(name, published("one"))
    issuer = TrustedIssuer(name, "api", allow_http=True)
    assert accepts(TrustedIssuers([issuer], clock=clock, fetch=web), name)


def test_a_given_address_needs_no_metadata(clock: Clock) -> None:
    """Nothing else is fetched."""
    web = Web()
    web.documents["https://keys.example/1"] = {"keys": [published("one")]}
    issuer = TrustedIssuer(ONE, "api", jwks_url="https://keys.example/1")
    assert accepts(TrustedIssuers([issuer], clock=clock, fetch=web))
    assert web.asked == ["https://keys.example/1"]


def test_metadata_grows_old_with_the_keys(web: Web, issuers: TrustedIssuers, clock: Clock) -> None:
    """The issuer may move its key set."""
    accepts(issuers)
    web.publish(ONE, jwks_uri=f"{ONE}/moved")
    web.documents[f"{ONE}/moved"] = {"keys": [published("one"), published("new", "2")]}
    clock.move(MAXIMUM_AGE + 1)
    assert issuers.claims(token(ONE, private_key("new", "2")), NOW)


def test_metadata_that_is_away_is_as_it_was(web: Web, issuers: TrustedIssuers, clock: Clock) -> None:
    """The key set itself may still be there."""
    accepts(issuers)
    del web.documents[OPENID]
    web.documents[f"{ONE}/keys"] = {"keys": [published("new", "2")]}
    clock.move(MAXIMUM_AGE + 1)
    assert issuers.claims(token(ONE, private_key("new", "2")), NOW)


def test_an_unknown_key_costs_one_request_though_there_is_metadata(
    web: Web, issuers: TrustedIssuers, clock: Clock
) -> None:
    """The address of the key set is known already. After a fetch that failed, the metadata is read again, too."""
    accepts(issuers)
    web.asked.clear()
    clock.move(COOL_DOWN)
    del web.documents[f"{ONE}/keys"]
    with pytest.raises(Exception, match="Token is invalid"):
        issuers.claims(forged(ONE, "unknown"), NOW)
    assert web.asked == [f"{ONE}/keys"]
    clock.move(COOL_DOWN)
    with pytest.raises(Exception, match="Token is invalid"):
        issuers.claims(forged(ONE, "unknown"), NOW)
    assert web.asked == [f"{ONE}/keys", OPENID, f"{ONE}/keys"]


def test_two_issuers_may_share_a_key_set(clock: Clock) -> None:
    """Each fetches it for itself, and the name in the token decides whose conditions count."""
    web = Web()
    web.documents["https://keys.example/1"] = {"keys": [published("one")]}
    both = [TrustedIssuer(name, "api", jwks_url="https://keys.example/1") for name in (ONE, OTHER)]
    issuers = TrustedIssuers(both, clock=clock, fetch=web)
    assert accepts(issuers, ONE)
    assert accepts(issuers, OTHER)


def test_over_http(caplog: pytest.LogCaptureFixture) -> None:
    """Metadata and keys from a server on this machine, and no line in the log."""
    with serving() as server, caplog.at_level(logging.WARNING):
        server.pages["/.well-known/openid-configuration"] = b"<html>"
        server.pages["/.well-known/oauth-authorization-server"] = json.dumps(
            {"issuer": server.name, "jwks_uri": server.url}
        ).encode()
        server.document = key_set(published("one"))
        assert accepts(TrustedIssuers([TrustedIssuer(server.name, "api")], clock=Clock(NOW)), server.name)
        paths = [path for path, _ in server.asked]
    assert [path.rpartition("/")[2] for path in paths] == [
        "openid-configuration",
        "oauth-authorization-server",
        "jwks.json",
    ]
    assert not caplog.messages
