"""The page about sessions, taken at its word."""

from __future__ import annotations

import json
import re
from pathlib import Path

from tests.docs.test_readme import run

ROOT = Path(__file__).resolve().parents[2]
BLOCKS = re.findall(r"(?s)```python\n(.*?)```", (ROOT / "docs" / "how-to" / "sessions.md").read_text())
SCRIPT = """
import json
from django.contrib.auth import get_user_model
from django.core import mail
from django.core.management import call_command
from django.test import Client
from django.test.utils import override_settings, setup_test_environment
from shop import ending, lasting, listening, not_rotating

setup_test_environment()
call_command("migrate", verbosity=0)
user = get_user_model().objects.create_user("ada", "ada@example.com", "pw", first_name="Ada", last_name="Lovelace")
client = Client()
first = client.post("/api/token/", {"username": "ada", "password": "pw"}).json()
second = client.post("/api/token/refresh/", {"refresh": first["refresh"]}).json()
bearer = {"Authorization": "Bearer " + second["access"]}
answers = [[one.subject for one in mail.outbox], len(client.get("/api/sessions/", headers=bearer).json())]
from drf_signet.tokens import AccessToken
from drf_signet.sessions.models import Session
from drf_signet.sessions.tokens import RefreshToken
answers.append(AccessToken(second["access"])["name"])
answers.append(sorted(client.post("/api/scripts/token/refresh/", {"refresh": second["refresh"]}).json()))
with override_settings(SIGNET=not_rotating.SIGNET):
    answers.append(sorted(client.post("/api/token/refresh/", {"refresh": second["refresh"]}).json()))
with override_settings(SIGNET=lasting.SIGNET):
    lasting_pair = client.post("/api/token/", {"username": "ada", "password": "pw"}).json()
session = Session.objects.latest("created_at")
refresh = RefreshToken(lasting_pair["refresh"])
answers.append([(session.expires_at - session.created_at).days, (refresh["exp"] - refresh["iat"]) // 86400])
ending.sign_out_everywhere(user)
answers.append(client.get("/api/sessions/", headers=bearer).status_code)
third = client.post("/api/token/", {"username": "ada", "password": "pw"}).json()
answers.append(client.delete("/account/", headers={"Authorization": "Bearer " + third["access"]}).status_code)
answers.append(get_user_model().objects.count())
print(json.dumps(answers))
"""


def test_a_project_made_of_the_blocks_works(tmp_path: Path) -> None:
    """It signs in, refreshes either way, lists, ends, has fresh claims, and a view that asks for a recent sign-in."""
    run(tmp_path, "-m", "django", "startproject", "shop", ".")
    settings, urls, not_rotating, scripts, lasting, ending, claims, more_settings, view, listening = BLOCKS
    view += '\n\nurlpatterns.append(path("account/", delete_account))\n'
    for name, text in (("settings", settings + more_settings), ("urls", urls + scripts + view)):
        with (tmp_path / "shop" / f"{name}.py").open("a") as file:
            file.write(f"\n{text}")
    files = {
        "ending": ending,
        "claims": claims,
        "listening": listening,
        "not_rotating": not_rotating,
        "lasting": lasting,
    }
    for name, text in files.items():
        (tmp_path / "shop" / f"{name}.py").write_text(text)

    printed = run(tmp_path, "manage.py", "shell", "-v", "0", "-c", SCRIPT)

    rotated_not = [["access", "expires_in"]] * 2
    assert json.loads(printed) == [["A new sign-in"], 1, "Ada Lovelace", *rotated_not, [90, 30], 401, 204, 0]
