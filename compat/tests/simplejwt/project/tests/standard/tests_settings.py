"""``api_settings``, and settings that are changed for a test."""

from __future__ import annotations

from datetime import timedelta
from unittest import mock

from django.conf import settings
from django.contrib.auth.models import User
from django.test import override_settings
from rest_framework_simplejwt import settings as simplejwt_settings
from rest_framework_simplejwt.authentication import default_user_authentication_rule
from rest_framework_simplejwt.models import TokenUser
from rest_framework_simplejwt.settings import DEFAULTS, IMPORT_STRINGS, REMOVED_SETTINGS, USER_SETTINGS, api_settings
from rest_framework_simplejwt.tokens import AccessToken, RefreshToken

from tests.accounts import AccountTestCase
from tests.forging import part
from tests.overrides import override_api_settings


def nobody(user: User | None) -> bool:
    """Lets nobody in."""
    return False


class ApiSettingsTests(AccountTestCase):
    """The settings as an object."""

    def test_every_key_can_be_read(self) -> None:
        """A value of the project, or else the default."""
        for name in settings.SIMPLE_JWT:
            with self.subTest(name=name):
                self.assertIn(name, DEFAULTS)
                if name not in IMPORT_STRINGS:
                    self.assertEqual(getattr(api_settings, name), settings.SIMPLE_JWT[name])

    def test_paths_are_imported(self) -> None:
        """Where Simple JWT imports them."""
        self.assertEqual(tuple(api_settings.AUTH_TOKEN_CLASSES), (AccessToken,))
        self.assertIs(api_settings.TOKEN_USER_CLASS, TokenUser)
        self.assertIs(api_settings.USER_AUTHENTICATION_RULE, default_user_authentication_rule)

    def test_the_defaults(self) -> None:
        """Those that others read."""
        self.assertEqual(DEFAULTS["ACCESS_TOKEN_LIFETIME"], timedelta(minutes=5))
        self.assertEqual(DEFAULTS["REFRESH_TOKEN_LIFETIME"], timedelta(days=1))
        self.assertEqual(DEFAULTS["AUTH_HEADER_TYPES"], ("Bearer",))
        self.assertEqual(DEFAULTS["SIGNING_KEY"], settings.SECRET_KEY)

    def test_the_lists_of_names(self) -> None:
        """Which are imported, which were removed, and what the project says."""
        self.assertIn("TOKEN_USER_CLASS", IMPORT_STRINGS)
        self.assertIn("SECRET_KEY", REMOVED_SETTINGS)
        self.assertEqual(USER_SETTINGS["ALGORITHM"], "HS256")

    def test_a_name_that_is_none_is_an_attribute_error(self) -> None:
        """As with REST framework's own settings."""
        self.assertFalse(hasattr(api_settings, "NO_SUCH_SETTING"))

    def test_override_settings_is_seen_in_the_module(self) -> None:
        """The change is gone afterwards."""
        changed = {**settings.SIMPLE_JWT, "ACCESS_TOKEN_LIFETIME": timedelta(minutes=1)}
        with override_settings(SIMPLE_JWT=changed):
            self.assertEqual(simplejwt_settings.api_settings.ACCESS_TOKEN_LIFETIME, timedelta(minutes=1))
        self.assertEqual(simplejwt_settings.api_settings.ACCESS_TOKEN_LIFETIME, timedelta(minutes=5))


class OverrideTests(AccountTestCase):
    """Settings that hold for one test."""

    def test_rotation(self) -> None:
        """ROTATE_REFRESH_TOKENS: both tokens are new, and the old one is still valid."""
        old = RefreshToken.for_user(self.user)
        with override_api_settings(ROTATE_REFRESH_TOKENS=True):
            answer = self.client.post("/api/token/refresh/", {"refresh": str(old)}).json()
            self.assertEqual(list(answer), ["access", "refresh"])
            self.assertNotEqual(part(answer["refresh"], 1)["jti"], old["jti"])
            for token in (str(old), answer["refresh"]):
                self.assertEqual(self.client.post("/api/token/refresh/", {"refresh": token}).status_code, 200)

    def test_rotation_with_blacklisting(self) -> None:
        """BLACKLIST_AFTER_ROTATION: the old one isn't valid any more."""
        old = str(RefreshToken.for_user(self.user))
        with override_api_settings(ROTATE_REFRESH_TOKENS=True, BLACKLIST_AFTER_ROTATION=True):
            self.assertEqual(self.client.post("/api/token/refresh/", {"refresh": old}).status_code, 200)
            self.assertEqual(self.client.post("/api/token/refresh/", {"refresh": old}).status_code, 401)

    def test_patching_by_the_path_of_a_module(self) -> None:
        """As mock's users write it."""
        old = RefreshToken.for_user(self.user)
        with mock.patch("rest_framework_simplejwt.serializers.api_settings.ROTATE_REFRESH_TOKENS", new=True):
            answer = self.client.post("/api/token/refresh/", {"refresh": str(old)}).json()
        self.assertIn("refresh", answer)

    def test_changing_the_user_settings(self) -> None:
        """As REST framework's settings can be: the dict, and the remembered value dropped."""
        with mock.patch.dict(api_settings.user_settings, {"CHECK_USER_IS_ACTIVE": False}):
            api_settings.__dict__.pop("CHECK_USER_IS_ACTIVE", None)
            self.assertFalse(api_settings.CHECK_USER_IS_ACTIVE)
        api_settings.__dict__.pop("CHECK_USER_IS_ACTIVE", None)
        self.assertTrue(api_settings.CHECK_USER_IS_ACTIVE)

    def test_the_last_sign_in(self) -> None:
        """UPDATE_LAST_LOGIN."""
        self.sign_in()
        self.assertIsNone(User.objects.get().last_login)
        with override_api_settings(UPDATE_LAST_LOGIN=True):
            self.sign_in()
        self.assertIsNotNone(User.objects.get().last_login)

    def test_a_rule_of_one_s_own(self) -> None:
        """USER_AUTHENTICATION_RULE, at sign-in and at refresh."""
        token = str(RefreshToken.for_user(self.user))
        with override_api_settings(USER_AUTHENTICATION_RULE=nobody):
            self.assertEqual(self.sign_in().status_code, 401)
            self.assertEqual(self.client.post("/api/token/refresh/", {"refresh": token}).status_code, 401)

    def test_the_claim_of_the_user(self) -> None:
        """USER_ID_CLAIM, in new tokens and in those that are read."""
        with override_api_settings(USER_ID_CLAIM="sub"):
            token = AccessToken.for_user(self.user)
            self.assertEqual(token["sub"], str(self.user.pk))
            self.show(token)
            self.assertEqual(self.client.get("/api/me/").status_code, 200)

    def test_the_field_of_the_user(self) -> None:
        """USER_ID_FIELD, in new tokens and in those that are read."""
        with override_api_settings(USER_ID_FIELD="username"):
            token = AccessToken.for_user(self.user)
            self.assertEqual(token["user_id"], "ada")
            self.show(token)
            self.assertEqual(self.client.get("/api/me/").status_code, 200)

    def test_no_id_and_no_type(self) -> None:
        """JTI_CLAIM and TOKEN_TYPE_CLAIM of other names."""
        with override_api_settings(JTI_CLAIM="id", TOKEN_TYPE_CLAIM="use"):
            token = AccessToken.for_user(self.user)
            self.assertEqual(list(token.payload), ["use", "exp", "iat", "id", "user_id"])
            AccessToken(str(token))
