"""
Run the idioms on the real Simple JWT, in a process that knows nothing of ours, and print what came out, as JSON.

    python -m tests.idioms.real
"""

from __future__ import annotations

import json

import django
from django.conf import settings
from django.core.management import call_command

APPS = (
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "rest_framework",
    "rest_framework_simplejwt.token_blacklist",
)


def main() -> None:
    """Each idiom in a transaction of its own, which is rolled back."""
    settings.configure(
        SECRET_KEY="a-secret-key-for-tests-that-is-long-enough-for-every-hash-that-signs-with-it",
        INSTALLED_APPS=APPS,
        DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}},
        PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
        USE_TZ=True,
    )
    django.setup()
    call_command("migrate", verbosity=0)

    from django.contrib.auth.models import User
    from django.db import transaction

    from tests.idioms.table import idioms
    from tests.idioms.tiers import PASSWORD, REAL

    outcomes = {}
    for one in idioms():
        if one.is_theirs:
            with transaction.atomic():
                User.objects.create_user("ada", "ada@example.com", PASSWORD)
                outcomes[one.name] = one.act(REAL)
                transaction.set_rollback(True)
    print(json.dumps(outcomes))


if __name__ == "__main__":
    main()
