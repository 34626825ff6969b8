"""
What other services ask about tokens of sessions: introspection, revocation, and which sessions have ended.

    introspection, revocation       the flows (RFC 7662, RFC 7009)
    ended_sessions                  the revocation feed, as a process keeps it
    views, urls, schema

`drf_signet.services` has what needs no sessions: who asks, and how it is answered.
"""
