"""Every name that Simple JWT's modules have can be imported from ours: other packages take some from odd places."""

from __future__ import annotations

import json
from typing import Final

from tests.contrib.simplejwt.processes import python

MODULES: Final = (
    *("authentication", "backends", "exceptions", "models", "serializers", "settings", "state"),
    *("token_blacklist.admin", "token_blacklist.apps", "token_blacklist.models", "tokens", "utils", "views"),
)

LEFT_OUT: Final = {
    # What only an annotation or another library needs.
    *("Any", "Callable", "Generic", "Iterable", "Optional", "TYPE_CHECKING", "TypeVar", "Union", "QuerySet"),
    *("jwt", "algorithms", "ExpiredSignatureError", "InvalidAlgorithmError", "InvalidTokenError"),
    *("PyJWKClient", "PyJWKClientError", "json", "hashlib", "logging", "lazy", "timegm", "timezone", "uuid4"),
    # Those of Django and REST framework are where they are.
    *("AbstractBaseUser", "BaseSerializer", "EmptyManager", "HTTP_HEADER_ENCODING", "Request", "Response"),
    *("admin", "auth_models", "authentication", "cached_property", "generics", "models", "setting_changed", "status"),
    *("import_string", "settings", "get_user_model", "datetime", "timedelta"),
}
ELSEWHERE: Final = {
    *("backends.Token", "backends.format_lazy", "settings.format_lazy", "views.AUTH_HEADER_TYPES"),
    *("token_blacklist.admin.AuthUser", "token_blacklist.admin.TokenUser"),
}
"""Simple JWT's own, which nobody looks for in these modules."""

NAMES: Final = """
import importlib, json, os, sys, django
os.environ["DJANGO_SETTINGS_MODULE"] = "tests.contrib.simplejwt.site.settings"
django.setup()
found = {}
for module in json.loads(sys.argv[1]):
    loaded = importlib.import_module(os.environ["SIMPLE_JWT_NAME"] + "." + module)
    names = [name for name in sorted(vars(loaded)) if not name.startswith("_")]
    found[module] = names
    asked = json.loads(sys.argv[2]).get(module, [])
    found[module] += [name for name in asked if name not in names and hasattr(loaded, name)]
print(json.dumps(found))
"""


def names(package: str, asked: str = "{}") -> dict[str, list[str]]:
    """The names in each module of *package*, and those of *asked* that are there when one asks."""
    done = python("-c", NAMES, json.dumps(MODULES), asked, SIMPLE_JWT_NAME=package)
    assert done.returncode == 0, done.stderr
    found: dict[str, list[str]] = json.loads(done.stdout)
    return found


def test_every_name_is_here() -> None:
    """But for those that are another library's."""
    real = names("rest_framework_simplejwt")
    ours = names("drf_signet.contrib.simplejwt", json.dumps(real))
    missing = {f"{module}.{name}" for module in MODULES for name in {*real[module]} - {*ours[module]} - LEFT_OUT}
    assert missing == ELSEWHERE
