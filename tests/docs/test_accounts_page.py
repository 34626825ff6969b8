"""The page about accounts, taken at its word."""

from __future__ import annotations

import json
import re
from dataclasses import fields
from pathlib import Path
from typing import Any

from django.test import RequestFactory, override_settings
from django.utils.module_loading import import_string

from drf_signet.accounts.link_pages import PAGES, is_page
from drf_signet.accounts.task_dispatcher import InTasks
from drf_signet.settings import Settings
from tests.docs.test_readme import run

ROOT = Path(__file__).resolve().parents[2]
TEXT = (ROOT / "docs" / "how-to" / "accounts.md").read_text()
BLOCKS = re.findall(r"(?s)```python\n(.*?)```", TEXT)
MAILS = ROOT / "src" / "drf_signet" / "accounts" / "templates" / "signet_accounts"
SETTINGS = """
INSTALLED_APPS += ["rest_framework", "drf_signet", "drf_signet.sessions"]
ALLOWED_HOSTS = ["testserver"]
DEFAULT_FROM_EMAIL = "shop@example.com"
MAILERS = {"default": {"BACKEND": "django.core.mail.backends.locmem.EmailBackend"}}
"""
CELERY = """
import json


def shared_task(function):
    function.delay = lambda *arguments: function(*json.loads(json.dumps(arguments)))
    return function
"""
URLS = """
from drf_signet.sessions.urls import urlpatterns as sessions
urlpatterns = [path("mine/", MySignUpView.as_view()), path("api/", include(sessions)), *urlpatterns]
"""
SCRIPT = """
import json
from django.core.management import call_command
from django.test import Client
from django.test.utils import setup_test_environment
setup_test_environment()
from django.contrib.auth import get_user_model
from shop import code

call_command("migrate", verbosity=0)
call_command("check", fail_level="WARNING")
browser = Client()
person = {"username": "ada", "email": "ada@example.com", "password": "correct-horse", "date_joined": "2001-02-03"}
credentials = {"username": "ada", "password": "correct-horse"}
answers = []


def post(path, body):
    answer = browser.post(path, body, content_type="application/json")
    answers.append([answer.status_code, answer.json().get("code") if answer.content else None])


with code.mails_at_once():
    post("/mine/", person)
token = code.token_in(code.mail.outbox[-1])
post("/api/token/", credentials)
post("/api/users/activation/", {"token": token})
post("/api/token/", credentials)
get_user_model().objects.create_user("mallory", "mallory@example.com", "correct-horse")
call_command("accounts", "verify", "--all")
post("/api/token/", {"username": "mallory", "password": "correct-horse"})
post("/api/users/reset_password/", {"email": "ada@example.com"})
print(json.dumps([answers, len(code.mail.outbox), str(get_user_model().objects.first().date_joined.date())]))
"""


def test_a_project_made_of_the_blocks_works(tmp_path: Path) -> None:
    """Accounts open by the link, with a field more, a queue, and a rule of the project's own."""
    run(tmp_path, "-m", "django", "startproject", "shop", ".")
    settings, urls, sign_up, _, _, _, queue, code, tests = BLOCKS
    queue, dispatcher = queue.split("\nSIGNET")
    (tmp_path / "myproject").mkdir()
    (tmp_path / "myproject" / "mail.py").write_text(queue)
    (tmp_path / "celery.py").write_text(CELERY)
    both = settings + f"\nPAGES = SIGNET\nSIGNET{dispatcher}\nSIGNET = {{**PAGES, **SIGNET}}\n"
    for name, text in (("settings", SETTINGS + both), ("urls", sign_up + urls + URLS), ("code", code + tests)):
        with (tmp_path / "shop" / f"{name}.py").open("a") as file:
            file.write(f"\n{text}")

    printed = run(tmp_path, "manage.py", "shell", "-v", "0", "-c", SCRIPT)

    assert "Welcome, ada" in printed
    assert json.loads(printed.splitlines()[-1]) == [
        [[201, None], [401, "email_not_verified"], [204, None], [200, None], [401, "closed_today"], [204, None]],
        2,
        "2001-02-03",
    ]


def test_the_blocks_about_workers_name_what_there_is() -> None:
    """The backend, the dispatcher, and one with a queue of its own. `tests.mails` runs the workers."""
    names: dict[str, Any] = {}
    exec(BLOCKS[4] + BLOCKS[5], names)  # the blocks are the thing under test
    backend = import_string(names["TASKS"]["default"]["BACKEND"])("default", {})
    assert backend.supports_defer
    assert isinstance(import_string(names["SIGNET"]["MAIL_DISPATCHER"]), InTasks)
    assert names["in_mail_queue"].queue_name == "mails"


def test_every_setting_of_accounts_is_on_the_page() -> None:
    """Those below the heading of accounts in the reference, but for the name of the site and the language of mails."""
    reference = (ROOT / "docs" / "reference" / "settings.md").read_text()
    below = reference.partition("\n## Accounts\n")[2].partition("\n## Codes by mail\n")[0]
    named = re.findall(r"(?m)^### ([A-Z_]+)$", below)
    of_accounts = {one.name for one in fields(Settings)}.intersection(named) - {"SITE_NAME", "USER_LANGUAGE"}
    assert of_accounts.issuperset({*PAGES.values()} - {"SIGN_IN_CODE_URL"})
    assert {name for name in of_accounts if f"`{name}`" not in TEXT and f'"{name}"' not in TEXT} == set()


def test_every_mail_is_on_the_page() -> None:
    """Each has its three templates."""
    kinds = set(re.findall(r"^\| `([a-z_]+)` \| the ", TEXT, re.MULTILINE))
    assert kinds == {one.name.removesuffix("_subject.txt") for one in MAILS.glob("*_subject.txt")}
    for kind in kinds:
        assert (MAILS / f"{kind}.txt").exists()
        assert (MAILS / f"{kind}.html").exists()


@override_settings(ALLOWED_HOSTS=["*"])
def test_the_function_for_pages_names_them() -> None:
    """By host, and without a request; of the web, and of an app."""
    names: dict[str, Any] = {}
    exec(BLOCKS[3], names)  # the block is the thing under test
    pages = [names["password_reset"](RequestFactory().get("/", headers={"host": host})) for host in names["FRONT_ENDS"]]
    assert pages == list(names["FRONT_ENDS"].values())
    assert all(is_page(page) for page in [*pages, names["password_reset"](None)])
