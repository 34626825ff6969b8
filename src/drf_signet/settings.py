"""Every key of the dict ``SIGNET``: one typed, frozen object."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final, Literal

__all__ = ["Settings"]

Algorithm = Literal[
    "HS256", "HS384", "HS512", "RS256", "RS384", "RS512", "PS256", "PS384", "PS512",
    "ES256", "ES384", "ES512", "EdDSA", "Ed25519",
]  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Every key of the dict ``SIGNET``, with its type and its default."""

    ACCESS_TOKEN_LIFETIME: timedelta = timedelta(minutes=5)
    """How long an access token is accepted after it was issued."""

    REFRESH_TOKEN_LIFETIME: timedelta = timedelta(days=1)
    """How long a refresh token is accepted after it was issued: with sessions, how long one may lie idle."""

    ROTATE_REFRESH_TOKENS: bool | None = None
    """Whether a refresh also answers with a new refresh token. None: with sessions it does, and the old one is void;
    without them it doesn't. True without sessions: the old one stays valid until it expires. False with sessions: each
    client keeps the token of its sign-in, and [a stolen one goes unnoticed](../how-to/sessions.md#without-rotation)."""

    SLIDING_TOKEN_LIFETIME: timedelta = timedelta(minutes=5)
    """How long a sliding token is accepted after it was issued or refreshed."""

    SLIDING_TOKEN_REFRESH_LIFETIME: timedelta = timedelta(days=1)
    """How long after sign-in a sliding token may still be refreshed."""

    SLIDING_TOKEN_REFRESH_EXP_CLAIM: str = "refresh_exp"
    """The claim that holds the end of that time."""

    UPDATE_LAST_LOGIN: bool = False
    """Whether a sign-in sends Django's ``user_logged_in``, on which Django writes ``last_login`` (one statement)."""

    ALGORITHM: Algorithm = "HS256"
    """How tokens are signed. HS* share one secret; all others have a private and a public key."""

    SIGNING_KEY: str | bytes | None = field(default=None, repr=False)
    """The secret (HS*), or the private key in PEM form or as a JWK in JSON, whose ``kid`` tokens name it by. None: with
    HS*, Django's ``SECRET_KEY`` (whose fallbacks verify)."""

    VERIFYING_KEY: str | bytes | None = field(default=None, repr=False)
    """One more public key, in PEM form or as a JWK in JSON, that verifies: the only one, or that of the previous
    SIGNING_KEY. Not for HS*."""

    SIGNING_KEYS: str | Path | Mapping[str, object] | tuple[str | bytes | Path | Mapping[str, object], ...] | None = (
        field(default=None, repr=False)
    )
    """All keys, where there are several, in place of SIGNING_KEY and VERIFYING_KEY: a list, whose first key signs and
    whose others verify; a JWK Set; the path of a file with one, which is read again when it changes; or the dotted path
    of a class that keeps them elsewhere, such as "drf_signet.keyring.store.KeyTable". A key whose JWK has no ``alg`` is
    for ALGORITHM."""

    KEY_PUBLICATION_PERIOD: timedelta = timedelta(minutes=15)
    """How long a new key of SIGNING_KEYS has to be published before it may sign. A service that verifies tokens keeps
    the keys that it fetched for a while. Until it fetches them again, it refuses tokens of a key that it doesn't know.
    So set this to the longest time that any such service keeps keys. By default, PyJWT keeps them for 5 minutes, and
    Signet for 10."""

    KEY_ENCRYPTION_KEYS: str | tuple[str, ...] | None = field(default=None, repr=False)
    """What encrypts the keys in the table of "drf_signet.keyring.store.KeyTable": 32 random bytes in base64, or several
    of them, of which the first encrypts and all decrypt."""

    JWK_URL: str | None = None
    """Where another issuer publishes its keys. Its tokens are accepted beside our own. While the issuer is down, Signet
    goes on with the keys that it fetched last, for 24 hours."""

    JWK_URL_ALLOW_HTTP: bool = False
    """Whether JWK_URL may be plain http to another host, as in the network of a compose file. Whoever can answer in its
    place there can sign in as anybody."""

    ISSUERS: Mapping[str, Mapping[str, object]] = field(default_factory=dict)
    """[Other issuers](../how-to/identity-providers.md) whose access tokens are accepted, by the value of their ``iss``,
    each with its audience. Without a key of your own beside it, no other tokens are accepted, and none are issued."""

    KEY_SET_CACHE: str | Path | None = "default"
    """Where the last key set of each issuer is kept, so that a restart needs no issuer: an alias of CACHES, or a
    ``pathlib.Path`` of a folder. None: in the memory of the process alone."""

    AUDIENCE: str | tuple[str, ...] | None = None
    """The values of the ``aud`` claim, of which a token needs at least one: your service, or several services
    that accept its tokens."""

    ISSUER: str | None = None
    """The ``iss`` claim to write and to require."""

    ISSUER_SINCE: datetime | None = None
    """When all processes have ISSUER, if you set it later than the first sign-in: tokens issued earlier need no
    ``iss``, so nobody is signed out. None: each token needs it."""

    AUDIENCE_SINCE: datetime | None = None
    """The same for AUDIENCE and ``aud``."""

    ACCESS_TOKEN_PROFILE: Literal["simple_jwt", "rfc9068"] = "simple_jwt"
    """What access tokens look like: those of Simple JWT, or [those of RFC 9068](../how-to/scopes.md), for services that
    verify them with other libraries. Signet accepts both."""

    CLIENT_ID: str = "first-party"
    """The ``client_id`` claim of access tokens of RFC 9068, unless your code sets one: the app that users sign in
    with."""

    LEEWAY: timedelta | float = 0
    """How far the clocks of two machines may be apart; a number is seconds."""

    JSON_ENCODER: str | None = None
    """Dotted path of a ``json.JSONEncoder`` for claims that JSON doesn't know."""

    AUTH_HEADER_TYPES: str | tuple[str, ...] = ("Bearer",)
    """The accepted first words of the header, in any case; the first one is named in ``WWW-Authenticate``."""

    AUTH_HEADER_NAME: str = "HTTP_AUTHORIZATION"
    """The header, as a key of ``request.META``."""

    AUTH_TOKEN_CLASSES: tuple[str, ...] = ("drf_signet.tokens.AccessToken",)
    """Dotted paths of the token classes that authenticate a request."""

    USER_ID_FIELD: str = "id"
    """The field of the user model that identifies a user. Must never change for a user. "id" is the primary key where
    no field has that name."""

    USER_ID_CLAIM: str = "user_id"
    """The claim that holds its value, as a string."""

    USER_AUTHENTICATION_RULE: str = "drf_signet.user_rule.is_active"
    """Dotted path of ``(user) -> bool``: who may sign in, refresh and be authenticated."""

    TOKEN_USER_CLASS: str = "drf_signet.models.TokenUser"
    """Dotted path of the user class of stateless authentication."""

    TENANT: str | None = None
    """Dotted path of a function without arguments that returns the name of
    [the tenant](../how-to/tenants.md) that is being served, or None where none is. Tokens, links and
    everything that is counted or remembered are of that tenant alone."""

    SERVICES: Mapping[str, str | tuple[str, ...] | Mapping[str, object]] = field(default_factory=dict, repr=False)
    """[The services that may ask about tokens](../how-to/ask-the-service.md): by the id of each, its secret, or several
    of which one is new, or a dict with its ``secret`` and its ``audience``. "sha256:" and the SHA-256 of a secret in
    hexadecimal stand for the secret."""

    TOKEN_TYPE_CLAIM: str | None = "token_type"
    """The claim that holds the type of a token. None: not written, not required."""

    JTI_CLAIM: str | None = "jti"
    """The claim that holds the identifier of a token. None: not written, not required."""

    CHECK_REVOKE_TOKEN: bool = False
    """Whether tokens end when the user's password changes: at the next request that loads the user."""

    REVOKE_TOKEN_CLAIM: str = "auth_hash"
    """The claim that holds the keyed fingerprint of the password for CHECK_REVOKE_TOKEN."""

    SESSION_LIFETIME: timedelta = timedelta(days=30)
    """How long after sign-in a session ends, however often it is refreshed. It ends earlier after
    REFRESH_TOKEN_LIFETIME without a refresh. (Sessions.)"""

    SESSIONS_PER_USER: int = 100
    """How many sessions a user may have at once; a further sign-in ends the oldest. (Sessions.)"""

    REFRESH_GRACE_PERIOD: timedelta = timedelta(seconds=10)
    """How long after a refresh the replaced token is answered with the very token that replaced it, so that parallel
    requests agree. Zero: never. (Sessions.)"""

    REFRESH_RETRY_PERIOD: timedelta | None = None
    """How long after a refresh the replaced token may be exchanged once more, as if the answer had been lost.
    None: for the lifetime of an access token. Zero: never. (Sessions.)"""

    GET_CLAIMS: str | None = None
    """Dotted path of ``(user) -> dict``: claims for access tokens, computed at sign-in and each refresh. (Sessions.)"""

    REVOCATION_POLL_INTERVAL: timedelta = timedelta(seconds=3)
    """How often a process asks the database which sessions were ended. (Sessions, stateless authentication.)"""

    REVOCATION_FALLBACK: Literal["refuse", "accept"] = "refuse"
    """What becomes of a token when the database was out of reach for a whole access lifetime: "refuse" is a 503.
    (Sessions, stateless authentication.)"""

    NUM_PROXIES: int = 0
    """How many proxies in front append to ``X-Forwarded-For``. Zero: that header is not looked at."""

    REFRESH_COOKIE_NAME: str = "refresh"
    """The name of the cookie with the refresh token. The prefix ``__Host-`` or ``__Secure-`` is added to it where the
    other settings allow that. (Browsers.)"""

    REFRESH_COOKIE_SAMESITE: Literal["Strict", "Lax", "None"] = "Strict"
    """From which pages a browser sends the cookie. (Browsers.)"""

    REFRESH_COOKIE_DOMAIN: str | None = None
    """A domain with all of whose hosts the cookie is shared. None: only the host that set it gets it. (Browsers.)"""

    REFRESH_COOKIE_PATH: str = "/"
    """Below which path the cookie is sent. (Browsers.)"""

    REFRESH_COOKIE_SECURE: bool = True
    """Whether the cookie is for https only. False: for development over plain http. (Browsers.)"""

    THROTTLE_RATES: Mapping[str, str | None] = field(default_factory=dict)
    """Other limits than [the usual ones](throttles.md), as ``{"sign_in_ip": "30/10m"}``: thirty in ten minutes.
    None: no limit."""

    EMAIL_VERIFICATION: Literal["mandatory", "optional", "none"] = "mandatory"
    """Whether there is a user only after the link in the mail was followed, before it too, or without such a mail, with
    tokens at sign-up. (Accounts.)"""

    ACTIVATION_URL: str | None = None
    """The page to which the link of a sign-up leads, with ``{token}`` in it; or the dotted path of a function
    ``(request) -> str``. (Accounts.)"""

    PASSWORD_RESET_URL: str | None = None
    """The page on which a new password is chosen, with ``{token}`` in it; or a function, as above. (Accounts.)"""

    EMAIL_CHANGE_URL: str | None = None
    """The page to which the link of a change of address leads, with ``{token}`` in it; or a function, as above.
    (Accounts.)"""

    PROVIDER_RETURN_URL: str | None = None
    """The page to which a browser is led when it comes back from a provider; or the dotted path of a function
    ``(request) -> str``. The fragment says what became of it: ``#signed_in``, ``#linked`` or ``#error=CODE``.
    (Identities.)"""

    PROVIDER_SIGN_UP: bool = True
    """Whether somebody whom a provider introduces, and who has no account, gets one. (Identities.)"""

    PROVIDER_USER_FIELDS: str | None = None
    """Dotted path of ``(identity: ProvidedIdentity) -> dict``: the fields of a new user, beside the address. By
    default, the names that the user model has. (Identities.)"""

    SIGN_IN_CODE_URL: str | None = None
    """The page to which the link of a sign-in by mail leads, with ``{token}`` in it; or a function, as above. None: the
    mail has a code alone. (Codes by mail.)"""

    SIGN_IN_CODE_SIGN_UP: bool = False
    """Whether the code for an address that has no account opens one. (Codes by mail.)"""

    SIGN_IN_NOTICE_URL: str | None = None
    """The page for "This wasn't me", with ``{token}`` in it; or a function, as above. With it, users get
    [a mail](../how-to/accounts.md#tell-users-of-new-devices) when somebody signs in from a device that their account
    never had. (Accounts.)"""

    ACTIVATION_LIFETIME: timedelta = timedelta(days=3)
    """How long a sign-up waits for its link to be followed. (Accounts.)"""

    PASSWORD_RESET_LIFETIME: timedelta = timedelta(hours=1)
    """How long the link of a password reset works. (Accounts.)"""

    EMAIL_CHANGE_LIFETIME: timedelta = timedelta(days=1)
    """How long the link of a change of address works. (Accounts.)"""

    SITE_NAME: str | None = None
    """What mails call this site. None: the host of the page on which passwords are reset. (Accounts.)"""

    USER_LANGUAGE: str | None = None
    """Dotted path of ``(user) -> str | None``, which returns the code of the language that *user* reads mails in, such
    as ``"de"``. None, of the setting or of the function: that of the request that causes the mail. (Accounts.)"""

    MAIL_DISPATCHER: str | None = None
    """Dotted path of ``(job: str, arguments: dict) -> None``, which calls the function at the dotted path *job* with
    *arguments*, off the path of the request. None: they wait in a table, and a thread sends them.
    ``"drf_signet.accounts.task_dispatcher.in_tasks"``: they wait there, and a worker of Django's tasks sends them.
    (Accounts.)"""

    PROVIDERS: Mapping[str, Mapping[str, object]] = field(default_factory=dict, repr=False)
    """[The other sites](../how-to/sign-in-with.md) that users can sign in with, by the id of each in addresses:
    ``{"google": {"client_id": "…", "client_secret": "…"}}``. Google, Microsoft, Apple, GitLab and GitHub are known;
    any other provider of OpenID Connect needs its ``issuer``. (Identities.)"""

    @property
    def header_types(self) -> tuple[str, ...]:
        """AUTH_HEADER_TYPES as a tuple."""
        return (self.AUTH_HEADER_TYPES,) if isinstance(self.AUTH_HEADER_TYPES, str) else self.AUTH_HEADER_TYPES

    @property
    def audiences(self) -> tuple[str, ...]:
        """AUDIENCE as a tuple."""
        return (self.AUDIENCE,) if isinstance(self.AUDIENCE, str) else self.AUDIENCE or ()

    @property
    def named_since(self) -> Mapping[str, float]:
        """ISSUER_SINCE and AUDIENCE_SINCE in seconds since 1970, by the claims."""
        given = {"iss": self.ISSUER_SINCE, "aud": self.AUDIENCE_SINCE}
        return {claim: since.timestamp() for claim, since in given.items() if since is not None}

    @property
    def leeway(self) -> float:
        """LEEWAY in seconds."""
        return self.LEEWAY.total_seconds() if isinstance(self.LEEWAY, timedelta) else float(self.LEEWAY)


SECRETS: Final = frozenset(one.name for one in fields(Settings) if not one.repr)
"""The settings whose value is never shown."""

EXPECTED: Final[Mapping[str, str]] = dict.fromkeys(
    ("ACTIVATION_URL", "PASSWORD_RESET_URL", "EMAIL_CHANGE_URL", "SIGN_IN_CODE_URL", "SIGN_IN_NOTICE_URL"),
    "Give a URL that contains {token}, or the dotted path of a function that takes the request and returns such a URL.",
)
"""What a string should say, where another type was given."""
