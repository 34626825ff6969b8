"""An API that accepts the tokens of an identity provider."""
