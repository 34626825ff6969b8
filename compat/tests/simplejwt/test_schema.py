"""drf-spectacular's document of the views, made in processes of their own, is the one that Simple JWT gets."""

from __future__ import annotations

import json
import os
from functools import cache
from pathlib import Path
from typing import Final

import pytest

from compat.tests.simplejwt.processes import ROOT, Done, python

THEIRS: Final = "rest_framework_simplejwt"
OURS: Final = "drf_signet_compat.simplejwt"

CASES: Final[dict[str, dict[str, object]]] = {
    "usual": {},
    "rotating": {"ROTATE_REFRESH_TOKENS": True},
    "header": {"AUTH_HEADER_NAME": "HTTP_X_ACCESS_TOKEN"},
    "word": {"AUTH_HEADER_TYPES": ["JWT"]},
}

WRITTEN: Final = """
import json, os, sys, django
os.environ["DJANGO_SETTINGS_MODULE"] = "compat.tests.simplejwt.site.settings"
django.setup()
from django.test import override_settings
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.renderers import OpenApiYamlRenderer
from drf_spectacular.validation import validate_schema

def written(simple_jwt):
    "The document, as it would be sent."
    with override_settings(SIMPLE_JWT=simple_jwt):
        generator = SchemaGenerator(urlconf="compat.tests.simplejwt.site.schema_urls")
        schema = generator.get_schema(request=None, public=True)
        validate_schema(schema)
        return OpenApiYamlRenderer().render(schema).decode()

print(json.dumps({name: written(simple_jwt) for name, simple_jwt in json.loads(sys.argv[1]).items()}))
"""


def write(**environment: str) -> Done:
    """The documents of all cases."""
    return python("-c", WRITTEN, json.dumps(CASES), SIMPLE_JWT_SCHEMA="1", **environment)


@cache
def with_simple_jwt() -> dict[str, str]:
    """Those of the real package."""
    done = write(SIMPLE_JWT_NAME=THEIRS)
    assert done.returncode == 0, done.stderr
    documents: dict[str, str] = json.loads(done.stdout)
    return documents


@pytest.mark.parametrize(
    "environment",
    [
        pytest.param({"SIMPLE_JWT_NAME": OURS}, id="prefix"),
        pytest.param({"SIMPLE_JWT_INSTALLED": "1", "SIMPLE_JWT_NAME": THEIRS}, id="install"),
    ],
)
def test_the_document_is_the_same(environment: dict[str, str], tmp_path: Path) -> None:
    """Byte for byte and without a warning, by either name; the real package is not installed, and no app is listed."""
    (tmp_path / f"{THEIRS}.py").write_text("raise ImportError\n")
    done = write(**environment, PYTHONPATH=os.pathsep.join([str(tmp_path), str(ROOT)]))
    assert (done.returncode, done.stderr) == (0, "")
    documents = json.loads(done.stdout)
    for name, document in with_simple_jwt().items():
        assert documents[name] == document, name


def test_the_cases_differ_and_views_are_locked() -> None:
    """The documents are not empty: they have the scheme, the tokens and the descriptions."""
    documents = with_simple_jwt()
    assert len(set(documents.values())) == len(CASES)
    assert documents["usual"].count("- jwtAuth: []") == 3
    assert "JSON web" in documents["usual"]


FIRST: Final = """
import sys, django
from django.conf import settings
from importlib import import_module
settings.configure(
    SECRET_KEY="x" * 50,
    INSTALLED_APPS=["django.contrib.auth", "django.contrib.contenttypes", "rest_framework"],
    REST_FRAMEWORK={
        "DEFAULT_AUTHENTICATION_CLASSES": ["drf_signet_compat.simplejwt.authentication.JWTAuthentication"],
        "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    },
)
django.setup()
import_module(sys.argv[1])
from drf_signet_compat.simplejwt.authentication import JWTAuthentication
from drf_spectacular.extensions import OpenApiAuthenticationExtension
print(OpenApiAuthenticationExtension.get_match(JWTAuthentication()).name)
"""


@pytest.mark.parametrize("first", ["rest_framework.generics", "drf_spectacular.openapi"])
def test_whatever_is_imported_first(first: str) -> None:
    """REST framework asks for its default classes in the middle of its own modules, and of drf-spectacular's."""
    done = python("-c", FIRST, first)
    assert (done.stdout, done.stderr) == ("jwtAuth\n", "")
