"""
Signet: JWT authentication for Django REST framework.

Where things are, from the bottom up; each module imports only from those above it in this list.

    reasons                 why a token is refused, for the log; claim_reasons and key_reasons have the words
    texts, errors           texts for people; the error tree with its stable codes
    translation             those texts in the language of a request
    strict_json             JSON that has one meaning
    databases, schemas      where something is written; which schema a connection looks at
    database_errors         which errors of a database say that it is away; outage_log tells of them, once a second
    refusal_log             tells of refused tokens, once a minute; thin_log has the limit of both
    keys, remote_keys       SigningKey and KeyRing; the published keys of a foreign issuer; key_sets reads them
    key_hints               what is wrong with a key; key_kinds says what it is, key_mends how to mend it
    jws, claims, verifier   one compact JWS; the registered claims; both together, with a cache
    settings                every key of the dict SIGNET; standard_dict knows that of Simple JWT
    conf                    the settings in force: read from ``settings.SIGNET``; misconfiguration is their 503
    user_model              of which model the user of a token is a row
    user_identifier, pages  by what a token names its user; whether there are pages for browsers
    tenant                  whose users and tokens these are, where there are several tenants
    user_table              users as they are written
    checks                  what ``manage.py check`` says about them; key_checks about keys, user_checks and
                            user_model_checks about the user model, table_checks about databases, project_checks about
                            the project around, tenant_checks about its tenants, proxy_checks about what stands in
                            front; database_checks, with ``--database``, about tables in MySQL and MariaDB; mentions
                            reads which names the code of a project uses; registration tells Django of all
    tokens                  AccessToken, RefreshToken, SlidingToken, UntypedToken
    user_key, models        TokenUser, a user without a row, and how a query takes it for its row
    users                   from a token to its user
    explanation             why a token is accepted or refused; token_facts and ages have the lines
    signals                 signing_in, by which a sign-in can be refused; sign_in_refused
    rates, counts           how often something may happen, and counting it; client_address says for whom
    owners, throttles       what speaks for the owner of an account; everything that is counted
    completion              an attempt counts until the sign-in is complete
    origin                  which page a request comes from
    sign_in, refresh        the two flows
    exceptions, authentication, serializers, non_atomic, views, endpoints, urls   the REST framework edge
    plain_requests          the same for views that are none of REST framework's
    schema, testing         for drf-spectacular, and for the tests of your project; pytest_plugin is found by pytest
    sessions                the same with tokens that can be taken back: a Django app with tables
    accounts                sign-up and the rest: a Django app with a table, and with sessions below it

Nothing is imported here: take what you need from the module it is in. PYTEST_DONT_REWRITE: pytest, which finds our
fixtures, would warn if this was imported before them.
"""
