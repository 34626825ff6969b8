"""
What other services ask about tokens: token introspection (RFC 7662).

They authenticate with an id and a secret, which SERVICES has. From the bottom up:

    errors                  what is wrong with a question
    client_credentials      the id and the secret that a request presents
    client_authentication   which service asks
    token_description       what is said about a token that is active
    introspection           the flow
    views, urls, schema

`drf_signet.service_clients` reads SERVICES.

With sessions, use `drf_signet.sessions.services`, which looks the session up, and has revocation (RFC 7009) and the
revocation feed as well.
"""
