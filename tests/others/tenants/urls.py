"""Every tier that signs users in, and a view behind every class that authenticates."""

from __future__ import annotations

from typing import Any

from django.urls import include, path
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from drf_signet import authentication as core
from drf_signet import views
from drf_signet.sessions import authentication as sessions
from drf_signet.sessions import views as session_views
from drf_signet_compat.drf_jwt import authentication as jwt
from drf_signet_compat.drf_jwt import views as jwt_views
from drf_signet_compat.drf_jwt.v1_19 import authentication as fork
from drf_signet_compat.drf_jwt.v1_19 import views as fork_views
from drf_signet_compat.simplejwt import authentication as simplejwt
from drf_signet_compat.simplejwt import views as simplejwt_views
from drf_signet_compat.simplejwt.adoption import authentication as adoption
from drf_signet_compat.simplejwt.adoption import views as adoption_views


class WhoAmI(APIView):
    """Says whom the request is from."""

    permission_classes = (IsAuthenticated,)

    def get(self, request: Request) -> Response:
        """The user's key."""
        return Response({"id": str(request.user.pk)})


def _me(tier: str, module: Any) -> list[Any]:
    return [
        path(f"{tier}/live/", WhoAmI.as_view(authentication_classes=[module.JWTAuthentication])),
        path(f"{tier}/stateless/", WhoAmI.as_view(authentication_classes=[module.JWTStatelessUserAuthentication])),
    ]


def _of_jwt(tier: str, module: Any, authentication: Any) -> list[Any]:
    return [
        path(f"{tier}/token/", module.obtain_jwt_token),
        path(f"{tier}/refresh/", module.refresh_jwt_token),
        path(f"{tier}/verify/", module.verify_jwt_token),
        path(f"{tier}/live/", WhoAmI.as_view(authentication_classes=[authentication.JSONWebTokenAuthentication])),
    ]


urlpatterns = [
    path("core/", include("drf_signet.urls")),
    path("core/sliding/", views.token_obtain_sliding),
    path("core/sliding/refresh/", views.token_refresh_sliding),
    *_me("core", core),
    path("sessions/", include("drf_signet.sessions.urls")),
    path("sessions/sliding/", session_views.token_obtain_sliding),
    path("sessions/sliding/refresh/", session_views.token_refresh_sliding),
    path("sessions/", include("drf_signet.sessions.browser.urls")),
    *_me("sessions", sessions),
    path("accounts/", include("drf_signet.accounts.urls")),
    path("simplejwt/token/", simplejwt_views.TokenObtainPairView.as_view()),
    path("simplejwt/token/refresh/", simplejwt_views.TokenRefreshView.as_view()),
    path("simplejwt/token/verify/", simplejwt_views.TokenVerifyView.as_view()),
    path("simplejwt/token/blacklist/", simplejwt_views.TokenBlacklistView.as_view()),
    path("simplejwt/sliding/", simplejwt_views.TokenObtainSlidingView.as_view()),
    path("simplejwt/sliding/refresh/", simplejwt_views.TokenRefreshSlidingView.as_view()),
    *_me("simplejwt", simplejwt),
    path("adoption/token/", adoption_views.TokenObtainPairView.as_view()),
    path("adoption/token/refresh/", adoption_views.TokenRefreshView.as_view()),
    path("adoption/token/verify/", adoption_views.TokenVerifyView.as_view()),
    *_me("adoption", adoption),
    *_of_jwt("jwt", jwt_views, jwt),
    *_of_jwt("fork", fork_views, fork),
]
