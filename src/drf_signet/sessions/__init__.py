"""
Sessions: refresh tokens that can be revoked. One row for each sign-in, whatever happens to it afterwards.

Where things are, from the bottom up; each module imports only from those above it in this list.

    models, signals             Session and PasswordRehash; what other code may listen to
    device, retries, events     where a request comes from; conflicts in the database; log lines and signals
    user_agent, methods         what a browser calls itself, in words; how a session was opened
    refresh_decision            the table that decides about a refresh: pure
    claims, retention           what a token says about its session; how long an ended one is remembered
    joined_session              one request, one session
    recent_sign_in              how long ago a user signed in
    rehash, statements          the same password under another hash; the SQL of a refresh
    user_manager, lookup        whether the project's manager has to be asked; from a token to its session and user
    other_sessions              how many more a user has
    opening, rotation, unrotated_refresh, ending, new_password, purging     the only ones that write
    receivers                   ends the sessions of users who change
    tokens                      RefreshToken and SlidingToken, bound to a session
    refresh, sign_out, verification, token_explanation      the flows
    revocation_list             which sessions ended recently, kept in memory; by_place, for each tenant
    answers, exceptions, authentication, permissions        the REST framework edge
    serializers, views, urls, admin, schema, testing
    checks, cookie_checks       what ``manage.py check`` says; other_cookies, which cookies are no business of it;
                                tier_checks, where parts with sessions and without them are mixed
    services                            the same for other services, with revocation and the revocation feed
    browser                             the same endpoints with the refresh token in a cookie

Take ``drf_signet.sessions.views`` for ``drf_signet.views``, and so on: the nouns are the same, the guarantee is
stronger.
"""
