"""
What no name and no address may contain: characters that can't be seen, and letters that pass for others.

Each rule is a validator of Django's: it raises ``django.core.exceptions.ValidationError``.
"""

from __future__ import annotations

import unicodedata
from typing import Final

from confusable_homoglyphs import confusables
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

HIDDEN: Final = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
"""Unicode's categories of controls, formats (directions among them), surrogates, and breaks of lines."""

BLANKS: Final = frozenset("\u115f\u1160\u2800\u3164\uffa0")
"""Letters and symbols that are drawn as nothing: the fillers of Hangul, and empty Braille."""

JOINERS: Final = frozenset("\u200c\u200d")
"""Formats that Persian, Indic scripts and emoji can't be written without."""

LOCAL_PART_LENGTH: Final = 64
"""RFC 5321 section 4.5.3.1.1."""


def refuse_hidden(value: str) -> None:
    """Refuse characters that are not shown, such as those that turn the direction of the text around."""
    if any(one in BLANKS or (unicodedata.category(one) in HIDDEN and one not in JOINERS) for one in value):
        raise ValidationError(_("Remove the invisible characters."), code="hidden_characters")


def refuse_confusable(value: str) -> None:
    """Refuse letters of other scripts among those they look like: a Cyrillic a in a Latin name (UTS 39)."""
    if confusables.is_dangerous(value, preferred_aliases=["latin"]):  # type: ignore[no-untyped-call]
        raise ValidationError(_("Use letters from one alphabet only."), code="confusable")


def refuse_odd_address(value: str) -> None:
    """Refuse e-mail addresses that few mail servers take: beyond ASCII, quoted (RFC 5321), or over-long."""
    local = value.rpartition("@")[0]
    if not value.isascii() or '"' in value or len(local) > LOCAL_PART_LENGTH:
        raise ValidationError(
            _("Enter a valid e-mail address. It must be plain ASCII, without quotes."), code="invalid"
        )
