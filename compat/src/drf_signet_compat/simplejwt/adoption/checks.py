"""What ``manage.py check`` says about the setting of adoption."""

from __future__ import annotations

from collections.abc import Mapping

from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning

from drf_signet_compat.simplejwt.adoption.percentage import WHOLE, given_percentage
from drf_signet_compat.simplejwt.translation import SETTING


def check_percentage(app_configs: object = None, **kwargs: object) -> list[CheckMessage]:
    """E101: a percentage that is none."""
    value: object = given_percentage()
    if isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= WHOLE:
        return []
    message = f"SIMPLE_JWT['ADOPTION_PERCENTAGE'] should be a whole number from 0 to {WHOLE}, not {value!r}."
    return [Error(message, id="signet.simplejwt.E101")]


def warn_serializers(app_configs: object = None, **kwargs: object) -> list[CheckMessage]:
    """W101: a serializer that the views of adoption don't look at."""
    given = getattr(settings, SETTING, None)
    names = sorted(name for name in given if str(name).endswith("_SERIALIZER")) if isinstance(given, Mapping) else []
    return [
        Warning(
            f"The views of drf_signet_compat.simplejwt.adoption ignore {SETTING}[{name!r}].",
            hint="Derive your serializer from the one of the same name there, and set it on the view: "
            "TokenObtainPairView.as_view(serializer_class=...). Then remove the key.",
            id="signet.simplejwt.W101",
        )
        for name in names
        if "SLIDING" not in name
    ]
