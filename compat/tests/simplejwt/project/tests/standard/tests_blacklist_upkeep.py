"""The admin of the blacklist app, its command and its migrations."""

from __future__ import annotations

from datetime import timedelta
from io import StringIO

from django.contrib import admin
from django.contrib.auth.models import User
from django.core.management import call_command
from django.test import TestCase
from rest_framework_simplejwt.token_blacklist.admin import BlacklistedTokenAdmin, OutstandingTokenAdmin
from rest_framework_simplejwt.token_blacklist.models import BlacklistedToken, OutstandingToken
from rest_framework_simplejwt.tokens import RefreshToken
from rest_framework_simplejwt.utils import aware_utcnow

OUTSTANDING = "/admin/token_blacklist/outstandingtoken/"
BLACKLISTED = "/admin/token_blacklist/blacklistedtoken/"


class AdminTests(TestCase):
    """A superuser looks at the tokens."""

    @classmethod
    def setUpTestData(cls) -> None:
        """A superuser, and a user with a token."""
        cls.superuser = User.objects.create_superuser("root")
        cls.token = RefreshToken.for_user(User.objects.create_user("ada"))
        cls.row = OutstandingToken.objects.get()

    def setUp(self) -> None:
        """The superuser is signed in."""
        self.client.force_login(self.superuser)

    def test_the_outstanding_tokens_are_listed(self) -> None:
        """By id."""
        self.assertContains(self.client.get(OUTSTANDING), self.token["jti"])

    def test_an_outstanding_token_is_found_by_its_id(self) -> None:
        """And by nothing that isn't there."""
        self.assertContains(self.client.get(OUTSTANDING, {"q": self.token["jti"]}), self.token["jti"])
        self.assertNotContains(self.client.get(OUTSTANDING, {"q": "0" * 32}), self.token["jti"])

    def test_an_outstanding_token_is_shown_and_not_changed(self) -> None:
        """Neither changed, deleted nor added."""
        page = f"{OUTSTANDING}{self.row.pk}/change/"
        self.assertContains(self.client.get(page), self.token["jti"])
        self.assertEqual(self.client.post(page, {"jti": "other"}).status_code, 403)
        self.assertEqual(self.client.get(f"{OUTSTANDING}{self.row.pk}/delete/").status_code, 403)
        self.assertEqual(self.client.get(f"{OUTSTANDING}add/").status_code, 403)

    def test_a_token_is_blacklisted_in_the_admin(self) -> None:
        """By adding a row that points to the outstanding one."""
        self.assertEqual(self.client.post(f"{BLACKLISTED}add/", {"token": self.row.pk}).status_code, 302)
        self.assertEqual(BlacklistedToken.objects.get().token, self.row)
        response = self.client.post("/api/token/refresh/", {"refresh": str(self.token)})
        self.assertEqual(response.json()["detail"], "Token is blacklisted")

    def test_the_blacklisted_tokens_are_listed_and_found(self) -> None:
        """By id and by user."""
        self.token.blacklist()
        self.assertContains(self.client.get(BLACKLISTED), self.token["jti"])
        self.assertContains(self.client.get(BLACKLISTED, {"q": self.token["jti"]}), "ada")

    def test_the_admin_classes_can_be_derived_from(self) -> None:
        """As projects do that want to delete users together with their tokens."""

        class Deletable(OutstandingTokenAdmin):
            def has_delete_permission(self, *args: object, **kwargs: object) -> bool:
                return True

        site = admin.AdminSite()
        site.register(OutstandingToken, Deletable)
        site.register(BlacklistedToken, BlacklistedTokenAdmin)
        self.assertTrue(site.get_model_admin(OutstandingToken).has_delete_permission())
        self.assertIn("token_jti", site.get_model_admin(BlacklistedToken).list_display)


class UpkeepTests(TestCase):
    """``flushexpiredtokens``, and the migrations."""

    def test_expired_tokens_are_flushed(self) -> None:
        """From both tables; the others stay."""
        ended, current = RefreshToken(), RefreshToken()
        ended.blacklist()
        current.blacklist()
        past = aware_utcnow() - timedelta(days=1)
        OutstandingToken.objects.filter(jti=ended["jti"]).update(expires_at=past)
        call_command("flushexpiredtokens", stdout=StringIO())
        self.assertEqual(OutstandingToken.objects.get().jti, current["jti"])
        self.assertEqual(BlacklistedToken.objects.get().token.jti, current["jti"])

    def test_nothing_to_flush(self) -> None:
        """Is no error."""
        call_command("flushexpiredtokens", stdout=StringIO())

    def test_the_models_are_as_the_migrations_have_them(self) -> None:
        """There is nothing to migrate."""
        call_command("makemigrations", "--check", "--dry-run", stdout=StringIO())

    def test_the_tables_have_the_names_that_others_know(self) -> None:
        """For whoever asks them in SQL."""
        self.assertEqual(OutstandingToken._meta.db_table, "token_blacklist_outstandingtoken")
        self.assertEqual(BlacklistedToken._meta.db_table, "token_blacklist_blacklistedtoken")
