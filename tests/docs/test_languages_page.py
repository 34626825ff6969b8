"""The page about languages, taken at its word."""

from __future__ import annotations

import json
import re
from pathlib import Path

from tests.docs.test_readme import PYTHON_BLOCKS, ROOT, run

TEXT = (ROOT / "docs" / "how-to" / "languages.md").read_text()
ONE_LANGUAGE, LANGUAGES, FUNCTION, SETTING, FOLDER = re.findall(r"(?s)```python\n(.*?)```", TEXT)
(ANSWER,) = re.findall(r"(?s)```json\n(.*?)```", TEXT)
SCRIPT = """
from types import SimpleNamespace
from django.core.management import call_command
from django.test import Client
from shop.languages import language_of
call_command("migrate", verbosity=0)
wrong = {"username": "ada", "password": "wrong"}
client = Client(SERVER_NAME="localhost", headers={"Accept-Language": "de"})
answer = client.post("/api/token/", wrong, "application/json")
print(language_of(SimpleNamespace(language="fr")), answer.text)
"""


def test_a_project_made_of_the_blocks_answers_in_german(tmp_path: Path) -> None:
    """As the page shows it."""
    run(tmp_path, "-m", "django", "startproject", "shop", ".")
    given, urls, _ = PYTHON_BLOCKS
    # The page says to leave out the line of apps, where the app is there.
    settings = given + LANGUAGES.partition("\n")[2] + SETTING + FOLDER
    (tmp_path / "shop" / "languages.py").write_text(FUNCTION)
    for name, text in (("settings", settings), ("urls", urls)):
        with (tmp_path / "shop" / f"{name}.py").open("a") as file:
            file.write(f"\n{text}")

    language, _, body = run(tmp_path, "manage.py", "shell", "-v", "0", "-c", SCRIPT).splitlines()[-1].partition(" ")

    assert language == "fr"
    assert json.loads(body) == json.loads(ANSWER)


def test_one_line_makes_every_answer_german(tmp_path: Path) -> None:
    """Whatever the browser asks for, without the middleware."""
    run(tmp_path, "-m", "django", "startproject", "shop", ".")
    given, urls, _ = PYTHON_BLOCKS
    (tmp_path / "shop" / "languages.py").write_text(FUNCTION)
    for name, text in (("settings", given + ONE_LANGUAGE), ("urls", urls)):
        with (tmp_path / "shop" / f"{name}.py").open("a") as file:
            file.write(f"\n{text}")

    script = SCRIPT.replace('"Accept-Language": "de"', '"Accept-Language": "en"')
    body = run(tmp_path, "manage.py", "shell", "-v", "0", "-c", script).splitlines()[-1].partition(" ")[2]

    assert json.loads(body) == json.loads(ANSWER)
