"""
The people of the state machine: a client with several tabs over a slow network that loses answers, and a clock.

`test_state_machine` shows that an honest client inside of the windows is never logged out. The rules for one are:

1. A request is answered within PATIENCE, half of REFRESH_GRACE_PERIOD, of being sent, or never, and then it is never
   served afterwards either. So a parallel request is served within the grace of the one that won.
2. If an answer was lost, the client sends the token again, and is served, within REFRESH_RETRY_PERIOD of the refresh.
3. If an answer was lost, requests with that token that are under way at the same time are all served on the same
   side of the end of the grace: before, they get the lost answer again, and after, a replacement that makes it void.
   A client that sends one refresh at a time keeps this by itself.
4. Tabs share one store, and write an answer into it only if it still holds the token that they had sent; or they write
   whatever comes last, and no answer is lost.
5. A client that has to wait does, and tries again.

The clock of the server may be set back at any moment, and its database may forget the commits of the last moments.
`test_limits` shows what happens to a client that breaks one of the first three rules.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from django.contrib.auth.models import User

from drf_signet.errors import RefreshSupersededError, SessionRevokedError, TokenNotYetValidError, TokenReusedError
from drf_signet.sessions.models import Session
from drf_signet.sessions.refresh import refresh, refresh_in_place
from drf_signet.sessions.statements import MOVING
from drf_signet.sessions.tokens import RefreshToken
from signet_tokens.claims import CLOCK_SKEW

NOW: Final = datetime(2027, 1, 15, 8, tzinfo=UTC)
GRACE: Final = timedelta(seconds=10)
RETRY: Final = timedelta(minutes=5)
PATIENCE: Final = GRACE / 2
TICK: Final = timedelta(microseconds=1)
SKEW: Final = max(GRACE, timedelta(seconds=CLOCK_SKEW))
LIFETIMES: Final = dict.fromkeys(("REFRESH_TOKEN_LIFETIME", "SESSION_LIFETIME"), timedelta(days=10_000))
"""Long enough that no step of the clock ends a session by itself."""


@dataclass(eq=False)
class Request:
    """A refresh under way. ``answer`` is the token it got, or None if it was refused."""

    token: str
    sent_at: datetime
    is_served: bool = False
    answer: str | None = None


class Household:
    """One session, the tabs that share it, and their requests that are under way."""

    def __init__(self, name: str) -> None:
        self.user = User.objects.create(username=name)
        self.now = NOW
        self.store = str(RefreshToken.for_user(self.user, now=NOW))
        self.issued = [self.store]
        self.under_way: list[Request] = []
        self.has_lost = False
        self.told_to_wait = timedelta()
        self.rotates = True
        self.is_careless = False
        self.remembered = [self._standing]
        self.refreshed_at = NOW

    @property
    def rows(self) -> list[Session]:
        """The sessions of the user: always one."""
        return list(Session.objects.filter(user=self.user))

    @property
    def session(self) -> Session:
        """The session as the database has it now."""
        (row,) = self.rows
        return row

    @property
    def age(self) -> timedelta:
        """The time since the last refresh."""
        return self.now - self.session.rotated_at

    def present(self, token: str) -> str | None:
        """Send *token* to the server now; returns its answer, or None for a refusal."""
        self.told_to_wait = timedelta()
        try:
            answer = self._exchange(token)
        except (RefreshSupersededError, TokenReusedError, SessionRevokedError):
            return None
        except TokenNotYetValidError as error:
            self.told_to_wait = timedelta(seconds=error.retry_after)
            return None
        if answer not in self.issued:
            self.issued.append(answer)
        if self._standing != self.remembered[-1]:
            self.remembered.append(self._standing)
            self.refreshed_at = self.session.rotated_at
        return answer

    def _exchange(self, token: str) -> str:
        """The answer of the current endpoint to *token*: another one, or none, so the client keeps the one it has."""
        if self.rotates:
            return str(refresh(token, RefreshToken, now=self.now))
        refreshed = refresh_in_place(token, RefreshToken, now=self.now)
        return token if refreshed.refresh is None else str(refreshed.refresh)

    @property
    def _standing(self) -> Mapping[str, object]:
        """What a refresh changes in the row."""
        standing: Mapping[str, object] = Session.objects.filter(user=self.user).values(*MOVING).get()
        return standing

    def forget(self, commits: int) -> None:
        """The database loses the last *commits*, all of refreshes."""
        del self.remembered[-commits:]
        Session.objects.filter(user=self.user).update(**self.remembered[-1])

    def send(self) -> Request:
        """A tab asks for another token."""
        request = Request(self.store, self.now)
        self.under_way.append(request)
        return request

    def serve(self, request: Request) -> None:
        """The server gets *request*."""
        request.is_served = True
        request.answer = self.present(request.token)

    def deliver(self, request: Request) -> None:
        """The tab gets the answer."""
        self.under_way.remove(request)
        if request.answer and (self.is_careless or request.token == self.store):
            self.store = request.answer
            self.has_lost = False

    def lose(self, request: Request) -> None:
        """The request or its answer is lost: if it wasn't served yet, it never will be."""
        self.under_way.remove(request)
        self.has_lost |= request.answer not in {None, request.token} and request.token == self.store

    def exchange(self) -> bool:
        """One refresh with nothing else under way. Returns whether it brought a token."""
        for request in list(self.under_way):
            self.lose(request)
        request = self.send()
        self.serve(request)
        while self.told_to_wait:
            self.now += self.told_to_wait
            self.serve(request)
        self.deliver(request)
        return request.answer is not None

    def exchange_beside(self) -> str | None:
        """One refresh, with others under way. Returns the token that it brought."""
        request = self.send()
        self.serve(request)
        self.deliver(request)
        return request.answer

    def prepare(self, step: timedelta) -> None:
        """Before *step* goes by, give up and try again, like a client that keeps the rules."""
        for request in [one for one in self.under_way if one.sent_at + PATIENCE < self.now + step]:
            self.lose(request)
        age = self.age
        if self.has_lost and age + step + PATIENCE > RETRY:
            self.exchange()
        if self.has_lost and age <= GRACE < age + step:
            for request in list(self.under_way):
                self.lose(request)

    def wait(self, step: timedelta) -> None:
        """Let *step* go by."""
        self.prepare(step)
        self.now += step

    def set_back(self, step: timedelta) -> None:
        """Set the clock of the server back by *step*. Requests under way are as old as before."""
        self.now -= step
        for request in self.under_way:
            request.sent_at -= step

    def catch_up(self) -> None:
        """Wait until the clock is where it was at the last refresh, whatever the database remembers."""
        if self.now < self.refreshed_at:
            self.wait(self.refreshed_at - self.now)
