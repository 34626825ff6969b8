"""The page about what people write on Simple JWT, taken at its word."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import override_settings
from rest_framework.test import APIRequestFactory

from drf_signet import views
from drf_signet.sessions import views as session_views
from drf_signet.sessions.models import Session
from drf_signet.sessions.tokens import RefreshToken
from tests.conftest import PASSWORD
from tests.idioms.table import idioms

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "coming-from" / "idioms.md").read_text()
BLOCKS = re.findall(r"(?s)```python\n(.*?)```", PAGE)


def names_in(block: str) -> dict[str, Any]:
    """What *block* defines, under a module that dotted paths can name."""
    names: dict[str, Any] = {"__name__": __name__}
    exec(block, names)  # the block is the thing under test
    return names


BY_EMAIL, BY_TENANT, BY_HAND = map(names_in, BLOCKS)
EmailBackend = BY_EMAIL["EmailBackend"]


def post(view: Any, body: dict[str, str], **headers: str) -> Any:
    """The answer of *view*."""
    return view(APIRequestFactory().post("/", body, format="json", headers=headers))


def test_the_serializer_signs_in_by_e_mail(user: User) -> None:
    """With the backend, and not without it."""
    view = views.TokenObtainPairView.as_view(serializer_class=BY_EMAIL["EmailSerializer"])
    right = {"email": "ada@example.com", "password": PASSWORD}
    with override_settings(AUTHENTICATION_BACKENDS=[f"{__name__}.EmailBackend"]):
        assert post(view, right).status_code == 200
        assert post(view, {**right, "password": "wrong"}).status_code == 401
    assert post(view, right).status_code == 401


def test_claims_come_from_the_request(user: User) -> None:
    """In one session."""
    view = session_views.TokenObtainPairView.as_view(serializer_class=BY_TENANT["TenantSerializer"])
    answer = post(view, {"username": "ada", "password": PASSWORD}, **{"X-Tenant": "north"})
    assert RefreshToken(answer.data["refresh"])["tenant"] == "north"
    assert Session.objects.count() == 1


def test_a_session_made_by_hand_knows_its_device(user: User) -> None:
    """As the page says."""
    request = APIRequestFactory().post("/", headers={"user-agent": "a watch"})
    assert set(BY_HAND["tokens_for"](request, user)) == {"refresh", "access"}
    assert Session.objects.get().user_agent == "a watch"


@pytest.mark.parametrize("word", ["get_token", "set_exp", "for_user", "blacklist", "username_field", "payload"])
def test_the_words_of_the_table_are_tried(word: str) -> None:
    """Each word of the table is in an idiom that runs."""
    assert f"`{word}" in PAGE or f"{word}(" in PAGE or f".{word}" in PAGE
    sources = [Path(one.act.__code__.co_filename).read_text() for one in idioms()]
    assert any(word in source for source in sources)
