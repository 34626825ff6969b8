"""
What people of two tenants do, and which mails they get: a program, to be run with the settings of either project.

The name of each act in `ACTS` says what happens; its results are printed as JSON. Everything happens at ``b``, whose
users have the keys of users of ``a``. Outside of requests, neither project looks at ``b``.
"""

from __future__ import annotations

import importlib
import json
import logging
import os
import re
import sys
import time
from collections.abc import Callable
from contextlib import redirect_stdout
from datetime import timedelta
from io import StringIO
from typing import Any, Final

import django
from django.conf import settings

django.setup()

from django.contrib.auth import get_user_model  # noqa: E402  # needs the apps
from django.core import mail  # noqa: E402
from django.core.management import call_command, execute_from_command_line  # noqa: E402
from django.test import override_settings  # noqa: E402
from django.test.utils import setup_test_environment  # noqa: E402
from django.utils import timezone  # noqa: E402
from django.utils.module_loading import import_string  # noqa: E402
from rest_framework.test import APIClient  # noqa: E402

from drf_signet.accounts import jobs, mail_threads, outbox  # noqa: E402
from drf_signet.accounts.mail_threads import end_mail_threads  # noqa: E402
from drf_signet.accounts.models import EmailAddress, WaitingMail  # noqa: E402
from drf_signet.accounts.recipients import people_at  # noqa: E402
from drf_signet.accounts.request_context import WorldUnknownError, this_world  # noqa: E402
from drf_signet.accounts.testing import verify  # noqa: E402
from drf_signet.accounts.waiting_mails import write_down  # noqa: E402
from drf_signet.sessions.models import Session  # noqa: E402
from tests.others.page import blocks_of  # noqa: E402

PASSWORD, NEW = "correct-horse-battery", "another-horse-battery"
WAIT: Final = 30.0
project: Any = importlib.import_module(os.environ["DJANGO_SETTINGS_MODULE"])
serving = project.serving
LOG: Final = StringIO()


def main() -> None:
    """Do everything, and print the results."""
    setup_test_environment()
    logging.getLogger("drf_signet").addHandler(logging.StreamHandler(LOG))
    for tenant in ("a", "b"):
        people_of(tenant)
    done = {}
    for act in ACTS:
        mail.outbox.clear()
        LOG.truncate(0)
        done[act.__name__] = act()
        end_mail_threads()
    json.dump(done, sys.stdout)


def people_of(tenant: str) -> None:
    """Some of its own, and one with a name and an address that somebody at the other tenant has as well."""
    with serving(tenant):
        # All keys of b are keys of a, too.
        more = (f"{tenant}{number}" for number in range(40 if tenant == "a" else 8))
        for name in (f"first-{tenant}", f"second-{tenant}", "both", *more):
            verify(get_user_model().objects.create_user(name, f"{name}@example.com", PASSWORD))


def client(tenant: str, name: str = "") -> Any:
    """A client of *tenant* that *name* has signed in with."""
    api: Any = APIClient(SERVER_NAME=f"{tenant}.example.com", raise_request_exception=False)
    if name:
        answer = api.post("/api/token/", {"username": name, "password": PASSWORD})
        assert answer.status_code == 200, answer.content
        api.refresh = answer.json()["refresh"]
        api.credentials(HTTP_AUTHORIZATION=f"Bearer {answer.json()['access']}")
    return api


def post(api: APIClient, path: str, **body: str) -> None:
    """Send a request that must succeed."""
    answer = api.post(f"/api/users/{path}", body)
    assert answer.status_code in {201, 204}, answer.content


def waits() -> int:
    """How many mails wait at both."""
    count = 0
    for tenant in ("a", "b"):
        with serving(tenant):
            count += WaitingMail.objects.count()
    return count


def mails() -> list[list[str]]:
    """The mails sent since the last call: recipients, subjects, and where their links lead."""
    until = time.monotonic() + WAIT
    while waits() and time.monotonic() < until:
        time.sleep(0.01)
    return sorted([", ".join(one.to), str(one.subject), link_in(one)[0]] for one in mail.outbox)


def link_in(message: Any) -> tuple[str, str]:
    """The page of the link in *message*, and its token."""
    found = re.search(r"(https://\S+)#([\w:.-]+)", str(message.body))
    return (found[1], found[2]) if found else ("", "")


def token() -> str:
    """That of the last mail."""
    return link_in(mail.outbox[-1])[1]


def followed(path: str, **body: str) -> dict[str, int]:
    """The answer of each tenant to the link of the last mail."""
    return {
        tenant: client(tenant).post(f"/api/users/{path}", {"token": token(), **body}).status_code
        for tenant in ("a", "b")
    }


def user(name: str, tenant: str = "b") -> Any:
    """The user of that name."""
    with serving(tenant):
        return get_user_model().objects.get(username=name)


def verified(tenant: str) -> set[int]:
    """The keys of users whose address is verified."""
    with serving(tenant):
        return set(EmailAddress.objects.filter(verified_at__isnull=False).values_list("pk", flat=True))


def sign_up(name: str, address: str | None = None) -> None:
    """Somebody who is new at b."""
    body = {"username": name, "email": address or f"{name}@example.com", "password": PASSWORD}
    post(client("b"), "", **body, first_name="", last_name="")


def optional() -> Any:
    """Users are made at once."""
    return override_settings(SIGNET={**project.SIGNET, "EMAIL_VERIFICATION": "optional"})


def a_sign_up() -> Any:
    """Its link opens the account at b, and none at a."""
    sign_up("new")
    got = mails()
    answers = followed("activation/")
    with serving("a"):
        elsewhere = get_user_model().objects.filter(username="new").count()
    return got, answers, user("new").email, elsewhere


def a_sign_up_that_makes_a_user() -> Any:
    """The link verifies the new user's address, and not that of the user of a with the same key."""
    with optional():
        sign_up("newer")
        key = user("newer").pk
        with serving("a"):
            before = EmailAddress.objects.filter(pk=key).update(verified_at=None)
        got = mails()
        answers = followed("activation/")
    return got, answers, before, key in verified("a"), key in verified("b")


def an_address_of_somebody_else() -> Any:
    """They get a mail with a link to their own account at b."""
    sign_up("rival", "both@example.com")
    return mails(), followed("reset_password/check/")


def an_address_that_is_taken_at_a_only() -> Any:
    """At b it is free."""
    sign_up("first", "first-a@example.com")
    return mails()


def a_resend() -> Any:
    """Of a sign-up that waits, and of a user who hasn't proved the address."""
    post(client("b"), "resend_activation/", email="first-a@example.com")
    with optional():
        sign_up("unproven")
        mails()
        post(client("b"), "resend_activation/", email="unproven@example.com")
    return mails()


def a_reset() -> Any:
    """The password of b's user, though a has one with the same address."""
    post(client("b"), "reset_password/", email="both@example.com")
    got = mails()
    answers = followed("reset_password_confirm/", new_password=NEW)
    told = mails()
    names = [tenant for tenant in ("a", "b") if user("both", tenant).check_password(NEW)]
    return got, answers, told, names


def a_reset_at_the_wrong_tenant() -> Any:
    """Nobody at b has the address."""
    post(client("b"), "reset_password/", email="first-a@example.com")
    return mails()


def a_found_account() -> Any:
    """Somebody else had made it with their address."""
    with optional():
        sign_up("found")
        mails()
    mail.outbox.clear()
    post(client("b"), "reset_password/", email="found@example.com")
    mails()
    answers = followed("reset_password_confirm/", new_password=NEW)
    return answers, mails()


def a_new_password() -> Any:
    """The site of b sends its user a mail about it."""
    post(client("b", "first-b"), "set_password/", current_password=PASSWORD, new_password=PASSWORD + "!")
    got = mails()
    return got, "b.example.com" in str(mail.outbox[-1].body)


def a_new_address() -> Any:
    """The new one gets a link, and the old one a notice."""
    post(client("b", "second-b"), "set_email/", current_password=PASSWORD, new_email="moved@example.com")
    got = mails()
    answers = followed("set_email_confirm/")
    return got, answers, mails()


def a_new_address_of_somebody_else() -> Any:
    """Its owner at b gets a mail, and its owner at a gets none."""
    post(client("b", "b1"), "set_email/", current_password=PASSWORD, new_email="both@example.com")
    return mails(), followed("reset_password/check/")


def a_deletion() -> Any:
    """The sessions of b's user end, and those of a's user with the same key go on."""
    one = user("b2")
    with serving("a"):
        other = get_user_model().objects.get(pk=one.pk)
    there, here = client("a", other.username), client("b", "b2")
    here.delete("/api/users/me/", {"current_password": PASSWORD})
    return mails(), there.get("/api/users/me/").status_code, here.get("/api/users/me/").status_code


def a_deletion_by_code() -> Any:
    """The same by code outside of a request, which names the database."""
    one = user("b3")
    key = one.pk
    with serving("a"):
        other = get_user_model().objects.get(pk=key)
    there, here = client("a", other.username), client("b", "b3")
    if len(settings.DATABASES) == 1:
        with serving("b"):
            one.delete()
    else:
        one.delete(using="b")
    with serving("b"):
        ended = Session.objects.get(user_id=key).revoke_reason
    return there.get("/api/users/me/").status_code, here.get("/api/users/me/").status_code, ended


def what_a_killed_process_left() -> Any:
    """Another process looks in all places, without a request at b."""
    with serving("b"):
        write_down(*reset_of("both@example.com"))
    vars(mail_threads).update(LOOKS=(0.05, 0.1))
    outbox.look_out()
    return mails()


def what_waits_since_before_an_upgrade() -> Any:
    """It names no tenant: the command sends it from where it was found."""
    one = user("b4")
    with serving("b"):
        write_down(TELL, {"user_id": str(one.pk), "language": "en"}, timezone.now())
    command("accounts", "mails", "--send")
    return mails()


def what_is_somebody_elses_by_now() -> Any:
    """The user who asked has gone, and another one has the key."""
    one = user("b5")
    with serving("b"):
        write_down(*reset_of(one.email))
        get_user_model().objects.filter(pk=one.pk).update(email="other@example.com")
    command("accounts", "mails", "--send")
    return mails(), LOG.getvalue()


RESET: Final = f"{jobs.__name__}.send_password_reset"
TELL: Final = f"{jobs.__name__}.tell_of_new_password"


def reset_of(address: str) -> Any:
    """A job as a request at b writes it down: the arguments of `write_down`."""
    pages = json.dumps({"password_reset": "https://b.example.com/reset#{token}"})
    arguments = {"email": address, "language": "en", "pages": pages}
    return RESET, arguments, timezone.now(), this_world(people_at(address), pages).written()


def command(*words: str) -> None:
    """Run a command for one database or one schema."""
    if len(settings.DATABASES) == 1:
        call_command("tenant_command", *words, schema="b", stdout=StringIO())
    else:
        call_command(*words, "--database", "b", stdout=StringIO())


def a_queue_of_the_projects() -> Any:
    """A worker, outside of a request, sends what b asked for; without a tenant in the job, it does nothing."""
    with override_settings(SIGNET={**project.SIGNET, "MAIL_DISPATCHER": f"{__name__}.in_queue"}):
        post(client("b"), "reset_password/", email="both@example.com")
    ((job, arguments),) = json.loads(json.dumps(QUEUED))
    import_string(job)(**arguments)
    got = mails(), followed("reset_password/check/")
    arguments.pop("world")
    try:
        import_string(job)(**arguments)
    except WorldUnknownError as error:
        return *got, str(error), len(mail.outbox)
    return *got, "", len(mail.outbox)


QUEUED: Final[list[Any]] = []


def in_queue(job: str, arguments: Any) -> None:
    """The function that MAIL_DISPATCHER names."""
    QUEUED.append([job, dict(arguments)])


def a_purge() -> Any:
    """Purge b."""
    past = timezone.now() - timedelta(days=400)
    for tenant in ("a", "b"):
        client(tenant, "both" if tenant == "a" else "b6")
        with serving(tenant):
            Session.objects.update(expires_at=past, token_expires_at=past)
    command("sessions", "purge")
    counts = {}
    for tenant in ("a", "b"):
        with serving(tenant):
            counts[tenant] = Session.objects.count() > 0
    return counts


def what_the_page_says() -> Any:
    """The commands of "Serve several tenants"; how many."""
    word = "all_tenants_command" if len(settings.DATABASES) == 1 else "--database"
    lines = [line for block in blocks_of("tenants", "console") for line in block.splitlines() if word in line]
    for line in lines:
        with redirect_stdout(StringIO()):
            execute_from_command_line(line.split())
    return len(lines)


def a_snapshot() -> Any:
    """A sign-out at b is known there, although the list of a was read a moment ago."""
    there, here = client("a", "a7"), client("b", "b7")
    before = [one.get("/stateless/").status_code for one in (there, here)]
    assert here.post("/api/logout/all/", {"refresh": here.refresh}).status_code < 300
    # The list that is read first, and kept for a while, is that of a.
    there.get("/stateless/")
    return before, [one.get("/stateless/").status_code for one in (there, here)]


ACTS: Final[tuple[Callable[[], Any], ...]] = (
    a_sign_up,
    a_sign_up_that_makes_a_user,
    an_address_of_somebody_else,
    an_address_that_is_taken_at_a_only,
    a_resend,
    a_new_address_of_somebody_else,
    what_a_killed_process_left,
    a_queue_of_the_projects,
    a_reset,
    a_reset_at_the_wrong_tenant,
    a_found_account,
    a_new_password,
    a_new_address,
    a_deletion,
    a_deletion_by_code,
    what_waits_since_before_an_upgrade,
    what_is_somebody_elses_by_now,
    a_purge,
    a_snapshot,
    what_the_page_says,
)

if __name__ == "__main__":
    main()
