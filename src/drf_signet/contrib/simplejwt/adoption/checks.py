"""What ``manage.py check`` says about the setting of adoption."""

from __future__ import annotations

from django.core.checks import CheckMessage, Error

from drf_signet.contrib.simplejwt.adoption.percentage import WHOLE, given_percentage


def check_percentage(app_configs: object = None, **kwargs: object) -> list[CheckMessage]:
    """E101: a percentage that is none."""
    value: object = given_percentage()
    if isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= WHOLE:
        return []
    message = f"SIMPLE_JWT['ADOPTION_PERCENTAGE'] should be a whole number from 0 to {WHOLE}, not {value!r}."
    return [Error(message, id="signet.simplejwt.E101")]
