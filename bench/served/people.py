"""The users: who asks, and the rows that the database makes for them."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Final

from argon2 import PasswordHasher

PASSWORD: Final = "correct-horse-battery"
COST: Final = (19_456, 2, 1)
"""Memory in KiB, passes and threads of Argon2 on every side: what OWASP recommends first, and Signet's default."""

SALT: Final = "saltsaltsaltsaltsaltsa"
"""As long as Django makes it: at a sign-in, it would replace a hash with a shorter one, and so hash twice."""

FREE: Final = "free"
ARGON2: Final = "argon2"
"""The two hashes. Their names are part of the names of the users, who are others for each."""


@dataclass(slots=True)
class Person:
    """A user who is signed in once, with the tokens of that session."""

    name: str
    number: int
    refresh: str = ""
    access: str = ""
    session: str = ""
    since: float = float("-inf")
    """When the access token came, on the monotonic clock."""

    asked: int = 0

    @property
    def address(self) -> str:
        """Where the next request comes from, as a proxy would say: the same person has another one each time."""
        self.asked += 1
        number = self.number * 4_096 + self.asked % 4_096
        return f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}"


def named(kind: str, number: int) -> Person:
    """That user."""
    return Person(f"{kind}{number}", number)


def email(person: Person) -> str:
    """Where names are addresses."""
    return f"{person.name}@example.com"


def argon2_hash() -> str:
    """The password as Argon2 has it, in the form of the PHC string format."""
    memory, passes, threads = COST
    hasher = PasswordHasher(time_cost=passes, memory_cost=memory, parallelism=threads)
    return hasher.hash(PASSWORD, salt=SALT.encode())


def django_hash(kind: str) -> str:
    """The same as Django stores it."""
    if kind == ARGON2:
        return f"argon2{argon2_hash()}"
    return f"md5${SALT}${hashlib.md5((SALT + PASSWORD).encode()).hexdigest()}"


def plain_hash(kind: str) -> str:
    """The same as the others store it."""
    return argon2_hash() if kind == ARGON2 else hashlib.md5(PASSWORD.encode()).hexdigest()


DJANGO: Final = """
    INSERT INTO {table} (password, is_superuser, username, first_name, last_name, email, is_staff, is_active,
        date_joined)
    SELECT %(hash)s, false, %(kind)s || n, '', '', %(kind)s || n || '@example.com', false, true, now()
    FROM generate_series(0, %(count)s - 1) n"""
