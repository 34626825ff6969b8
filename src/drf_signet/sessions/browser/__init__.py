"""
Sessions for browsers: the refresh token travels in an HttpOnly cookie alone, the access token in the body alone.

Where things are, from the bottom up; each module imports only from those above it in this list.

    errors          what can be wrong with a cookie
    cookies         the one cookie: its name, how it is set, deleted and read
    device_cookie   what tells one browser from others
    token_removal   takes the refresh token out of an answer
    origin          whether a request comes from a page that may send it
    permissions     TrustedOrigin, for views of your own
    views, urls, schema

For ``path("api/", include("drf_signet.sessions.browser.urls"))``, beside `drf_signet.sessions.urls` or without it.
"""
