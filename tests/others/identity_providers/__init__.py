"""An API that takes the tokens of an identity provider."""
