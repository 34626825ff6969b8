"""What is done after the request: a user is told that an account elsewhere signs them in from now on."""

from __future__ import annotations

from typing import Final

from django.contrib.auth.base_user import AbstractBaseUser

from drf_signet.accounts.mail import send
from drf_signet.accounts.mail_language import language_for_key
from drf_signet.accounts.outbox import post_notice
from drf_signet.accounts.recipients import person, user_with
from drf_signet.accounts.request_context import entered_world, in_its_world
from drf_signet.identities.models import Identity
from drf_signet.identities.providers.providers_in_force import provider_names
from drf_signet.throttles import count_mail_to
from drf_signet.user_identifier import key_of

KIND: Final = "identity_linked"
"""The name of the templates of the mail."""


def announce(identity: Identity, user: AbstractBaseUser) -> None:
    """Have *user* told of *identity*, which is theirs since this transaction."""
    name = provider_names().get(identity.provider, identity.provider)
    post_notice(tell_of_identity, [person(user)], user_id=str(key_of(user)), provider=name)


@in_its_world
def tell_of_identity(user_id: str, provider: str, language: str | None) -> None:
    """Tell the user *user_id*, at the address that they had then, that an account at *provider* signs them in."""
    world = entered_world()
    people = (world and world.people) or ()
    one = next((known for known in people if known.key == user_id), None) or person(user_with(user_id))
    # Some users have no address, and some have one that is a stranger's, whose mailbox they could fill.
    counted = count_mail_to(one.address, KIND, user_id) if one.address else None
    if counted is None:
        return
    try:
        send(
            KIND, one.address, language_for_key(user_id, language), {"provider": provider}, pages=world and world.pages
        )
    except Exception:
        # The next attempt is no further mail.
        counted.take_back()
        raise
