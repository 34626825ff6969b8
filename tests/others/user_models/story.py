"""The story of an account, from the sign-up to the deletion, with any user model."""

from __future__ import annotations

from typing import Any, Final

from django.contrib.auth import get_user_model
from django.core import mail
from rest_framework.test import APIClient

from drf_signet.accounts.testing import token_in
from drf_signet.accounts.user_fields import key_field

PASSWORD: Final = "correct-horse-battery"
NEW: Final = "another-horse-battery"
VALUES: Final = {
    "username": "ada",
    "phone": 4930123456,
    "first_name": "Ada",
    "last_name": "Lovelace",
    "company": 1,
    "card": 1,
    "picture": "x",
    "companies": [1],
}
"""A value for each field that a sign-up may ask for."""


class Teller:
    """Plays the story, and keeps the answers."""

    def __init__(self) -> None:
        self.client = APIClient(raise_request_exception=False)
        self.told: dict[str, Any] = {}
        self.address = "ada@example.com"

    def tell(self, step: str, method: str, path: str, body: dict[str, Any]) -> Any:
        """Send it, and keep the status, with the body of a refusal."""
        answer = getattr(self.client, method)(path, body, "json")
        refusal = [answer.json()] if 400 <= answer.status_code < 500 else []
        self.told[step] = [answer.status_code, *refusal]
        return answer.json() if answer.content and answer.status_code < 500 else {}

    def token(self) -> str:
        """That of the last mail, if there is one."""
        message = mail.outbox.pop() if mail.outbox else None
        try:
            return token_in(message) if message else "none"
        except LookupError:
            return "none"

    def sign_up(self, step: str = "sign up") -> None:
        """With every field that the sign-up asks for."""
        model: Any = get_user_model()
        names = {model.USERNAME_FIELD, *model.REQUIRED_FIELDS, "first_name", "last_name"}
        columns = {one.name for one in model._meta.get_fields()}
        body = {name: VALUES[name] for name in names & columns if name in VALUES}
        address = {model.get_email_field_name(): self.address}
        self.tell(step, "post", "/users/", {**body, **address, "password": PASSWORD})

    def sign_in(self, step: str, password: str) -> None:
        """From then on, the client is that user's."""
        model: Any = get_user_model()
        name = VALUES.get(model.USERNAME_FIELD, self.address)
        pair = self.tell(step, "post", "/token/", {model.USERNAME_FIELD: name, "password": password})
        self.client.credentials(**({"HTTP_AUTHORIZATION": f"Bearer {pair['access']}"} if "access" in pair else {}))


def play() -> dict[str, Any]:
    """The answers of each step."""
    mail.outbox = []
    teller = Teller()
    _live(teller)
    return teller.told


def _live(teller: Teller) -> None:
    teller.sign_up()
    teller.tell("resend", "post", "/users/resend_activation/", {"email": teller.address})
    activation = {"token": teller.token()}
    teller.tell("activate", "post", "/users/activation/", activation)
    teller.tell("activate again", "post", "/users/activation/", activation)
    teller.sign_up("sign up again")
    for name in ("ada", "0", "a@b.cd", "9" * 30):
        field = get_user_model().USERNAME_FIELD
        teller.tell(f"odd name {name}", "post", "/token/", {field: name, "password": "x"})
    teller.sign_in("sign in", PASSWORD)
    if teller.told["sign in"][0] != 200:
        return
    teller.tell("me", "get", "/users/me/", {})
    teller.tell("rename", "patch", "/users/me/", {"first_name": "Augusta"})
    teller.tell("other key", "patch", "/users/me/", {key_field(): "7"})
    teller.tell("password", "post", "/users/set_password/", {"current_password": PASSWORD, "new_password": NEW})
    mail.outbox.clear()
    teller.tell("ask for reset", "post", "/users/reset_password/", {"email": teller.address})
    reset = {"token": teller.token(), "new_password": PASSWORD}
    teller.tell("reset", "post", "/users/reset_password_confirm/", reset)
    teller.sign_in("sign in again", PASSWORD)
    teller.tell("long", "post", "/users/set_email/", {"current_password": PASSWORD, "new_email": f"{'a' * 60}@b.cd"})
    change = {"current_password": PASSWORD, "new_email": "new@example.com"}
    mail.outbox.clear()
    teller.tell("address", "post", "/users/set_email/", change)
    teller.tell("confirm", "post", "/users/set_email_confirm/", {"token": teller.token()})
    teller.sign_in("last sign in", PASSWORD)
    teller.address = "new@example.com"
    if teller.told["last sign in"][0] != 200:
        teller.sign_in("last sign in", PASSWORD)
    teller.tell("delete", "delete", "/users/me/", {"current_password": PASSWORD})
    teller.tell("gone", "get", "/users/me/", {})
    teller.sign_up("sign up anew")
    teller.tell("activate anew", "post", "/users/activation/", {"token": teller.token()})
