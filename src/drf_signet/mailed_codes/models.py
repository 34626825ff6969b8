"""`MailedCode`: who asked for a code, from where, and what became of it."""

from __future__ import annotations

from typing import ClassVar
from uuid import uuid4

from django.db import models
from django.utils.translation import gettext_lazy as _

from drf_signet.accounts.models import ADDRESS_LENGTH
from drf_signet.sessions.models import USER_AGENT_LENGTH

__all__ = ["MailedCode"]


class MailedCode(models.Model):
    """
    A code that somebody asked for. There is one for each request, whether or not a user has the address.

    Neither the code nor the request is stored: the code is made of the key and the address by SECRET_KEY, and of the
    request, ``request_digest`` is the SHA-256.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    # As it was typed, without its case: the mailbox of a user who signs up with the code.
    address = models.CharField(max_length=ADDRESS_LENGTH)
    request_digest = models.CharField(max_length=64, unique=True)
    user_agent = models.CharField(max_length=USER_AGENT_LENGTH, default="", blank=True)
    ip = models.GenericIPAddressField(null=True, blank=True)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    # No code is good before that. Of one that no mail was sent for, nobody can guess.
    mailed_at = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)
    used_at = models.DateTimeField(null=True)

    objects: ClassVar[models.Manager[MailedCode]] = models.Manager()

    class Meta:
        """Found by the request and by age."""

        app_label = "signet_mailed_codes"
        verbose_name = _("code by mail")
        verbose_name_plural = _("codes by mail")
        indexes: ClassVar = [models.Index(fields=["expires_at"], name="signet_mailed_code_expires")]

    def __str__(self) -> str:
        return self.address
