"""
What is asked of a provider, by OpenID Connect or OAuth 2.0. Nothing here knows our users.

From the bottom up; each module imports only from those above it in this list.

    provided_identity       what a provider says of a user
    oauth_messages          the messages of OAuth 2.0, as Authlib writes them
    presets                 what is known of some providers beforehand
    provider_settings       one entry of PROVIDERS
    microsoft, apple        how these differ from the others; github, too, which needs more of the modules below
    outer_addresses         connects to the Internet, and never inside this network
    provider_fetch          asks a provider something, within limits; waiting_room, how many threads wait for it
    outages                 a provider that is away, or can't be used
    provider_metadata       what a provider says of itself; metadata_source keeps it
    provider_key_sets       where its keys are, and which of them count
    id_token_reasons        what can be wrong with an ID token; id_tokens finds it
    refusals                what its errors mean
    provider                one provider; provider_problems, what is wrong with an entry
    providers_in_force      all of them
    id_token_refusals       an ID token that is refused
    identities              from claims to a `ProvidedIdentity`
    token_exchange          a code becomes tokens; userinfo and github say more of their user
    redirect                where a sign-in begins
    by_code, by_id_token    who came back from there
    provider_checks         what ``manage.py check`` says about PROVIDERS
"""
