"""Under ``install()`` our apps are found by the names of Simple JWT and by ours, however one asks."""

from __future__ import annotations

import textwrap
from typing import Final

from compat.tests.simplejwt.processes import python

SET_UP: Final = """
import sys
from importlib import import_module
from importlib.util import find_spec
import django
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.test import modify_settings, override_settings
from django.utils.module_loading import import_string

THEIRS, OURS = "rest_framework_simplejwt", "drf_signet_compat.simplejwt"
OTHERS = ["django.contrib.auth", "django.contrib.contenttypes", "rest_framework", "drf_signet"]

def set_up(*apps):
    settings.configure(
        INSTALLED_APPS=(*OTHERS, *apps),
        SECRET_KEY="a-secret-key-that-is-long-enough-for-its-algorithm",
        USE_TZ=True,
        DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}},
    )
    django.setup()
"""
ASK: Final = """
def answers(package):
    app = f"{package}.token_blacklist"
    config = apps.get_app_config("token_blacklist")
    return {
        "installed": [apps.is_installed(package), apps.is_installed(app)],
        "listed": [package in settings.INSTALLED_APPS, app in settings.INSTALLED_APPS],
        "listed once": [settings.INSTALLED_APPS.count(package), settings.INSTALLED_APPS.count(app)],
        "named": [config.name == app, not config.name != app, app in [one.name for one in apps.get_app_configs()]],
        "containing": [apps.get_containing_app_config(f"{one}.models").name for one in (package, app)],
        "imported": [import_module(app), import_string(f"{app}.models.OutstandingToken"), bool(find_spec(app))],
        "nowhere": [apps.is_installed(f"{app}s"), f"{app}s" in settings.INSTALLED_APPS, config.name == f"{app}.x"],
    }

def both_answer():
    told = answers(THEIRS)
    assert told == answers(OURS)
    assert all(told["installed"] + told["listed"] + told["named"]) and not any(told["nowhere"]), told
    assert told["listed once"] == [1, 1] and told["containing"] == [THEIRS, f"{THEIRS}.token_blacklist"]
    # In a set, and by its first letters, the name is the one that other packages know.
    assert f"{THEIRS}.token_blacklist" in set(settings.INSTALLED_APPS) & {one.name for one in apps.get_app_configs()}
    assert any(one.startswith(f"{THEIRS}.") for one in settings.INSTALLED_APPS)
"""


LOGOUT: Final = """
from django.contrib.auth.models import User
from rest_framework_simplejwt.exceptions import TokenError
from rest_framework_simplejwt.tokens import RefreshToken

name = "rest_framework_simplejwt.token_blacklist"
for number, asks in enumerate((
    lambda: apps.is_installed(name),
    lambda: name in settings.INSTALLED_APPS,
    lambda: find_spec(f"{name}.models") is not None,
    lambda: apps.get_app_config("token_blacklist").name == name,
    lambda: name in {one.name for one in apps.get_app_configs()},
)):
    token = str(RefreshToken.for_user(User.objects.create(username=str(number))))
    if asks():
        RefreshToken(token).blacklist()
    try:
        RefreshToken(token)
    except TokenError as error:
        assert str(error) == "Token is blacklisted"
    else:
        raise AssertionError(f"{number}: the token lives on")
"""


def succeed(*sources: str) -> None:
    """The program *sources* runs to its end."""
    done = python("-c", "".join(map(textwrap.dedent, sources)))
    assert (done.returncode, done.stderr) == (0, "")


def test_both_names_answer_the_same() -> None:
    """
    By whichever name the list has them, in tests that add to it or write it anew; so a project's own logout revokes.
    """
    succeed(
        "from drf_signet_compat.simplejwt import install; install()\n",
        SET_UP,
        ASK,
        """
        set_up("drf_signet_compat.simplejwt", "drf_signet_compat.simplejwt.token_blacklist")
        both_answer()
        listed = [*OTHERS, OURS, f"{OURS}.token_blacklist"]
        with override_settings(INSTALLED_APPS=listed):
            assert f"{THEIRS}.token_blacklist" in listed
        with override_settings(INSTALLED_APPS=[*settings.INSTALLED_APPS, "django.contrib.sessions"]):
            both_answer()
        for package in (THEIRS, OURS):
            with override_settings(INSTALLED_APPS=[*OTHERS, package, f"{package}.token_blacklist"]):
                both_answer()
            configs = [f"{package}.apps.SimpleJWTConfig", f"{package}.token_blacklist.apps.TokenBlacklistConfig"]
            with override_settings(INSTALLED_APPS=[*OTHERS, *configs]):
                both_answer()
            with modify_settings(INSTALLED_APPS={"remove": [f"{package}.token_blacklist"]}):
                assert not any(f"{one}.token_blacklist" in settings.INSTALLED_APPS for one in (THEIRS, OURS))
                assert not any(apps.is_installed(f"{one}.token_blacklist") for one in (THEIRS, OURS))
        both_answer()
        for command in (["migrate", "-v0"], ["makemigrations", "--check", "-v0"], ["flushexpiredtokens"]):
            call_command(*command)
        assert apps.get_containing_app_config("drf_signet.models").name == "drf_signet"
        assert apps.get_containing_app_config("django.contrib.auth.models").name == "django.contrib.auth"
        assert apps.get_containing_app_config("rest_framework_simplejwt_extensions.models") is None
        """,
        LOGOUT,
    )


def test_without_the_line_each_name_means_its_own() -> None:
    """Ours is found by ours: the other package may be there as well."""
    succeed(
        SET_UP,
        """
        set_up("drf_signet_compat.simplejwt.token_blacklist")
        for name, is_ours in ((f"{OURS}.token_blacklist", True), (f"{THEIRS}.token_blacklist", False)):
            assert apps.is_installed(name) is is_ours
            assert (name in settings.INSTALLED_APPS) is is_ours
        assert type(apps.get_app_config("token_blacklist").name) is str
        """,
    )
