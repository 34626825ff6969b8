"""
The client of a service that signs in with tokens: Signet, or any whose endpoints are as those of Simple JWT.

Where things are, from the bottom up; each module imports only from those above it in this list.

    errors, clock, origin       what is raised; the two clocks; where tokens may go
    paths                       where the endpoints are
    tokens, held, backoff       the tokens of a session; how old they are; how long to leave a server alone
    answer, urllib_post         one way to the server, which needs nothing but Python
    endpoints                   what the server's answers mean
    store, file_lock, token_file        where tokens are kept
    manager                     TokenManager, which any number of threads may use
    attempt                     one request: which token it is sent with, and whether it is repeated

    requests_auth, requests_post, client        for requests
    httpx_flow, httpx_body, httpx_auth, httpx2_auth     for httpx and httpx2

    refused, verify             for services that accept tokens: what they say, and what to answer without a good one

Only the last nine need another library, and are imported by their own names.
"""

from __future__ import annotations

from drf_signet_client.answer import Answer, NoAnswer
from drf_signet_client.errors import (
    AuthError,
    AuthUnavailable,
    InvalidCredentials,
    NotSignedIn,
    SessionExpired,
    TokenFileError,
)
from drf_signet_client.manager import TokenManager
from drf_signet_client.paths import Paths
from drf_signet_client.token_file import TokenFile
from drf_signet_client.tokens import Tokens

__all__ = [
    "Answer",
    "AuthError",
    "AuthUnavailable",
    "InvalidCredentials",
    "NoAnswer",
    "NotSignedIn",
    "Paths",
    "SessionExpired",
    "TokenFile",
    "TokenFileError",
    "TokenManager",
    "Tokens",
]
