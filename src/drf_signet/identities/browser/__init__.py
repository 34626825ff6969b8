"""
The part for browsers: the refresh token in the cookie, and the way to a provider and back.

    serializers     where the browser goes
    views, urls     the endpoints
"""
