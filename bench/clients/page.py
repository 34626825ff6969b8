"""The page ``docs/refreshing.md``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

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
session ([sessions](sessions.md#what-a-refresh-does)). That keeps everybody signed in, whatever their client.

**The client** can send one refresh where five are wanted. [Ours](clients.md) do: the requests of a page, of its tabs,
of threads and of processes wait for one refresh, and take what it brings.

## Measured

Many requests at once with one expired token, each time with a new session, ROUNDS times a row. The naive clients are
those of [examples/naive_clients](../examples/naive_clients/README.md): an axios interceptor as above, and a class
around requests. The server runs in a process of its own, the tabs in Chromium. *Signed in* says after how many rounds
a further request succeeded.
"""

AFTER: Final = """
With a token that is good once, the session of a naive client ends at the first race. With the ten seconds every request
is answered and every session goes on; what the right client saves is the refreshes. Between tabs, a lock and a channel
make one of what would be one for each tab; where a browser lacks them, the ten seconds do.

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


def render(rows: Sequence[tuple[str, str, Mapping[str, Outcome]]], rounds: int) -> str:
    """The page. Each row is a client, its load, and the outcome with each kind of server."""
    lines = [f"| {' | '.join(COLUMNS)} |", "|---|---|---|---:|---:|---:|"]
    for client, load, outcomes in rows:
        for server, one in outcomes.items():
            calls = f"{one.refreshes / one.rounds:.1f}".removesuffix(".0")
            answered = f"{one.answered} of {one.requests}"
            lines.append(f"| {client} | {load} | {server} | {answered} | {calls} | {one.signed_in} of {one.rounds} |")
    return "\n".join((NOTE, BEFORE.replace("ROUNDS", str(rounds)).rstrip(), "", *lines, AFTER.rstrip(), ""))
