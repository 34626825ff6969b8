"""
Signet: JWT authentication for Django REST framework.

Keys, signatures and claims know no framework: they are in the package `signet_tokens`, which this one is built on.
Where things are, from the bottom up; each module imports only from those above it in this list.

    errors                  the whole error tree with its stable codes
    translation             the texts for people in the language of a request
    answers                 the one table from an error to its answer; challenges, the header of a 401 or 403
    databases               where something is written; postgres_schemas, which schema a connection looks at;
                            thread_connections, which ones a thread of ours closes
    database_errors         which errors of a database say that it is away; outage_log tells of them, once a second
    lock_waits              short waits for the locks of a migration, which lock_holders says who has; bounded_migration
                            is one with such waits, and unchecked_column a column that needs no long lock
    refusal_log             tells of refused tokens, once a minute; rate_limited_log has the limit of both
    key_hints               what is wrong with a key; unreadable_keys says how to mend it
    key_stores              where the keys of SIGNING_KEYS are kept; ring_table shows them, and ring_costs says what a
                            change costs that comes too early
    settings                every key of the dict SIGNET; simple_jwt_dict knows that of Simple JWT; setting_types, which
                            values fit
    issuer_settings         one entry of ISSUERS; key_set_cache keeps the key sets of other issuers, by KEY_SET_CACHE
    conf                    the settings in force: read from ``settings.SIGNET``; misconfiguration is their 503;
                            keys_in_force and issuers_in_force are what they say of keys and of other issuers
    user_model              of which model the user of a token is a row
    user_identifier         by what a token names its user; browsable_api, whether there are pages for browsers
    tenant                  whose users and tokens these are, where there are several tenants
    new_users               users who didn't sign up, by the project's own manager
    user_table              users as they are written; user_query, whether they can be looked up there
    user_rule               who may hold a token; password_fingerprint ends it with the password
    checks                  what ``manage.py check`` says about them; key_checks about keys, ring_checks about several
                            of them, profile_checks about tokens for others, issuer_checks about other issuers,
                            user_checks and user_model_checks about the user model, table_checks about databases,
                            project_checks about the project around, tenant_checks about its tenants, proxy_checks
                            about what stands in front; deploy_checks, with ``--deploy``, about what is unsafe;
                            database_checks, with
                            ``--database``, about tables in MySQL and MariaDB; used_names reads which names the code of
                            a project uses, unusable_backends which backends can't sign anybody in; effect_checks says
                            which settings have no effect, by mounted_views; language_checks says which languages lack
                            their translations; check_registration tells Django of all
    tokens                  AccessToken, RefreshToken, SlidingToken, UntypedToken; token_attributes of their classes;
                            known_token, one of any of these types; access_token_profile, what others look for in
                            one; rfc9068, one that has it all
    ring_operation          what an operator does to the keys, wherever they are kept
    foreign_tokens          ForeignToken, an access token of one of ISSUERS
    user_key, models        TokenUser, a user without a row, and how a query takes it for its row
    users                   from a token to its user; foreign_users, from a token of another issuer
    token_explanation       why a token is accepted or refused; token_facts and relative_time have the lines
    signals                 signing_in, which can refuse a sign-in; sign_in_refused
    rates, rate_limits      how often something may happen, and counting it; client_address says for whom
    known_places            what speaks for the owner of an account; throttles is everything that is counted
    circuit_breaker         what didn't answer a moment ago
    sign_in_completion      an attempt counts until the sign-in is complete
    origin                  which page a request comes from; origin_log, a line about those that are refused
    sign_in, refresh        the two flows; opening, where every way in ends
    exceptions, authentication, serializers, non_atomic, views, url_paths, urls   the REST framework edge;
                            request_body, serializer_request, fields, error_body, answering_views and
                            answering_serializers are what it is made of
    named_addresses         where the project has mounted an endpoint; identifier_urls, which names of issuers are URLs;
                            resource_metadata, what this API is called where clients look for its issuers
    publication_checks      what ``manage.py check`` says about the documents that other services fetch
    permissions             what a token is for; scope_checks finds a view that names no scope
    plain_requests          the same for views that are none of REST framework's
    schema, testing         for drf-spectacular, as openapi_description says it; for the tests of your project, where
                            pytest finds pytest_plugin
    well_known              documents at the root of the host, for services that verify without asking
    services                what other services ask about tokens; service_clients, which ones may; service_checks
    token_lifetimes         how long a key has to verify
    keyring                 the keys of SIGNING_KEYS in an encrypted table: a Django app; key_table_checks says where it
                            lacks something
    sessions                the same with tokens that can be revoked: a Django app with tables
    accounts                sign-up and the rest: a Django app with a table, and with sessions below it
    identities              signing in with an account at another site: a Django app with accounts below it
    mailed_codes            signing in with a code by mail: the same

Nothing is imported here: take what you need from the module it is in. PYTEST_DONT_REWRITE: pytest, which finds our
fixtures, would warn if this was imported before them.
"""
