"""
Refresh tokens that Simple JWT issued become sessions, while processes of the old code may still run beside ours.

    INSTALLED_APPS += ["drf_signet.sessions", "drf_signet_compat.simplejwt.adoption"]

    path("api/token/", views.TokenObtainPairView.as_view()),            # of drf_signet_compat.simplejwt.adoption
    path("api/token/refresh/", views.TokenRefreshView.as_view()),

A token is adopted at its first refresh, once, whoever else presents it at the same moment. The tables of Simple JWT's
blacklist are read and never written. ``SIMPLE_JWT["ADOPTION_PERCENTAGE"]`` moves some of the users first; the others
stay with what Simple JWT does. ``manage.py adoption_status`` tells when nobody needs this, and those tables, any more.
"""
