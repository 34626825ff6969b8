"""
What is asked of a provider, by OpenID Connect or OAuth 2.0. Nothing here knows our users.

From the bottom up; each module imports only from those above it in this list.

    provided_identity       what a provider says of a user
    providers_in_force      the providers of PROVIDERS
    redirect                where a sign-in begins
    by_code, by_id_token    who came back from there
"""
