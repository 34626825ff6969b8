"""The endpoints of allauth, and views behind its authentication class."""

from __future__ import annotations

from allauth.headless.contrib.rest_framework.authentication import JWTTokenAuthentication
from claims_view import ClaimsView
from django.urls import include, path
from open_view import behind

urlpatterns = [
    path("_allauth/", include("allauth.headless.urls")),
    path("stateless/", ClaimsView.as_view()),
    path("live/", behind(JWTTokenAuthentication)),
]
