"""What ``manage.py check`` says about projects that handle tokens in cookies by themselves."""

from __future__ import annotations

import sys
import urllib.request
from collections.abc import Callable, Iterator
from functools import wraps
from types import ModuleType
from typing import Any, Final, cast

import pytest
from django.conf import settings
from django.core.checks import run_checks
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.test import override_settings
from django.urls import include, path
from django.utils.decorators import method_decorator
from django.utils.module_loading import import_string
from django.views.decorators.csrf import csrf_exempt, ensure_csrf_cookie
from rest_framework.decorators import api_view
from rest_framework.permissions import BasePermission
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from drf_signet.accounts.views import SignUpView
from drf_signet.sessions import authentication, serializers, tokens, views
from drf_signet.sessions.browser import views as browser
from drf_signet.sessions.cookie_checks import OURS, warn_handmade_cookies
from drf_signet.sessions.tokens import RefreshToken
from drf_signet_compat.simplejwt.adoption import views as adoption

URLS: Final = "a_project_with_cookies"


def keep(response: Response) -> Response:
    """A helper of the project's."""
    response.set_cookie("refresh_token", response.data.pop("refresh"), httponly=True)
    return response


class SignIn(views.TokenObtainPairView):
    """Moves the token from the body into a cookie."""

    def post(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """The answer of the endpoint, changed."""
        response = super().post(request, *args, **kwargs)
        response.set_cookie("refresh_token", response.data.pop("refresh"), httponly=True)
        return response


class SignInAtTheEnd(views.TokenObtainPairView):
    """The same in another method."""

    def finalize_response(self, request: Request, response: Response, *args: Any, **kwargs: Any) -> Response:
        """The answer, changed."""
        return super().finalize_response(request, keep_in_cookie(response), *args, **kwargs)


keep_in_cookie = keep


class Refresh(views.TokenRefreshView):
    """Copies the cookie into the body, and leaves the new token there."""

    def post(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """The answer of the endpoint."""
        body: Any = request.data
        body["refresh"] = request.COOKIES["refresh_token"]
        return super().post(request, *args, **kwargs)


class AsBefore(Refresh):
    """Derived from a class that handles cookies."""


class Mixed:
    """A mixin."""

    def get_serializer(self, *args: Any, **kwargs: Any) -> Any:
        """With what is in the cookie."""
        kwargs["data"] = {"refresh": getattr(self, "request").COOKIES.get("refresh_token")}  # noqa: B009
        return super().get_serializer(*args, **kwargs)  # type: ignore[misc]


class WithMixin(Mixed, adoption.TokenRefreshView):
    """Of the views that adopt tokens."""


class CookieSerializer(serializers.TokenRefreshSerializer):
    """Reads the token from the cookie."""

    refresh = None  # type: ignore[assignment]

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """With what is in the cookie."""
        attrs["refresh"] = self.context["request"].COOKIES.get("refresh_token")
        return super().validate(attrs)


class WithSerializer(views.TokenRefreshView):
    """Names the serializer."""

    serializer_class = CookieSerializer


class ByHand(APIView):
    """Not derived from ours: uses only the token class."""

    def post(self, request: Request) -> Response:
        """A new access token."""
        token = RefreshToken(request.COOKIES.get("refresh_token", ""))
        return Response({"access": str(token.access_token)})


class ByModule(APIView):
    """The same with the module that holds the class."""

    def post(self, request: Request) -> Response:
        """A new access token."""
        return Response({"access": str(tokens.RefreshToken(request.COOKIES["refresh_token"]).access_token)})


def tokens_of(user: Any) -> dict[str, str]:
    """A helper of the project, as in tutorials."""
    token = RefreshToken.for_user(user)
    return {"refresh": str(token), "access": str(token.access_token)}


class ByHelpers(APIView):
    """Neither names a class of ours nor a method of cookies."""

    def post(self, request: Request) -> Response:
        """Signed in."""
        return keep(Response(tokens_of(request.user)))


class WithHelper(views.TokenRefreshView):
    """Leaves the cookie to a function."""

    def post(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """The answer of the endpoint, changed."""
        return keep(super().post(request, *args, **kwargs))


class Choosing(views.TokenRefreshView):
    """Chooses the serializer by itself."""

    def get_serializer_class(self) -> Any:
        """The one that reads cookies."""
        return chosen


chosen = CookieSerializer


@api_view(["POST"])
def by_function(request: Request) -> Response:
    """The same as a function."""
    return Response({"access": str(RefreshToken(request.COOKIES["refresh_token"]).access_token)})


def logged(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A decorator of the project's."""

    @wraps(view)
    def logging(*args: Any, **kwargs: Any) -> HttpResponse:
        return view(*args, **kwargs)

    return logging


@csrf_exempt
@logged
def plain(request: HttpRequest) -> HttpResponse:
    """The same without REST framework."""
    return JsonResponse({"access": str(RefreshToken(request.COOKIES["refresh_token"]).access_token)})


class CookieAuthentication(authentication.JWTAuthentication):
    """Reads the access token from a cookie."""

    def authenticate(self, request: Request) -> Any:
        """The user that the cookie names."""
        raw = request.COOKIES.get("access_token")
        return None if raw is None else (None, self.get_validated_token(raw.encode()))


class Mine(APIView):
    """A view of the project's."""

    authentication_classes = (CookieAuthentication,)


class FromCookie:
    """A middleware that moves the cookie into the header."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The answer."""
        if "access_token" in request.COOKIES:
            request.META["HTTP_AUTHORIZATION"] = f"Bearer {request.COOKIES['access_token']}"
        return self.get_response(request)


def from_cookie(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """The same as a function."""

    def middleware(request: HttpRequest) -> HttpResponse:
        request.META["HTTP_AUTHORIZATION"] = f"Bearer {request.COOKIES.get('access_token')}"
        return get_response(request)

    return middleware


def count_visits(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """A middleware of another kind."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.set_cookie("visits", request.COOKIES.get("visits", "0") + "1")
        return response

    return middleware


class Claims(serializers.TokenObtainPairSerializer):
    """Adds a claim, as most do."""

    @classmethod
    def get_token(cls, user: Any) -> RefreshToken:
        """With a name."""
        token = super().get_token(user)
        token["name"] = user.get_username()
        return token


class InOrder(browser.TokenObtainPairView):
    """One of the endpoints for browsers, with one more cookie."""

    serializer_class = Claims

    def post(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """With a cookie that is no token."""
        response = super().post(request, *args, **kwargs)
        response.set_cookie("theme", request.COOKIES.get("theme", "dark"))
        return response


class FromCampaign(SignUpView):
    """A sign-up that looks at a cookie."""

    def post(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Where the visitor came from."""
        self.campaign = request.COOKIES.get("utm_campaign")
        return super().post(request, *args, **kwargs)


@method_decorator(ensure_csrf_cookie, name="dispatch")
class WithCsrf(views.TokenObtainPairView):
    """A sign-in that sets Django's own cookie."""


class Theme(APIView):
    """No tokens."""

    def get(self, request: Request) -> Response:
        """A cookie that is no token."""
        return Response(request.COOKIES.get("theme"))


def urls_of(*callbacks: Any) -> list[Any]:
    """A URL conf with all *callbacks*, one within another."""
    return [path("api/", include([path(f"{number}/", one) for number, one in enumerate(callbacks)]))]


def told(*callbacks: Any, **settings: Any) -> list[str]:
    """The names that the check reports for a project with these views."""
    module = ModuleType(URLS)
    module.urlpatterns = urls_of(*callbacks)  # type: ignore[attr-defined]
    sys.modules[URLS] = module
    with override_settings(ROOT_URLCONF=URLS, **settings):
        found = warn_handmade_cookies()
    assert all("drf_signet.sessions.browser" in (one.hint or "") for one in found)
    return [one.msg.partition(" handles ")[0].removeprefix(f"{__name__}.") for one in found]


@pytest.fixture(autouse=True)
def _no_module_left() -> Iterator[None]:
    yield
    sys.modules.pop(URLS, None)


def in_a_cookie(view: Callable[..., Any]) -> Callable[..., Any]:
    """A decorator around the endpoint itself."""

    @wraps(view)
    def moving(*args: Any, **kwargs: Any) -> Any:
        return keep(view(*args, **kwargs))

    return moving


def in_a_cookie_unnamed(view: Callable[..., Any]) -> Callable[..., Any]:
    """The same without `functools.wraps`."""

    def moving(*args: Any, **kwargs: Any) -> Any:
        return keep(view(*args, **kwargs))

    return moving


def keep_later(response: Response) -> Response:
    """A helper that leaves it to another one."""
    return keep(response)


class WithHelpersHelper(views.TokenRefreshView):
    """Leaves the cookie to a function that leaves it to another."""

    def post(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """The answer of the endpoint, changed."""
        return keep_later(super().post(request, *args, **kwargs))


class Keeper:
    """A class of helpers."""

    @staticmethod
    def put(response: Response) -> Response:
        """Into the cookie."""
        return keep(response)


class WithKeeper(views.TokenRefreshView):
    """Leaves the cookie to a class."""

    def post(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """The answer of the endpoint, changed."""
        return Keeper.put(super().post(request, *args, **kwargs))


elsewhere = ModuleType("a_project_elsewhere")
exec("def put(response):\n    response.set_cookie('refresh', response.data.pop('refresh'))", elsewhere.__dict__)


class WithModule(views.TokenRefreshView):
    """Leaves the cookie to a function of another module."""

    def post(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """The answer of the endpoint, changed."""
        response = super().post(request, *args, **kwargs)
        elsewhere.put(response)
        return response


class HasCookie(BasePermission):
    """A permission that reads the token."""

    def has_permission(self, request: Request, view: Any) -> bool:
        """Anyone who has one."""
        return bool(RefreshToken(request.COOKIES["refresh"]))


class Permitted(APIView):
    """Names the permission."""

    permission_classes = (HasCookie,)


class MoveLater:
    """A middleware that takes the token out of the body."""

    def __init__(self, get_response: Callable[[HttpRequest], Any]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> Any:
        """The answer, changed."""
        response = self.get_response(request)
        if "refresh" in (getattr(response, "data", None) or {}):
            response.set_cookie("refresh", response.data.pop("refresh"))
        return response


def fill(request: HttpRequest) -> None:
    """A helper of the middleware below."""
    request.META["HTTP_AUTHORIZATION"] = f"Bearer {request.COOKIES.get('access')}"


class FillLater:
    """A middleware that leaves it to a function."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The answer."""
        fill(request)
        return self.get_response(request)


class InALanguage(views.TokenObtainPairView):
    """A sign-in that looks at cookies that are no tokens, and asks another server."""

    def post(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """In the language of the visitor."""
        self.language = request.COOKIES.get("django_language")
        urllib.request.urlopen("https://geo.example/")
        response = super().post(request, *args, **kwargs)
        response.set_cookie("device", self.language or "", max_age=settings.SESSION_COOKIE_AGE)
        return response


def reload_page(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """A middleware with the header that is called Refresh."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            request.user.refresh_from_db()
        response = get_response(request)
        response["Refresh"] = "30"
        response.set_cookie("seen", "1")
        return response

    return middleware


class SignInWithTheme(APIView):
    """Makes tokens, and sets a cookie that has nothing to do with them."""

    def post(self, request: Request) -> Response:
        """The pair, in the body."""
        user: Any = request.user
        refresh = RefreshToken.for_user(user)
        response = Response({"refresh": str(refresh), "access": str(refresh.access_token)})
        response.set_cookie("cookie_consent", request.COOKIES.get("theme", "dark"), max_age=3600, samesite="Lax")
        return response


class SignInUnderAnotherName(APIView):
    """The name of the cookie doesn't say what is in it."""

    def post(self, request: Request) -> Response:
        """Nothing in the body."""
        user: Any = request.user
        value = str(RefreshToken.for_user(user))
        response = Response()
        response.set_cookie("theme", "dark")
        response.set_cookie("sid", value, httponly=True)
        return response


class SignInByKeyword(SignInUnderAnotherName):
    """By keywords."""

    def post(self, request: Request) -> Response:
        """Nothing in the body."""
        response, user = Response(), cast(Any, request.user)
        response.set_cookie(key="sid", value=str(RefreshToken.for_user(user)))
        return response


SHAPES: Final = {
    "another-name": (SignInUnderAnotherName.as_view(), "SignInUnderAnotherName"),
    "keywords": (SignInByKeyword.as_view(), "SignInByKeyword"),
    "sign-in": (SignIn.as_view(), "SignIn"),
    "at-the-end": (SignInAtTheEnd.as_view(), "SignInAtTheEnd"),
    "refresh": (Refresh.as_view(), "Refresh"),
    "refresh-decorated": (csrf_exempt(logged(Refresh.as_view())), "Refresh"),
    "derived": (AsBefore.as_view(), "AsBefore"),
    "mixin": (WithMixin.as_view(), "WithMixin"),
    "serializer": (WithSerializer.as_view(), "CookieSerializer"),
    "serializer-in-urls": (views.TokenRefreshView.as_view(serializer_class=CookieSerializer), "CookieSerializer"),
    "by-hand": (ByHand.as_view(), "ByHand"),
    "by-module": (ByModule.as_view(), "ByModule"),
    "by-helpers": (ByHelpers.as_view(), "ByHelpers"),
    "with-helper": (WithHelper.as_view(), "WithHelper"),
    "choosing": (Choosing.as_view(), "CookieSerializer"),
    "function": (by_function, "by_function"),
    "plain-function": (plain, "plain"),
    "decorator": (in_a_cookie(views.TokenObtainPairView.as_view()), "in_a_cookie"),
    "decorator-unnamed": (in_a_cookie_unnamed(views.TokenObtainPairView.as_view()), "in_a_cookie_unnamed"),
    "helpers-helper": (WithHelpersHelper.as_view(), "WithHelpersHelper"),
    "keeper": (WithKeeper.as_view(), "WithKeeper"),
    "module": (WithModule.as_view(), "WithModule"),
    "permission": (Permitted.as_view(), "HasCookie"),
    "authentication": (Mine.as_view(), "CookieAuthentication"),
}


@pytest.mark.parametrize(("callback", "name"), SHAPES.values(), ids=SHAPES)
def test_cookies_by_hand_are_named(callback: Any, name: str) -> None:
    """Views, serializers and authentication classes, in any of their methods."""
    assert told(callback) == [name]


@pytest.mark.parametrize("middleware", [FromCookie, from_cookie, MoveLater, FillLater])
def test_a_middleware_that_moves_tokens_is_named(middleware: Any) -> None:
    """A class or a function."""
    assert told(MIDDLEWARE=[f"{__name__}.{middleware.__name__}"]) == [middleware.__name__]


def test_it_is_said_without_deploy() -> None:
    """Anyone who writes such a view runs ``runserver``."""
    with override_settings(MIDDLEWARE=[f"{__name__}.from_cookie"]):
        assert [one.id for one in run_checks()].count("signet.W023") == 1


def test_the_settings_of_tutorials_are_named() -> None:
    """One line names all of them."""
    simple_jwt = {"AUTH_COOKIE": "access_token", "AUTH_COOKIE_HTTP_ONLY": True, "ROTATE_REFRESH_TOKENS": True}
    assert told(SIMPLE_JWT=simple_jwt) == ["Code that reads SIMPLE_JWT['AUTH_COOKIE']"]


def test_nothing_is_said_of_a_project_in_order() -> None:
    """Endpoints as they are, claims, endpoints for browsers, cookies that are no tokens."""
    in_order = (
        InOrder,
        FromCampaign,
        InALanguage,
        SignInWithTheme,
        WithCsrf,
        Theme,
        browser.TokenRefreshView,
        views.LogoutView,
    )
    callbacks = [one.as_view() for one in in_order]
    mine = views.TokenObtainPairView.as_view(serializer_class=Claims)
    own = [f"{__name__}.{one.__name__}" for one in (count_visits, reload_page)]
    middleware = [*own, "django.contrib.sessions.middleware.SessionMiddleware", "nothing.There"]
    assert told(*callbacks, mine, MIDDLEWARE=middleware) == []


@pytest.mark.parametrize("name", OURS)
def test_the_names_it_goes_by_are_there(name: str) -> None:
    """If a class were renamed, the check would no longer find it."""
    found = import_string(name)
    assert f"{found.__module__}.{found.__qualname__}" == name
