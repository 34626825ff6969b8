"""What the tests of a project write, to be signed in."""

from __future__ import annotations

from rest_framework.test import APIClient, APIRequestFactory, force_authenticate

from tests.idioms.table import idiom
from tests.idioms.tiers import Tier, Who


@idiom([200, 200], sessions=2)
def credentials_of_a_client(t: Tier) -> object:
    """The header of every request, from either class."""
    refresh = t.tokens.RefreshToken.for_user(t.user())
    client = APIClient()
    client.credentials(HTTP_AUTHORIZATION=f"Bearer {refresh.access_token}")
    assert client._credentials["HTTP_AUTHORIZATION"].count(".") == 2
    return t.whoami(refresh.access_token).status, t.whoami(t.tokens.AccessToken.for_user(t.user())).status


@idiom([200, 200])
def force_authenticate_in_place_of_a_token(t: Tier) -> object:
    """With a token beside the user, or without."""
    statuses = []
    for token in (None, t.tokens.AccessToken.for_user(t.user())):
        request = APIRequestFactory().get("/")
        force_authenticate(request, t.user(), token)
        view = Who.as_view(authentication_classes=(t.authentication.JWTAuthentication,))
        statuses.append(view(request).status_code)
    return statuses
