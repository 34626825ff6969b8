"""The user of a token, without the database."""

from __future__ import annotations

from rest_framework_simplejwt.models import TokenUser


class Caller(TokenUser):
    """The person that a token names, and the service that calls."""

    @property
    def label(self) -> str:
        """A short name of the caller."""
        return f"{self.service or 'nobody'} for {self.id}"
