"""The people that a visitor can be: two who are known, and anyone who is typed in."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Person:
    """What the provider says of somebody."""

    name: str
    email: str
    """Empty where it says none."""

    is_verified: bool
    """Whether it says that the address is theirs."""

    @property
    def subject(self) -> str:
        """The same for the same address, however the person is called today."""
        return hashlib.sha256(f"{self.email.lower() or self.name}".encode()).hexdigest()[:32]

    def claims(self, scopes: frozenset[str]) -> Mapping[str, Any]:
        """The claims for which *scopes* ask. OpenID Connect Core 1.0 section 5.4."""
        claims: dict[str, Any] = {"sub": self.subject}
        if "profile" in scopes and self.name:
            given, *family = self.name.split(" ", 1)
            claims |= {"name": self.name, "given_name": given, **({"family_name": family[0]} if family else {})}
        if "email" in scopes and self.email:
            claims |= {"email": self.email, "email_verified": self.is_verified}
        return claims


KNOWN: Final[Mapping[str, Person]] = {
    "grace": Person("Grace Hopper", "grace@example.com", is_verified=True),
    "ada": Person("Ada Lovelace", "ada@example.com", is_verified=True),
}
"""Somebody without an account, and the user of the demo."""


class PersonForm(forms.Form):
    """Somebody else."""

    name = forms.CharField(label=_("Name"), max_length=100, required=False)
    email = forms.EmailField(label=_("E-mail address"), max_length=254, required=False)
    is_verified = forms.BooleanField(label=_("The address is verified"), required=False)

    def person(self) -> Person:
        """The person that was typed in. The form is valid."""
        data = self.cleaned_data
        return Person(data["name"], data["email"], data["is_verified"])
