"""Claims from the request, and the tests of a project."""

from __future__ import annotations

from typing import Any, Final

from django.contrib.auth.models import User
from django.test import override_settings
from django.urls import path
from rest_framework.response import Response
from rest_framework.test import APIRequestFactory
from rest_framework.views import APIView

from drf_signet.sessions import views as sessions
from drf_signet.sessions.models import Session
from drf_signet.tokens import UntypedToken
from tests.conftest import PASSWORD
from tests.others.page import blocks_of, blocks_under

(CLAIMS,) = blocks_of("claims")
(TESTS,) = blocks_under("Factories and clocks", "testing")
NORTH: Final = "north.example.com"


def names_in(block: str) -> dict[str, Any]:
    """What *block* defines."""
    names: dict[str, Any] = {"__name__": __name__}
    exec(block, names)  # the block is the thing under test
    return names


class Notes(APIView):
    """For users."""

    def get(self, request: Any) -> Response:
        """The name of the user."""
        return Response({"notes of": request.user.get_username()})


urlpatterns = [path("api/notes/", Notes.as_view())]


@override_settings(ALLOWED_HOSTS=[".example.com"])
def test_a_token_is_good_at_its_host_alone(user: User) -> None:
    """Also after a refresh; and it is one session."""
    names = names_in(CLAIMS)
    view = Notes.as_view(authentication_classes=[names["HostAuthentication"]])
    sign_in = sessions.TokenObtainPairView.as_view(serializer_class=names["HostSerializer"])

    def post(view: Any, **body: str) -> Any:
        return view(APIRequestFactory().post("/", body, format="json", headers={"Host": NORTH})).data

    pair = post(sign_in, username="ada", password=PASSWORD)
    later = post(sessions.token_refresh, refresh=pair["refresh"])
    assert UntypedToken(later["refresh"])["host"] == NORTH
    for access in (pair["access"], later["access"]):
        for host, status in ((NORTH, 200), ("south.example.com", 401)):
            headers = {"Host": host, "Authorization": f"Bearer {access}"}
            assert view(APIRequestFactory().get("/", headers=headers)).status_code == status
    assert Session.objects.count() == 1


@override_settings(ROOT_URLCONF=__name__)
def test_the_test_passes(user: User) -> None:
    """Against a view of a project."""
    names_in(TESTS)["test_notes"](user)
