"""The page ``docs/explanation/refreshing.md``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from bench.clients.lifetimes import Life
from bench.clients.measure import Outcome

NOTE: Final = "<!-- Written by `python -m bench.clients`. Changes by hand are lost. -->"

BEFORE: Final = """
# Refreshing without races

An access token expires, and a page sends five requests at once. All five get a 401. The interceptor in many tutorials
then refreshes five times:

```javascript
api.interceptors.response.use(null, async (error) => {
  if (error.response.status !== 401 || error.config._retry) throw error;
  error.config._retry = true;
  const { data } = await axios.post("/api/token/refresh/", { refresh: localStorage.getItem("refresh") });
  localStorage.setItem("access", data.access);
  return api(error.config);
});
```

If refresh tokens rotate, the first of the five refreshes makes the other four look like theft: each presents a token
that has just been replaced. A server that ends the session then sends an honest user to the login page. Without
rotation, nothing ends, but nobody can detect a stolen token, and it stays valid until it expires.

Both sides have to help.

**The server** can't coordinate the clients, but it can distinguish a race from a theft. If a token was replaced less
than ten seconds ago, Signet answers with the same new token, so all requests of a race get the same one. An older token
ends the session ([sessions](../how-to/sessions.md#what-a-refresh-does)).

**The client** can send one refresh instead of five. [Our clients](../how-to/clients.md) do. The requests of a page, of
all its tabs, of threads and of processes wait for one refresh, and use its result.

## Does your client keep the new refresh token?

The interceptor above keeps `access` and drops `refresh`. Many classes around `requests` do the same: they set
`self.access = r.json()["access"]` and nothing more. **Sessions that rotate sign such a client out at the second
expiry**, ten minutes after the sign-in. By then it presents a token that was replaced five minutes ago, as a thief
would.

| Your clients | Choose |
|---|---|
| keep the `refresh` of each answer that has one, or are [ours](../how-to/clients.md) | sessions as they are |
| can be changed by you | sessions as they are, and add the line below |
| are browsers | [a cookie](../how-to/browsers.md), which the browser keeps for them |
| never keep it, and can't be changed | [sessions without rotation](../how-to/sessions.md#without-rotation) |

Add this line after the one that keeps `access`:

```javascript
if (data.refresh) localStorage.setItem("refresh", data.refresh);
```

Without rotation, such a client stays signed in until its token expires, `REFRESH_TOKEN_LIFETIME` after the sign-in. You
can list and end its session like any other. But Signet can't detect a stolen token.

## Measured: LIFETIMES access lifetimes

Each client signs in once. After each expiry, it sends five or twenty requests at once. Each cell counts the lifetimes,
of LIFETIMES, in which all requests succeeded. We move the clock of the server forward, so windows close as in real
time. The naive clients are in [examples/naive_clients](../../examples/naive_clients/README.md): an axios interceptor
(in Node) and a class around requests (with a thread for each request), as tutorials print them, and with the line
above. *Drop-in* is our package under Simple JWT's name: `install()`, with its defaults, and with
`ROTATE_REFRESH_TOKENS` and `BLACKLIST_AFTER_ROTATION`.
"""

RACES: Final = """
Cells below the maximum are bold. If a client keeps only the access token, rotation signs it out at the second expiry;
every other setup keeps it signed in. With a blacklist and without windows, parallel requests of any naive client sign
each other out: the first one that uses a refresh token revokes it for the rest.

## Measured: one race

Many requests start at once with one expired token, each time in a new session, ROUNDS times for each row. The server
runs in its own process, and the tabs in Chromium. *Signed in* counts the rounds after which one more request succeeded.
"""

AFTER: Final = """
If each token works only once, the session of a naive client ends at the first race. With the ten seconds, every request
is answered and every session continues; a better client only saves refreshes. Between tabs, our client shares one
refresh through a lock and a channel. In a browser without these, it relies on the ten seconds.

The answers of one race can arrive in any order. A naive client keeps the last one to arrive, which may not be the
newest. So each token from a race stays valid until a client uses one of them.

## What else goes wrong

| When | In many clients | In ours |
|---|---|---|
| a 401 arrives after the refresh | a useless second refresh | it compares the token that it sent with the current one |
| a refresh gets a 503, or no answer | it signs the user out | the session stays; `unavailable` |
| a user signs out during a refresh | the answer signs them in again | it discards the answer |
| the clock is ten minutes off | it refreshes for each request, or never | it counts the age from the token's arrival |
| the address is on another host | it sends the token there | it sends the token to its own origin only |
| `JSON.parse(atob(…))` | names with an umlaut are garbled | it decodes UTF-8 |
"""

COLUMNS: Final = ("Client", "Load", "Server", "Answered", "Refreshes a round", "Signed in")


def render(lived: Sequence[Life], races: Sequence[tuple[str, str, Mapping[str, Outcome]]], rounds: int) -> str:
    """The page. Each race is a client, its load, and the outcome with each kind of server."""
    lifetimes = max(max(one.answered.values()) for one in lived)
    before = BEFORE.replace("LIFETIMES", str(lifetimes)).rstrip()
    between = RACES.replace("ROUNDS", str(rounds)).rstrip()
    return "\n".join(
        (NOTE, before, "", *_lives(lived, lifetimes), between, "", *_races(races), AFTER.rstrip(), ""),
    )


def _lives(lived: Sequence[Life], lifetimes: int) -> Iterator[str]:
    servers = list(lived[0].answered)
    yield f"| Client | At once | {' | '.join(servers)} |"
    yield f"|---|---:|{'---:|' * len(servers)}"
    for one in lived:
        cells = [f"{number} of {lifetimes}" for number in one.answered.values()]
        shown = [cell if cell == f"{lifetimes} of {lifetimes}" else f"**{cell}**" for cell in cells]
        yield f"| {one.client} | {one.crowd} | {' | '.join(shown)} |"


def _races(races: Sequence[tuple[str, str, Mapping[str, Outcome]]]) -> Iterator[str]:
    yield f"| {' | '.join(COLUMNS)} |"
    yield "|---|---|---|---:|---:|---:|"
    for client, load, outcomes in races:
        for server, one in outcomes.items():
            calls = f"{one.refreshes / one.rounds:.1f}".removesuffix(".0")
            answered = f"{one.answered} of {one.requests}"
            yield f"| {client} | {load} | {server} | {answered} | {calls} | {one.signed_in} of {one.rounds} |"
