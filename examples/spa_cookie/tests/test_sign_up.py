"""Sign-up, closed until the link in the mail is followed."""

from __future__ import annotations

from io import StringIO

from django.core import mail
from django.core.cache import cache
from django.core.management import call_command
from rest_framework.test import APITestCase

from drf_signet.accounts.testing import mails_at_once, token_in
from tests.browser import Browser
from tests.people import PASSWORD, make_ada
from users.models import User

GRACE = {
    "username": "grace",
    "email": "grace@example.com",
    "first_name": "Grace",
    "last_name": "Hopper",
    "password": "nine-lives-of-a-cat",
}


@mails_at_once()
class SignUpTests(APITestCase):
    """POST api/v1/users/, and what follows."""

    def setUp(self) -> None:
        cache.clear()  # of how often who asked for what
        self.browser = Browser()

    def sign_up(self, **changes: str) -> int:
        """Sign up as Grace, and say with which status."""
        with self.captureOnCommitCallbacks(execute=True):
            status: int = self.browser.post("sign_up", {**GRACE, **changes}).status_code
        return status

    def sign_in(self) -> tuple[int, str | None]:
        """Sign in as Grace, and say with which status and code."""
        response = self.browser.sign_in("grace", GRACE["password"])
        return response.status_code, response.data.get("code")

    def test_the_account_opens_with_the_link(self) -> None:
        """Until the page posts the token of the mail, nobody can sign in, even with the password."""
        self.assertEqual(self.sign_up(), 201)
        self.assertEqual(self.sign_in(), (401, "email_not_verified"))
        self.assertNotIn("refresh", self.browser.client.cookies)

        [message] = mail.outbox
        self.assertEqual(message.to, ["grace@example.com"])
        self.assertIn("http://localhost:5173/activate#", message.body)
        self.assertEqual(self.browser.post("activation", {"token": token_in(message)}).status_code, 204)
        self.assertEqual(self.sign_in(), (200, None))
        self.assertEqual(self.browser.get("hello").data, {"message": "Hello, Grace Hopper"})

    def test_a_wrong_password_does_not_tell_that_it_is_closed(self) -> None:
        """Whoever doesn't know the password learns nothing of the account."""
        self.sign_up()
        response = self.browser.sign_in("grace", "a-guess")
        self.assertEqual((response.status_code, response.data.get("code")), (401, None))

    def test_an_address_that_is_taken_gets_the_same_answer_and_another_mail(self) -> None:
        """There is no second account, in any case of the address, and its owner gets a mail."""
        make_ada()
        self.assertEqual(self.sign_up(email="Ada@Example.com"), 201)
        self.assertFalse(User.objects.filter(username="grace").exists())
        [message] = mail.outbox
        self.assertEqual(message.to, ["ada@example.com"])

    def test_the_command_stands_for_the_link(self) -> None:
        """For users who were made another way, such as by ``createsuperuser``."""
        User.objects.create_superuser("grace", GRACE["email"], GRACE["password"])
        self.assertEqual(self.sign_in(), (401, "email_not_verified"))
        call_command("accounts", "verify", GRACE["email"], stdout=StringIO())
        self.assertEqual(self.sign_in(), (200, None))

    def test_a_username_is_no_address(self) -> None:
        """Otherwise one user's name could be what another one signs in with."""
        response = self.browser.post("sign_up", {**GRACE, "username": "ada@example.com"})
        self.assertEqual((response.status_code, set(response.data)), (400, {"username"}))

    def test_a_weak_password_is_refused(self) -> None:
        """AUTH_PASSWORD_VALIDATORS are asked."""
        response = self.browser.post("sign_up", {**GRACE, "password": "12345678"})
        self.assertEqual((response.status_code, set(response.data)), (400, {"password"}))

    def test_nobody_is_an_administrator_by_signing_up(self) -> None:
        """Fields that the serializer doesn't have are not taken."""
        self.sign_up(is_staff="true", is_superuser="true")
        grace = User.objects.get(username="grace")
        self.assertFalse(grace.is_staff or grace.is_superuser)

    def test_sign_in_takes_the_address_in_any_case(self) -> None:
        """By username or by e-mail address."""
        make_ada()
        for name in ("ada", "ada@example.com", "Ada@Example.com"):
            with self.subTest(name):
                self.assertEqual(self.browser.sign_in(name, PASSWORD).status_code, 200)
