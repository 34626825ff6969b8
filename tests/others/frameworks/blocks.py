"""The blocks of the page about plain views, Ninja and GraphQL, as a project would have them."""

from __future__ import annotations

import json
from typing import Any

from django.contrib.auth.models import User
from django.http import HttpRequest
from django.urls import path

from drf_signet.sessions.serializers import TokenObtainPairSerializer
from tests.others.page import blocks_of


def names_in(block: str) -> dict[str, Any]:
    """What *block* defines."""
    names: dict[str, Any] = {"__name__": __name__}
    exec(block, names)  # the block is the thing under test
    return names


PLAIN, ASYNC, NINJA, GRAPHQL = map(names_in, blocks_of("other-views"))
api = NINJA["api"]


@api.get("/async-notes")  # type: ignore[untyped-decorator]
async def _async_notes(request: HttpRequest) -> dict[str, str]:
    assert isinstance(request.user, User)
    return {"notes of": request.user.get_username()}


@api.post("/token", auth=None)  # type: ignore[untyped-decorator]
def _sign_in(request: HttpRequest) -> Any:
    serializer = TokenObtainPairSerializer(data=json.loads(request.body), context={"request": request})
    serializer.is_valid(raise_exception=True)
    return serializer.validated_data


urlpatterns = [path("plain/", PLAIN["notes"]), path("ninja/", api.urls)]
