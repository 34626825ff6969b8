"""The page ``docs/explanation/refreshing.md``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from bench.clients.lifetimes import Life
from bench.clients.measure import Outcome

NOTE: Final = "<!-- Written by `python -m bench.clients`. Changes by hand are lost. -->"

BEFORE: Final = """
# Refreshing without races

An access token expires, and a page that sends five requests gets five times 401. The interceptor that tutorials print
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

Where refresh tokens rotate, the first of the five makes the other four look like theft: each presents a token that
has just been replaced. A server that takes this for theft ends the session, and the user is sent to the login page.
Without rotation nothing ends, and a stolen token is good until it expires, with nobody noticing.

It needs both sides to get this right.

**The server** can't make clients agree, but it can tell a race from a theft. A token that was replaced less than ten
seconds ago is answered with the very token that replaced it, so all who race get the same one; an older one ends the
session ([sessions](../how-to/sessions.md#what-a-refresh-does)).

**The client** can send one refresh where five are wanted. [Ours](../how-to/clients.md) do: the requests of a page, of
its tabs, of threads and of processes wait for one refresh, and take what it brings.

## Does your client keep the new refresh token?

The interceptor above keeps `access` and drops `refresh`. So do many classes around `requests`, which say
`self.access = r.json()["access"]` and nothing more. **Sessions that rotate sign such a client out at the second
expiry**, ten minutes after the sign-in: it comes with a token that was replaced five minutes ago, as a thief would.

| Your clients | Choose |
|---|---|
| keep the `refresh` of each answer that has one, or are [ours](../how-to/clients.md) | sessions as they are |
| are yours to change | the same, and the line below |
| are browsers | [a cookie](../how-to/browsers.md), which no client has to keep |
| never keep it, and can't be changed | [sessions without rotation](../how-to/sessions.md#without-rotation) |

The line that keeps it, after the one that keeps `access`:

```javascript
if (data.refresh) localStorage.setItem("refresh", data.refresh);
```

Without rotation, such a client stays signed in until its token expires, `REFRESH_TOKEN_LIFETIME` after the sign-in. Its
session can be listed and ended like any other. What is lost is that a stolen token gives itself away.

## Measured: LIFETIMES access lifetimes

Each client signs in once. After each expiry it sends five or twenty requests at once. A cell says in how many of
LIFETIMES lifetimes all of them were answered. The clock of the server is put forward, so windows close as they would.
The naive clients are those of [examples/naive_clients](../../examples/naive_clients/README.md): an axios interceptor
(in Node) and a class around requests (with a thread for each request), as tutorials print them, and with the line
above. *Drop-in* is Simple JWT's name with our package behind it: `install()`, with its defaults, and with
`ROTATE_REFRESH_TOKENS` and `BLACKLIST_AFTER_ROTATION`.
"""

RACES: Final = """
What is less than all is bold. A client that keeps the access token alone is signed out by rotation at the second
expiry, and stays signed in by everything else. With a blacklist and without windows, parallel requests of any naive
client sign each other out: of those that come with one refresh token, the first voids it for the rest.

## Measured: one race

Many requests at once with one expired token, each time with a new session, ROUNDS times a row. The server runs in a
process of its own, the tabs in Chromium. *Signed in* says after how many rounds a further request succeeded.
"""

AFTER: Final = """
With a token that is good once, the session of a naive client ends at the first race. With the ten seconds every request
is answered and every session goes on; what the right client saves is the refreshes. Between tabs, a lock and a channel
make one of what would be one for each tab; where a browser lacks them, the ten seconds do.

Answers of one race may come in any order, and a naive client keeps the one that comes last, which need not be the
newest. So each token that a race gave out is good until one of them is used.

## What else goes wrong

| When | In many clients | In ours |
|---|---|---|
| a 401 comes after the refresh | another refresh, for nothing | the token sent is compared with the one held |
| a refresh gets a 503, or no answer | tokens are deleted, the user is out | the session stays; `unavailable` |
| a user signs out during a refresh | its answer signs them in again | the answer is thrown away |
| the clock is ten minutes off | a refresh for each request, or none | age is counted from the token's arrival |
| an address is that of another host | the token goes there | it goes to its own origin only |
| `JSON.parse(atob(…))` | names with an umlaut are garbled | decoded as UTF-8 |
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
