"""What ``manage.py check`` says about accounts: each message with its id, its words and its hint."""

from __future__ import annotations

import ast
import inspect
import re
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any, Final

import pytest
from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.password_validation import MinimumLengthValidator
from django.core.checks import CheckMessage, Error, Warning, run_checks
from django.test import override_settings

import drf_signet
from drf_signet.accounts import checks
from tests.accounts.changed import signet
from tests.stand_ins.key_pairs import SECRET

OWN: Final = {"SIGNING_KEY": SECRET, "AUDIENCE": "us"}
"""Settings that no other rule warns about."""

CENTURY: Final = timedelta(days=36_525)
MOMENT: Final = timedelta(microseconds=1)
IDS: Final = {
    *("E016", "E017", "E018", "E036", "E088"),
    *("W014", "W015", "W016", "W017", "W018", "W028", "W036", "W037", "W086"),
}
PAGES: Final[Mapping[str, str]] = {
    "ACTIVATION_URL": "https://app.example.com/activation#{token}",
    "PASSWORD_RESET_URL": "https://app.example.com/password-reset#{token}",
    "EMAIL_CHANGE_URL": "https://app.example.com/email-change#{token}",
}
"""The settings, and the page that each hint proposes."""

OTHERS: Final[Mapping[str, tuple[str, str]]] = {
    "ACTIVATION_URL": ("myapp://activation/{token}", "myproject.links.activation"),
    "PASSWORD_RESET_URL": ("myapp://password-reset/{token}", "myproject.links.password_reset"),
    "EMAIL_CHANGE_URL": ("myapp://email-change/{token}", "myproject.links.email_change"),
}
"""Its other proposals: a page of an app, and a function."""

BAD: Final = ("javascript://x/%0a{token}", "data:,{token}")
NO_FUNCTIONS: Final = (
    ("app.example.com", "No module named 'app'"),
    ("no.such.module", "No module named 'no'"),
    ("os.such", 'Module "os" does not define a "such" attribute/class'),
    ("os.sep", "'/' is not a callable object"),
    ("os.getpid", "too many positional arguments"),
    ("secrets.compare_digest", "missing a required argument"),
)
"""Dotted paths, and what is wrong with each."""

each_page = pytest.mark.parametrize(("name", "proposed"), PAGES.items(), ids=PAGES.keys())


def said(changes: Mapping[str, object] | None = None, *, deploy: bool = False) -> list[CheckMessage]:
    """What this library says about the project with *changes* in ``SIGNET``."""
    with signet(**{**OWN, **(changes or {})}):
        found = run_checks(include_deployment_checks=deploy)
    return [one for one in found if (one.id or "").startswith("signet.")]


def no_page(name: str, why: str = "") -> Error:
    """The error for the setting *name*."""
    return Error(
        f"SIGNET[{name!r}] should be the URL of a page of your front end or app, with {{token}} in it once, or the "
        f"dotted path of a function that returns such a URL.{why}",
        hint="For example '{}', '{}' or '{}', a function that takes the request or None.".format(
            PAGES[name], *OTHERS[name]
        ),
        id="signet.E016",
    )


@pytest.mark.parametrize(
    ("rate", "minutes", "pause"), [("3/30m", 39, 2_400), ("1/h", 119, 7_200), ("5/d", 60, 103_680)]
)
def test_links_that_are_void_before_the_next_is_sent_are_warned_of(rate: str, minutes: int, pause: int) -> None:
    """W017, under ``--deploy`` alone. A lifetime as long as the pause will do."""
    changes = {"THROTTLE_RATES": {"mail_address": rate}, "PASSWORD_RESET_LIFETIME": timedelta(minutes=minutes)}
    expected = Warning(
        f"SIGNET['PASSWORD_RESET_LIFETIME'] is shorter than the {pause} seconds for which "
        "THROTTLE_RATES['mail_address'] may hold back further e-mails.",
        hint="Let links live longer, or count e-mails over a shorter time, such as '3/10m'.",
        id="signet.W017",
    )
    assert said(changes) == []
    assert said(changes, deploy=True) == [expected]
    assert said({**changes, "PASSWORD_RESET_LIFETIME": timedelta(seconds=pause)}, deploy=True) == []
    assert said({**changes, "THROTTLE_RATES": {"mail_address": None}}, deploy=True) == []


def test_the_project_is_right() -> None:
    """No check speaks, with or without ``--deploy``."""
    assert said() == []
    assert said(deploy=True) == []


def test_what_the_hints_propose_is_right() -> None:
    """A project that copies them has no more errors."""
    apps = {name: page for name, (page, _) in OTHERS.items()}
    for pages in (PAGES, apps):
        assert said(pages) == []
        assert said(pages, deploy=True) == []


@each_page
@pytest.mark.parametrize(
    "url", [None, "", "https://app.example.com/", "/activate/{token}", "https://a.b/{token}{x}", *BAD]
)
def test_a_link_to_nowhere_is_an_error(name: str, proposed: str, url: str | None) -> None:
    """E016, for that setting alone."""
    assert said({name: url}) == [no_page(name)]


@pytest.mark.parametrize(("path", "reason"), NO_FUNCTIONS)
def test_a_path_to_no_function_is_an_error(path: str, reason: str) -> None:
    """E016, which says why."""
    (found,) = said({"ACTIVATION_URL": path})
    start = no_page("ACTIVATION_URL", f" {path} is none: ").msg
    assert found.msg.startswith(start + reason)


@pytest.mark.parametrize(
    ("mode", "names"),
    [
        ("mandatory", ["ACTIVATION_URL", "PASSWORD_RESET_URL", "EMAIL_CHANGE_URL"]),
        ("optional", ["ACTIVATION_URL", "PASSWORD_RESET_URL", "EMAIL_CHANGE_URL"]),
        ("none", ["PASSWORD_RESET_URL", "EMAIL_CHANGE_URL"]),
    ],
)
def test_a_page_is_asked_for_where_there_are_links_to_it(mode: str, names: list[str]) -> None:
    """Without verification no mail leads to the page of activation."""
    found = said({"EMAIL_VERIFICATION": mode, **dict.fromkeys(PAGES)})
    assert found == [no_page(name) for name in names]


@pytest.mark.parametrize(
    ("urls", "name", "names"),
    [
        ("tests.accounts.no_accounts", "Acme", []),
        # Without SITE_NAME, mails have the host of that page.
        ("tests.accounts.no_accounts", "", ["PASSWORD_RESET_URL"]),
        ("tests.accounts.only_resets", "Acme", ["PASSWORD_RESET_URL"]),
        ("tests.accounts.only_changes", "Acme", ["EMAIL_CHANGE_URL"]),
        ("tests.accounts.only_sign_ups", "Acme", ["ACTIVATION_URL", "PASSWORD_RESET_URL"]),
    ],
)
def test_a_page_is_asked_for_where_a_view_mails_links_to_it(urls: str, name: str, names: list[str]) -> None:
    """A project in which people sign in by a provider, or by a code, has none of these pages."""
    with override_settings(ROOT_URLCONF=urls):
        found = said({"SITE_NAME": name, **dict.fromkeys(PAGES)})
    assert [one for one in found if one.id == "signet.E016"] == [no_page(one) for one in names]


def test_all_pages_are_asked_for_where_a_host_may_have_addresses_of_its_own() -> None:
    """Nobody knows these here."""
    hosts = {"ROOT_HOSTCONF": "tests.hosts"}
    with override_settings(ROOT_URLCONF="tests.accounts.no_accounts", **hosts):
        found = said({"SITE_NAME": "Acme", **dict.fromkeys(PAGES)})
    assert [one for one in found if one.id == "signet.E016"] == [no_page(one) for one in PAGES]


@pytest.mark.parametrize("name", PAGES)
def test_a_page_that_is_set_is_looked_at_whoever_needs_it(name: str) -> None:
    """What it says would lead nowhere."""
    with override_settings(ROOT_URLCONF="tests.accounts.no_accounts"):
        found = said({"SITE_NAME": "Acme", name: "https://app.example.com/"})
    assert [one for one in found if one.id == "signet.E016"] == [no_page(name)]


def test_a_user_model_without_an_address_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    """E017, which names the model and the field."""
    model = get_user_model()
    monkeypatch.setattr(model, "get_email_field_name", lambda: "mailbox")
    assert said() == [
        Error(
            f"{model.__name__} has no field 'mailbox' for the e-mail address, but accounts need one.",
            hint="Set EMAIL_FIELD on the user model to a field of its own table. If the address is in another table, "
            "keep a copy there.",
            id="signet.E017",
        )
    ]


LIFETIMES: Final = ("ACTIVATION_LIFETIME", "PASSWORD_RESET_LIFETIME", "EMAIL_CHANGE_LIFETIME")


@pytest.mark.parametrize("name", LIFETIMES)
@pytest.mark.parametrize("value", [timedelta(), -MOMENT, CENTURY + MOMENT, timedelta.max])
def test_a_lifetime_that_nobody_could_use_is_an_error(name: str, value: timedelta) -> None:
    """E018, for that setting alone."""
    message = f"SIGNET[{name!r}] should be positive, and at most a century."
    assert said({name: value}) == [Error(message, id="signet.E018")]


@pytest.mark.parametrize("name", LIFETIMES)
@pytest.mark.parametrize("value", [MOMENT, CENTURY])
def test_at_the_edges_a_lifetime_is_right(name: str, value: timedelta) -> None:
    """The shortest and the longest."""
    assert said({name: value}) == []


@each_page
def test_a_link_in_the_clear_is_a_warning_for_deployment(name: str, proposed: str) -> None:
    """W014, under ``--deploy`` only: on one's own machine http is fine."""
    url = proposed.replace("https:", "http:")
    warning = Warning(f"SIGNET[{name!r}] should be an https:// URL.", id="signet.W014")
    assert said({name: url}, deploy=True) == [warning]
    assert said({name: url}) == []


class History(MinimumLengthValidator):
    """Remembers passwords."""

    def password_changed(self, password: str, user: Any = None) -> None:
        """Called by Django where a password was set."""


def test_a_history_without_the_first_password_is_a_warning_for_deployment() -> None:
    """W018, where a sign-up has no user yet."""
    warning = Warning(
        "Signet doesn't call History.password_changed at sign-up, because there is no user yet.",
        hint="Signet calls it for every later password. Silence this if that is enough.",
        id="signet.W018",
    )
    with override_settings(AUTH_PASSWORD_VALIDATORS=[{"NAME": f"{__name__}.History"}]):
        assert said(deploy=True) == [warning]
        assert said() == []
        assert said({"EMAIL_VERIFICATION": "optional"}, deploy=True) == []


def test_any_password_is_a_warning_for_deployment() -> None:
    """W015: nothing validates the passwords chosen at sign-up."""
    with override_settings(AUTH_PASSWORD_VALIDATORS=[]):
        assert said(deploy=True) == [
            Warning("AUTH_PASSWORD_VALIDATORS is empty, so a sign-up accepts every password.", id="signet.W015")
        ]
        assert said() == []


BCRYPT: Final = "django.contrib.auth.hashers.BCryptPasswordHasher"


@pytest.mark.parametrize(
    ("hashers", "warns"),
    [
        ([BCRYPT], True),
        ([BCRYPT, *settings.PASSWORD_HASHERS], True),
        ([*settings.PASSWORD_HASHERS, BCRYPT], False),
        (["django.contrib.auth.hashers.BCryptSHA256PasswordHasher"], False),
    ],
)
def test_passwords_of_which_a_part_counts_are_a_warning_for_deployment(hashers: list[str], warns: bool) -> None:
    """W016, for the hasher that new passwords get."""
    warning = Warning(
        "BCryptPasswordHasher ignores everything after the first 72 bytes of a password.",
        hint="Put BCryptSHA256PasswordHasher or Argon2PasswordHasher first in PASSWORD_HASHERS.",
        id="signet.W016",
    )
    with override_settings(PASSWORD_HASHERS=hashers):
        assert said(deploy=True) == ([warning] if warns else [])
        assert said() == []


@pytest.mark.parametrize("changes", [{"ACTIVATION_URL": 5}, {"NO_SUCH_SETTING": 1}])
def test_the_rules_are_silent_where_the_settings_cannot_be_read(changes: dict[str, Any]) -> None:
    """The rules for all settings report each mistake once."""
    assert {one.id for one in said(changes, deploy=True)} <= {"signet.E001", "signet.E002"}


def owners_of(path: Path) -> dict[str, list[str]]:
    """The functions of a file that name an id, by that id."""
    owners: dict[str, list[str]] = {}
    for function in ast.walk(ast.parse(path.read_text())):
        if isinstance(function, ast.FunctionDef):
            for code in set(re.findall(r"'signet\.([EW]\d{3})'", ast.unparse(function))):
                owners.setdefault(code, []).append(f"{path.parent.name}/{path.name}:{function.name}")
    return owners


def test_an_id_belongs_to_one_rule_of_the_whole_library() -> None:
    """No other module has an id of accounts, and each rule names its own first in its docstring."""
    found: dict[str, list[str]] = {}
    for path in Path(drf_signet.__file__).parent.rglob("*.py"):
        for code, names in owners_of(path).items():
            found.setdefault(code, []).extend(names)
    assert {code for code, names in found.items() if any(one.startswith("accounts/") for one in names)} == IDS
    assert {code: names for code, names in found.items() if len(names) > 1} == {}
    for function in (*checks.ERRORS, *checks.WARNINGS):
        (name,) = re.findall(r"[EW]\d{3}", found_id(function, found))
        assert (inspect.getdoc(function) or "").startswith(f"{name}: ")


def found_id(function: Any, found: Mapping[str, list[str]]) -> str:
    """The id of the rule *function*."""
    return next(code for code, names in found.items() if names == [f"accounts/checks.py:{function.__name__}"])


def test_every_rule_is_registered() -> None:
    """Each function of the module that is a rule is in one of its lists, once."""
    listed = [one.__name__ for one in (*checks.ERRORS, *checks.WARNINGS)]
    assert sorted(listed) == sorted(name for name in vars(checks) if name.startswith(("check_", "warn_")))
