"""Clients that live for many lifetimes of an access token, against each kind of endpoints there is."""
