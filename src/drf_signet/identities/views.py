"""
The endpoints of identities. Behaviour is changed by a subclass with another ``serializer_class``, named in ``urls.py``.

Those that sign in are open to everybody, and ignore the ``Authorization`` header. The others look the session up.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from rest_framework import generics, status
from rest_framework.authentication import BaseAuthentication
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from drf_signet.answering_views import AnsweringView, Permission, SerializerClass
from drf_signet.identities import serializers
from drf_signet.identities.known_identities import identities_of
from drf_signet.identities.linking import unlink
from drf_signet.identities.models import Identity
from drf_signet.identities.own_user import own_user
from drf_signet.identities.providers.providers_in_force import provider_names
from drf_signet.sessions.authentication import JWTAuthentication
from drf_signet.sessions.permissions import RecentSignIn
from drf_signet.sessions.views import SessionViewBase

__all__ = [
    "IdentityDetailView",
    "IdentityLinkView",
    "IdentityListView",
    "IdentitySignInView",
    "ProviderListView",
    "identity_detail",
    "identity_link",
    "identity_list",
    "identity_sign_in",
    "provider_list",
]

APP = "drf_signet.identities"


class ProviderListView(AnsweringView):
    """List the providers that people can sign in with, for the buttons."""

    authentication_classes: Sequence[type[BaseAuthentication]] = ()
    permission_classes: Sequence[Permission] = ()

    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """200 with the id and the name of each."""
        return Response([{"id": key, "name": name} for key, name in provider_names().items()])


class IdentitySignInView(SessionViewBase):
    """
    Sign in with a code or an id_token of a provider, for a refresh token and an access token of a new session.

    An unknown identity gets the account with its verified address, or a new one.
    """

    needs_app = APP
    opens_accounts = True
    serializer_class: SerializerClass | None = serializers.IdentitySignInSerializer


class IdentityLinkView(SessionViewBase):
    """Link an identity to your account, with a code or an id_token of the provider. Needs a recent sign-in."""

    needs_app = APP
    authentication_classes: Sequence[type[BaseAuthentication]] = (JWTAuthentication,)
    permission_classes: Sequence[Permission] = (IsAuthenticated, RecentSignIn)
    serializer_class: SerializerClass | None = serializers.IdentityLinkSerializer

    def post(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """201 with the identity; 400, 401, 404, 409, 429 or 503 otherwise."""
        done = super().post(request, *args, **kwargs)
        return Response(done.data, status=status.HTTP_201_CREATED)


class _OwnIdentities(AnsweringView, generics.GenericAPIView[Identity]):
    needs_app = APP
    authentication_classes: Sequence[type[BaseAuthentication]] = (JWTAuthentication,)
    serializer_class = serializers.IdentitySerializer

    def get_queryset(self) -> QuerySet[Identity]:
        """The user's identities, oldest first."""
        return identities_of(own_user(self.request))

    def finalize_response(self, request: Request, response: Response, *args: Any, **kwargs: Any) -> Response:
        """Keep the answer out of every cache: it says who the user is."""
        response = super().finalize_response(request, response, *args, **kwargs)
        response["Cache-Control"] = "no-store"
        return response


class IdentityListView(_OwnIdentities, generics.ListAPIView[Identity]):
    """List the identities of the user who is signed in."""

    permission_classes: Sequence[Permission] = (IsAuthenticated,)
    pagination_class = None


class IdentityDetailView(_OwnIdentities, APIView):
    """Remove an identity from your account, unless it is your only way in. Needs a recent sign-in."""

    permission_classes: Sequence[Permission] = (IsAuthenticated, RecentSignIn)

    def delete(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """204; 401, 404, 409 or 503 otherwise."""
        if not unlink(own_user(request), kwargs["pk"]):
            raise Http404
        return Response(status=status.HTTP_204_NO_CONTENT)


provider_list = ProviderListView.as_view()
identity_sign_in = IdentitySignInView.as_view()
identity_link = IdentityLinkView.as_view()
identity_list = IdentityListView.as_view()
identity_detail = IdentityDetailView.as_view()
