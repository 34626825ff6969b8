"""The list of sessions behind stateless authentication, in a view that a project derives."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User
from django.test import override_settings
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.test import APIRequestFactory

from drf_signet.sessions.authentication import JWTStatelessUserAuthentication
from drf_signet.sessions.tokens import RefreshToken
from drf_signet.sessions.views import SessionListView


class StatelessSessionListView(SessionListView):
    """Saves the query for the user."""

    authentication_classes = (JWTStatelessUserAuthentication,)


def listed(token: RefreshToken) -> list[str]:
    """The identifiers in the list that the access token of *token* is shown."""
    request: Request = APIRequestFactory().get("/", HTTP_AUTHORIZATION=f"Bearer {token.access_token}")
    response: Response = StatelessSessionListView.as_view()(request)
    assert response.status_code == 200
    return [one["id"] for one in response.data]


@pytest.mark.parametrize("field", ["id", "username"])
def test_it_is_that_of_the_user_whom_the_token_names(user: User, field: str) -> None:
    """By whatever field; a name that looks like the key of somebody else is not taken for it."""
    other = User.objects.create_user(str(user.pk))
    with override_settings(SIGNET={"USER_ID_FIELD": field}):
        own, foreign = RefreshToken.for_user(user), RefreshToken.for_user(other)
        assert listed(own) == [str(own.session.pk)]
        assert listed(foreign) == [str(foreign.session.pk)]
