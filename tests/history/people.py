"""The users whom clients sign in as."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

PASSWORD: Final = "correct-horse-battery"
PEOPLE: Final = 40

MAKE: Final = """
from io import StringIO
from django.contrib.auth import get_user_model
from django.contrib.auth.hashers import make_password
from django.core.management import call_command
if {migrates}:
    call_command("migrate", verbosity=0)
User, hashed = get_user_model(), make_password({password!r})
for number in range({number}):
    name = f"history{{number}}"
    if not User.objects.filter(username=name).exists():
        user = User(username=name, email=f"{{name}}@example.com", password=hashed)
        user.save()
        call_command("accounts", "verify", user.email, stdout=StringIO())
"""


def name_of_person(number: int) -> str:
    """The user name of the person with that *number*."""
    return f"history{number}"


def password(version: int) -> str:
    """The first password of everybody is of version 0."""
    return PASSWORD if version == 0 else f"{PASSWORD}-{version}"


def make_people(signet: Callable[..., object], number: int = PEOPLE, *, migrates: bool = False) -> None:
    """
    Make *number* users by *signet*, which runs the command of that name with the words that it is given.

    With *migrates*, the tables are made before.
    """
    signet("manage", "shell", "-v", "0", "-c", MAKE.format(password=PASSWORD, number=number, migrates=migrates))
