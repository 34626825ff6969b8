"""The scopes of a token, and `HasScope`: who passes, and what the others are answered."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, cast

import pytest
from django.contrib.auth.models import User
from django.test import override_settings
from django.urls import path
from rest_framework import exceptions
from rest_framework.authentication import BasicAuthentication, SessionAuthentication
from rest_framework.decorators import api_view, permission_classes
from rest_framework.permissions import SAFE_METHODS, BasePermission, IsAdminUser, IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.test import APIClient, APIRequestFactory, force_authenticate
from rest_framework.views import APIView, exception_handler

from drf_signet.authentication import JWTStatelessUserAuthentication
from drf_signet.keys_in_force import get_ring
from drf_signet.permissions import HasScope
from drf_signet.tokens import AccessToken
from signet_tokens import jws
from signet_tokens.scopes import is_scope, scopes_in

READ, WRITE = "orders:read", "orders:write"
CHALLENGE = 'Bearer realm="api", error="insufficient_scope", scope="orders:read"'


class ReadOnly(BasePermission):
    """Nothing is changed."""

    def has_permission(self, request: Request, view: APIView) -> bool:
        """Whether the method is a safe one."""
        return request.method in SAFE_METHODS


class Never(BasePermission):
    """Nobody passes, and nobody is told more."""

    message = "Closed."

    def has_permission(self, request: Request, view: APIView) -> bool:
        """No."""
        return False

    def has_object_permission(self, request: Request, view: APIView, obj: object) -> bool:
        """No."""
        return False


class NeverForObjects(BasePermission):
    """All pass, and no object is theirs."""

    def has_object_permission(self, request: Request, view: APIView, obj: object) -> bool:
        """No."""
        return False


class PermissionsScope(HasScope):
    """For an issuer that names scopes in another claim."""

    def granted(self, auth: Any) -> frozenset[str]:
        """Those of ``permissions``."""
        return frozenset(auth.get("permissions", []))


class ReadsOrders(HasScope):
    """A permission of the project's own."""

    scopes = (READ,)


class Orders(APIView):
    """A view whose permissions a test chooses."""

    authentication_classes = (JWTStatelessUserAuthentication,)
    permission_classes = (HasScope.of(READ),)

    def get(self, request: Request) -> Response:
        """Nothing."""
        return Response({})

    post = get


class OneOrder(Orders):
    """A view that asks about an object, too."""

    def get(self, request: Request) -> Response:
        """Nothing, of an object."""
        self.check_object_permissions(request, object())
        return Response({})


def token_with(claims: Mapping[str, object], user_id: object = "5") -> str:
    """An access token with *claims*."""
    token = AccessToken()
    token.payload.update({"user_id": user_id, **claims})
    return str(token)


def ask(
    claims: Mapping[str, object] | None = None,
    *permissions: Any,
    method: str = "get",
    view: type[APIView] = Orders,
    **more: Any,
) -> Response:
    """The answer of a view with *permissions* to a token with *claims*, or to none."""
    header = {} if claims is None else {"HTTP_AUTHORIZATION": f"Bearer {token_with(claims)}"}
    request = getattr(APIRequestFactory(), method)("/", **header)
    initial = {"permission_classes": permissions} if permissions else {}
    response: Response = view.as_view(**initial)(request)
    response.render()
    return response


def assert_lacks(response: Response, scope: str = READ, challenge: str | None = None) -> None:
    """The answer is the 403 that names *scope*."""
    assert (response.status_code, json.loads(response.content)) == (
        403,
        {
            "detail": "The access token doesn't have the scope that this needs.",
            "code": "insufficient_scope",
            "scope": scope,
        },
    )
    assert response.headers["WWW-Authenticate"] == (challenge or CHALLENGE.replace(READ, scope))


@pytest.mark.parametrize("text", [READ, f"{READ} {WRITE}", f"{WRITE} {READ}", f"a {READ} b", f" {READ}", f"{READ}  x"])
def test_a_token_with_the_scope_passes(text: str) -> None:
    """Wherever it stands among the others."""
    assert ask({"scope": text}).status_code == 200


@pytest.mark.parametrize(
    "scope",
    [
        "",
        " ",
        "orders",
        "orders:rea",
        "orders:readx",
        "xorders:read",
        "ORDERS:READ",
        "orders:read,orders:write",
        "orders:read\x00",
        "orders:read\n",
        "orders:read\torders:write",
        "\u00a0orders:read",
        "orders:read\u2003x",
        '"orders:read"',
        "orders:*",
        "*",
        [READ],
        [[READ]],
        {"orders:read": True},
        {"scope": READ},
        5,
        0,
        1.5,
        True,
        None,
    ],
    ids=repr,
)
def test_whatever_else_it_says_grants_nothing(scope: object) -> None:
    """A text has to hold the scope to the letter, between spaces; no other shape is a scope, and none is a fault."""
    assert_lacks(ask({"scope": scope}))


def test_a_token_without_the_claim_has_no_scope() -> None:
    """That is each token of a sign-in, until the project says otherwise."""
    assert_lacks(ask({}))


@pytest.mark.parametrize(
    ("claims", "passes"),
    [
        ({"scp": [READ, WRITE]}, True),
        ({"scp": f"{WRITE} {READ}"}, True),
        ({"scp": [f"{READ} {WRITE}"]}, False),
        ({"scp": [[READ], 5, None, {}]}, False),
        ({"scp": {"orders:read": 1}}, False),
        ({"scp": 5}, False),
        ({"scp": [READ], "scope": ""}, False),
        ({"scp": [READ], "scope": None}, False),
        ({"scp": [], "scope": READ}, True),
    ],
    ids=repr,
)
def test_other_issuers_call_it_otherwise(claims: Mapping[str, object], passes: bool) -> None:
    """``scp``, a list or a text, where there is no ``scope``."""
    assert (READ in scopes_in(claims)) is passes
    assert ask(claims).status_code == (200 if passes else 403)


def test_all_scopes_are_needed() -> None:
    """Of several, and the answer names all."""
    both = HasScope.of(READ, WRITE)
    assert ask({"scope": f"{READ} {WRITE}"}, both).status_code == 200
    for text in (READ, WRITE, ""):
        assert_lacks(ask({"scope": text}, both), f"{READ} {WRITE}")


def test_nobody_gets_a_401() -> None:
    """As from IsAuthenticated: first comes a token, then what it may do."""
    response = ask(None)
    assert (response.status_code, response.headers["WWW-Authenticate"]) == (401, 'Bearer realm="api"')
    assert json.loads(response.content) == {"detail": "Authentication credentials were not provided."}


@pytest.mark.parametrize(
    ("permission", "claims", "method", "scope"),
    [
        pytest.param(IsAuthenticated & HasScope.of(READ), {"scope": READ}, "get", None, id="and-has"),
        pytest.param(IsAuthenticated & HasScope.of(READ), {}, "get", READ, id="and-lacks"),
        pytest.param(HasScope.of(READ) & IsAuthenticated, {}, "get", READ, id="and-lacks-first"),
        pytest.param(HasScope.of(READ) & HasScope.of(WRITE), {}, "get", f"{READ} {WRITE}", id="and-two"),
        pytest.param(HasScope.of(READ) & HasScope.of(WRITE), {"scope": READ}, "get", WRITE, id="and-two-lacks-one"),
        pytest.param(IsAdminUser | HasScope.of(READ), {"is_staff": True}, "get", None, id="or-other-passes"),
        pytest.param(HasScope.of(READ) | IsAdminUser, {"is_staff": True}, "get", None, id="or-other-passes-last"),
        pytest.param(HasScope.of(READ) | IsAdminUser, {"scope": READ}, "get", None, id="or-has"),
        pytest.param(IsAdminUser | HasScope.of(READ), {}, "get", READ, id="or-lacks"),
        pytest.param(HasScope.of(READ) | IsAdminUser, {}, "get", READ, id="or-lacks-last"),
        pytest.param(HasScope.of(READ, "x") | HasScope.of(WRITE), {}, "get", WRITE, id="or-two-the-fewest"),
        pytest.param((ReadOnly & HasScope.of(READ)) | HasScope.of(WRITE), {"scope": READ}, "get", None, id="reads"),
        pytest.param((ReadOnly & HasScope.of(READ)) | HasScope.of(WRITE), {"scope": READ}, "post", WRITE, id="writes"),
        pytest.param((IsAuthenticated & HasScope.of(READ)) | IsAdminUser, {"is_staff": True}, "get", None, id="nested"),
        pytest.param(~HasScope.of("banned") & HasScope.of(READ), {"scope": READ}, "get", None, id="not"),
        pytest.param(~HasScope.of("banned") & HasScope.of(READ), {}, "get", READ, id="not-lacks"),
        pytest.param(ReadsOrders, {"scope": READ}, "get", None, id="own-class"),
        pytest.param(ReadsOrders, {}, "get", READ, id="own-class-lacks"),
        pytest.param(PermissionsScope.of(READ), {"permissions": [READ]}, "get", None, id="own-claim"),
        pytest.param(PermissionsScope.of(READ), {"scope": READ}, "get", READ, id="own-claim-lacks"),
    ],
)
def test_it_composes_with_other_permissions(permission: Any, claims: Any, method: str, scope: str | None) -> None:
    """As any permission of REST framework; and who passes by another way is refused nothing."""
    response = ask(claims, permission, method=method)
    if scope is None:
        assert response.status_code == 200
    else:
        assert_lacks(response, scope)


@pytest.mark.parametrize(
    "permissions",
    [
        pytest.param((Never, HasScope.of(READ)), id="first"),
        pytest.param((HasScope.of(READ) & Never,), id="and"),
        pytest.param((HasScope.of(READ) | IsAuthenticated, Never), id="another-one-passed"),
        pytest.param((~HasScope.of(READ) & Never,), id="not"),
    ],
)
def test_a_refusal_that_no_scope_would_change_names_none(permissions: tuple[Any, ...]) -> None:
    """A client would ask the issuer for it in vain."""
    response = ask({}, *permissions)
    assert (response.status_code, "WWW-Authenticate" in response.headers) == (403, False)
    assert "scope" not in json.loads(response.content)


def test_nor_does_a_refusal_of_an_object() -> None:
    """Whoever may see orders may not see those of others."""
    for permission in (HasScope.of(READ) | IsAuthenticated, HasScope.of(WRITE)):
        response = ask({"scope": WRITE}, permission, NeverForObjects, view=OneOrder)
        assert (response.status_code, "WWW-Authenticate" in response.headers) == (403, False)


@pytest.mark.parametrize(
    "scopes",
    [(), ("",), ("a b",), ('a"b',), ("a\\b",), ("a\n",), ("é",), ("a\x00",), (5,), (["a"],), ("a", "")],
    ids=repr,
)
def test_what_can_be_no_scope_is_a_mistake_in_the_code(scopes: Any) -> None:
    """It is found where the permission is made, so no header ever has it."""
    with pytest.raises(ValueError, match="scopes"):
        HasScope.of(*scopes)
    with pytest.raises(ValueError, match="scopes"):
        type("Mine", (HasScope,), {"scopes": scopes})


def test_a_text_is_no_list_of_scopes() -> None:
    """Its letters would be the scopes."""
    with pytest.raises(ValueError, match="Mine needs scopes"):
        type("Mine", (HasScope,), {"scopes": READ})


def test_without_scopes_it_lets_nobody_in() -> None:
    """Where somebody wrote the class alone."""
    assert ask({"scope": READ}, HasScope).status_code == 403


def test_every_printable_character_but_two_may_be_in_a_scope() -> None:
    """RFC 6749 appendix A.4."""
    good = [chr(one) for one in range(0x21, 0x7F) if chr(one) not in '"\\']
    assert all(map(is_scope, good))
    assert not any(is_scope(chr(one)) for one in (*range(0x21), 0x22, 0x5C, *range(0x7F, 0x180)))


@pytest.mark.parametrize("classes", [(SessionAuthentication,), (BasicAuthentication,), ()])
def test_the_challenge_is_that_of_a_token_however_the_user_signed_in(user: User, classes: Any) -> None:
    """A token with the scope would help."""
    request = APIRequestFactory().get("/")
    if classes:
        force_authenticate(request, user)
    response = Orders.as_view(authentication_classes=classes)(request).render()
    assert_lacks(response)


@override_settings(SIGNET={"AUTH_HEADER_TYPES": ["JWT"]})
def test_the_challenge_has_the_scheme_and_the_realm_of_the_project() -> None:
    """Those of the class that authenticates."""

    class Named(JWTStatelessUserAuthentication):
        www_authenticate_realm = "shop"

    request = APIRequestFactory().get("/", HTTP_AUTHORIZATION=f"JWT {token_with({})}")
    response = Orders.as_view(authentication_classes=(BasicAuthentication, Named))(request).render()
    assert_lacks(response, READ, CHALLENGE.replace("Bearer", "JWT").replace('"api"', '"shop"'))


def test_a_test_of_the_project_may_say_what_the_token_has() -> None:
    """By REST framework's ``force_authenticate``."""
    request = APIRequestFactory().get("/")
    force_authenticate(request, token=cast(Any, {"scope": READ}))
    assert Orders.as_view()(request).status_code == 200


@pytest.mark.parametrize(
    "auth", ["", "orders:read", ["orders:read"], {READ}, 5, APIView()], ids=lambda one: type(one).__name__
)
def test_what_is_no_token_has_no_scope(auth: object) -> None:
    """Whatever another class of the project's leaves as ``request.auth``."""
    request = APIRequestFactory().get("/")
    force_authenticate(request, token=cast(Any, auth))
    assert Orders.as_view()(request).status_code == 403


def own_handler(error: Exception, context: Mapping[str, Any]) -> Response | None:
    """A handler of a project's own, which puts each error into an envelope."""
    response = exception_handler(error, context)  # type: ignore[arg-type]
    if response is not None and isinstance(error, exceptions.APIException):
        response.data = {"error": error.get_codes(), "is_forbidden": isinstance(error, exceptions.PermissionDenied)}
    return response


def test_a_handler_of_the_project_sees_one_refusal() -> None:
    """It is REST framework's PermissionDenied, with the code and the header."""
    with override_settings(REST_FRAMEWORK={"EXCEPTION_HANDLER": f"{__name__}.own_handler"}):
        response = ask({})
    assert json.loads(response.content) == {"error": {"detail": "insufficient_scope"}, "is_forbidden": True}
    assert response.headers["WWW-Authenticate"] == CHALLENGE


def test_a_view_that_refuses_in_its_own_way_does_so() -> None:
    """Its ``permission_denied`` is asked first."""

    class Own(Orders):
        def permission_denied(self, request: Request, message: str | None = None, code: str | None = None) -> Any:
            raise exceptions.NotFound

    assert ask({}, view=Own).status_code == 404


@api_view(["GET"])
@permission_classes([HasScope.of(READ)])
def orders(request: Request) -> Response:
    """A view that is a function."""
    return Response({})


urlpatterns = [path("orders/", orders), path("class/", Orders.as_view())]


@pytest.mark.urls(__name__)
@override_settings(
    REST_FRAMEWORK={
        "DEFAULT_AUTHENTICATION_CLASSES": ["drf_signet.authentication.JWTStatelessUserAuthentication"],
        "UNAUTHENTICATED_USER": None,
    }
)
def test_a_function_may_demand_one_too(api: APIClient) -> None:
    """And one refusal says nothing about the next request."""
    orders_of = orders.cls
    orders_of.authentication_classes = [JWTStatelessUserAuthentication]
    for _ in range(2):
        assert_lacks(api.get("/orders/", HTTP_AUTHORIZATION=f"Bearer {token_with({})}"))
        assert api.get("/orders/", HTTP_AUTHORIZATION=f"Bearer {token_with({'scope': READ})}").status_code == 200


@pytest.mark.parametrize("typ", [jws.JWT, jws.AT_JWT])
def test_both_shapes_of_tokens_have_scopes(typ: str) -> None:
    """The claim is the same."""
    claims = {**AccessToken().payload, "user_id": "5", "scope": READ}
    raw = jws.sign(json.dumps(claims).encode(), get_ring().signing_key, typ)
    request = APIRequestFactory().get("/", HTTP_AUTHORIZATION=f"Bearer {raw}")
    assert Orders.as_view()(request).status_code == 200
