"""``manage.py obtain_token``: a token for a user, while one develops."""

from __future__ import annotations

from typing import Any, NoReturn

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from drf_signet.errors import UserNotFoundError
from drf_signet.tenant import with_tenant
from drf_signet_compat.drf_jwt.imported_names import imported_name
from drf_signet_compat.drf_jwt.users import user_with_key
from drf_signet_compat.drf_jwt.v1_19.settings import api_settings


class Command(BaseCommand):
    """Writes the token to standard output. Only with DEBUG."""

    help = "Make a token for a user. Needs DEBUG=True."

    def add_arguments(self, parser: CommandParser) -> None:
        """The user."""
        parser.add_argument("pk", help="the user's primary key")

    def handle(self, *args: Any, **options: Any) -> None:
        """Write the token. Raises `SystemExit`, as the old command does, with the reason on standard error."""
        if not settings.DEBUG:
            self._refuse("obtain_token.py command requires DEBUG=True ")
        try:
            user = user_with_key(options["pk"])
        except UserNotFoundError:
            self._refuse("There is no user with the given pk")
        self.stdout.write(api_settings.JWT_ENCODE_HANDLER(with_tenant(api_settings.JWT_PAYLOAD_HANDLER(user))))

    def _refuse(self, reason: str) -> NoReturn:
        self.stderr.write(f"Unable to obtain token because {reason}")
        raise SystemExit(1)


def __getattr__(name: str) -> Any:
    return imported_name(__name__, name)
