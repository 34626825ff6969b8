"""What a sign-in answers beside the tokens, or instead of them, and who says so: serializer, view or ``urls.py``."""

from __future__ import annotations

from typing import Any

from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from tests.idioms.table import idiom
from tests.idioms.tiers import ADOPTING, BROWSER, CORE, SESSIONS, TIERS, Tier
from tests.stand_ins.outages import OUTAGES, database_raising

NAMED: dict[str, Any] = {}


def __getattr__(name: str) -> Any:
    """The serializer that a path names."""
    try:
        return NAMED[name]
    except KeyError:
        raise AttributeError(name) from None


WITH_BODIES = tuple(one for one in TIERS if one is not BROWSER)


@idiom([200, {"id": True, "username": "ada"}, ["access", "refresh"]])
def the_user_beside_the_tokens(t: Tier) -> object:
    """``self.user`` is there after ``super().validate``."""

    class LoginSerializer(t.serializers.TokenObtainPairSerializer):
        def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
            data = super().validate(attrs)
            data["user"] = {"id": self.user.pk == t.user().pk, "username": self.user.get_username()}
            return data

    answer = t.sign_in(LoginSerializer)
    return answer.status, answer["user"], sorted({"access", "refresh"} & answer.body.keys())


@idiom([200, True, 200])
def tokens_further_down(t: Tier) -> object:
    """In an envelope, and under other names."""

    class EnvelopeSerializer(t.serializers.TokenObtainPairSerializer):
        def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
            data = super().validate(attrs)
            return {"success": True, "data": {"refresh_token": data["refresh"], "access_token": data["access"]}}

    answer = t.sign_in(EnvelopeSerializer)
    # In a browser, the cookie has it.
    refresh = answer["refresh"] if t is BROWSER else answer["data"]["refresh_token"]
    return answer.status, t.whoami(answer["data"]["access_token"]).status == 200, t.refresh(refresh).status


@idiom([200, {"needs_code": True}], sessions=0)
def no_tokens_yet(t: Tier) -> object:
    """A step of the project's own comes first."""

    class FirstStepSerializer(t.serializers.TokenObtainSerializer):
        def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
            super().validate(attrs)
            return {"needs_code": True}

    return t.sign_in(FirstStepSerializer)


@idiom([200, "ada"])
def the_serializer_of_a_view(t: Tier) -> object:
    """As a class attribute."""

    class HelloSerializer(t.serializers.TokenObtainPairSerializer):
        def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
            return {**super().validate(attrs), "hello": self.user.get_username()}

    class HelloView(t.views.TokenObtainPairView):
        serializer_class = HelloSerializer

    answer = t.ask(HelloView, username="ada", password="correct-horse-battery")
    return answer.status, answer["hello"]


@idiom([200, "ada", "later", "as_view", "further down"], sessions=3)
def the_path_of_a_serializer(t: Tier) -> object:
    """``_serializer_class``; a class counts where both stand, in the same class, further down or in ``urls.py``."""

    class HelloSerializer(t.serializers.TokenObtainPairSerializer):
        hello = "ada"

        def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
            return {**super().validate(attrs), "hello": self.hello}

    class HelloRefreshSerializer(t.serializers.TokenRefreshSerializer):
        def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
            return {**super().validate(attrs), "hello": "later"}

    NAMED.update(HelloSerializer=HelloSerializer, HelloRefreshSerializer=HelloRefreshSerializer)

    class HelloView(t.views.TokenObtainPairView):
        _serializer_class = f"{__name__}.HelloSerializer"

    class HelloRefreshView(t.views.TokenRefreshView):
        _serializer_class = f"{__name__}.HelloRefreshSerializer"

    class OtherView(HelloView):
        serializer_class = type("Other", (HelloSerializer,), {"hello": "further down"})

    view = HelloView.as_view(serializer_class=type("Other", (HelloSerializer,), {"hello": "as_view"}))
    credentials = {"username": "ada", "password": "correct-horse-battery"}
    first, *others = [t.ask(one, **credentials) for one in (HelloView, view, OtherView)]
    raw = first["refresh"]
    refreshed = t.ask(HelloRefreshView, cookie=raw) if t.cookie else t.ask(HelloRefreshView, refresh=raw)
    return first.status, first["hello"], refreshed["hello"], *(one["hello"] for one in others)


@idiom([200, "ada", 200])
def a_post_of_ones_own(t: Tier) -> object:
    """The answer of the view is added to."""

    class HelloView(t.views.TokenObtainPairView):
        def post(self, request: Request, *args: Any, **kwargs: Any) -> Response:
            response = super().post(request, *args, **kwargs)
            response.data["hello"] = request.data["username"]
            return response

    answer = t.ask(HelloView, username="ada", password="correct-horse-battery")
    return answer.status, answer["hello"], t.refresh(answer["refresh"]).status


@idiom([200, "ada", 200], tiers=WITH_BODIES)
def a_post_with_tokens_of_its_own(t: Tier) -> object:
    """The view asks the serializer who it is, and makes the tokens."""

    class LoginView(t.views.TokenObtainPairView):
        def post(self, request: Request, *args: Any, **kwargs: Any) -> Response:
            serializer = self.get_serializer(data=request.data)
            serializer.is_valid(raise_exception=True)
            refresh = t.tokens.RefreshToken.for_user(serializer.user)
            body = {"user": serializer.user.username, "refresh": str(refresh), "access": str(refresh.access_token)}
            return Response(body)

    answer = t.ask(LoginView, username="ada", password="correct-horse-battery")
    return answer.status, answer["user"], t.refresh(answer["refresh"]).status


@idiom([200, 200])
def a_view_from_the_bottom(t: Tier) -> object:
    """``TokenViewBase`` with a serializer."""

    class LoginView(t.views.TokenViewBase):
        serializer_class = t.serializers.TokenObtainPairSerializer

    answer = t.ask(LoginView, username="ada", password="correct-horse-battery")
    return answer.status, t.whoami(answer["access"]).status


@idiom([200, "1"], tiers=WITH_BODIES)
def more_from_verify(t: Tier) -> object:
    """A serializer that says whose the token is."""

    class WhoseSerializer(t.serializers.TokenVerifySerializer):
        def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
            data = super().validate(attrs)
            is_the_user = t.tokens.UntypedToken(attrs["token"])["user_id"] == str(t.user().pk)
            return {**data, "user_id": str(int(is_the_user))}

    access = t.sign_in()["access"]
    answer = t.ask(t.views.TokenVerifyView.as_view(serializer_class=WhoseSerializer), token=access)
    return answer.status, answer["user_id"]


@idiom([200, 200, 401], tiers=WITH_BODIES)
def serializers_in_views_of_ones_own(t: Tier) -> object:
    """``APIView``, ``is_valid`` and ``validated_data``, and the error that a bad token raises."""

    class LoginView(APIView):
        authentication_classes = ()

        def post(self, request: Request) -> Response:
            serializer = t.serializers.TokenObtainPairSerializer(data=request.data, context={"request": request})
            serializer.is_valid(raise_exception=True)
            return Response({**serializer.validated_data, "user": serializer.user.username})

    class RefreshView(APIView):
        authentication_classes = (t.authentication.JWTAuthentication,)
        permission_classes = ()

        def post(self, request: Request) -> Response:
            serializer = t.serializers.TokenRefreshSerializer(data=request.data)
            try:
                serializer.is_valid(raise_exception=True)
            except t.exceptions.TokenError as error:
                raise t.exceptions.InvalidToken(error.args[0]) from error
            return Response(serializer.validated_data)

    pair = t.ask(LoginView, username="ada", password="correct-horse-battery")
    return pair.status, t.ask(RefreshView, refresh=pair["refresh"]).status, t.ask(RefreshView, refresh="no").status


def copied_post(t: Tier) -> Any:
    """``post`` as it stands in Simple JWT, with a greeting."""

    def post(self: Any, request: Request, *args: Any, **kwargs: Any) -> Response:
        serializer = self.get_serializer(data=request.data)
        try:
            serializer.is_valid(raise_exception=True)
        except t.exceptions.TokenError as error:
            raise t.exceptions.InvalidToken(error.args[0]) from error
        return Response({**serializer.validated_data, "hello": "you"}, status=200)

    return post


@idiom([200, 401, 200, 401], tiers=WITH_BODIES)
def a_copy_of_post(t: Tier) -> object:
    """At the sign-in and at the refresh."""
    login = type("LoginView", (t.views.TokenObtainPairView,), {"post": copied_post(t)})
    refresh = type("RefreshView", (t.views.TokenRefreshView,), {"post": copied_post(t)})
    pair = t.ask(login, username="ada", password="correct-horse-battery")
    wrong = t.ask(login, username="ada", password="wrong")
    statuses = [t.ask(refresh, refresh=one).status for one in (pair["refresh"], "nonsense")]
    return pair.status, wrong.status, *statuses


@idiom([[401] * 10, 429], sessions=0, tiers=(CORE, SESSIONS, ADOPTING), is_theirs=False)
def a_copy_of_post_and_too_many_attempts(t: Tier) -> object:
    """There is no limit there."""
    login = type("LoginView", (t.views.TokenObtainPairView,), {"post": copied_post(t)})
    statuses = [t.ask(login, username="ada", password="wrong").status for _ in range(11)]
    return statuses[:10], statuses[10]


@idiom([503, 503, 503], tiers=(CORE, SESSIONS, ADOPTING), is_theirs=False)
def serializers_in_views_of_ones_own_while_the_database_is_away(t: Tier) -> object:
    """There it is a 500."""

    class View(APIView):
        authentication_classes = ()
        permission_classes = ()
        name = ""

        def post(self, request: Request) -> Response:
            serializer = getattr(t.serializers, self.name)(data=request.data, context={"request": request})
            serializer.is_valid(raise_exception=True)
            return Response(serializer.validated_data)

    raw = t.sign_in()["refresh"]
    asked = [
        ("TokenObtainPairSerializer", {"username": "ada", "password": "correct-horse-battery"}),
        ("TokenRefreshSerializer", {"refresh": raw}),
        ("TokenObtainSerializer", {"username": "ada", "password": "correct-horse-battery"}),
    ]
    with database_raising(OUTAGES["refused"].error):
        return [t.ask(View.as_view(name=name), **body).status for name, body in asked]
