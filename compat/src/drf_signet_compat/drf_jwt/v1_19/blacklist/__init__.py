"""
The Django app of revoked tokens, on the tables of ``rest_framework_jwt.blacklist``.

While it is installed, every view refuses a token on the blacklist, and every token refreshed from the same sign-in.
"""
