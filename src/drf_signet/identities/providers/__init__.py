"""What is asked of a provider, by OpenID Connect or OAuth 2.0. Nothing here knows our users."""
