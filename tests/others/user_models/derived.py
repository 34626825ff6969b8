"""
A clerk, whose primary key is the number of another user, does all there is to do; prints what came of both.

Run in a process of its own, with ``USER_MODEL=Keyed``.
"""

from __future__ import annotations

import json
import sys

import django
from django.core.management import call_command
from django.utils import timezone

django.setup()
call_command("migrate", run_syncdb=True, verbosity=0)

from django.core import mail  # noqa: E402  # needs the settings

from drf_signet.accounts.models import EmailAddress  # noqa: E402
from drf_signet.sessions.models import Session  # noqa: E402
from drf_signet.user_identifier import key_of  # noqa: E402
from tests.others.user_models.people.models import Clerk, Keyed  # noqa: E402
from tests.others.user_models.story import NEW, PASSWORD, Teller  # noqa: E402

mail.outbox = []
for user in (Keyed(email="victim@example.com"), Clerk(email="clerk@example.com")):
    user.set_password(PASSWORD)
    user.save()
    EmailAddress.objects.create(user_id=key_of(user), address=user.email)
EmailAddress.objects.update(verified_at=timezone.now())
assert (user.pk, key_of(user)) == (1, 2)

victim, clerk = Teller(), Teller()
victim.address, clerk.address = "victim@example.com", "clerk@example.com"
victim.sign_in("sign in", PASSWORD)
clerk.sign_in("sign in", PASSWORD)
owners = sorted(Session.objects.values_list("user_id", flat=True))
clerk.tell("me", "get", "/users/me/", {})
clerk.tell("password", "post", "/users/set_password/", {"current_password": PASSWORD, "new_password": NEW})
mail.outbox.clear()
clerk.tell("address", "post", "/users/set_email/", {"current_password": NEW, "new_email": "new@example.com"})
clerk.tell("confirm", "post", "/users/set_email_confirm/", {"token": clerk.token()})
mail.outbox.clear()
clerk.tell("ask for reset", "post", "/users/reset_password/", {"email": "new@example.com"})
clerk.tell("reset", "post", "/users/reset_password_confirm/", {"token": clerk.token(), "new_password": PASSWORD})
clerk.address = "new@example.com"
clerk.sign_in("sign in again", PASSWORD)
clerk.tell("delete", "delete", "/users/me/", {"current_password": PASSWORD})
victim.tell("me", "get", "/users/me/", {})
left = [
    list(EmailAddress.objects.values_list("user_id", "address")),
    list(Session.objects.values_list("revoke_reason")),
]
told = [{step: said[0] for step, said in one.told.items()} for one in (victim, clerk)]
sys.stdout.write(json.dumps([owners, *told, *left, list(Keyed._base_manager.values_list("email", flat=True))]))
