"""The story of people who have no password: by a provider, by a code in a mail, and with any user model."""

from __future__ import annotations

from typing import Any, Final

from django.core import mail

from drf_signet.identities.testing import provider_says
from drf_signet.mailed_codes.testing import code_for
from tests.others.user_models.story import NEW, PASSWORD, Teller

CODE: Final = {"code": "any", "redirect_uri": "myapp://back", "code_verifier": "v" * 43}


class Guest(Teller):
    """Comes with what a provider or a mail says."""

    def carry(self, pair: Any) -> None:
        """From now on, the client is the user of *pair*."""
        self.client.credentials(**({"HTTP_AUTHORIZATION": f"Bearer {pair['access']}"} if "access" in pair else {}))

    def arrive(self, step: str, subject: str, address: str, path: str = "token") -> None:
        """With the code of a provider, which says who somebody is."""
        self.client.credentials()
        with provider_says("google", subject=subject, email=address, given_name="Bea", family_name="Lovelace"):
            self.carry(self.tell(step, "post", f"/identities/google/{path}/", CODE))

    def by_code(self, step: str, address: str) -> None:
        """With the code of a mail."""
        self.client.credentials()
        asked = self.tell(f"ask for {step}", "post", "/token/code/", {"email": address})
        try:
            code = code_for(address)
        except LookupError:
            code = "000000"
        self.carry(self.tell(step, "post", "/token/code/confirm/", {"request": asked["request"], "code": code}))

    def of_mine(self, step: str) -> list[str]:
        """The ids of the user's identities."""
        answer = self.tell(step, "get", "/identities/", {})
        return [str(one["id"]) for one in answer] if isinstance(answer, list) else []


def play() -> dict[str, Any]:
    """The answers of each step."""
    mail.outbox = []
    guest = Guest()
    _taken_over(guest)
    _by_provider(guest)
    _by_code(guest)
    return guest.told


def _taken_over(guest: Guest) -> None:
    """Somebody signs up with an address that is not theirs; its owner comes with a provider."""
    guest.sign_up("sign up")
    guest.arrive("join", "1", guest.address)
    guest.tell("joined", "get", "/users/me/", {})
    guest.client.credentials()
    guest.sign_in("old password", PASSWORD)


def _by_provider(guest: Guest) -> None:
    """A user whom nobody knew."""
    guest.arrive("arrive", "2", "bea@example.com")
    if guest.told["arrive"][0] != 200:
        return
    guest.tell("me", "get", "/users/me/", {})
    guest.arrive("arrive again", "2", "bea@example.com")
    mine = guest.of_mine("identities")
    guest.tell("remove", "delete", f"/identities/{mine[0]}/", {})
    guest.tell("set a password", "post", "/users/set_password/", {"new_password": NEW})
    guest.arrive("arrive once more", "2", "bea@example.com")
    guest.tell("delete", "delete", "/users/me/", {"current_password": NEW})
    guest.tell("gone", "get", "/users/me/", {})
    guest.arrive("arrive anew", "2", "bea@example.com")


def _by_code(guest: Guest) -> None:
    """A user whom nobody knew either."""
    guest.by_code("code", "cid@example.com")
    if guest.told["code"][0] != 200:
        return
    guest.tell("me by code", "get", "/users/me/", {})
    guest.by_code("code again", "cid@example.com")
    guest.tell("delete by code", "delete", "/users/me/", {})
    guest.tell("gone by code", "get", "/users/me/", {})
