"""Every door at which a password is looked at, and views that refuse in ways of their own."""

from __future__ import annotations

from django.urls import path

from drf_signet.sessions import views as session_views
from drf_signet.sessions.browser import views as browser_views
from drf_signet.views import TokenObtainPairView, TokenObtainSlidingView
from drf_signet_compat.drf_jwt import views as old_views
from drf_signet_compat.drf_jwt.v1_19 import views as fork_views
from drf_signet_compat.simplejwt import views as drop_in_views
from tests.others.second_factors import codes

urlpatterns = [
    path("core/", TokenObtainPairView.as_view()),
    path("sliding/", TokenObtainSlidingView.as_view()),
    path("sessions/", session_views.TokenObtainPairView.as_view()),
    path("sessions-sliding/", session_views.TokenObtainSlidingView.as_view()),
    path("browser/", browser_views.TokenObtainPairView.as_view()),
    path("drop-in/", drop_in_views.TokenObtainPairView.as_view()),
    path("drop-in-sliding/", drop_in_views.TokenObtainSlidingView.as_view()),
    path("drf-jwt/", old_views.ObtainJSONWebToken.as_view()),
    path("drf-jwt-1-19/", fork_views.ObtainJSONWebTokenView.as_view()),
    path("validating/", TokenObtainPairView.as_view(serializer_class=codes.ValidatingSerializer)),
    path("authenticating/", TokenObtainPairView.as_view(serializer_class=codes.AuthenticatingSerializer)),
    path("token/", TokenObtainPairView.as_view(serializer_class=codes.TokenSerializer)),
    path("raising/", codes.RaisingView.as_view()),
    path("answering/", codes.AnsweringView.as_view()),
    path("own/", codes.OwnView.as_view()),
    path("catching/", codes.CatchingView.as_view()),
    path("quick/", TokenObtainPairView.as_view(serializer_class=codes.QuickSerializer)),
]
