"""
Codes by mail for browsers: the request and the refresh token are in cookies that no script can read.

    cookies         the cookie of the request
    serializers     the same without the request in the body
    views, urls     the endpoints
    schema          for drf-spectacular
"""
