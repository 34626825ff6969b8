"""
The Django app of tokens that were taken back, on the tables of ``rest_framework_jwt.blacklist``.

While it is installed, a token on the blacklist is refused everywhere, and so is every token that was refreshed from
the same sign-in.
"""
