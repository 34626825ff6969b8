"""`EncryptedKey`, one row for each key of the ring."""

from __future__ import annotations

from django.db import models


class EncryptedKey(models.Model):
    """A key of the ring. Its times are seconds since 1970. The plain columns are for people: *sealed* has it all."""

    number = models.PositiveIntegerField(primary_key=True)
    """The order in which the keys were made. Two changes at once would give the same number to two keys."""

    kid = models.CharField(max_length=255)
    algorithm = models.CharField(max_length=16)
    published_at = models.FloatField(null=True)
    signs_from = models.FloatField(null=True)
    verifies_until = models.FloatField(null=True)
    compromised_at = models.FloatField(null=True)
    reason = models.TextField(blank=True)
    sealed = models.TextField()
    """A JWE (RFC 7516) of the JWK with its times (RFC 7517 section 7)."""

    class Meta:
        """Names the app, so that a project that forgot to list it learns that from a check."""

        app_label = "signet_keyring"

    def __str__(self) -> str:
        return self.kid
