"""All texts for visitors are marked for translation: errors, fields, the admin, mails, pages and their scripts."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pytest
from django.utils.functional import Promise
from rest_framework import serializers

import drf_signet
from tests.others.languages.raised import every_class_below
from tests.others.languages.unmarked_html import unmarked_in_script, unmarked_in_template
from tests.others.languages.unmarked_python import unmarked_in_python

ROOT: Final = Path(__file__).resolve().parents[3]
PACKAGES: Final = ("src/drf_signet", "src/signet_server", "tokens/src/signet_tokens", "compat/src/drf_signet_compat")

PLANTED: Final = {
    "refused": ("views.py", 'raise ValidationError("No.")'),
    "refused-in-parts": ("views.py", 'raise AuthenticationFailed(f"No, {name}.")'),
    "refused-field": ("views.py", 'raise serializers.ValidationError({"name": ["Taken."]})'),
    "error": ("errors.py", 'class LateError(SignetError):\n    default_message = "Too late."'),
    "answer": ("views.py", 'Response({"detail": "Done."})'),
    "label": ("serializers.py", 'name = serializers.CharField(label="Name")'),
    "messages": ("serializers.py", 'name = serializers.CharField(error_messages={"blank": "Say it."})'),
    "more-messages": ("serializers.py", 'class Own(Serializer):\n    default_error_messages = {"none": "None there."}'),
    "column": ("models.py", 'name = models.CharField("full name", max_length=9)'),
    "model": ("models.py", 'class Meta:\n    verbose_name = "thing"'),
    "choice": ("models.py", 'class Why(models.TextChoices):\n    LATE = "late", "too late"'),
    "action": ("admin.py", '@admin.action(description="End them")\ndef end(self): ...'),
    "shown-in-admin": ("admin.py", '@admin.display(description=_("state"))\ndef state(self): return "live"'),
    "message": ("admin.py", 'self.message_user(request, "All done.")'),
    "page": ("link_pages.py", 'LinkPage(title=_("Open"), lead="One click.")'),
}
MARKED: Final = {
    "marked": ("views.py", 'raise ValidationError(_("No."))'),
    "code": ("views.py", 'raise ValidationError(_("No."), code="not_this")'),
    "check": ("checks.py", 'Error("Wrong.", hint="Do this.")'),
}
TEMPLATES: Final = {
    "text": "<p>Hello</p>",
    "heard": '<img alt="A lock">',
    "between": "{% if a %}Hello{% endif %}",
    "plain": "{% load i18n %}Hello {{ name }}",
    "description": '<meta name="description" content="Signs in">',
}


def unmarked() -> Iterator[str]:
    """Every text in the packages that isn't marked."""
    for package in PACKAGES:
        for path in sorted((ROOT / package).rglob("*")):
            name = path.relative_to(ROOT).as_posix()
            if path.suffix == ".py":
                yield from unmarked_in_python(path.read_text(), name)
            elif "/templates/" in name and path.is_file():
                yield from unmarked_in_template(path.read_text(), name)
            elif path.suffix == ".js" and "/web/" not in name:  # the build of web/ has its own catalogues
                yield from unmarked_in_script(path.read_text(), name)


def test_every_text_is_marked() -> None:
    """So that `make catalogues` finds it."""
    assert list(unmarked()) == []


@pytest.mark.parametrize("kind", PLANTED)
def test_one_that_is_not_is_found(kind: str) -> None:
    """In Python."""
    module, source = PLANTED[kind]
    assert list(unmarked_in_python(source, f"shop/{module}"))


@pytest.mark.parametrize("kind", MARKED)
def test_nothing_else_is(kind: str) -> None:
    """Neither marked texts nor texts that visitors don't see."""
    module, source = MARKED[kind]
    assert list(unmarked_in_python(source, f"shop/{module}")) == []


@pytest.mark.parametrize("kind", TEMPLATES)
def test_one_in_a_template_is_found(kind: str) -> None:
    """In visible text, and in text for screen readers."""
    source = TEMPLATES[kind]
    assert list(unmarked_in_template(source, "a.html"))
    assert list(unmarked_in_template(source.replace("Hello", '{% translate "Hello" %}'), "a.html")) == (
        [] if "Hello" in source else list(unmarked_in_template(source, "a.html"))
    )


def test_one_in_a_script_is_found() -> None:
    """A sentence is found, and a selector isn't."""
    assert list(unmarked_in_script('say("It is done.");', "a.js")) == ["a.js: It is done."]
    assert (
        list(unmarked_in_script('const one = document.querySelector("#new-password"); // It is there.', "a.js")) == []
    )


def test_every_label_of_a_form_is_marked() -> None:
    """Otherwise REST framework would make one of the field's name, in English."""
    for module in pkgutil.walk_packages(drf_signet.__path__, "drf_signet."):
        if module.name.endswith("serializers"):
            importlib.import_module(module.name)
    classes: list[Any] = [one for one in every_class_below(serializers.Serializer) if "drf_signet." in one.__module__]
    fields = {
        f"{one.__module__}.{one.__name__}.{name}": field
        for one in classes
        if not one.__module__.endswith("schema")
        for name, field in one._declared_fields.items()
        if not field.read_only
    }
    assert len(fields) > 15
    assert [name for name, field in fields.items() if not isinstance(field.label, Promise)] == []
