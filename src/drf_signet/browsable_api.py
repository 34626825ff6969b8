"""Whether REST framework's pages for browsers can be made: their templates come with an app that can be forgotten."""

from __future__ import annotations

from typing import Final

from django.core.exceptions import ImproperlyConfigured
from django.template import TemplateDoesNotExist, TemplateSyntaxError
from django.template.loader import get_template

PREFIX: Final = "rest_framework/"
FRAME: Final = f"{PREFIX}base.html"
"""What the other pages extend, and what loads the tags of the app."""


def has_templates(renderer: object) -> bool:
    """Whether there is the template that *renderer*, a class or an object, is made with; also where it has none."""
    template: object = getattr(renderer, "template", None)
    if not isinstance(template, str):
        return True
    try:
        for name in (template, FRAME) if template.startswith(PREFIX) else (template,):
            get_template(name)
    except (TemplateDoesNotExist, TemplateSyntaxError, ImproperlyConfigured):
        return False
    return True
