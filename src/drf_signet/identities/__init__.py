"""
Identities: whom other sites say somebody is, and how that signs them in here.

From the bottom up; each module imports only from those above it in this list.

    providers               what we ask of the other sites, by OpenID Connect; nothing of it knows our users
    identity_key, models    Identity: who a user is elsewhere; WaitingIdentity: who would like to be a user;
                            ProviderRequest: a browser that was sent there; PresentedToken: an id_token that nobody can
                            present again
    known_identities        the rows of identities; provided_text, what of a provider's texts may be kept
    waiting_identities      those of sign-ups that wait for their link
    jobs                    tells a user of an identity that is new
    new_user_fields         the fields of a user whom a provider introduces
    owner                   whose an identity is: the rules of joining
    linking                 linking one to a user who is signed in, and removing one
    presented_tokens        each id_token once; provider_requests, each redirect once
    sign_in                 signing in with a code or an id_token; redirects, to a provider and back
    return_page             where a browser is led in the end; state_cookie, which browser it is
    own_user, serializers, views, urls      the REST framework edge
    browser                 the same for browsers, with the refresh token in the cookie
    receivers               what happens to accounts: a link is followed, one is taken over
    admin, schema, testing  for the admin, for drf-spectacular, for tests
    checks                  what ``manage.py check`` says
    former_accounts, importing      rows of other packages, and the identities in them
    management, apps        the command of it, and the Django app

Whatever may be used once (a state, an id_token) is used once in the database, so many servers share nothing else.
"""
