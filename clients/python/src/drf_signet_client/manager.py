"""The one who holds the tokens of a session, refreshes them, and hands them out: `TokenManager`."""

from __future__ import annotations

import logging
from collections.abc import Callable
from contextlib import suppress
from threading import RLock
from typing import Literal, NamedTuple, TypeAlias

from drf_signet_client.answer import Post
from drf_signet_client.backoff import Backoff
from drf_signet_client.clock import Clock, SystemClock
from drf_signet_client.endpoints import Endpoints, Grant, SupersededError
from drf_signet_client.errors import AuthError, AuthUnavailable, NotSignedIn, SessionExpired
from drf_signet_client.held import Held
from drf_signet_client.origin import base_url, origin_of
from drf_signet_client.paths import Paths
from drf_signet_client.store import Memory, Store, checked_listener, checked_store
from drf_signet_client.tokens import Tokens
from drf_signet_client.urllib_post import UrllibPost

logger = logging.getLogger(__name__)

Why: TypeAlias = Literal["login", "refreshed", "adopted", "logout", "expired"]
"""What changed the tokens. Adopted are those that another process has put into the store, or that `adopt` was given."""

Listener: TypeAlias = Callable[[Tokens | None, Why], None]


class _State(NamedTuple):
    """What a thread reads is one of these, whatever the others do meanwhile."""

    held: Held | None
    epoch: int
    """Rises with each login, logout and adoption: what was begun before one of them is discarded."""
    end: str | None = None
    """The server's reason, if it was the server that ended the session."""


class TokenManager:
    """
    One person's session with the service at *url*, below which ``token/`` lies, unless *paths* says otherwise. Any
    number of threads may use it.

    *on_change* is told of each change, in their order and one at a time, with the new tokens (None: nobody is signed
    in) and what changed them. It's for keeping them somewhere, should be quick, and must not use the manager. A *store*
    is for several processes. Both are called, and never awaited: what is asynchronous is a `TypeError`.
    """

    def __init__(
        self,
        url: str,
        *,
        post: Post | None = None,
        paths: Paths | None = None,
        leeway: float = 30.0,
        on_change: Listener | None = None,
        store: Store | None = None,
        clock: Clock | None = None,
    ) -> None:
        self.url = base_url(url)
        self._origin = origin_of(self.url)
        self._endpoints = Endpoints((paths or Paths()).below(self.url), post or UrllibPost())
        self._leeway = leeway
        self._on_change = None if on_change is None else checked_listener(on_change)
        self._store = Memory() if store is None else checked_store(store)
        self._clock = clock or SystemClock()
        self._backoff = Backoff(self._clock)
        # Held while the server is asked for new tokens, and by those who wait for them.
        self._flight = RLock()
        # Held while the state changes, which takes no time: a logout doesn't wait for a refresh.
        self._changing = RLock()
        self._stored = self._checked(self._store.load())
        self._state = _State(None if self._stored is None else Held.from_now(self._stored, self._clock), 0)

    @property
    def is_signed_in(self) -> bool:
        """Whether there is a session, as far as this process knows."""
        return self._state.held is not None

    def covers(self, url: str) -> bool:
        """Whether the token may be sent to *url*: to the origin of the service only."""
        origin = origin_of(url)
        return origin is not None and origin == self._origin

    def login(self, **credentials: object) -> None:
        """Sign in. Raises `InvalidCredentials`, `AuthUnavailable`, or `AuthError` with the server's own code."""
        self._begin(self._endpoints.sign_in(credentials))

    def ask_for_code(self, email: str) -> str:
        """
        Have a code sent to *email*. Returns the request that `login_by_code` needs, which is a secret.

        Raises `AuthUnavailable`, or `AuthError` with the server's own code.
        """
        return self._endpoints.ask_for_code(email)

    def login_by_code(self, request: str, code: str) -> None:
        """
        Sign in with the *code* that was mailed for *request*.

        Raises `AuthError` with the code ``code_invalid`` or ``code_expired``, and as `login`.
        """
        self._begin(self._endpoints.sign_in_by_code(request, code))

    def logout(self) -> bool:
        """Sign out on this device, at once. Whether the server confirmed it: False also where it can't be reached."""
        return self._sign_out(self._endpoints.sign_out)

    def logout_everywhere(self) -> bool:
        """Sign out on every device; on this one at once. Whether the server confirmed it: if not, the others are in."""
        return self._sign_out(self._endpoints.sign_out_all)

    def adopt(self, tokens: Tokens) -> None:
        """Go on with *tokens*, of which *on_change* was told once. Raises `AuthError` if another service gave them."""
        with self._changing:
            self._set(self._checked(tokens), "adopted")

    def get(self, rejected: str | None = None) -> str:
        """
        An access token that is valid now.

        *rejected* is the one that the server has just answered with a 401, if it did. Raises `NotSignedIn`,
        `SessionExpired`, or `AuthUnavailable` where a new one is needed and can't be had now.
        """
        return self.peek(rejected) or self._renewed(rejected)

    def peek(self, rejected: str | None = None) -> str | None:
        """As `get`, but never waits: None where `get` would ask the server."""
        held = self._held()
        if held.tokens.access == rejected or held.is_due(self._clock, self._leeway):
            return None
        return held.tokens.access

    def get_for_stream(self) -> str:
        """As `get`, for a request that can't be repeated: half of the token's life is enough to refresh it first."""
        held = self._held()
        if held.is_doubtful(self._clock, self._leeway):
            with suppress(AuthUnavailable):
                return self._renewed(held.tokens.access)
        return self.get()

    def _begin(self, grant: Grant) -> None:
        with self._changing:
            self._backoff.forget()
            self._set(self._tokens(grant, ""), "login")

    def _held(self) -> Held:
        state = self._state
        if state.held is None:
            raise NotSignedIn if state.end is None else SessionExpired(reason=state.end)
        return state.held

    def _renewed(self, rejected: str | None) -> str:
        with self._flight:
            # Threads that waited find the result of the first one: tokens, the end of the session, or a pause.
            if self.peek(rejected) is None and not self._backoff.left():
                with self._store.alone():
                    self._adopt_stored()
                    if self.peek(rejected) is None:
                        self._refresh()
            return self.peek(rejected) or self._makeshift(rejected)

    def _makeshift(self, rejected: str | None) -> str:
        """The old token, while it lives, in place of a new one that can't be had now."""
        held = self._held()
        if held.tokens.access == rejected or not held.is_alive(self._clock):
            raise AuthUnavailable(self._backoff.left(), self._backoff.text, reason=self._backoff.reason)
        return held.tokens.access

    def _refresh(self) -> None:
        """Exchange the tokens for new ones, or find that the session is over, or that it can't be told now."""
        state = self._state
        if state.held is None:
            return
        old, new, end = state.held.tokens, None, None
        try:
            grant = self._ask(old)
        except SessionExpired as error:
            grant, end = None, error.reason
        except AuthUnavailable as error:
            logger.info("The tokens can't be refreshed now: %s", error)
            self._backoff.failed(error)
            return
        self._backoff.forget()
        if grant is not None:
            new = self._tokens(grant, old.refresh)
        with self._changing:
            # What another process has done since counts as well: it changes the epoch.
            self._adopt_stored()
            if self._state.epoch == state.epoch:
                self._set(new, "expired" if new is None else "refreshed", end)

    def _ask(self, tokens: Tokens) -> Grant | None:
        """What the server gives for *tokens*; None if newer ones were found in the store instead."""
        with suppress(SupersededError):
            return self._endpoints.refresh(tokens.refresh)
        if self._adopt_stored():
            return None
        with suppress(SupersededError):
            return self._endpoints.refresh(tokens.refresh)
        raise AuthUnavailable(None, "HTTP 409")

    def _sign_out(self, tell: Callable[[str], bool]) -> bool:
        with self._changing:
            # The newest tokens are those to end. A file that can't be trusted is removed all the same.
            with suppress(AuthError):
                self._adopt_stored()
            held = self._state.held
            if held is None:
                self._state = _State(None, self._state.epoch + 1)
                return False
            self._set(None, "logout")
        return tell(held.tokens.refresh)

    def _adopt_stored(self) -> bool:
        """Take over what another process has put into the store, if it did."""
        with self._changing:
            stored = self._checked(self._store.load())
            # Compared with what was there before, not with what is held: that is newer where it couldn't be saved.
            if stored == self._stored:
                return False
            self._stored = stored
            self._become(stored, "adopted")
            self._tell(stored, "adopted")
            return True

    def _set(self, tokens: Tokens | None, why: Why, end: str | None = None) -> None:
        """Change to *tokens*, keep them, and tell of it. To be called while changing."""
        self._become(tokens, why, end)
        self._store.save(tokens)
        self._stored = tokens
        self._tell(tokens, why)

    def _become(self, tokens: Tokens | None, why: Why, end: str | None = None) -> None:
        held = None if tokens is None else Held.from_now(tokens, self._clock)
        epoch = self._state.epoch + (why != "refreshed")
        self._state = _State(held, epoch, end)

    def _tell(self, tokens: Tokens | None, why: Why) -> None:
        logger.debug("The tokens have changed: %s", why)
        if self._on_change is not None:
            self._on_change(tokens, why)

    def _tokens(self, grant: Grant, refresh: str) -> Tokens:
        """What *grant* amounts to, with *refresh* where it holds no other one."""
        return Tokens(self.url, grant.access, grant.refresh or refresh, grant.lifetime, self._clock.wall())

    def _checked(self, tokens: Tokens | None) -> Tokens | None:
        if tokens is not None and tokens.url != self.url:
            raise AuthError("other_service", "The tokens are of another service.")
        return tokens
