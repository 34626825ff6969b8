"""
`Identity`: who a user is at another site. `WaitingIdentity`: who would like to be a user. `ProviderRequest`: a browser
that was sent there. `PresentedToken`: an id_token that nobody can present again.
"""

from __future__ import annotations

from typing import ClassVar, Final
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from drf_signet.accounts.models import ADDRESS_LENGTH, PendingSignUp
from drf_signet.identities.identity_key import DIGEST_LENGTH, IdentityKeyField

__all__ = ["Identity"]

SUBJECT_LENGTH: Final = 255
"""Characters of a ``sub`` (OpenID Connect Core section 2), and those that we keep of an ``iss``."""

PROVIDER_LENGTH: Final = 255


class Identity(models.Model):
    """
    Who a user is to one issuer: its ``sub``, which no other user there ever gets. The address may change or be reused.

    The key is what the database tells identities apart by: a digest of issuer and subject.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    key = IdentityKeyField()
    issuer = models.CharField(_("issuer"), max_length=SUBJECT_LENGTH)
    subject = models.CharField(_("subject"), max_length=SUBJECT_LENGTH)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, verbose_name=_("user"), related_name="signet_identities"
    )
    provider = models.CharField(_("provider"), max_length=PROVIDER_LENGTH)
    email = models.CharField(_("e-mail address there"), max_length=ADDRESS_LENGTH, blank=True)
    created_at = models.DateTimeField(_("linked"))
    last_used_at = models.DateTimeField(_("last used"), null=True)

    objects: ClassVar[models.Manager[Identity]] = models.Manager()

    class Meta:
        """As the admin calls them."""

        app_label = "signet_identities"
        verbose_name = _("identity")
        verbose_name_plural = _("identities")

    def __str__(self) -> str:
        return f"{self.provider}: {self.email or self.subject}"


class WaitingIdentity(models.Model):
    """The identity that a sign-up came with, until its link is followed: then it is that of the new user."""

    # Without a constraint: a server of the version before, which knows nothing of this table, may delete the sign-up.
    sign_up = models.OneToOneField(
        PendingSignUp, models.CASCADE, primary_key=True, related_name="+", db_constraint=False
    )
    issuer = models.CharField(max_length=SUBJECT_LENGTH)
    subject = models.CharField(max_length=SUBJECT_LENGTH)
    provider = models.CharField(max_length=PROVIDER_LENGTH)
    email = models.CharField(max_length=ADDRESS_LENGTH)

    objects: ClassVar[models.Manager[WaitingIdentity]] = models.Manager()

    class Meta:
        """Not shown anywhere."""

        app_label = "signet_identities"

    def __str__(self) -> str:
        return f"{self.provider}: {self.email}"


class ProviderRequest(models.Model):
    """
    A browser that was sent to a provider, and is to come back with the ``state``. It comes back once.

    ``session_id`` is that of the user who would like to link an identity, or, at a sign-in, that which the browser
    was signed in with: its cookie doesn't come along from another site.
    """

    state = models.CharField(max_length=DIGEST_LENGTH, primary_key=True)
    browser = models.CharField(max_length=DIGEST_LENGTH)
    provider = models.CharField(max_length=PROVIDER_LENGTH)
    redirect_uri = models.TextField()
    nonce = models.CharField(max_length=SUBJECT_LENGTH)
    code_verifier = models.CharField(max_length=SUBJECT_LENGTH)
    is_link = models.BooleanField()
    session_id = models.UUIDField(null=True)
    expires_at = models.DateTimeField(db_index=True)
    used_at = models.DateTimeField(null=True)

    objects: ClassVar[models.Manager[ProviderRequest]] = models.Manager()

    class Meta:
        """Not shown anywhere."""

        app_label = "signet_identities"

    def __str__(self) -> str:
        return self.provider


class PresentedToken(models.Model):
    """An id_token that signed somebody in. Two requests with the same one: the database lets one through."""

    digest = models.CharField(max_length=DIGEST_LENGTH, primary_key=True)
    expires_at = models.DateTimeField(db_index=True)

    objects: ClassVar[models.Manager[PresentedToken]] = models.Manager()

    class Meta:
        """Not shown anywhere."""

        app_label = "signet_identities"

    def __str__(self) -> str:
        return self.digest
