"""Views of the project's own, derived from Simple JWT's."""

from __future__ import annotations

from datetime import timedelta
from unittest import mock

from django.contrib.auth.models import User
from django.contrib.auth.signals import user_login_failed
from django.core.cache import cache
from rest_framework import generics
from rest_framework_simplejwt import serializers, views
from rest_framework_simplejwt.serializers import TokenRefreshSerializer
from rest_framework_simplejwt.settings import api_settings
from rest_framework_simplejwt.tokens import RefreshToken
from rest_framework_simplejwt.views import TokenObtainPairView, TokenRefreshView, TokenViewBase

from notes.serializers import LoginSerializer
from notes.views import LoginView, MissingSerializerView
from tests.accounts import PASSWORD, AccountTestCase
from tests.forging import part


class OwnViewTests(AccountTestCase):
    """serializer_class, _serializer_class, and overridden methods."""

    def test_a_serializer_class(self) -> None:
        """What it adds is in the answer."""
        answer = self.sign_in("/api/login/").json()
        self.assertEqual(list(answer), ["refresh", "access", "user"])
        self.assertEqual(answer["user"], {"id": self.user.pk, "username": "ada"})

    def test_a_sentence_of_its_own(self) -> None:
        """``default_error_messages`` of the subclass."""
        response = self.sign_in("/api/login/", password="wrong")
        self.assertEqual((response.status_code, response.json()), (401, {"detail": "Who are you?"}))

    def test_a_serializer_by_its_path(self) -> None:
        """With a token class of its own."""
        answer = self.sign_in("/api/login/dotted/").json()
        self.assertEqual(list(answer), ["key"])
        self.assertEqual(part(answer["key"], 1)["token_type"], "access")

    def test_a_realm_of_its_own(self) -> None:
        """In the header of the refusal."""
        response = self.sign_in("/api/login/dotted/", password="wrong")
        self.assertEqual(response["WWW-Authenticate"], 'Bearer realm="notes"')

    def test_a_serializer_that_is_not_there(self) -> None:
        """Says which."""
        with self.assertRaisesMessage(ImportError, "Could not import serializer 'notes.serializers.Missing'"):
            MissingSerializerView().get_serializer_class()

    def test_an_overridden_post(self) -> None:
        """As the documentation has it, for a schema."""
        self.assertEqual(list(self.sign_in("/api/login/documented/").json()), ["refresh", "access"])

    def test_a_view_that_exchanges_by_hand(self) -> None:
        """It catches `TokenError` and raises `InvalidToken`."""
        token = RefreshToken.for_user(self.user)
        self.assertEqual(list(self.client.post("/api/exchange/", {"refresh": str(token)}).json()), ["access"])
        response = self.client.post("/api/exchange/", {"refresh": "nonsense"})
        self.assertEqual(response.status_code, 401)
        self.assertEqual(response.json(), {"detail": "Token is invalid", "code": "token_not_valid"})


class LoginTests(AccountTestCase):
    """Other ways to sign in."""

    def test_an_address_instead_of_a_name(self) -> None:
        """``username_field`` of the serializer, and an authentication backend that takes it."""
        fields = {"email": "Ada@example.com", "password": PASSWORD}
        response = self.client.post("/api/login/email/", fields)
        self.assertEqual((response.status_code, list(response.json())), (200, ["refresh", "access"]))
        response = self.client.post("/api/login/email/", {**fields, "password": "wrong"})
        self.assertEqual(response.status_code, 401)
        response = self.client.post("/api/login/email/", {"password": PASSWORD})
        self.assertEqual(response.json(), {"email": ["This field is required."]})

    def test_a_throttle_of_rest_framework(self) -> None:
        """The second request is one too many."""
        cache.clear()
        statuses = [self.sign_in("/api/login/throttled/").status_code for _ in range(2)]
        self.assertEqual(statuses, [200, 429])

    def test_many_sign_ins(self) -> None:
        """Are as good as one, where there is no throttle."""
        wrong = {self.sign_in(password="wrong").status_code for _ in range(30)}
        self.assertEqual((wrong, self.sign_in().status_code), ({401}, 200))

    def test_a_field_of_one_s_own(self) -> None:
        """Decides on the end of the refresh token."""
        for remember, days in ((False, 1), (True, 90)):
            claims = part(self.sign_in("/api/login/remembered/", remember=remember).json()["refresh"], 1)
            self.assertEqual(claims["exp"] - claims["iat"], timedelta(days=days).total_seconds())

    def test_a_refresh_token_class_of_one_s_own(self) -> None:
        """Its ``for_user`` and its ``access_token`` are what the serializers call."""
        pair = self.sign_in("/api/login/remembered/").json()
        self.assertEqual(part(pair["refresh"], 1)["is_staff"], False)
        self.assertEqual(part(pair["access"], 1)["made_by"], "refresh")
        response = self.client.post("/api/refresh/fresh/", {"refresh": pair["refresh"]})
        self.assertEqual(part(response.json()["access"], 1)["made_by"], "refresh")

    def test_a_refresh_that_looks_the_user_up_again(self) -> None:
        """The claim is as it is now."""
        refresh = self.sign_in().json()["refresh"]
        User.objects.update(username="grace")
        response = self.client.post("/api/refresh/fresh/", {"refresh": refresh})
        self.assertEqual(part(response.json()["access"], 1)["username"], "grace")

    def test_a_failed_sign_in_is_signalled(self) -> None:
        """By Django, with the request, and without the password."""
        receiver = mock.Mock()
        user_login_failed.connect(receiver)
        self.addCleanup(user_login_failed.disconnect, receiver)
        self.sign_in(password="wrong")
        sent = receiver.call_args.kwargs
        self.assertEqual(sent["credentials"]["username"], "ada")
        self.assertNotIn("wrong", sent["credentials"].values())
        self.assertEqual(sent["request"].path, "/api/token/")


class ViewClassTests(AccountTestCase):
    """What the classes are made of."""

    def test_they_derive_from_one(self) -> None:
        """Which is a generic view without permissions and authentication."""
        self.assertTrue(issubclass(TokenViewBase, generics.GenericAPIView))
        self.assertTrue(issubclass(TokenObtainPairView, TokenViewBase))
        self.assertEqual(tuple(TokenViewBase.permission_classes), ())
        self.assertEqual(tuple(TokenViewBase.authentication_classes), ())

    def test_each_knows_its_serializer(self) -> None:
        """From the settings, or from the class."""
        self.assertIs(TokenRefreshView().get_serializer_class(), TokenRefreshSerializer)
        self.assertIs(LoginView().get_serializer_class(), LoginSerializer)
        self.assertEqual(TokenObtainPairView().get_serializer_class().__name__, "MyTokenObtainPairSerializer")

    def test_each_setting_has_its_view(self) -> None:
        """The six serializers of the settings, and the six views."""
        for setting, view in (
            ("TOKEN_OBTAIN_SERIALIZER", views.TokenObtainPairView),
            ("TOKEN_REFRESH_SERIALIZER", views.TokenRefreshView),
            ("TOKEN_VERIFY_SERIALIZER", views.TokenVerifyView),
            ("TOKEN_BLACKLIST_SERIALIZER", views.TokenBlacklistView),
            ("SLIDING_TOKEN_OBTAIN_SERIALIZER", views.TokenObtainSlidingView),
            ("SLIDING_TOKEN_REFRESH_SERIALIZER", views.TokenRefreshSlidingView),
        ):
            with self.subTest(setting=setting):
                name = getattr(api_settings, setting).rsplit(".", 1)[1]
                self.assertEqual(view().get_serializer_class().__name__, name)

    def test_each_serializer_makes_its_tokens(self) -> None:
        """``token_class`` of each."""
        for name, token in (
            ("TokenObtainPairSerializer", "RefreshToken"),
            ("TokenObtainSlidingSerializer", "SlidingToken"),
            ("TokenRefreshSerializer", "RefreshToken"),
            ("TokenRefreshSlidingSerializer", "SlidingToken"),
            ("TokenBlacklistSerializer", "RefreshToken"),
        ):
            with self.subTest(name=name):
                self.assertEqual(getattr(serializers, name).token_class.__name__, token)

    def test_each_serializer_has_its_fields(self) -> None:
        """Fields of requests, and fields of responses alone."""
        self.assertEqual(list(serializers.TokenRefreshSerializer().fields), ["refresh", "access"])
        self.assertTrue(serializers.TokenRefreshSerializer().fields["access"].read_only)
        self.assertEqual(list(serializers.TokenRefreshSlidingSerializer().fields), ["token"])
        self.assertEqual(list(serializers.TokenVerifySerializer().fields), ["token"])
        self.assertEqual(list(serializers.TokenBlacklistSerializer().fields), ["refresh"])
        self.assertEqual(serializers.PasswordField().style["input_type"], "password")

    def test_a_password_keeps_its_spaces_or_not_as_before(self) -> None:
        """The field of the password is REST framework's, which trims."""
        self.assertEqual(self.sign_in(password="  a tall ship and a star ").status_code, 200)
