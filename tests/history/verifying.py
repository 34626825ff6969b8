"""A service that verifies alone, as the Python clients' process has one: keys, and the list of ended sessions."""

from __future__ import annotations

from threading import Lock
from typing import Final

from drf_signet_client.verify import Refused, TokenVerifier, TrustedIssuer

from signet_tokens.feed_fetch import Fetched, fetch_feed
from signet_tokens.key_ring import KeyRing
from signet_tokens.key_set_address import FixedAddress
from signet_tokens.remote_keys import RemoteKeySet
from signet_tokens.revocation_feed import RevocationFeed
from tests.history.entry import FEED, VERIFY
from tests.history.recording import Recorder, claims_in, now, session_in, token_in

ALGORITHMS: Final = ("ES256", "RS256", "EdDSA")


class Verifying:
    """Verifies tokens of the service at *url*, in the process *who*; not where it signs with a secret."""

    def __init__(self, url: str, recorder: Recorder, who: str) -> None:
        self._url = url
        self._recorder = recorder
        self._who = who
        self._lock = Lock()
        self._made: tuple[TokenVerifier, RevocationFeed] | None = None

    def verify(self, token: str, who: str, user: str) -> None:
        """Verify *token* of *user*, and write down what came of it."""
        claims = claims_in(token)
        verifier, feed = self._for(claims)
        line = {"who": who, "user": user, "kind": VERIFY, "session": session_in(claims), "token": token_in(claims)}
        began = now()
        fields: dict[str, object] = {"status": 200}
        try:
            if feed.is_ended(verifier.claims(token)):
                fields = {"status": 401, "code": "session_revoked"}
        except Refused as refused:
            after = refused.headers.get("Retry-After")
            fields = {"status": refused.status, "code": refused.body["code"], "retry_after": after}
        self._recorder.write(**line, sent=began, ended=now(), **fields)

    def _for(self, claims: dict[str, object]) -> tuple[TokenVerifier, RevocationFeed]:
        with self._lock:
            if self._made is None:
                issuer, audience, jwks = str(claims["iss"]), str(claims["aud"]), f"{self._url}.well-known/jwks.json"
                ring = KeyRing((), RemoteKeySet(FixedAddress(jwks, issuer=issuer), ALGORITHMS))
                feed = RevocationFeed(f"{self._url}api/v1/events/", issuer, ring, allow_http=True, fetch=self._fetch)
                self._made = TokenVerifier(TrustedIssuer(issuer, audience, ALGORITHMS, jwks_url=jwks)), feed
            return self._made

    def _fetch(self, url: str, etag: str | None) -> Fetched | None:
        began, status = now(), None
        try:
            found = fetch_feed(url, etag)
            status = 304 if found is None else 200
        finally:
            self._recorder.write(who=self._who, kind=FEED, sent=began, ended=now(), status=status)
        return found
