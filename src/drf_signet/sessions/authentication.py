"""
REST framework authentication by an access token of a session. Three guarantees, three classes:

    drf_signet.authentication.JWTStatelessUserAuthentication    no query; a session that was ended authenticates until
                                                                its access token expires: ACCESS_TOKEN_LIFETIME
    JWTStatelessUserAuthentication                              no query; until REVOCATION_POLL_INTERVAL has passed
    JWTAuthentication                                           one query; not at all
"""

from __future__ import annotations

from typing import Final

from django.contrib.auth.base_user import AbstractBaseUser

from drf_signet import authentication
from drf_signet.conf import get_settings
from drf_signet.errors import TokenError
from drf_signet.exceptions import InvalidToken, answering
from drf_signet.models import TokenUser
from drf_signet.refusal_log import REFUSALS
from drf_signet.sessions.claims import session_id_of
from drf_signet.sessions.lookup import live_session
from drf_signet.sessions.retention import outlives_retention
from drf_signet.sessions.revocation_list import SNAPSHOT
from drf_signet.tokens import Token
from signet_tokens.claim_reasons import no_user

__all__ = ["JWTAuthentication", "JWTStatelessUserAuthentication", "JWTTokenUserAuthentication"]

SESSIONS: Final = "drf_signet.sessions"


class JWTAuthentication(authentication.JWTAuthentication):
    """
    Authenticates by an access token whose session is looked up together with its user: one query, a JOIN.

    It refuses the token at once when its session has ended, or when its user is disabled, deleted, or has a new
    password. ``request.auth`` is the token.
    """

    needs_app = SESSIONS

    @answering
    def get_user(self, validated_token: Token) -> AbstractBaseUser | TokenUser:
        """The user of the session. Raises `AuthenticationFailed` or `InvalidToken`."""
        if validated_token.issuer is not None:
            # Its session is in a database of others.
            return super().get_user(validated_token)
        claim = get_settings().USER_ID_CLAIM
        if claim not in validated_token:
            REFUSALS.tell(TokenError(reason=no_user(claim)))
            raise InvalidToken(authentication.NO_USER)
        return live_session(validated_token, validated_token.current_time).user


class JWTStatelessUserAuthentication(authentication.JWTStatelessUserAuthentication):
    """
    Authenticates by an access token and the list of sessions that were ended, which every process keeps in memory.

    No query for a request; every REVOCATION_POLL_INTERVAL, one request of each process makes one. Late by that
    interval for a session that was ended, for a user disabled or deleted through a model, and for a new password set
    through one; by ACCESS_TOKEN_LIFETIME for what was done to users by other means, which the next refresh finds. A
    token with a longer lifetime than any of AUTH_TOKEN_CLASSES costs a query: the list doesn't go back that far.
    """

    needs_app = SESSIONS

    @answering
    def get_user(self, validated_token: Token) -> TokenUser:
        """A user made of the claims. Raises `InvalidToken` where the session was ended."""
        if validated_token.issuer is not None:
            return super().get_user(validated_token)
        if outlives_retention(validated_token):
            live_session(validated_token, validated_token.current_time)
        SNAPSHOT.check(session_id_of(validated_token.payload))
        return super().get_user(validated_token)


JWTTokenUserAuthentication = JWTStatelessUserAuthentication
"""The name that Simple JWT had for it before."""
