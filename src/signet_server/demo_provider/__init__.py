"""
The provider of the demo: an OpenID Connect provider whose page lets anyone be anybody.

It is part of ``signet demo`` alone, below `place.PATH`. Authlib speaks the protocol; joserfc makes the keys.

    place           where it is found, and as whom the service knows it
    people          who a visitor can be
    client          the one client, which is the service itself
    codes           authorization codes, each of which is used once
    signing_key     the key of the ID tokens
    server          the protocol
    views, urls     discovery, the keys, the page, and the token endpoint
"""
