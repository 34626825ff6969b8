"""One page, on which people sign in with another site, in a process of its own."""
