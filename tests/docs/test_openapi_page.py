"""The page about OpenAPI, taken at its word."""

from __future__ import annotations

import json
import re
from importlib import import_module
from pathlib import Path

from tests.docs.test_readme import PYTHON_BLOCKS, run

ROOT = Path(__file__).resolve().parents[2]
TEXT = (ROOT / "docs" / "how-to" / "openapi.md").read_text()
SETTINGS, URLS, OWN, YASG = re.findall(r"(?s)```python\n(.*?)```", TEXT)

# What drf-yasg itself makes of it has to be looked at there.
STAND_IN = """
def swagger_auto_schema(responses):
    return lambda method: method
"""
SCRIPT = """
import json
from django.test import Client
schema = Client().get("/api/schema/", headers={"Accept": "application/json", "Host": "localhost"}).json()
operation = schema["paths"]["/api/own/"]["post"]
answer = operation["responses"]["200"]["content"]["application/json"]["schema"]["$ref"].rpartition("/")[2]
components = schema["components"]["schemas"]
print(json.dumps([
    operation["summary"], operation["tags"], "401" in operation["responses"],
    sorted(components["SignIn"]["properties"]), sorted(components[answer]["properties"]),
    schema["paths"]["/api/token/"]["post"]["summary"],
]))
"""


def test_a_project_made_of_the_blocks_works(tmp_path: Path) -> None:
    """The view of the project is in its words, and the rest of it in ours."""
    run(tmp_path, "-m", "django", "startproject", "shop", ".")
    (tmp_path / "drf_yasg").mkdir()
    (tmp_path / "drf_yasg" / "utils.py").write_text(STAND_IN)
    own = '\n\nurlpatterns.append(path("api/own/", SignInView.as_view()))\n'
    for name, text in (("settings", PYTHON_BLOCKS[0] + SETTINGS), ("urls", URLS + OWN + own + YASG)):
        with (tmp_path / "shop" / f"{name}.py").open("a") as file:
            file.write(f"\n{text}")

    printed = json.loads(run(tmp_path, "manage.py", "shell", "-v", "0", "-c", SCRIPT))

    assert printed == [
        *("Sign in to a tenant", ["door"], True),
        *(["name", "password", "tenant", "username"], ["access", "name", "refresh"]),
        "Sign in",
    ]


def test_the_modules_of_the_table_are_there() -> None:
    """Each can be imported."""
    modules = set(re.findall(r"`(drf_signet[\w.]*\.schema)`", TEXT))
    assert len(modules) == 5
    for module in modules - {"drf_signet.accounts.schema", "drf_signet.identities.schema"}:  # need the apps
        import_module(module)
